"""What was done to a calling system's credentials is written down with the act itself: who, when, never the secret."""

import uuid
from datetime import datetime

from django.db.models.functions import Now

from consents.actor import Actor
from sharing.models import Act, CallingSystemAct


def write(system: uuid.UUID, act: Act, *, by: Actor, at: datetime) -> None:
    """Within the caller's transaction."""
    who = f"{by.kind.value}:{by.reference}" if by.reference else by.door.value
    CallingSystemAct.objects.create(system_id=system, act=act.value, by=who, at=at, recorded_at=Now())
