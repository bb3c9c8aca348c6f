"""For whom a system speaks: its organisations and their sites, who works there, who is cared for there."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import facts, known
from consents.words import Identifier
from sharing.asked import RPPS
from sharing.engine.facts import Period
from sharing.services import callers
from sharing.services.callers import NOTHING_PROVEN, Proof
from sharing.services.intake.faults import NotYours

_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    id: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A calling system while it tells something; `proven`: the RPPS that its token names, when it names one."""

    system: uuid.UUID
    organisations: frozenset[str]
    request_id: str = ""
    proven: str = ""

    def is_for(self, organisation: uuid.UUID, part_of: uuid.UUID | None) -> bool:
        """An organisation contains its sites (decision.md §9.11)."""
        return not self.organisations.isdisjoint({str(organisation), str(part_of)})

    def place(self, named: Identifier, member: str) -> Place:
        """One of its organisations; another's and an unknown one are the same refusal."""
        row = facts.organisations_named({_pair(named)}).get(_pair(named))
        if row is None or not row["is_active"] or not self.is_for(row["id"], row["part_of_id"]):
            raise NotYours("organisation", member)
        return Place(row["id"], row["kind"])

    def worker(self, named: Identifier, place: uuid.UUID, member: str, *, at: datetime | None) -> uuid.UUID:
        """A professional who works in that place, at that moment or, without one, ever."""
        row = facts.professionals_named({_pair(named)}).get(_pair(named))
        practices = facts.practices([row["id"] if row else _NOBODY])
        if row is None or not any(
            practice["organisation_id"] == place
            and (at is None or (row["is_active"] and Period(practice["begins_at"], practice["ends_at"]).covers(at)))
            for practice in practices
        ):
            raise NotYours("professional", member)
        found: uuid.UUID = row["id"]
        return found

    def acting(self, named: Identifier, place: uuid.UUID, member: str, *, at: datetime | None) -> uuid.UUID:
        """The worker in whose name the act is told: the one whom the token proves, when it proves one."""
        if self.proven and named != Identifier(RPPS, self.proven):
            raise NotYours("professional", member)
        return self.worker(named, place, member, at=at)

    def owns(self, place: uuid.UUID | None) -> bool:
        """Whether this is one of its organisations, still active."""
        rows = facts.organisations([place] if place else [])
        return any(
            row["id"] == place and row["is_active"] and self.is_for(row["id"], row["part_of_id"]) for row in rows
        )

    def works_in(self, professional: uuid.UUID, place: uuid.UUID) -> bool:
        return any(practice["organisation_id"] == place for practice in facts.practices([professional]))

    def patient(self, named: Identifier, member: str = "patient") -> uuid.UUID:
        """Someone who is or was cared for in one of its organisations; else as someone unknown."""
        found = self.patient_or_stranger(named)
        if found is None or not found[1]:
            raise NotYours("patient", member)
        return found[0]

    def patient_or_stranger(self, named: Identifier) -> tuple[uuid.UUID, bool] | None:
        """The person known under that name, and whether he is a patient of this system's organisations."""
        row = facts.people({_pair(named)}).get(_pair(named))
        mine = self.care(row["id"] if row else _NOBODY)
        return (row["id"], bool(mine)) if row else None

    def care(self, patient: uuid.UUID) -> list[known.CarePeriod]:
        """The patient's care entries, past ones included, in these organisations."""
        periods = known.care_periods(patient)
        places = facts.organisations({each.organisation for each in periods if each.organisation})
        mine = {row["id"] for row in places if self.is_for(row["id"], row["part_of_id"])}
        return [each for each in periods if each.organisation in mine]

    def document(self, patient: uuid.UUID, named: Identifier | uuid.UUID, member: str) -> uuid.UUID:
        """One of this patient's documents that was made in one of these organisations."""
        found = self.known_document(patient, named)
        if found is None or not found[1]:
            raise NotYours("document", member)
        return found[0]

    def known_document(self, patient: uuid.UUID, named: Identifier | uuid.UUID) -> tuple[uuid.UUID, bool] | None:
        """This patient's document under that name, and whether it was made in these organisations."""
        row = known.document(patient, named if isinstance(named, uuid.UUID) else _pair(named))
        return (row.id, row.organisation is not None and self.is_for(row.organisation, row.part_of)) if row else None


def speaker(client_id: str, *, request_id: str, proof: Proof = NOTHING_PROVEN) -> Speaker:
    """`UnknownCaller` when the client is not, or no longer, a calling system."""
    caller = callers.caller(client_id)
    return Speaker(caller.id, caller.organisations, request_id, proof.professional)


def _pair(named: Identifier) -> tuple[str, str]:
    return named.system, named.value
