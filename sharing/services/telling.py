"""What a person is told on the site: there to be read as soon as it is written, whatever he chose about e-mails.

Written in the transaction of what it tells, or of the sweep that found it. Each thing is told once: its identifier
is made of what it is, so that telling it again changes nothing (decision.md §7).
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consents.selectors import audience
from consents.vocabulary import NoticeKind
from sharing.models import Notice
from sharing.services import mailing


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a patient is told about his own record.

    `about` is what makes it told once: a request, a professional, a document, a report. `access`: the request of the
    journal that it comes from, if any.
    """

    person: uuid.UUID
    kind: NoticeKind
    happened_at: datetime
    about: uuid.UUID
    access: uuid.UUID | None = None

    @property
    def id(self) -> uuid.UUID:
        return uuid.uuid5(self.person, f"{self.kind} {self.about}")


@transaction.atomic
def tell(told: Iterable[Told], *, at: datetime) -> int:
    """Returns how many were new. Nobody is told anything once the patient has died."""
    said = {one.id: one for one in told}
    living = audience.living({one.person for one in said.values()}, at=at)
    known = set(Notice.objects.filter(id__in=list(said)).values_list("id", flat=True))
    new = [one for one in said.values() if one.id not in known and one.person in living]
    Notice.objects.bulk_create((_row(one, at) for one in new), ignore_conflicts=True)
    mailing.write(((one.person, one.kind) for one in new), at=at)
    return len(new)


def report_answered(patient: uuid.UUID, *, report: uuid.UUID, at: datetime) -> None:
    """The patient's report has its answer: to be called in the transaction that writes it (R93)."""
    tell([Told(patient, NoticeKind.REPORT_ANSWERED, at, report)], at=at)


def mark_read(person: uuid.UUID, *, notices: Collection[uuid.UUID] | None = None, at: datetime) -> int:
    """This person has read these notices of his, or all of them when none is named; the first reading is kept."""
    unread = Notice.objects.filter(person=person, channel="site", read_at=None, happened_at__lte=at)
    return (unread if notices is None else unread.filter(id__in=notices)).update(read_at=at)


def _row(told: Told, at: datetime) -> Notice:
    return Notice(
        id=told.id,
        patient=told.person,
        person=told.person,
        kind=told.kind.value,
        channel="site",
        state=Notice.State.DELIVERED.value,
        created_at=at,
        due_at=at,
        delivered_at=at,
        happened_at=told.happened_at,
        about=told.about,
        access=told.access,
    )
