"""The filters of the documents."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentFilters(forms.Form):
    """A word that is none of the patient's own filters nothing."""

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
