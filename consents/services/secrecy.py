"""A minor's secrecy spoken of again: at each contact, and when a physician decides with reasons (R62, R63, R65).

Reasons are kept beside the ledger, which the patient may read: they are for the reviewer alone.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from consents.actor import Actor
from consents.errors import Refused
from consents.models import CareEntry, ParentalAuthority, Professional, Protection, SecrecyReview
from consents.services import minors, naming, physicians, turns
from consents.services.acts import Entered
from consents.services.turns import Matter
from consents.vocabulary import Profession, SecrecyOutcome

_ANY_CARE = frozenset({Profession.PHYSICIAN, Profession.COORDINATING_PHYSICIAN, Profession.MIDWIFE})
_SEXUAL_HEALTH = frozenset({Profession.NURSE, Profession.PSYCHIATRIC_NURSE})


def writing(professional_id: UUID, patient_id: UUID, *, sexual_health: bool = False, at: datetime) -> Professional:
    """The professional who writes down a minor's words: a physician or a midwife, or a nurse for sexual and
    reproductive health (R62), who takes part in this care at that moment.

    Never one who stands for the patient, or ever did: at work he is still that parent (decision.md §9.6).
    """
    found: Professional = naming.known(Professional, professional_id, "unknown_professional")
    allowed = _ANY_CARE | (_SEXUAL_HEALTH if sexual_health else frozenset())
    if not found.is_active or found.profession not in allowed:
        raise Refused("R62", "not_his_to_write_down")
    in_force = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    in_care = CareEntry.objects.filter(in_force, professional=found, patient_id=patient_id).exists()
    if not in_care or _stands_for(patient_id, found):
        raise Refused("R05", "unknown_patient")
    return found


def _stands_for(patient_id: UUID, found: Professional) -> bool:
    human = found.person_id
    if human is None:
        return False
    held = ParentalAuthority.objects.filter(child_id=patient_id, holder_id=human).exists()
    named = Protection.objects.filter(protected_id=patient_id, guardian_id=human).exists()
    return held or named or bool(human == patient_id)


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
    """A physician decides, with reasons, that a secret of ordinary care does not hold (R63, R65).

    Of one who has come of age, only he lifts it (decision.md §9.4).
    """
    physician = physicians.deciding(by, reason)
    turn = turns.take(patient_id, matter=Matter.MINORS, by=by, at=at)
    if not turn.family.is_minor(at):
        raise Refused("R05", "no_longer_a_minor")
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
