"""Grant, oppose, withdraw: the three verbs of a sharing preference (decision.md §1, R08, R19, R89).

One transaction each: the row and its ledger entry, or nothing. Nothing is edited: a later word only
brings nearer the end of an earlier one of the same voice about the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from consents import ledger
from consents.actor import Actor
from consents.errors import Refused, StaleRevision
from consents.models import LedgerEntry, SharingPreference
from consents.services import naming, passing, recipients, turns
from consents.services.moments import When
from consents.services.turns import Matter, Turn
from consents.vocabulary import DeclarationKind, RecipientKind, Stance
from consents.words import Recipient, Subject

Named = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """A preference as it was recorded; `stance` is None for a withdrawal. `ends_at` is excluded."""

    patient: str
    revision: int
    entry_id: int
    kind: DeclarationKind
    stance: Stance | None
    to: Recipient
    about: Subject
    begins_at: datetime
    ends_at: datetime | None


@transaction.atomic
def grant(
    patient_id: UUID,
    *,
    to: Recipient,
    about: Subject,
    by: Actor,
    at: datetime,
    begins_at: When | None = None,
    ends_at: When | None = None,
    shown: int | None = None,
) -> Declared:
    """Open to one named recipient (R19, R14, R16). `shown`: the preference revision that the page showed.

    Raises Refused, or StaleRevision when another preference came in between (§1.6).
    """
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at, about=about, begins=begins_at, ends=ends_at)
    named = _named(turn, to, about)
    _may_be_granted(turn, named, shown=shown)
    return _speak(turn, Stance.GRANT, named, to, about)


@transaction.atomic
def oppose(
    patient_id: UUID,
    *,
    to: Recipient,
    about: Subject,
    by: Actor,
    at: datetime,
    begins_at: When | None = None,
    ends_at: When | None = None,
) -> Declared:
    """Close, from this moment or later (R08); never refused because of the revision (§1.6)."""
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at, about=about, begins=begins_at, ends=ends_at)
    named = _named(turn, to, about)
    if named["to_kind"] == RecipientKind.PERSON:
        raise Refused("R05", "relatives_are_closed_already")
    _is_not_the_author(turn, named)
    return _speak(turn, Stance.OPPOSE, named, to, about)


@transaction.atomic
def withdraw(
    patient_id: UUID, *, to: Recipient, about: Subject, by: Actor, at: datetime, shown: int | None = None
) -> Declared:
    """End what this voice said about `to × about`, also what is still to come (§1.2, §9.11).

    Lifting an opposition with a stale `shown` raises StaleRevision; withdrawing a grant never does.
    """
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at, about=about)
    named = _named(turn, to, about)
    ended = _owned(turn, _standing(turn, named, with_what_it_replaces=True))
    if any(row.stance == Stance.OPPOSE for row in ended):
        _is_fresh(turn, shown)
    passing.end(turn, ended, at=turn.at)
    entry = _record(turn, DeclarationKind.WITHDRAW, to, about, ended)
    return _declared(turn, entry, None, to, about)


@transaction.atomic
def note(
    patient_id: UUID,
    *,
    to: Recipient,
    about: Subject,
    by: Actor,
    at: datetime,
    begins_at: When | None = None,
    ends_at: When | None = None,
) -> None:
    """A grant that was heard and waits for the patient (R90): it opens nothing, and what systems are told of it, and
    of the freshness of their answers, is what they are told of a grant. Refused like one.
    """
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at, about=about, begins=begins_at, ends=ends_at)
    _may_be_granted(turn, _named(turn, to, about), shown=None)
    _record(turn, DeclarationKind.HEARD, to, about, ())


def _may_be_granted(turn: Turn, named: Named, *, shown: int | None) -> None:
    recipients.may_be_granted(turn, named)
    _is_fresh(turn, shown)
    if any(row.stance == Stance.OPPOSE and row.declared_at > turn.at for row in _standing(turn, named)):
        raise StaleRevision


def _named(turn: Turn, to: Recipient, about: Subject) -> Named:
    return naming.recipient(to) | naming.subject(about, turn.document)


def _is_fresh(turn: Turn, shown: int | None) -> None:
    if shown is not None and shown != turn.head.preference_revision:
        raise StaleRevision


def _is_not_the_author(turn: Turn, named: Named) -> None:
    """A document cannot be hidden from its author: it would change nothing (R29)."""
    author = turn.document.author_id if turn.document else None
    if author is not None and named["to_professional"] is not None and named["to_professional"].pk == author:
        raise Refused("R29", "author_keeps_what_he_wrote")


def _speak(turn: Turn, stance: Stance, named: Named, to: Recipient, about: Subject) -> Declared:
    period = turn.period
    ends_at = period.ends_at if stance is Stance.OPPOSE else _while_he_represents(turn)
    same = _standing(turn, named, since=period.begins_at)
    replaced = _owned(turn, same)
    passing.end(turn, replaced, at=period.begins_at)
    passing.end(turn, passing.former_quality(turn, same), at=period.begins_at)
    kind = DeclarationKind(stance.value)
    entry = _record(turn, kind, to, about, replaced, begins_at=period.begins_at, ends_at=ends_at)
    SharingPreference.objects.create(
        patient=turn.patient,
        voice_id=turn.voice,
        stance=stance.value,
        begins_at=period.begins_at,
        ends_at=ends_at,
        declared_at=turn.at,
        revision=entry.revision,
        **named,
    )
    return _declared(turn, entry, stance, to, about, period.begins_at, ends_at)


def _while_he_represents(turn: Turn) -> datetime | None:
    """A guardian's grant ends with his measure at the latest (§1.3); a parent's becomes the child's at eighteen."""
    said = turn.period.ends_at
    if turn.is_the_patients_own or turn.voice in turn.family.holders(turn.at):
        return said
    last = turn.family.represented_until(turn.voice, turn.at)
    if last is not None and last <= turn.period.begins_at:
        raise Refused("R05", "no_moment_left")
    return min((moment for moment in (said, last) if moment is not None), default=None)


