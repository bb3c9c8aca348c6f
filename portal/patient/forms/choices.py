"""A choice named in an address, by its verb: `?verbe=oppose&a=professional:…&sur=document:…`."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.services import settings
from consents.vocabulary import CareBasis, RecipientKind, SettingName, SubjectKind
from consents.vocabulary import Choice as Value
from portal.patient import reading
from portal.patient.declarations import Declaration, Preference, Role, Setting, Wish

#: To whom a choice may be made on these pages: a relative is authorised on another page.
RECIPIENTS = (
    RecipientKind.PROFESSIONAL,
    RecipientKind.ORGANISATION,
    RecipientKind.PROFESSION,
    RecipientKind.EVERYONE,
)
WITHOUT_REFERENCE = ("everyone", "everything")
SETTINGS: Mapping[SettingName, frozenset[Value]] = {**settings.EMERGENCY, **settings.TREATING_PHYSICIAN}
ROLES = (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED)


class DayField(forms.DateField):
    """A day in Paris, included whole; a browser's own calendar where it has one, 31/12/2026 otherwise."""

    def __init__(self, label: object, help_text: object) -> None:
        super().__init__(
            label=label,  # type: ignore[arg-type]
            help_text=help_text,  # type: ignore[arg-type]
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
            error_messages={"invalid": _("Écrivez une date qui existe, par exemple 31/12/2026.")},
        )


class ChoiceForm(forms.Form):
    """What every choice carries once it is confirmed: the revision that was shown, the token of that page, its words.

    `can_be_corrected`: the fields in which a person may make a mistake; any other mistake is no choice of ours.
    """

    can_be_corrected: frozenset[str] = frozenset()
    revision = forms.IntegerField(min_value=0, required=False)
    jeton = forms.CharField(max_length=40, required=False)
    lu = forms.CharField(max_length=reading.LONGEST, required=False)

    def said(self) -> Declaration:
        raise NotImplementedError

    @property
    def names_a_choice(self) -> bool:
        return self.can_be_corrected.issuperset(self.errors)

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data.get("jeton")) and self.cleaned_data.get("revision") is not None


class PreferenceForm(ChoiceForm):
    """Grant, oppose, withdraw: `a`, `sur`, and the days."""

    can_be_corrected = frozenset({"des", "jusqu_au"})
    verbe = forms.ChoiceField(choices=[(verb, verb) for verb in ("grant", "oppose", "withdraw")])
    a = forms.CharField(max_length=60)
    sur = forms.CharField(max_length=60, required=False, empty_value="everything")
    des = DayField(_("À partir de quel jour ?"), _("Sans date, votre choix compte tout de suite."))
    jusqu_au = DayField(
        _("Jusqu’à quel jour ?"),
        _("Ce jour est compris. Sans date, votre choix compte jusqu’à ce que vous en changiez."),
    )

    def clean_a(self) -> tuple[str, str]:
        return _named(self.cleaned_data["a"], [str(kind) for kind in RECIPIENTS])

    def clean_sur(self) -> tuple[str, str]:
        return _named(self.cleaned_data["sur"], [str(kind) for kind in SubjectKind])

    def said(self) -> Declaration:
        given = self.cleaned_data
        return Preference(given["verbe"], given["a"], given["sur"], given.get("des"), given.get("jusqu_au"))


class SettingForm(ChoiceForm):
    """`quoi=emergency.samu&valeur=refuse`."""

    quoi = forms.ChoiceField(choices=[(name.value, name.value) for name in SETTINGS])
    valeur = forms.ChoiceField(choices=[(value.value, value.value) for value in Value])

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not self.errors and Value(given["valeur"]) not in SETTINGS[SettingName(given["quoi"])]:
            raise forms.ValidationError("unknown", code="unknown")
        return given

    def said(self) -> Declaration:
        return Setting(SettingName(self.cleaned_data["quoi"]), Value(self.cleaned_data["valeur"]))


class WishForm(ChoiceForm):
    """`sur=document:…`."""

    verbe = forms.CharField()
    sur = forms.CharField(max_length=60)

    def clean_sur(self) -> str:
        return _identifier(_named(self.cleaned_data["sur"], [str(SubjectKind.DOCUMENT)]))

    def said(self) -> Declaration:
        return Wish(self.cleaned_data["verbe"], self.cleaned_data["sur"])


class RoleForm(ChoiceForm):
    """`a=professional:…&role=treating_physician`."""

    verbe = forms.CharField()
    a = forms.CharField(max_length=60)
    role = forms.ChoiceField(choices=[(basis.value, basis.value) for basis in ROLES])

    def clean_a(self) -> str:
        return _identifier(_named(self.cleaned_data["a"], [str(RecipientKind.PROFESSIONAL)]))

    def said(self) -> Declaration:
        return Role(self.cleaned_data["verbe"], self.cleaned_data["a"], CareBasis(self.cleaned_data["role"]))


class UndoForm(forms.Form):
    revision = forms.IntegerField(min_value=1)
    vu = forms.IntegerField(min_value=0)
    jeton = forms.CharField(max_length=40)


_BY_VERB: Mapping[str, type[ChoiceForm]] = {
    "set": SettingForm,
    "not_to_know": WishForm,
    "know": WishForm,
    "designate": RoleForm,
    "release": RoleForm,
}


def asked(given: Mapping[str, str]) -> ChoiceForm:
    """The form of that verb; its errors say when it is no choice of these pages."""
    return _BY_VERB.get(given.get("verbe", ""), PreferenceForm)(given)


def _named(text: str, kinds: list[str]) -> tuple[str, str]:
    """`document:…` or `everyone` as a pair; anything else is no choice."""
    kind, _colon, reference = text.partition(":")
    if kind not in kinds or bool(reference) == (kind in WITHOUT_REFERENCE):
        raise forms.ValidationError("unknown", code="unknown")
    return kind, reference


def _identifier(pair: tuple[str, str]) -> str:
    try:
        return str(UUID(pair[1]))
    except ValueError:
        raise forms.ValidationError("unknown", code="unknown") from None
