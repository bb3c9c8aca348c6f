"""Provenance: who said, who heard and who wrote one version of a Consent (R89; IHE PCF, volume 2, Provenance)."""

from dataclasses import dataclass
from datetime import datetime

from consents.words import Identifier
from sharing.fhir.writing.words import URI, Resource, coding, concept, identifiers, instant, without_nothing

_PARTICIPANTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_OPERATIONS = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_ASKED_BY_PATIENT = coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "PATRQT", "patient requested")


@dataclass(frozen=True, slots=True)
class Change:
    """Version `number` of a Consent. `patient` is the reference by which it names him.

    `heard_by`: the professional who collected it; None for a version that nobody filed, because its words had ended.
    """

    consent: str
    number: int
    at: datetime
    patient: Resource
    heard_by: Identifier | None

    @property
    def id(self) -> str:
        return f"{self.consent}-{self.number}"


def provenance(change: Change, *, site: str) -> Resource:
    """`site`: the address of this service, which wrote the version."""
    first = change.number == 1
    return without_nothing(
        {
            "resourceType": "Provenance",
            "id": change.id,
            "meta": {"versionId": "1", "lastUpdated": instant(change.at)},
            "target": [_version(change, change.number)],
            "recorded": instant(change.at),
            "policy": [f"{site}/droits/"],
            "reason": [concept(_ASKED_BY_PATIENT)] if change.heard_by else [],
            "activity": concept(coding(_OPERATIONS, "CREATE" if first else "UPDATE")),
            "agent": [*_people(change), _agent("assembler", _named(Identifier(URI, site)))],
            "entity": [] if first else [{"role": "revision", "what": _version(change, change.number - 1)}],
        }
    )


def _version(change: Change, number: int) -> Resource:
    return {"reference": f"Consent/{change.consent}/_history/{number}", "type": "Consent"}


def _people(change: Change) -> list[Resource]:
    """The patient who said it, the professional who heard it."""
    if change.heard_by is None:
        return []
    heard = _named(change.heard_by) | {"type": "Practitioner"}
    return [_agent("performer", change.patient), _agent("enterer", heard)]


def _agent(role: str, who: Resource) -> Resource:
    return {"type": concept(coding(_PARTICIPANTS, role)), "who": who}


def _named(one: Identifier) -> Resource:
    (identifier,) = identifiers([(one.system, one.value)])
    return {"identifier": identifier}
