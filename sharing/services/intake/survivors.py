"""Who survives a patient: heirs and partners, with the proof that an establishment saw (R52)."""

import uuid
from datetime import datetime

from consents.errors import InvalidFact
from consents.selectors import facts
from consents.services import intake
from sharing.services.intake import care
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellSurvivor


def tell(speaker: Speaker, act: TellSurvivor, *, at: datetime) -> Done:
    """Of a patient of these organisations who has died: nobody survives the living."""
    patient = speaker.patient(act.patient)
    (row,) = facts.persons([patient])
    if row["died_at"] is None or row["died_at"] > at:
        raise InvalidFact("patient", "has_not_died")
    if not act.proof:
        raise InvalidFact("proof", "missing")
    survivor, warnings = _survivor(speaker, act, at)
    kept = intake.record_survivor(patient, survivor=survivor, relation=act.relation, proof=act.proof)
    return Done(kept.id, kept.created, warnings)


def _survivor(speaker: Speaker, act: TellSurvivor, at: datetime) -> tuple[uuid.UUID, tuple[tuple[str, str], ...]]:
    return care.someone(speaker, act.survivor, act.traits, at, member="survivor")
