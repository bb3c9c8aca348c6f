"""The filters of each list, sent by GET so that an address keeps them."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.selectors.medical import KINDS, WantedDecisions
from consents.selectors.review import Wanted
from portal.review.presenters import words
from sharing import catalogue
from sharing.reported import ANSWER_MOST
from sharing.selectors.reports import WantedReports
from sharing.selectors.review import AFTER_DEATH, WantedNotices, WantedQuestions

Kept = TypeVar("Kept", bound=Wanted)
_LONGEST = 80


def _text(label: object) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=_LONGEST, widget=widget)  # type: ignore[arg-type]


def _day(label: object) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])  # type: ignore[arg-type]


class Filters(forms.Form):
    """Of grants and oppositions; the others add to it. Names and dates as they stand in the address."""

    wanted: type[Wanted] = Wanted
    said = {"patient": "patient", "qui": "professional", "lieu": "place", "du": "since", "au": "until"}

    patient = _text(_("Patient : nom ou INS"))
    qui = _text(_("Professionnel : nom ou RPPS"))
    lieu = _text(_("Lieu : nom ou FINESS"))
    du = _day(_("Du"))
    au = _day(_("Au"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("du") and given.get("au") and given["au"] < given["du"]:
            self.add_error("au", _("La fin est avant le début."))
        return given

    def chosen(self) -> Any:
        """What is looked for, once the form is valid."""
        return self.wanted(**{ours: self.cleaned_data[field] for field, ours in self.said.items()})

    def kept(self) -> dict[str, str]:
        """The filled fields, for an address."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class ConflictFilters(Filters):
    """Of a measure: whom it protects, and when it began."""

    said = {"patient": "patient", "du": "since", "au": "until"}
    qui = None  # type: ignore[assignment]
    lieu = None  # type: ignore[assignment]


class DecisionFilters(Filters):
    """Of what physicians decided: the professional is who decided, or gave back."""

    wanted = WantedDecisions
    said = {"patient": "patient", "qui": "professional", "du": "since", "au": "until", "sorte": "kind"}
    lieu = None  # type: ignore[assignment]

    sorte = forms.ChoiceField(label=_("Sorte"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        kinds = [(kind, words.DECIDED[kind]) for kind in KINDS]
        self.fields["sorte"].choices = [("", _("Toutes")), *kinds]  # type: ignore[attr-defined]


class QuestionFilters(Filters):
    wanted = WantedQuestions
    said = Filters.said | {"regle": "rule", "motif": "purpose", "refus": "refused", "interdit": "attempt"}

    regle = forms.ChoiceField(label=_("Règle"), required=False)
    motif = forms.ChoiceField(label=_("Motif"), required=False)
    refus = forms.BooleanField(label=_("Refus seulement"), required=False)
    interdit = forms.BooleanField(label=_("Tentatives interdites"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        every = [("", _("Toutes"))]
        self.fields["regle"].choices = every + [(number, number) for number in catalogue.rules()]  # type: ignore[attr-defined]
        self.fields["motif"].choices = [("", _("Tous")), (AFTER_DEATH, _("Après la mort")), *words.PURPOSES.items()]  # type: ignore[attr-defined]


class ReportFilters(Filters):
    wanted = WantedReports
    said = Filters.said | {"etat": "status", "raison": "reason"}

    etat = forms.ChoiceField(label=_("État"), required=False)
    raison = forms.ChoiceField(label=_("Raison"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["etat"].choices = [("", _("Tous")), *words.STATUSES.items()]  # type: ignore[attr-defined]
        self.fields["raison"].choices = [("", _("Toutes")), *words.REASONS.items()]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the reviewer found, and the words that the patient reads."""

    outcome = forms.ChoiceField(label=_("Conclusion"), choices=list(words.OUTCOMES.items()), widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("Réponse au patient"),
        help_text=_("Ce texte est envoyé tel quel. Ni document, ni sorte de document, ni soin n’y sont nommés."),
        max_length=ANSWER_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OverlapForm(forms.Form):
    """How long the former secret is good beside the new one, in hours."""

    overlap = forms.ChoiceField(
        label=_("L’ancien secret"),
        choices=[
            ("0", _("cesse tout de suite")),
            ("1", _("vaut encore une heure")),
            ("24", _("vaut encore un jour")),
            ("168", _("vaut encore sept jours")),
        ],
        initial="24",
    )


class NoticeFilters(Filters):
    wanted = WantedNotices
    said = Filters.said | {"etat": "state"}

    etat = forms.ChoiceField(label=_("État"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["etat"].choices = [("", _("Tous")), *words.UNDELIVERED.items()]  # type: ignore[attr-defined]
