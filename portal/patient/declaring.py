"""The one door through which a patient's choice leaves these pages: declared, then the notices nudged."""

from datetime import datetime
from uuid import UUID

from consents.actor import Actor
from consents.services import undoing
from portal.patient.declarations import Declaration
from sharing.services import nudge, preview
from sharing.services.preview import Effect


def declare(patient_id: UUID, said: Declaration, *, by: Actor, at: datetime, shown: int) -> int:
    """The revision declared; raises what the service raises."""
    declared = said.declare(patient_id, by=by, at=at, shown=shown)
    nudge.after_commit()
    return declared.revision


def undo(patient_id: UUID, revision: int, *, by: Actor, at: datetime, shown: int) -> int:
    """The revision that undoes another one."""
    declared = undoing.undo(patient_id, revision, by=by, at=at, shown=shown)
    nudge.after_commit()
    return declared.revision


def effect(patient_id: UUID, said: Declaration, *, by: Actor, at: datetime) -> Effect:
    """What the choice would change, once it begins; nothing is kept."""
    return preview.preview(
        patient_id,
        lambda: said.declare(patient_id, by=by, at=at, shown=None),
        by=by,
        at=at,
        from_moment=said.begins(),
    )
