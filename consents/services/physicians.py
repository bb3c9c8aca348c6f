"""What a physician decides with reasons: to withhold from a representative (R65, R68, R71), to lift it again.

It is no declaration of the patient: the row itself is the trace, and the database refuses to edit it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import Document, Person, Professional, Restoration, Withholding
from consents.services import naming
from consents.vocabulary import ActorKind, Profession

_DECIDE = frozenset({Profession.PHYSICIAN, Profession.COORDINATING_PHYSICIAN})
_RULES = ("R65", "R68", "R71")
_SHORTEST_REASON = 10


def deciding(by: Actor, reason: str) -> Professional:
    """The physician who decides; a reason of at least ten characters is kept for the reviewer."""
    if len(reason.strip()) < _SHORTEST_REASON:
        raise InvalidFact("reason", "too_short")
    if by.kind is not ActorKind.PROFESSIONAL:
        raise Refused("R65", "physicians_decide")
    physician: Professional = naming.known(Professional, by.reference, "unknown_professional")
    if not physician.is_active or physician.profession not in _DECIDE:
        raise Refused("R65", "physicians_decide")
    return physician


@transaction.atomic
def withhold(
    patient_id: UUID,
    *,
    rule: str,
    reason: str,
    by: Actor,
    at: datetime,
    document: UUID | None = None,
    from_person: UUID | None = None,
) -> UUID:
    """Close one document (or everything) to one representative (or all), silently (decision.md §9.3).

    `rule`: R65 best interests, R68 a minor who consents alone, R71 danger. The reason is never shown to him.
    """
    if rule not in _RULES:
        raise InvalidFact("rule", "unknown_word")
    physician = deciding(by, reason)
    patient = naming.known(Person, patient_id, "unknown_patient")
    paper = naming.known(Document, document, "unknown_document") if document else None
    if paper is not None and paper.patient_id != patient.pk:
        raise Refused("R05", "unknown_document")
    row = Withholding.objects.create(
        patient=patient,
        document=paper,
        from_person=naming.known(Person, from_person, "unknown_person") if from_person else None,
        rule=rule,
        decided_by=physician,
        reason=reason.strip(),
        begins_at=at,
    )
    return row.pk


@transaction.atomic
def lift_withholding(withholding_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """A physician lifts it, once; what he gives as reason is kept for the reviewer like the first."""
    physician = deciding(by, reason)
    naming.known(Withholding, withholding_id, "unknown_withholding")
    row = Withholding.objects.select_for_update().get(pk=withholding_id)
    if row.ends_at is not None:
        raise Refused("R05", "unknown_withholding")
    row.ends_at = max(row.begins_at, at)
    row.save(update_fields=["ends_at"])
    Restoration.objects.create(withholding=row, decided_by=physician, reason=reason.strip(), at=at)
