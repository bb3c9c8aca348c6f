"""Whom the care team may turn to: the valid personne de confiance, with its proof, and whom to call (R43–R50).

Told only to a professional whose question about the whole record, for care or in an emergency, is answered permit.
Everybody else is told of nobody, as about a patient who named nobody or whom nobody knows.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import facts, trusted
from consents.selectors.trusted import ToCallCard, TrustedCard
from consents.vocabulary import Purpose
from consents.words import Identifier
from sharing.asked import Asked, AskerKind
from sharing.services import decisions
from sharing.services.answers import Answer
from sharing.services.callers import Proof

_FOR_CARE = frozenset({Purpose.CARE, Purpose.EMERGENCY, Purpose.SAMU_CALL})
#: Permits to a professional who is the patient, a parent, a guardian: answered as such, never as the team (§9.6).
_AS_HIMSELF = frozenset({"R02", "R59", "R72", "R73"})
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Contacts:
    trusted: tuple[TrustedCard, ...]
    to_call: tuple[ToCallCard, ...]


def contacts(client_id: str, asked: Asked, *, proof: Proof, at: datetime, request_id: str) -> Contacts:
    """The question is answered and kept in the journal first. The same few statements follow, whoever is told of whatever.

    Raises what stands in the place of an answer.
    """
    (result,) = decisions.answer_system(client_id, [asked], proof=proof, at=at, request_id=request_id)
    if not isinstance(result, Answer):
        raise result
    at_work = asked.asker.kind is AskerKind.PROFESSIONAL and result.rule not in _AS_HIMSELF
    cared_for = result.permit and at_work and asked.purpose in _FOR_CARE
    known = _patient(asked.patient)
    patient = known if cared_for else _NOBODY
    return Contacts(trusted.valid(patient, at=at), trusted.to_call(patient, at=at))


def _patient(named: Identifier) -> uuid.UUID:
    pair = (named.system, named.value)
    found = facts.people([pair]).get(pair)
    return uuid.UUID(str(found["id"])) if found else _NOBODY
