"""Documents that were really opened, as the software that showed them says (R91).

A hidden document, an unknown one and another patient's are kept as they were named, and answered alike.
"""

import uuid
from datetime import datetime, timedelta

from django.db.models.functions import Now

from consents.errors import InvalidFact
from consents.selectors import facts, known
from consents.words import Identifier
from sharing.models import DocumentOpening, JournalLine
from sharing.services.intake.faults import NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellOpening

#: A clock that is a little fast is not a fault.
_CLOCKS_DIFFER = timedelta(minutes=5)
_NOBODY = uuid.UUID(int=0)


def tell(speaker: Speaker, act: TellOpening, *, at: datetime) -> Done:
    place = speaker.place(act.organisation, "organisation")
    worker = speaker.acting(act.professional, place.id, "professional", at=None)
    if act.opened_at > at + _CLOCKS_DIFFER:
        raise InvalidFact("opened_at", "in_the_future")
    _is_own_decision(speaker, act.decision_id, worker)
    patient, document = _found(act)
    kept = DocumentOpening.objects.create(
        system=speaker.system,
        professional=worker,
        organisation=place.id,
        patient_named=str(act.patient),
        patient=patient,
        document_named=str(act.document),
        document=document,
        decision_id=act.decision_id,
        opened_at=act.opened_at,
        recorded_at=Now(),
        request_id=speaker.request_id,
    )
    return Done(kept.id, created=True)


def _found(act: TellOpening) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The same statements whatever is found."""
    pair = (act.patient.system, act.patient.value)
    person = facts.people({pair}).get(pair)
    named = (act.document.system, act.document.value) if isinstance(act.document, Identifier) else act.document
    document = known.document(person["id"] if person else _NOBODY, named)
    return (person["id"] if person else None), (document.id if document else None)


def _is_own_decision(speaker: Speaker, decision: uuid.UUID | None, worker: uuid.UUID) -> None:
    """A permit that this system was given for this professional."""
    if decision is None:
        return
    own = JournalLine.objects.filter(
        decision_id=decision, permit=True, request__system=speaker.system, request__asker=worker
    )
    if not own.exists():
        raise NotYours("decision", "decision_id")
