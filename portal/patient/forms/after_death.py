"""What a patient refuses for after his death: shape only."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.services.survivors import Called
from consents.vocabulary import AFTER_DEATH_PURPOSES, Purpose
from portal.patient.forms.choices import DayField
from portal.patient.forms.trusted import LineField


class What(StrEnum):
    """As the addresses and the hidden fields say it."""

    EVERYTHING = "tout"
    MOTIVE = "raison"
    PERSON = "personne"
    DOCUMENT = "document"


_NEEDED: dict[str, tuple[str, ...]] = {
    What.MOTIVE: ("raison",),
    What.PERSON: ("prenom", "nom", "naissance"),
    What.DOCUMENT: ("document",),
}


class OppositionForm(forms.Form):
    """One thing at a time: what comes with it is asked for, the rest is not read."""

    quoi = forms.ChoiceField(choices=[(each.value, each.value) for each in What])
    raison = forms.ChoiceField(
        choices=[(each.value, each.value) for each in sorted(AFTER_DEATH_PURPOSES)], required=False
    )
    prenom = LineField(
        label=_("Son prénom"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    nom = LineField(
        label=_("Son nom"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    naissance = DayField(_("Sa date de naissance"), _("Par exemple 31/12/1970."))
    document = forms.UUIDField(required=False)
    jeton = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        meant = str(self.data.get("quoi") or self.initial.get("quoi") or "")
        for name in _NEEDED.get(meant, ()):
            self.fields[name].required = True

    def what(self) -> What | None:
        said = self.cleaned_data.get("quoi")
        return What(said) if said else None

    def motives(self) -> list[Purpose]:
        return [Purpose(self.cleaned_data["raison"])] if self.what() is What.MOTIVE else []

    def person(self) -> Called | None:
        said = self.cleaned_data
        return Called(said["prenom"], said["nom"], said["naissance"]) if self.what() is What.PERSON else None

    def documents(self) -> list[UUID]:
        return [self.cleaned_data["document"]] if self.what() is What.DOCUMENT else []

    def kept(self) -> list[tuple[str, str]]:
        """What the confirmation sends again."""
        what = self.what()
        names = ("quoi", *(_NEEDED.get(what, ()) if what else ()))
        return [(name, str(self.cleaned_data[name])) for name in names]


class WithdrawalForm(forms.Form):
    revision = forms.IntegerField(min_value=1)
    jeton = forms.CharField(max_length=40, required=False)
