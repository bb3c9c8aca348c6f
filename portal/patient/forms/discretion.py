"""What the patient chooses about how little a screen shows."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.calendar import first_instant, paris_day
from portal.patient.presenters import counting

_REQUIRED = {
    "required": gettext_lazy("Choisissez une des réponses."),
    "invalid_choice": gettext_lazy("Choisissez une des réponses."),
}


class Recent(StrEnum):
    """From when on one's own choices are left out."""

    SHOWN = "montrer"
    AS_NOW = "comme_maintenant"
    DAY = "jour"
    WEEK = "semaine"
    MONTH = "mois"


_DAYS = {Recent.DAY: 0, Recent.WEEK: 7, Recent.MONTH: 30}
_LABELS = (
    (Recent.SHOWN.value, gettext_lazy("Les montrer tous")),
    (Recent.DAY.value, gettext_lazy("Ne pas montrer ceux d’aujourd’hui et des jours à venir")),
    (Recent.WEEK.value, gettext_lazy("Ne pas montrer ceux des 7 derniers jours, ni les suivants")),
    (Recent.MONTH.value, gettext_lazy("Ne pas montrer ceux des 30 derniers jours, ni les suivants")),
)


class DiscretionForm(forms.Form):
    """`since`: from when on choices are left out today, if they are."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Utiliser ce mode ?"),
        choices=[("non", gettext_lazy("Non")), ("oui", gettext_lazy("Oui"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    choix = forms.ChoiceField(
        label=gettext_lazy("Que montrer ?"), choices=_LABELS, widget=forms.RadioSelect, error_messages=_REQUIRED
    )

    def __init__(self, *args: Any, since: datetime | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.since = since
        if since:
            kept = (
                Recent.AS_NOW.value,
                _("Ne pas montrer ceux faits depuis le %(day)s") % {"day": counting.day(since)},
            )
            self.fields["choix"].choices = [kept, *_LABELS]  # type: ignore[attr-defined]

    @property
    def is_discreet(self) -> bool:
        return bool(self.cleaned_data["mode"] == "oui")

    def quiet_since(self, *, at: datetime) -> datetime | None:
        """The first instant, in Paris, of the day from which choices are left out."""
        chosen = Recent(self.cleaned_data["choix"])
        if chosen is Recent.AS_NOW:
            return self.since
        return first_instant(paris_day(at) - timedelta(days=_DAYS[chosen])) if chosen in _DAYS else None
