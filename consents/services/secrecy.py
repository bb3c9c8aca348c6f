"""A minor's secrecy spoken of again: at each contact, and when a physician decides with reasons (R62, R63, R65).

Reasons are kept beside the ledger, which the patient may read: they are for the reviewer alone.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from consents.actor import Actor
from consents.errors import Refused
from consents.models import CareEntry, Professional, SecrecyReview
from consents.services import minors, naming, physicians, turns
from consents.services.acts import Entered
from consents.services.turns import Matter
from consents.vocabulary import Profession, SecrecyOutcome

_ANY_CARE = frozenset({Profession.PHYSICIAN, Profession.COORDINATING_PHYSICIAN, Profession.MIDWIFE})
_SEXUAL_HEALTH = frozenset({Profession.NURSE, Profession.PSYCHIATRIC_NURSE})


def writing(professional_id: UUID, patient_id: UUID, *, sexual_health: bool = False, at: datetime) -> Professional:
    """The professional who writes down a minor's words: a physician or a midwife, or a nurse for sexual and
    reproductive health (R62), who takes part in this care at that moment.
    """
    found: Professional = naming.known(Professional, professional_id, "unknown_professional")
    allowed = _ANY_CARE | (_SEXUAL_HEALTH if sexual_health else frozenset())
    if not found.is_active or found.profession not in allowed:
        raise Refused("R62", "not_his_to_write_down")
    in_force = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    if not CareEntry.objects.filter(in_force, professional=found, patient_id=patient_id).exists():
        raise Refused("R05", "unknown_patient")
    return found


@transaction.atomic
def renew(patient_id: UUID, *, secrecy: UUID, maintained: bool, by: Actor, at: datetime) -> Entered | None:
    """Spoken of again (R62, R63): the minor keeps it, and nothing changes; or he lifts it."""
    turn = turns.take(patient_id, matter=Matter.MINORS, by=by, at=at)
    kept, content = minors.standing(turn, secrecy)
    outcome = SecrecyOutcome.MAINTAINED if maintained else SecrecyOutcome.LIFTED
    _write(patient_id, kept[0].revision, outcome, by=by, at=at)
    return None if maintained else minors.end(turn, kept, content)


@transaction.atomic
def overrule(patient_id: UUID, *, secrecy: UUID, reason: str, by: Actor, at: datetime) -> Entered:
    """A physician decides, with reasons, that a secret of ordinary care does not hold (R63, R65)."""
    physician = physicians.deciding(by, reason)
    turn = turns.take(patient_id, matter=Matter.MINORS, by=by, at=at)
    kept, content = minors.standing(turn, secrecy)
    _write(patient_id, kept[0].revision, SecrecyOutcome.OVERRULED, by=by, at=at, reason=reason.strip())
    return minors.end(turn, kept, {**content, "decided_by": str(physician.pk)})


def _write(
    patient_id: UUID, revision: int, outcome: SecrecyOutcome, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    SecrecyReview.objects.create(
        patient_id=patient_id,
        revision=revision,
        professional_id=naming.identifier(by.collected_by or by.reference, "unknown_professional"),
        outcome=outcome.value,
        reason=reason,
        at=at,
    )
