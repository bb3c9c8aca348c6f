"""`/droits/`: what does the law say? And `/accessibilite/`. Anyone may read both."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.patient import doorway
from portal.patient.presenters import rights as put
from sharing import catalogue
from sharing.selectors.remits import remits

_LONGEST = 60


class Search(forms.Form):
    """Words looked for, and the tab they are looked for in."""

    mots = forms.CharField(
        label=_("Chercher"),
        required=False,
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    voir = forms.CharField(required=False, widget=forms.HiddenInput)


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The catalogue's own sentences and the matrix in force: nothing about anybody."""
    tab, words = request.GET.get("voir", ""), request.GET.get("mots", "").strip()[:_LONGEST]
    shown = put.page(catalogue.rules(), remits(at=doorway.now()), tab=tab, words=words)
    return render(
        request, "patient/rights.html", {**shown, "search": Search({"mots": words, "voir": tab}), "words": words}
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/accessibility.html", {"contact": settings.CONTACT_EMAIL})
