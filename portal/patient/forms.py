"""The shape of what a patient sends; whether it may be declared is the services' word."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.vocabulary import Category, RecipientKind, Specialty, SubjectKind

VERBS = ("grant", "oppose", "withdraw")
#: To whom a choice may be made on these pages: a relative is authorised on another page.
RECIPIENTS = (
    RecipientKind.PROFESSIONAL,
    RecipientKind.ORGANISATION,
    RecipientKind.PROFESSION,
    RecipientKind.EVERYONE,
)
WITHOUT_REFERENCE = ("everyone", "everything")


class EndField(forms.DateField):
    """The last day, included whole; a browser's own calendar where it has one, 31/12/2026 otherwise."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Jusqu’à quel jour ?"),
            help_text=_("Ce jour est compris. Sans date, votre choix compte jusqu’à ce que vous en changiez."),
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
            error_messages={"invalid": _("Écrivez une date qui existe, par exemple 31/12/2026.")},
        )


class ChoiceForm(forms.Form):
    """A choice named in an address: `verbe`, `a=professional:…`, `sur=document:…`."""

    verbe = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    a = forms.CharField(max_length=60)
    sur = forms.CharField(max_length=60, required=False, empty_value="everything")

    def clean_a(self) -> tuple[str, str]:
        return _named(self.cleaned_data["a"], [str(kind) for kind in RECIPIENTS])

    def clean_sur(self) -> tuple[str, str]:
        return _named(self.cleaned_data["sur"], [str(kind) for kind in SubjectKind])


class DeclareForm(ChoiceForm):
    """A choice confirmed: the same, with the revision that was shown and the token of that page."""

    revision = forms.IntegerField(min_value=0)
    jeton = forms.CharField(max_length=40)
    jusqu_au = EndField()


class UndoForm(forms.Form):
    revision = forms.IntegerField(min_value=1)
    vu = forms.IntegerField(min_value=0)
    jeton = forms.CharField(max_length=40)


def _named(text: str, kinds: list[str]) -> tuple[str, str]:
    """`document:…` or `everyone` as a pair; anything else is no choice."""
    kind, _colon, reference = text.partition(":")
    if kind not in kinds or bool(reference) == (kind in WITHOUT_REFERENCE):
        raise forms.ValidationError("unknown", code="unknown")
    return kind, reference


class DocumentFilters(forms.Form):
    """The filters of the documents; a word that is none of the patient's own filters nothing."""

    annee = forms.ChoiceField(label=_("Date"), required=False)
    sorte = forms.ChoiceField(label=_("Sorte"), required=False)
    lieu = forms.ChoiceField(label=_("Lieu"), required=False)
    specialite = forms.ChoiceField(label=_("Spécialité"), required=False)

    def __init__(self, data: object, *, choices: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Toutes") if name != "lieu" else _("Tous")), *found]

    def chosen(self) -> dict[str, str]:
        """What is asked for; nothing for a word that is not offered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


__all__ = ["Category", "ChoiceForm", "DeclareForm", "DocumentFilters", "Specialty", "UndoForm"]