def _standing(
    turn: Turn, named: Named, *, since: datetime | None = None, with_what_it_replaces: bool = False
) -> list[SharingPreference]:
    """Words of any voice about this `to × about` that have a moment left, now or to come."""
    key = dict(named)
    if with_what_it_replaces and turn.document is not None:
        del key["about_document"]
        key["about_document__in"] = naming.lineage(turn.document)
    left = Q(ends_at__isnull=True) | Q(ends_at__gt=since or turn.at)
    rows = SharingPreference.objects.filter(left, patient=turn.patient, **_as_filter(key))
    return [row for row in rows.order_by("begins_at") if row.ends_at is None or row.ends_at > row.begins_at]


def _as_filter(key: Named) -> Named:
    empty = {f"{column}__isnull": True for column, value in key.items() if value is None}
    return empty | {column: value for column, value in key.items() if value is not None}


def _owned(turn: Turn, rows: Sequence[SharingPreference]) -> list[SharingPreference]:
    return [row for row in rows if turn.owns(row.voice_id, row.declared_at)]


def _record(
    turn: Turn,
    kind: DeclarationKind,
    to: Recipient,
    about: Subject,
    ended: Sequence[SharingPreference],
    **period: datetime | None,
) -> LedgerEntry:
    content: dict[str, Any] = {
        "voice": str(turn.voice),
        "title": turn.title,
        "to": {"kind": to.kind.value, "reference": to.reference},
        "about": {"kind": about.kind.value, "reference": about.reference},
        "ended": [{"stance": row.stance, "revision": row.revision} for row in ended],
    }
    content |= {name: ledger.written(moment) for name, moment in period.items()}
    return ledger.append(turn.patient.pk, kind=kind, content=content, by=turn.by, at=turn.at)


def _declared(
    turn: Turn,
    entry: LedgerEntry,
    stance: Stance | None,
    to: Recipient,
    about: Subject,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Declared:
    kind = DeclarationKind(entry.kind)
    return Declared(
        str(turn.patient.pk), entry.revision, entry.pk, kind, stance, to, about, begins_at or turn.at, ends_at
    )
