"""Whom the patient names in his care: his treating physician, a recognised member of his team (R12)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import CareEntry, Professional
from consents.services import acts, naming, recipients, turns
from consents.services.acts import Entered
from consents.services.turns import Matter, Turn
from consents.vocabulary import CareBasis, DeclarationKind, Profession

_NAMED = frozenset({CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED})
_SOURCE = "patient"


@transaction.atomic
def designate(
    patient_id: UUID, *, professional: UUID, basis: CareBasis, by: Actor, at: datetime, shown: int | None = None
) -> Entered:
    """Name one professional; a new treating physician, who must be a physician, takes over from the former.

    `shown`: the ledger's revision that the page showed; StaleRevision when anything was declared since, for a
    designation opens (R12) as a grant does (decision.md §1.6).
    """
    if basis not in _NAMED:
        raise InvalidFact("basis", "unknown_word")
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at)
    named: Professional = naming.known(Professional, professional, "unknown_recipient")
    recipients.never_reads(turn, named, None)
    recipients.not_to_himself(turn, None, named)
    if basis is CareBasis.TREATING_PHYSICIAN and named.profession != Profession.PHYSICIAN:
        raise Refused("R12", "treating_physician_is_a_physician")
    turns.is_fresh(turn, shown)
    same = CareEntry.objects.filter(basis=basis.value)
    former = _end(turn, same if basis is CareBasis.TREATING_PHYSICIAN else same.filter(professional=named))
    CareEntry.objects.create(patient=turn.patient, professional=named, basis=basis.value, begins_at=at, source=_SOURCE)
    content = {"professional": str(named.pk), "basis": basis.value, "begins": True, "former": former}
    return acts.enter(turn, DeclarationKind.DESIGNATION, content)


@transaction.atomic
def end_designation(patient_id: UUID, *, professional: UUID, basis: CareBasis, by: Actor, at: datetime) -> Entered:
    """He is no longer treating physician, or no longer recognised as a member of the team."""
    if basis not in _NAMED:
        raise InvalidFact("basis", "unknown_word")
    turn = turns.take(patient_id, matter=Matter.SHARED, by=by, at=at)
    named = naming.known(Professional, professional, "unknown_recipient")
    _end(turn, CareEntry.objects.filter(basis=basis.value, professional=named))
    content = {"professional": str(named.pk), "basis": basis.value, "begins": False}
    return acts.enter(turn, DeclarationKind.DESIGNATION, content)


def _end(turn: Turn, entries: QuerySet[CareEntry]) -> list[str]:
    """Those who had the role until now."""
    ended = []
    for row in entries.filter(patient=turn.patient).exclude(ends_at__lte=turn.at):
        row.ends_at = max(row.begins_at, turn.at)
        row.save(update_fields=["ends_at"])
        ended.append(str(row.professional_id))
    return ended
