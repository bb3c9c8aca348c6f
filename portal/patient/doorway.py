"""What every page of the patient starts from: whose record, at what moment, spoken by whom.

The clock is read here, once a request.
"""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from consents.actor import Actor
from consents.calendar import paris_day


def patient_of(request: HttpRequest) -> UUID:
    """The patient whose account this is; the access table let nobody else in."""
    person: UUID = request.user.person_id  # type: ignore[union-attr,assignment]
    return person


def account_of(request: HttpRequest) -> UUID:
    account: UUID = request.user.pk  # type: ignore[assignment]
    return account


def now() -> datetime:
    return timezone.now()


def today(at: datetime) -> date:
    """The day in Paris."""
    return paris_day(at)


def himself(request: HttpRequest) -> Actor:
    return Actor.person(patient_of(request))
