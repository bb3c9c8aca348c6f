"""What becomes of a calling system after its registration: its receiver moves, or it is closed."""

import uuid
from collections.abc import Iterable

from sharing.models import CallingSystem
from sharing.services import receivers


def move_receiver(system: uuid.UUID, *, webhook_url: str) -> None:
    """Notices go to this address from now on; one that was disabled is tried again."""
    CallingSystem.objects.filter(pk=system).update(webhook_url=webhook_url)
    receivers.well_again(system)


def close_calling_systems(*, names: Iterable[str]) -> int:
    """These systems ask and are told nothing any more, whatever token they hold; what they did stays in the journal."""
    return CallingSystem.objects.filter(name__in=list(names), is_active=True).update(is_active=False)
