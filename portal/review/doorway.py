"""What every page of the console starts from: which reviewer, at what moment. The clock is read here, once a request."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from consents.actor import Actor
from consents.vocabulary import ActorKind, Door


def reviewer(request: HttpRequest) -> Actor:
    """The access table let nobody else in (R88)."""
    return Actor(ActorKind.REVIEWER, str(request.user.pk), Door.SITE)


def now() -> datetime:
    return timezone.now()
