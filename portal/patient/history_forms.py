"""The filters of the history, sent by GET so that an address keeps them; a word that is none of theirs filters nothing."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sharing.selectors.accesses import Came, Kind, WantedAccesses

#: What the address says of each kind of access.
KINDS: Mapping[str, Kind] = {"vus": Kind.SEEN, "refus": Kind.REFUSED, "urgences": Kind.URGENT}
Offered = list[tuple[str, str]]


class _Filters(forms.Form):
    def chosen(self) -> dict[str, str]:
        """What is asked for, as the address says it; nothing for a word that is not offered."""
        self.is_valid()
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}


class ChoiceFilters(_Filters):
    """Of my choices: towards whom, about what; those in force only."""

    qui = forms.ChoiceField(label=_("Envers qui"), required=False)
    quoi = forms.ChoiceField(label=_("Sur quoi"), required=False)
    etat = forms.ChoiceField(choices=[("", ""), ("en-vigueur", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, data: object, *, choices: Mapping[str, Offered]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name, found in choices.items():
            self.fields[name].choices = [("", _("Tous")), *found]  # type: ignore[attr-defined]


class AccessFilters(_Filters):
    """Of the accesses: who, from where, between which days in Paris; what kind."""

    voir = forms.ChoiceField(choices=[("acces", "")], required=False, widget=forms.HiddenInput)
    sorte = forms.ChoiceField(
        choices=[("", ""), *((word, "") for word in KINDS)], required=False, widget=forms.HiddenInput
    )
    qui = forms.ChoiceField(label=_("Qui"), required=False)
    lieu = forms.ChoiceField(label=_("Lieu"), required=False)
    du = forms.DateField(
        label=_("Du"), required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"invalid": _("Écrivez une date qui existe, par exemple 31/12/2026.")},
    )  # fmt: skip
    au = forms.DateField(
        label=_("Au"), required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"invalid": _("Écrivez une date qui existe, par exemple 31/12/2026.")},
    )  # fmt: skip

    def __init__(self, data: object, *, came: Came) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["qui"].choices = [("", _("Tous")), *came.askers.items()]  # type: ignore[attr-defined]
        self.fields["lieu"].choices = [("", _("Tous")), *came.places.items()]  # type: ignore[attr-defined]

    def wanted(self, *, about: frozenset[str]) -> WantedAccesses:
        self.is_valid()
        said = self.cleaned_data
        return WantedAccesses(
            asker=_id(said.get("qui")),
            place=_id(said.get("lieu")),
            kind=KINDS.get(said.get("sorte") or "", Kind.ANY),
            since=said.get("du"),
            until=said.get("au"),
            about=about,
        )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
