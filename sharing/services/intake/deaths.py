"""Deaths, and their withdrawal when they were an error (R52): by the system that reported them, and no other."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from consents.errors import InvalidFact
from consents.selectors import facts
from consents.services import intake
from sharing.models import DeathReport
from sharing.services.intake import care
from sharing.services.intake.faults import NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellDeath, WithdrawDeath


def tell(speaker: Speaker, act: TellDeath, *, at: datetime) -> Done:
    """The first date that is told holds; a second one of the same system replaces its own."""
    patient = speaker.patient(act.patient)
    died_at = care.begin(act.died_at, at)
    if died_at > at:
        raise InvalidFact("died_at", "in_the_future")
    (row,) = facts.persons([patient])
    own = _standing(patient).filter(system=speaker.system).first()
    if own is not None and own.died_at == died_at:
        return Done(own.id, created=False)
    if own is not None:
        _take_back(own, at)
        (row,) = facts.persons([patient])
    if row["died_at"] is None:
        intake.record_death(patient, died_at=died_at)
    told = note(speaker, patient, died_at=died_at, at=at)
    other = row["died_at"] is not None and row["died_at"] != died_at
    return Done(told, created=True, warnings=(("died_at", "another_date_is_kept"),) if other else ())


def note(speaker: Speaker, patient: uuid.UUID, *, died_at: datetime, at: datetime) -> uuid.UUID:
    """What was written on this system's word, so that it may take it back."""
    told = DeathReport.objects.create(system_id=speaker.system, patient=patient, died_at=died_at, reported_at=at)
    return told.id


def withdraw(speaker: Speaker, act: WithdrawDeath, *, at: datetime) -> Done:
    """What this system reported is taken back; what another one says stays."""
    patient = speaker.patient(act.patient)
    own = _standing(patient).filter(system=speaker.system).first()
    if own is None:
        raise NotYours("death", "patient")
    _take_back(own, at)
    return Done(own.id, created=False)


def _take_back(report: DeathReport, at: datetime) -> None:
    report.withdrawn_at = at
    report.save(update_fields=["withdrawn_at"])
    left = _standing(report.patient).order_by("reported_at").values_list("died_at", flat=True).first()
    if not _told_before(report):
        intake.withdraw_death(report.patient, died_at=report.died_at, instead=left)


def _told_before(report: DeathReport) -> bool:
    """Whether another standing report gives the same moment: then that one keeps it."""
    return _standing(report.patient).filter(died_at=report.died_at).exists()


def _standing(patient: uuid.UUID) -> QuerySet[DeathReport]:
    return DeathReport.objects.filter(patient=patient, withdrawn_at=None)
