"""What a patient asks about one professional: from which of his places, for which purpose, as of which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consents.calendar import PARIS, after_last_instant, paris_day

_NO_DATE = _("Écrivez une date qui existe, par exemple 31/12/2026.")
_NOT_YET = _("Ce jour n’est pas encore venu. Choisissez aujourd’hui ou un jour passé.")
#: Nothing is known of earlier days.
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Asked:
    """As the address says it. `moment` None: now, also when what is written is no day of the past."""

    place: str
    purpose: str
    moment: datetime | None


def asked(said: Mapping[str, str], *, now: datetime) -> Asked:
    """A place or a purpose that is not this professional's asks nothing: the services leave it aside."""
    try:
        moment = DayField(now).clean(said.get("le", ""))
    except ValidationError:
        moment = None
    return Asked(said.get("lieu", ""), said.get("pour", ""), moment)


class DayField(forms.Field):
    """The end of a day in Paris, or a moment as another page names it (`2026-03-01T09:05:00Z`); None: today, or no day."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        attrs = {"type": "date", "autocomplete": "off", "max": paris_day(now).isoformat()}
        widget = forms.DateInput(format="%Y-%m-%d", attrs=attrs)
        super().__init__(label=_("Comme c’était le"), required=False, widget=widget)

    def clean(self, value: str) -> datetime | None:
        text = value.strip()
        moment = _moment(text) if "T" in text else self._end_of(_day(text))
        if moment is not None and moment > self.now:
            raise ValidationError(_NOT_YET, code="not_yet")
        return moment

    def prepare_value(self, value: object) -> object:
        """A moment shows as its day in the browser's calendar."""
        return value.partition("T")[0] if isinstance(value, str) else value

    def _end_of(self, day: date | None) -> datetime | None:
        """Its last instant: a period that ends that day is still whole."""
        today = paris_day(self.now)
        if day is not None and day > today:
            raise ValidationError(_NOT_YET, code="not_yet")
        if day is None or day == today:
            return None
        return after_last_instant(_known(day)) - timedelta(microseconds=1)


class Inquiry(forms.Form):
    """The bar over the page, filled with what was answered; a list of one is not shown."""

    def __init__(
        self,
        answered: Mapping[str, str],
        *,
        purposes: Mapping[str, str],
        places: Mapping[str, str],
        past: bool,
        now: datetime,
    ) -> None:
        super().__init__(dict(answered))
        named = (("pour", _("Pour quelle raison"), purposes), ("lieu", _("Depuis quel lieu"), places))
        for name, label, found in named:
            if len(found) > 1:
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=list(found.items()))
        if past:
            self.fields["le"] = DayField(now)


def _day(text: str) -> date | None:
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(required=False, input_formats=formats, error_messages={"invalid": _NO_DATE}).clean(text)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_NO_DATE, code="invalid") from error
    _known(found)
    return found if found.tzinfo else found.replace(tzinfo=PARIS)


def _known(day: date) -> date:
    if day.year < _FIRST_YEAR:
        raise ValidationError(_NO_DATE, code="invalid")
    return day
