"""Consents that a professional heard and wrote down: "declared by Dr X" (R90).

They hold at once, and the patient is told and may contest them. They wait for the patient himself when the
professional who heard them would gain by them, or when they would put aside what the patient himself closed. What the
sender is told is the same in either case: nothing can be learnt from it of what the patient has said before.
"""

import uuid
from datetime import datetime

from django.db import transaction

from consents.actor import Actor
from consents.selectors import facts, portrait
from consents.services import preferences
from consents.vocabulary import ActorKind, Door, RecipientKind, Stance, SubjectKind
from consents.words import EVERYTHING, Identifier, Recipient, Subject
from sharing.models import CollectedConsent
from sharing.services.intake import care
from sharing.services.intake.faults import NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellConsent

GRANT, OPPOSE, WITHDRAW = "grant", "oppose", "withdraw"
VERBS = (GRANT, OPPOSE, WITHDRAW)


def tell(speaker: Speaker, act: TellConsent, *, at: datetime) -> Done:
    """Heard by one of this system's professionals, about the record or one of its own documents."""
    patient = speaker.patient(act.patient)
    place = speaker.place(act.organisation, "organisation")
    heard_by = speaker.acting(act.collected_by, place.id, "collected_by", at=at)
    to, about = _recipient(act), _subject(speaker, patient, act)
    kept = _keep(speaker, patient, act, heard_by, to, about, at)
    waits = act.verb != OPPOSE and _waits(patient, act.verb, heard_by, to, about, at)
    with transaction.atomic():
        # Tried in any case, so that what may not be declared at all is refused alike, then taken back.
        _declare(patient, act, heard_by, to, about, at)
        transaction.set_rollback(waits)
    return Done(kept.id, created=True)


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


def _waits(patient: uuid.UUID, verb: str, heard_by: uuid.UUID, to: Recipient, about: Subject, at: datetime) -> bool:
    """Whether only the patient himself may make it hold; in doubt, it waits."""
    return (verb == GRANT and _gains(heard_by, to)) or any(
        word.stance == Stance.OPPOSE and _may_be_put_aside(word, to, about)
        for word in portrait.standing_words(patient, at=at)
    )


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


def _declare(
    patient: uuid.UUID, act: TellConsent, heard_by: uuid.UUID, to: Recipient, about: Subject, at: datetime
) -> None:
    by = Actor(ActorKind.PROFESSIONAL, str(heard_by), Door.API, collected_by=str(heard_by))
    if act.verb == WITHDRAW:
        preferences.withdraw(patient, to=to, about=about, by=by, at=at)
        return
    said = preferences.grant if act.verb == GRANT else preferences.oppose
    said(patient, to=to, about=about, by=by, at=at, begins_at=act.begins_at, ends_at=act.ends_at)


def _keep(
    speaker: Speaker,
    patient: uuid.UUID,
    act: TellConsent,
    heard_by: uuid.UUID,
    to: Recipient,
    about: Subject,
    at: datetime,
) -> CollectedConsent:
    """As it was told, whatever becomes of it (R89)."""
    return CollectedConsent.objects.create(
        system_id=speaker.system,
        patient=patient,
        collected_by=heard_by,
        verb=act.verb,
        to_kind=to.kind.value,
        to_reference=to.reference,
        about_kind=about.kind.value,
        about_reference=about.reference,
        begins_at=care.begin(act.begins_at, at),
        ends_at=care.end(act.ends_at),
        received_at=at,
    )
