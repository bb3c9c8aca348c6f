"""Whether the whole record opened to a professional by one declaration (decision.md §7).

The engine is asked about the record as a whole, on what stood without the declaration and on what stood with it.
"""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from consents.selectors import facts as rows_of
from consents.selectors import outbox
from consents.selectors.facts import DocumentsWanted
from consents.selectors.outbox import EntryCard, Spoken
from consents.vocabulary import DeclarationKind, NoticeKind, Profession, Purpose
from sharing import world
from sharing.engine.decide import decide
from sharing.engine.facts import Facts, Preference
from sharing.engine.question import Asker, Question
from sharing.models import Notice

_JUST_BEFORE = timedelta(microseconds=1)


def begin(entry: EntryCard) -> datetime:
    """When what was declared begins to hold."""
    written = entry.content.get("begins_at")
    return datetime.fromisoformat(written) if written else entry.declared_at


def opened(entry: EntryCard, professional: uuid.UUID) -> bool:
    """Whether his answer turned from deny to permit by this entry, when it began."""
    at = begin(entry)
    facts = _facts(entry.patient, professional, at)
    if entry.kind != DeclarationKind.GRANT or at > entry.declared_at:
        return _permits(facts, professional, at) and not _permits(facts, professional, at - _JUST_BEFORE)
    before = outbox.as_spoken(entry.patient, revision=entry.revision - 1)
    after = outbox.as_spoken(entry.patient, revision=entry.revision)
    return _permits(_just_after(facts, entry.revision, after), professional, at) and not _permits(
        _just_after(facts, entry.revision - 1, before), professional, at
    )


def never_began(notice: Notice, *, at: datetime) -> bool:
    """Whether an access announced for later was withdrawn, or made no difference, when its time came."""
    if notice.kind != NoticeKind.ACCESS_OPENED or notice.entry_id is None or notice.professional is None:
        return False
    (entry,) = outbox.entries([notice.entry_id])
    if begin(entry) <= notice.created_at:
        return False
    facts = _facts(entry.patient, notice.professional, at)
    return not (opened(entry, notice.professional) and _permits(facts, notice.professional, at))


def _facts(patient: uuid.UUID, professional: uuid.UUID, at: datetime) -> Facts:
    rows = rows_of.persons([patient])
    named = world.Named(professionals=frozenset({professional}))
    return world.load(rows, DocumentsWanted(), named, at=at).facts(patient)


def _just_after(facts: Facts, revision: int, spoken: Spoken) -> Facts:
    """These facts with the preferences as they were just after that revision."""
    if facts.patient is None:
        return facts
    words = tuple(
        _with_its_own_end(word, spoken)
        for word in facts.patient.preferences
        if spoken.revisions.get(word.id, 0) <= revision
    )
    return replace(facts, patient=replace(facts.patient, preferences=words))


def _with_its_own_end(word: Preference, spoken: Spoken) -> Preference:
    revision = spoken.revisions.get(word.id, 0)
    if revision not in spoken.ended_later:
        return word
    return replace(word, period=replace(word.period, ends=spoken.ended_later[revision]))


def _permits(facts: Facts, professional: uuid.UUID, at: datetime) -> bool:
    """From any of the places where he works: access that he had from one of them did not open."""
    known = facts.professionals.get(str(professional))
    if facts.patient is None or known is None:
        return False
    occupational = known.profession == Profession.OCCUPATIONAL_PHYSICIAN
    purpose = Purpose.OCCUPATIONAL_HEALTH if occupational else Purpose.CARE
    return any(
        decide(Question(Asker.professional(known.id, place), facts.patient.id, None, purpose, at), facts).permit
        for place in known.organisations or (None,)
    )
