"""Who is designated, how she signed, whom to call: shape only."""

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.services.calling import ToCall
from consents.services.trusting import WITNESSES, Contact, Witness
from consents.vocabulary import TrustedRole
from portal.commitment import ROLES
from portal.patient.forms.choices import DayField

#: The value of « until I change my mind » among the durations; any other is the identifier of a place.
REVOKED = "revocation"
_PHONE = re.compile(r"\+?[0-9][0-9 .()/-]{4,28}")


class LineField(forms.CharField):
    """One line: runs of spaces count for one."""

    def clean(self, value: object) -> str:
        return " ".join(str(super().clean(value)).split())


class PhoneField(LineField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Téléphone"),
            max_length=30,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        )

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        if not _PHONE.fullmatch(typed):
            raise forms.ValidationError(_("Écrivez un numéro, par exemple 06 12 34 56 78."), code="invalid")
        return typed


class TokenForm(forms.Form):
    """A press of a button: which role, and the page's token."""

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in TrustedRole])
    jeton = forms.CharField(max_length=40, required=False)


class DesignationForm(forms.Form):
    """`authorised`: a judge must have agreed, and the form asks for the reference (R47)."""

    role = forms.ChoiceField(
        label=_("Pour quoi ?"),
        help_text=_("L’aide sociale ou médico-sociale : par exemple en EHPAD, ou avec un service d’aide à domicile."),
        choices=list(ROLES.items()),
        widget=forms.RadioSelect,
    )
    prenom = LineField(label=_("Son prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nom = LineField(label=_("Son nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    adresse = LineField(
        label=_("Son adresse"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    telephone = PhoneField()
    courriel = forms.EmailField(
        label=_("Son adresse e-mail"),
        help_text=_("Pour lui envoyer l’invitation. Vous pouvez aussi lui donner le lien vous-même."),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    duree = forms.ChoiceField(label=_("Pour combien de temps ?"), widget=forms.RadioSelect)
    autorisation = LineField(
        label=_("L’autorisation du juge"),
        help_text=_(
            "Une mesure de protection vous concerne. Écrivez la date et le numéro de la décision qui autorise ce choix."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    jeton = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: object, durations: Iterable[tuple[str, str]], authorised: bool, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.fields["duree"].choices = list(durations)  # type: ignore[attr-defined]
        if authorised:
            self.fields["autorisation"].required = True
        else:
            del self.fields["autorisation"]

    def contact(self) -> Contact:
        said = self.cleaned_data
        return Contact(said["prenom"], said["nom"], said["adresse"], said["telephone"], said["courriel"])

    def stay(self) -> str:
        """The establishment's identifier; empty until revoked."""
        return "" if self.cleaned_data["duree"] == REVOKED else str(self.cleaned_data["duree"])

    def kept(self) -> list[tuple[str, str]]:
        """What the page before the last press sends again."""
        return [(name, str(value)) for name, value in self.cleaned_data.items() if name != "jeton"]


class PaperForm(forms.Form):
    """Both signed the paper, on that day."""

    le = DayField(_("Quel jour le papier a-t-il été signé ?"), "")
    signe = forms.BooleanField(label=_("Nos deux signatures sont sur le papier. Je le garde."))

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.fields["le"].required = True

    def witnesses(self) -> list[Witness]:
        return []


class WitnessesForm(PaperForm):
    """The patient cannot write: two people saw and heard him, and she signed (R48)."""

    temoin_1 = LineField(label=_("Premier témoin : prénom et nom"), max_length=120)
    qualite_1 = LineField(
        label=_("Premier témoin : qui est-ce ?"), help_text=_("Par exemple : infirmière, voisin."), max_length=80
    )
    temoin_2 = LineField(label=_("Second témoin : prénom et nom"), max_length=120)
    qualite_2 = LineField(label=_("Second témoin : qui est-ce ?"), max_length=80)
    field_order = ["temoin_1", "qualite_1", "temoin_2", "qualite_2", "le", "signe"]

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.fields["signe"].label = _("Les trois signatures sont sur le papier. Je le garde.")

    def witnesses(self) -> list[Witness]:
        said = self.cleaned_data
        return [Witness(said[f"temoin_{number}"], said[f"qualite_{number}"]) for number in range(1, WITNESSES + 1)]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        names = {str(said.get(f"temoin_{number}", number)).casefold() for number in range(1, WITNESSES + 1)}
        if not self.errors and len(names) < WITNESSES:
            self.add_error("temoin_2", _("Il faut deux personnes différentes."))
        return said


class ToCallForm(forms.Form):
    prenom = LineField(label=_("Son prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nom = LineField(label=_("Son nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    telephone = PhoneField()
    lien = LineField(
        label=_("Qui est-ce pour vous ?"),
        help_text=_("Par exemple : ma sœur, un voisin."),
        required=False,
        max_length=60,
    )
    changer = forms.UUIDField(required=False, widget=forms.HiddenInput)
    jeton = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def who(self) -> ToCall:
        said = self.cleaned_data
        return ToCall(said["prenom"], said["nom"], said["telephone"], said["lien"])


class RemoveForm(forms.Form):
    qui = forms.UUIDField()
    jeton = forms.CharField(max_length=40)
