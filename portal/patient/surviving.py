"""`/apres-moi/`: what the patient refuses for after his death, what that changes, and what he declares (R52–R55)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404

from consents.actor import Actor
from consents.selectors import after_death
from consents.selectors.after_death import Opposition
from consents.services import directives, survivors
from portal.patient.forms.after_death import OppositionForm, What
from portal.patient.once import new_token
from portal.patient.presenters import after_death as put
from sharing.selectors.portrait import Portrait, portrait
from sharing.services import after_death as prospects

Shown = dict[str, object]


def page(patient_id: UUID, *, at: datetime) -> Shown:
    drawn = portrait(patient_id, at=at)
    standing = after_death.standing(patient_id, at=at)
    return put.page(prospects.prospect(patient_id, at=at), standing, drawn.documents)


def considered(patient_id: UUID, filled: OppositionForm, *, by: Actor, at: datetime) -> Shown:
    """Before the last press: what an heir would be answered before and after it, by the engine."""
    drawn = portrait(patient_id, at=at)
    document = _document(filled, drawn)
    said: list[str] = []
    before, after = prospects.rehearse(
        patient_id, lambda: said.extend(_declare(patient_id, filled, by=by, at=at)[1]), at=at, persons=lambda: said
    )
    shown = put.considered(filled, before, after, document)
    return {**shown, "hidden": [*filled.kept(), ("jeton", new_token())]}


def oppose(patient_id: UUID, filled: OppositionForm, *, by: Actor, at: datetime) -> int:
    _document(filled, portrait(patient_id, at=at))
    return _declare(patient_id, filled, by=by, at=at)[0]


def leaving(patient_id: UUID, revision: int, *, by: Actor, at: datetime) -> Shown:
    """Before an opposition is taken back."""
    one = standing(patient_id, revision, at=at)
    drawn = portrait(patient_id, at=at)
    before, after = prospects.rehearse(
        patient_id, lambda: withdraw(patient_id, revision, by=by, at=at), at=at, persons=lambda: ()
    )
    shown = put.leaving(one, before, after, drawn.documents)
    return {**shown, "hidden": [("revision", str(revision)), ("jeton", new_token())]}


def withdraw(patient_id: UUID, revision: int, *, by: Actor, at: datetime) -> int:
    return directives.withdraw_post_mortem(patient_id, by=by, at=at, revision=revision).revision


def standing(patient_id: UUID, revision: int, *, at: datetime) -> Opposition:
    found = next((one for one in after_death.standing(patient_id, at=at) if one.revision == revision), None)
    if found is None:
        raise Http404
    return found


def _declare(patient_id: UUID, filled: OppositionForm, *, by: Actor, at: datetime) -> tuple[int, Sequence[str]]:
    """The revision, and the persons named."""
    who = filled.person()
    persons = [survivors.called(patient_id, who, at=at)] if who else []
    entered = directives.oppose_after_death(
        patient_id, everything=filled.what() is What.EVERYTHING, motives=filled.motives(), persons=persons,
        documents=filled.documents(), by=by, at=at,
    )  # fmt: skip
    return entered.revision, [str(one) for one in persons]


def _document(filled: OppositionForm, drawn: Portrait) -> str:
    """Its name; one that the patient may not see is not found."""
    for key in filled.documents():
        card = drawn.document(str(key))
        if card is None:
            raise Http404
        return put.named(card)
    return ""
