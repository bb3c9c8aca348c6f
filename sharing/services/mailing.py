"""The e-mail after a notice: one that says « sign in », however many things there are to read (decision.md §7).

Nothing is kept about what it is for. It leaves by the same claims, leases and retries as every notice.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from consents.selectors import audience
from consents.vocabulary import NoticeKind
from sharing.channels import people
from sharing.models import Notice

_WAITING = Notice.State.WAITING.value


def write(told: Iterable[tuple[uuid.UUID, NoticeKind]], *, at: datetime) -> None:
    """An e-mail to each of these people who wants one about something of that kind.

    Nobody under eighteen is written to: his address may be his parents' (R63). Nor is anybody who has died.
    """
    for person, leaves_at in sorted(_moments(set(told), at).items()):
        _one_message(person, leaves_at, at)


def _moments(told: set[tuple[uuid.UUID, NoticeKind]], at: datetime) -> dict[uuid.UUID, datetime]:
    """When each may be written to, the soonest of what there is to say."""
    reachable = audience.living_adults({person for person, _ in told}, at=at)
    found: dict[uuid.UUID, datetime] = {}
    for kind in {kind for _, kind in told}:
        persons = {person for person, one in told if one == kind} & reachable
        for person, moment in people.book().leaves_at(persons, kind, at=at).items():
            found[person] = min(moment, found.get(person, moment))
    return found


def _one_message(person: uuid.UUID, leaves_at: datetime, at: datetime) -> None:
    """One that has not left yet is enough, and leaves the sooner of the two; it is locked, so that it cannot leave
    before what it stands for is committed. One whose `due_at` has moved was tried already: it does not count.
    """
    waiting = Notice.objects.select_for_update().filter(person=person, kind=NoticeKind.NEWS.value, state=_WAITING)
    for message in waiting:
        if message.due_at == message.happened_at:
            message.due_at = message.happened_at = min(message.due_at, leaves_at)
            message.save(update_fields=["due_at", "happened_at"])
            return
    Notice.objects.create(
        patient=person,
        person=person,
        kind=NoticeKind.NEWS.value,
        channel="email",
        state=_WAITING,
        created_at=at,
        due_at=leaves_at,
        happened_at=leaves_at,
    )
