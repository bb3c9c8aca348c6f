"""The living pattern page: every component in every state, for those who build the site. Closed in production."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET


class SampleForm(forms.Form):
    """One field of each kind, so that the form components are seen in all their dresses."""

    name = forms.CharField(label=_("Nom du professionnel"), help_text=_("Le nom suffit. Le prénom aide."))
    until = forms.DateField(label=_("Dernier jour d’accès"), help_text=_("Ce jour est compris."))
    kind = forms.ChoiceField(label=_("Sorte de document"), choices=[("", _("Toutes")), ("42", _("Ordonnances"))])
    code = forms.CharField(label=_("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    worry = forms.CharField(label=_("Ce qui vous inquiète"), required=False, widget=forms.Textarea)
    each = forms.BooleanField(label=_("Me prévenir à chaque accès"), required=False)
    what = forms.ChoiceField(
        label=_("Que peut-il voir ?"),
        choices=[("none", _("Rien")), ("all", _("Tout ce que son métier permet"))],
        widget=forms.RadioSelect,
    )


class SampleFilters(forms.Form):
    """A bar of filters, as over the documents."""

    year = forms.ChoiceField(label=_("Date"), required=False, choices=[("", _("Toutes")), ("2026", "2026")])
    place = forms.ChoiceField(label=_("Lieu"), required=False, choices=[("", _("Tous"))])


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Draw the page; absent, like any unknown address, where it is not wanted."""
    if not settings.SHOW_PATTERNS:
        raise Http404
    messages.success(request, _("Un message de réussite."))
    messages.error(request, _("Un message d’erreur."))
    return render(request, "patterns.html", samples())


def samples() -> dict[str, object]:
    """Invented people and things, enough of each for every state."""
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm({"faux-until": "31/13/2026", "faux-code": "12", "faux-what": "none"}, prefix="faux"),
        "filters": SampleFilters(),
        "page": Paginator(range(90), 30).page(2),
        "nav_sample": [
            {"url": "/patterns/", "label": _("Accueil"), "current": "page"},
            {"url": "/", "label": _("Mon équipe"), "current": ""},
        ],
        "kinds": ("sees", "part", "not", "out", "never"),
        "icons": ICONS,
        "colours": COLOURS,
        "seers": [{"name": "Dr Camille Aubertin", "kind": "sees"}, {"name": "Malika Hadj", "kind": "part"}],
        "people": [
            {"name": "Dr Camille Aubertin", "role": _("médecin généraliste"), "was": "sees", "now": "not",
             "text": _("Elle voyait 12 documents, elle en verra 11.")},
            {"name": "Dr Inès Caron", "role": _("biologiste"), "now": "sees",
             "text": _("Elle l’a écrit : la loi lui laisse sa copie.")},
        ],
        "facts": [(_("Depuis"), _("le 12 septembre 2026")), (_("Jusqu’au"), _("31 décembre 2026 inclus"))],
        "options": [
            {"value": "rien", "label": _("Rien"), "text": _("Il garde la copie de ce qu’il a écrit.")},
            {"value": "ici", "label": _("Ce qui vient de son hôpital"), "text": _("C’est le cas aujourd’hui."),
             "checked": True},
            {"value": "tout", "label": _("Tout, même hors de son métier"), "text": _("La loi ne le permet pas."),
             "disabled": True},
        ],
        "pills": [
            {"url": "?", "label": _("Tous"), "count": 6, "current": True},
            {"url": "?", "label": _("Ne voit rien"), "count": 0, "icon_name": "eye-shut"},
        ],
        "rows": [
            {"icon_name": "clock", "title": _("Un accès finit le 31 décembre"), "url": "#", "action": _("Prolonger"),
             "text": _("Sans rien faire, son accès s’arrête ce jour-là.")},
            {"icon_name": "siren", "kind": "urgent", "title": _("Votre dossier a été ouvert en urgence")},
        ],
        "line": [
            {"icon_name": "eye", "kind": "sees", "when": "9 h 05", "what": _("accès"),
             "text": _("Dr Aubertin a ouvert 2 documents."), "more": _("C’est votre médecin traitant."),
             "more_label": _("Pourquoi ?")},
            {"icon_name": "pen", "kind": "not", "when": "8 h 10", "what": _("votre choix"),
             "text": _("Vous avez masqué un document.")},
        ],
        "headers": [_("Qui"), _("Quand"), _("Réponse")],
        "cells": [["Dr Aubertin", "20/11 9:05", _("Voit")], ["Bruno Keller", "20/11 8:31", _("Ne voit pas")]],
        "ticks": [
            {"icon_name": "check", "strong": "Hôpital Saint-Aubin", "text": _("au courant à 10 h 44")},
            {"icon_name": "clock", "strong": "Maison de santé du Lac", "text": _("pas encore")},
        ],
        "steps": [_("Choisir"), _("Vérifier"), _("Terminé")],
        "crumbs": [{"url": "#", "label": _("Mes documents")}],
    }  # fmt: skip


COLOURS = (
    "paper", "surface", "sunken", "ink", "ink-soft", "accent", "accent-soft",
    "sees", "part", "not", "out", "urgent", "error",
)  # fmt: skip
ICONS = (
    "eye", "eye-half", "eye-shut", "off-duty", "shield", "clock", "check", "info", "warn", "siren", "exit", "doc",
    "image", "pill", "flask", "list", "seal", "syringe", "talk", "pen", "search", "chevron", "back", "undo", "print",
    "download", "plus", "user", "users", "key", "hospital", "grid", "history", "case", "umbrella", "bank", "heart",
    "menu", "flag", "bell", "mail", "home",
)  # fmt: skip
