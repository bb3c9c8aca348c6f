"""The minor's own voice: secrecy of care, and "through a doctor" (R62–R65).

What he says holds from that moment until he lifts it, after eighteen as well, or a physician decides with reasons.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import Refused
from consents.models import Person, Secrecy
from consents.services import acts, naming, physicians, settings, turns
from consents.services.acts import Entered
from consents.services.turns import Matter, Turn
from consents.vocabulary import Choice, DeclarationKind, SettingName, SubjectKind
from consents.words import Subject


@transaction.atomic
def keep_secret(patient_id: UUID, *, document: UUID, towards: Sequence[UUID] = (), by: Actor, at: datetime) -> Entered:
    """Keep the care of one document from every holder of authority, or from those named in `towards` (R62, R63)."""
    turn = _minor(patient_id, by, at, document)
    people = [naming.known(Person, key, "unknown_recipient") for key in towards]
    content = {"document": str(document), "towards": acts.references(towards) or "everyone"}
    entered = acts.enter(turn, DeclarationKind.MINOR_SECRECY, content)
    for person in people or [None]:
        Secrecy.objects.create(document=turn.paper, towards=person, **acts.spoken(turn, entered))
    return entered


@transaction.atomic
def lift_secrecy(patient_id: UUID, *, document: UUID, by: Actor, at: datetime) -> Entered:
    """He alone lifts it, minor or of age (decision.md §9.4), for every version of the document."""
    turn = _himself(patient_id, by, at, document)
    return _lift(turn, {"document": str(document)})


@transaction.atomic
def require_physician(patient_id: UUID, *, required: bool, by: Actor, at: datetime) -> Entered:
    """Holders of authority read through a doctor only (R64), or no longer."""
    turn = (_minor if required else _himself)(patient_id, by, at)
    choice = {SettingName.THROUGH_PHYSICIAN: Choice.YES if required else Choice.NO}
    return settings.settle(turn, DeclarationKind.THROUGH_PHYSICIAN, choice)


@transaction.atomic
def overrule_secrecy(patient_id: UUID, *, document: UUID, reason: str, by: Actor, at: datetime) -> Entered:
    """A physician decides, with reasons, that a secret of ordinary care does not hold (R63, R65)."""
    physician = physicians.deciding(by, reason)
    turn = _himself(patient_id, by, at, document)
    return _lift(turn, {"document": str(document), "decided_by": str(physician.pk), "reason": reason.strip()})


def _himself(patient_id: UUID, by: Actor, at: datetime, document: UUID | None = None) -> Turn:
    about = _paper(document) if document is not None else None
    return turns.take(patient_id, matter=Matter.MINORS, by=by, at=at, about=about)


def _minor(patient_id: UUID, by: Actor, at: datetime, document: UUID | None = None) -> Turn:
    turn = _himself(patient_id, by, at, document)
    if not turn.family.is_minor(at):
        raise Refused("R05", "no_longer_a_minor")
    return turn


def _lift(turn: Turn, content: dict[str, Any]) -> Entered:
    kept = acts.standing(turn, Secrecy, document__in=naming.lineage(turn.paper))
    content["ended"] = sorted(set(acts.end(kept, turn)))
    return acts.enter(turn, DeclarationKind.WITHDRAW_MINOR_SECRECY, content)


def _paper(document: UUID) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(document))
