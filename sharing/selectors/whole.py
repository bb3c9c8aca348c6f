"""A patient's own copy of what this room keeps (RGPD art. 15): his documents by the engine's answer, who came, who was told.

What he may not see (decision.md §4.4) is left out as if it were not kept: no gap, no count.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from consents.cards import Paper
from consents.selectors import facts as rows_of
from consents.selectors import whole
from consents.selectors.facts import DocumentsWanted
from consents.vocabulary import Purpose
from sharing import world
from sharing.engine.facts import Facts
from sharing.engine.question import Asker, Question
from sharing.models import JournalLine, JournalRequest, Notice
from sharing.selectors import callers
from sharing.services import hidden
from sharing.services.answers import decide_each_safely

#: Decided and read together: what is in memory at once.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer about a document that the patient may see, or about the record as a whole (`document` empty)."""

    document: str
    permit: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Access:
    """One request (R91). References are identifiers; `asker` is empty for someone whom nobody here knows."""

    id: str
    asked_at: datetime
    asker_kind: str
    asker: str
    on_behalf_of: str
    place: str
    system: str
    purpose: str
    stated_reason: str
    permit: bool
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A notice about the patient's words or to himself. `recipient` as in `recipient_kind`."""

    id: str
    kind: str
    entry: int | None
    recipient_kind: str
    recipient: str
    state: str
    created_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A document that the patient may see. `masked`: his words close it to everyone; `replaced`: he may see a newer
    version. Its `replaces` is empty when he may not see the earlier one."""

    paper: Paper
    masked: bool
    replaced: bool


def visible(patient_id: uuid.UUID, *, at: datetime) -> Iterator[dict[str, bool]]:
    """Those that he may himself see, the newest deposit first, and whether his words close each to everyone.

    A page for each thousand kept, so many statements a page.
    """
    ids = whole.document_ids(patient_id, at=at)
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        facts = _facts(patient_id, some, at)
        closed = hidden.from_everyone(facts, at=at)
        yield {each: each in closed for each in _visible(patient_id, some, facts, at)}


def documents(patient_id: uuid.UUID, seen: Mapping[str, bool]) -> Iterator[tuple[Shown, ...]]:
    """The documents of `visible`, in the same order."""
    newer = {earlier for later, earlier in whole.replacing(patient_id).items() if later in seen}
    ids = list(seen)
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        papers = whole.documents(patient_id, [uuid.UUID(each) for each in some])
        yield tuple(_shown(papers[each], seen, newer) for each in some if each in papers)


def _shown(paper: Paper, seen: Mapping[str, bool], newer: Collection[str]) -> Shown:
    told_of = paper if paper.replaces in seen else replace(paper, replaces=None)
    return Shown(told_of, masked=seen[paper.id], replaced=paper.id in newer)


def _facts(patient_id: uuid.UUID, some: list[uuid.UUID], at: datetime) -> Facts:
    wanted = DocumentsWanted(ids=frozenset(some))
    return world.load(rows_of.persons([patient_id]), wanted, world.Named(), at=at).facts(patient_id)


def _visible(patient_id: uuid.UUID, some: list[uuid.UUID], facts: Facts, at: datetime) -> list[str]:
    question = Question(Asker.person(str(patient_id)), str(patient_id), None, Purpose.OWN_ACCESS, at)
    own = decide_each_safely(question, [str(each) for each in some], facts)
    return [str(each) for each in some if own[str(each)].permit]


def how_often_asked(patient_id: uuid.UUID, *, at: datetime) -> int:
    return JournalRequest.objects.filter(patient=patient_id, asked_at__lte=at).count()


def accesses(patient_id: uuid.UUID, visible: Collection[str], *, at: datetime) -> Iterator[tuple[Access, ...]]:
    """Who came, the newest first; of the answers, those about `visible` and about the record."""
    asked = JournalRequest.objects.filter(patient=patient_id, asked_at__lte=at).order_by("-asked_at", "pk")
    ids = list(asked.values_list("pk", flat=True))
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        lines = JournalLine.objects.filter(request__in=some).order_by("request", "position")
        by_request = {key: list(found) for key, found in groupby(lines, key=lambda line: line.request_id)}
        yield tuple(_access(row, by_request.get(row.pk, []), visible) for row in asked.filter(pk__in=some))


def told(patient_id: uuid.UUID, *, at: datetime) -> tuple[Told, ...]:
    """Notices about him that left the house, and those for himself; a cancelled one was never anybody's."""
    rows = Notice.objects.filter(patient=patient_id, created_at__lte=at).order_by("created_at", "id")
    return tuple(
        _told(row)
        for row in rows.exclude(state=Notice.State.CANCELLED.value)
        if row.person is None or row.person == patient_id
    )


def system_names(ids: Collection[str]) -> dict[str, str]:
    return {card.id: card.name for card in callers.calling_systems(uuid.UUID(each) for each in ids)}


def _access(row: JournalRequest, lines: list[JournalLine], visible: Collection[str]) -> Access:
    return Access(
        id=str(row.pk),
        asked_at=row.asked_at,
        asker_kind=row.asker_kind,
        asker=_ref(row.asker),
        on_behalf_of=_ref(row.on_behalf_of),
        place=_ref(row.organisation),
        system=_ref(row.system),
        purpose=row.purpose,
        stated_reason=row.stated_reason,
        permit=any(line.permit for line in lines),
        answers=tuple(
            Answered(_ref(line.document), line.permit, line.rule)
            for line in lines
            if not line.document_named or _ref(line.document) in visible
        ),
    )


def _told(row: Notice) -> Told:
    columns = {"system": row.system_id, "organisation": row.organisation, "professional": row.professional}
    kind, recipient = next(((name, key) for name, key in columns.items() if key), ("person", row.person))
    return Told(
        str(row.pk), row.kind, row.entry_id, kind, _ref(recipient), row.state, row.created_at, row.delivered_at
    )  # fmt: skip


def _ref(value: uuid.UUID | None) -> str:
    return str(value) if value else ""
