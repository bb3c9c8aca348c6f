"""Looking a professional up: one plain field, sent by GET."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.selectors import directory


class DirectoryForm(forms.Form):
    """A name, or the eleven digits of an RPPS."""

    nom = forms.CharField(
        label=_("Nom, prénom ou numéro RPPS"),
        help_text=_("Trois lettres suffisent. Le numéro RPPS a onze chiffres : il est sur les ordonnances."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Écrivez un nom, ou un numéro RPPS.")},
    )

    def clean_nom(self) -> str:
        typed = str(self.cleaned_data["nom"])
        if not directory.is_enough(typed):
            raise forms.ValidationError(_("Écrivez au moins trois lettres du nom ou du prénom."), code="short")
        return typed
