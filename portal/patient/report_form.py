"""The shape of a report: one reason among a few, and a few words if one likes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.patient.presenters.reports import REASONS
from sharing.reported import WORDS_MOST


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Qu’est-ce qui vous étonne ?"), choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("En quelques mots"),
        help_text=_("N’écrivez rien sur votre santé. Une personne chargée de la protection des données lira ce texte."),
        required=False,
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
