"""« Personnes à prévenir » : several, no signature, no right (R50); another list than the personne de confiance."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import Refused
from consents.models import PersonToCall
from consents.services import acts, turns
from consents.services.acts import Entered
from consents.services.turns import Matter, Turn
from consents.vocabulary import DeclarationKind

MOST = 10


@dataclass(frozen=True, slots=True)
class ToCall:
    given_name: str
    family_name: str
    phone: str
    relation: str = ""


@transaction.atomic
def call(patient_id: UUID, *, who: ToCall, by: Actor, at: datetime, instead_of: UUID | None = None) -> Entered:
    """One more, or one in the place of another of them."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    former = [] if instead_of is None else [_one(turn, instead_of)]
    if acts.standing(turn, PersonToCall).count() - len(former) >= MOST:
        raise Refused("R50", "enough_people_to_call")
    content = {"called": asdict(who), "ended": acts.end(former, turn)}
    entered = acts.enter(turn, DeclarationKind.PERSON_TO_CALL, content)
    PersonToCall.objects.create(**asdict(who), **acts.spoken(turn, entered))
    return entered


@transaction.atomic
def call_no_longer(patient_id: UUID, *, which: UUID, by: Actor, at: datetime) -> Entered:
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    row = _one(turn, which)
    called = {"given_name": row.given_name, "family_name": row.family_name}
    content = {"called": called, "ended": acts.end([row], turn)}
    return acts.enter(turn, DeclarationKind.WITHDRAW_PERSON_TO_CALL, content)


def _one(turn: Turn, which: UUID) -> PersonToCall:
    row: PersonToCall | None = acts.standing(turn, PersonToCall, pk=which).first()
    if row is None:
        raise Refused("R05", "unknown_person_to_call")
    return row
