"""Consents that a professional heard and wrote down: "declared by Dr X" (R90).

They hold at once, and the patient is told and may contest them. They wait for the patient himself when the
professional who heard them would gain by them, or when they would put aside what the patient himself closed. What the
sender is told is the same in either case: nothing can be learnt from it of what the patient has said before.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consents.actor import Actor
from consents.selectors import facts, portrait
from consents.services import preferences
from consents.services.moments import When
from consents.vocabulary import ActorKind, Door, RecipientKind, Stance, SubjectKind
from consents.words import EVERYTHING, Identifier, Recipient, Subject
from sharing.models import CollectedConsent
from sharing.services.intake import care
from sharing.services.intake.faults import NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellConsent

GRANT, OPPOSE, WITHDRAW = "grant", "oppose", "withdraw"
VERBS = (GRANT, OPPOSE, WITHDRAW)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of the patient, and who heard them."""

    patient: uuid.UUID
    verb: str
    to: Recipient
    about: Subject
    heard_by: uuid.UUID
    begins_at: When | None = None
    ends_at: When | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """`declared` is None while it waits for the patient himself, or when it changes nothing: no sender is told which."""

    id: uuid.UUID
    declared: preferences.Declared | None


def tell(speaker: Speaker, act: TellConsent, *, at: datetime) -> Done:
    return Done(hear(speaker, understood(speaker, act, at=at), at=at).id, created=True)


def understood(speaker: Speaker, act: TellConsent, *, at: datetime) -> Said:
    """Heard by one of this system's professionals, about the record or one of its own documents."""
    patient = speaker.patient(act.patient)
    place = speaker.place(act.organisation, "organisation")
    heard_by = speaker.acting(act.collected_by, place.id, "collected_by", at=at)
    to, about = _recipient(act), _subject(speaker, patient, act)
    return Said(patient, act.verb, to, about, heard_by, act.begins_at, act.ends_at)


def hear(speaker: Speaker, said: Said, *, at: datetime) -> Heard:
    """Kept in any case; declared unless it waits, or takes back what is not there.

    To take back nothing changes nothing here, as to take back an opposition, which waits: what a system is told of
    changes, and the freshness of its answers, would else tell it for every `to × about` whether one stands.
    """
    standing = () if said.verb == OPPOSE else portrait.standing_words(said.patient, at=at)
    waits = _waits(said, [word for word in standing if word.stance == Stance.OPPOSE])
    idle = said.verb == WITHDRAW and not any(_is_ended(word, said) for word in standing)
    kept = _keep(speaker, said, at, waits=waits)
    with transaction.atomic():
        if waits and said.verb == GRANT:
            _note(said, at)
            return Heard(kept.id, None)
        # Tried in any case, so that what may not be declared at all is refused alike, then taken back.
        declared = _declare(said, at)
        transaction.set_rollback(waits or idle)
    return Heard(kept.id, None if waits or idle else declared)


def _recipient(act: TellConsent) -> Recipient:
    """Anyone known here: a consent is for those whom the patient names, wherever they work."""
    if not isinstance(act.to, Identifier):
        return Recipient(act.to_kind, act.to)
    named = (act.to.system, act.to.value)
    look = facts.organisations_named if act.to_kind is RecipientKind.ORGANISATION else facts.professionals_named
    row = look({named}).get(named)
    if row is None or not row["is_active"]:
        raise NotYours("recipient", "to")
    return Recipient(act.to_kind, str(row["id"]))


def _subject(speaker: Speaker, patient: uuid.UUID, act: TellConsent) -> Subject:
    if act.about_kind is SubjectKind.EVERYTHING:
        return EVERYTHING
    if isinstance(act.about, str):
        return Subject(act.about_kind, act.about)
    return Subject(SubjectKind.DOCUMENT, str(speaker.document(patient, act.about, "about/document")))


def _waits(said: Said, closed: Sequence[portrait.WordCard]) -> bool:
    """Whether only the patient himself may make it hold; in doubt, it waits. What closes more never does (§1.6)."""
    if said.verb == OPPOSE:
        return False
    if said.verb == WITHDRAW:
        return any(_is_ended(word, said) for word in closed)
    return _gains(said.heard_by, said.to) or any(_may_be_put_aside(word, said.to, said.about) for word in closed)


def _is_ended(word: portrait.WordCard, said: Said) -> bool:
    """A word to the same recipient about the same thing, or about a document it may replace."""
    same = said.about.kind is SubjectKind.DOCUMENT or word.about == said.about.reference
    return (word.to_kind, word.to, word.about_kind) == (said.to.kind, said.to.reference, said.about.kind) and same


def _gains(heard_by: uuid.UUID, to: Recipient) -> bool:
    """He himself, or one with whom he works as an assistant or is assisted (R18)."""
    if to.kind is not RecipientKind.PROFESSIONAL:
        return False
    assisted = {str(row["id"]) for row in facts.professionals([heard_by])}
    return to.reference in assisted | {str(each) for each in facts.assistants([heard_by])}


def _may_be_put_aside(word: portrait.WordCard, to: Recipient, about: Subject) -> bool:
    """An opposition that names another professional, or less than the record when the record is opened, stands."""
    if word.to_kind == RecipientKind.PROFESSIONAL and word.to != to.reference:
        return False
    return about.kind is not SubjectKind.EVERYTHING or word.about_kind == SubjectKind.EVERYTHING


def _declare(said: Said, at: datetime) -> preferences.Declared:
    by = _heard_by(said)
    if said.verb == WITHDRAW:
        return preferences.withdraw(said.patient, to=said.to, about=said.about, by=by, at=at)
    speak = preferences.grant if said.verb == GRANT else preferences.oppose
    return speak(
        said.patient, to=said.to, about=said.about, by=by, at=at, begins_at=said.begins_at, ends_at=said.ends_at
    )


def _note(said: Said, at: datetime) -> None:
    by, begins_at, ends_at = _heard_by(said), said.begins_at, said.ends_at
    preferences.note(said.patient, to=said.to, about=said.about, by=by, at=at, begins_at=begins_at, ends_at=ends_at)


def _heard_by(said: Said) -> Actor:
    return Actor(ActorKind.PROFESSIONAL, str(said.heard_by), Door.API, collected_by=str(said.heard_by))


def _keep(speaker: Speaker, said: Said, at: datetime, *, waits: bool) -> CollectedConsent:
    """As it was told, whatever becomes of it (R89)."""
    return CollectedConsent.objects.create(
        system_id=speaker.system,
        patient=said.patient,
        collected_by=said.heard_by,
        verb=said.verb,
        to_kind=said.to.kind.value,
        to_reference=said.to.reference,
        about_kind=said.about.kind.value,
        about_reference=said.about.reference,
        begins_at=care.begin(said.begins_at, at),
        ends_at=care.end(said.ends_at),
        received_at=at,
        waits=waits,
    )
