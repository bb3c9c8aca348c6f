"""Who among the relatives, about what, until when: shape only."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.services.relatives import Named, Who
from consents.vocabulary import Choice, SubjectKind
from consents.words import Subject
from portal.patient.forms.choices import DayField
from portal.patient.forms.trusted import LineField

#: The value of « someone else » among the persons already named.
ANOTHER = "autre"
_MISSING: Mapping[str, Any] = {
    "prenom": _("Écrivez son prénom."),
    "nom": _("Écrivez son nom."),
    "naissance": _("Écrivez sa date de naissance, par exemple 31/12/1980."),
}
Offered = Iterable[tuple[str, str]]


class PersonForm(forms.Form):
    """Someone named already, or typed here; whoever is typed needs a name and a day of birth."""

    qui = forms.ChoiceField(label=_("Qui ?"), widget=forms.RadioSelect)
    prenom = LineField(
        label=_("Son prénom"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    nom = LineField(
        label=_("Son nom de naissance"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    naissance = DayField(
        _("Sa date de naissance"), _("Elle sert à ne pas confondre deux personnes. Personne d’autre ne la voit ici.")
    )
    jeton = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: object, people: Sequence[tuple[str, str]], **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.fields["qui"].choices = [*people, (ANOTHER, _("Une autre personne, écrite ci-dessous"))]  # type: ignore[attr-defined]
        if people:
            self.fields["prenom"].help_text = _("Ces trois lignes servent seulement pour une autre personne.")
            return
        self.fields["qui"].widget = forms.HiddenInput()
        self.fields["qui"].initial = ANOTHER
        for name, text in _MISSING.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = text

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if self._types(said):
            for name, text in _MISSING.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return said

    def _types(self, said: dict[str, object]) -> bool:
        return said.get("qui") == ANOTHER

    def typed(self) -> Named:
        said = self.cleaned_data
        return Named(said["prenom"], said["nom"], said["naissance"])

    def who(self) -> Who:
        said = self.cleaned_data["qui"]
        return self.typed() if said == ANOTHER else UUID(said)

    def kept(self) -> list[tuple[str, str]]:
        """What the page before the last press sends again."""
        pairs = [(name, each) for name, value in self.cleaned_data.items() for each in _each(value) if name != "jeton"]
        return [(name, str(value)) for name, value in pairs]


class AllowForm(PersonForm):
    """A grant: about the record, a kind of document or one of them; within a period, or until withdrawn."""

    sur = forms.ChoiceField(label=_("Pour quoi ?"))
    des = DayField(_("À partir de quel jour ?"), _("Sans date, votre choix compte tout de suite."))
    jusqu_au = DayField(
        _("Jusqu’à quel jour ?"),
        _("Ce jour est compris. Sans date, votre choix compte jusqu’à ce que vous en changiez."),
    )
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: object, people: Sequence[tuple[str, str]], about: Offered, **more: object) -> None:
        super().__init__(*given, people=people, **more)
        self.fields["sur"].choices = list(about)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        said = super().clean()
        since, until = said.get("des"), said.get("jusqu_au")
        if since and until and until < since:  # type: ignore[operator]
            self.add_error("jusqu_au", _("Ce jour vient avant le premier. Choisissez un jour qui vient après."))
        return said

    def about(self) -> Subject:
        return subject(self.cleaned_data["sur"])


class MandateForm(AllowForm):
    """A mandate is for one thing and has a last day (R82)."""

    def __init__(self, *given: object, people: Sequence[tuple[str, str]], about: Offered, **more: object) -> None:
        super().__init__(*given, people=people, about=about, **more)
        self.fields["jusqu_au"].required = True
        self.fields["jusqu_au"].help_text = _("Ce jour est compris. Un mandat a toujours une fin.")
        self.fields["jusqu_au"].error_messages["required"] = _("Écrivez le dernier jour, par exemple 31/12/2026.")


class WishForm(PersonForm):
    """What relatives may be told of a grave illness, and who alone (R42)."""

    souhait = forms.ChoiceField(
        label=_("Votre souhait"),
        widget=forms.RadioSelect,
        choices=[
            (Choice.NO_WISH.value, _("Pas de souhait : la loi décide")),
            (Choice.ONLY.value, _("Un médecin peut prévenir ces personnes, et elles seules")),
            (Choice.OPPOSED.value, _("Aucun proche n’est prévenu")),
        ],
    )
    seulement = forms.MultipleChoiceField(
        label=_("Qui peut être prévenu ?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["souhait", "seulement"]

    def __init__(self, *given: object, people: Sequence[tuple[str, str]], **more: object) -> None:
        super().__init__(*given, people=people, **more)
        del self.fields["qui"]
        self.fields["seulement"].choices = people  # type: ignore[attr-defined]
        for name in _MISSING:
            self.fields[name].required = False
        self.fields["prenom"].help_text = _("Pour ajouter une personne que vous n’avez pas encore nommée.")
        if not people:
            del self.fields["seulement"]

    def clean(self) -> dict[str, object]:
        said = super().clean()
        only = said.get("souhait") == Choice.ONLY.value
        if only and not self.errors and not said.get("seulement") and not self._types(said):
            self.add_error("prenom", _("Nommez au moins une personne."))
        return said

    def _types(self, said: dict[str, object]) -> bool:
        asked = said.get("souhait") == Choice.ONLY.value
        return asked and any(said.get(name) for name in ("prenom", "nom", "naissance"))

    def value(self) -> Choice:
        return Choice(self.cleaned_data["souhait"])

    def only(self) -> list[Who]:
        if self.value() is not Choice.ONLY:
            return []
        chosen: list[Who] = [UUID(key) for key in self.cleaned_data.get("seulement", ())]
        return [*chosen, *([self.typed()] if self._types(self.cleaned_data) else [])]


class WithdrawForm(forms.Form):
    """Which grant or mandate ends: whose, about what."""

    quoi = forms.ChoiceField(choices=[("grant", "grant"), ("mandate", "mandate")])
    qui = forms.UUIDField()
    sur = forms.CharField(max_length=60)
    jeton = forms.CharField(max_length=40)

    def clean_sur(self) -> Subject:
        kind = str(self.cleaned_data["sur"]).partition(":")[0]
        if kind not in set(SubjectKind):
            raise forms.ValidationError("unknown", code="unknown")
        return subject(str(self.cleaned_data["sur"]))


def subject(said: str) -> Subject:
    """`category:report`, `document:…`, `everything`."""
    kind, _colon, reference = said.partition(":")
    return Subject(SubjectKind(kind), reference)


def _each(value: object) -> Iterable[object]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, list) else (value,)
