"""AuditEvent: one request about a patient's record and its answers, on the lines of IHE BALP (authorisation decision)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consents.vocabulary import Purpose
from sharing.fhir.writing.words import (
    PARTICIPATION,
    Links,
    Resource,
    coding,
    concept,
    instant,
    ref,
    without_nothing,
)

_PERMITTED, _SERIOUS_FAILURE = "0", "8"
_REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_PURPOSES = {
    Purpose.CARE.value: "TREAT",
    Purpose.EMERGENCY.value: "ETREAT",
    Purpose.SAMU_CALL.value: "ERTREAT",
    Purpose.OWN_ACCESS.value: "PATRQT",
    Purpose.REPRESENTATION.value: "PWATRNY",
    Purpose.FAMILY_ACCESS.value: "FAMRQT",
    Purpose.SUPPORT.value: "SUPNWK",
    Purpose.ACTIVITY_ANALYSIS.value: "HOPERAT",
}
_OWN_PURPOSES = "urn:mes-partages:purpose"


@dataclass(frozen=True, slots=True)
class Asked:
    """`asker`: (type of resource, identifier), or None when nobody here is known by what was named."""

    id: str
    at: datetime
    purpose: str
    asker: tuple[str, str] | None
    place: str
    permit: bool
    documents: tuple[str, ...]


def audit_event(asked: Asked, patient: str, link: Links, *, observer: str) -> Resource:
    """`observer`: the address of the service that decided."""
    purpose = [concept(purpose_coding(asked.purpose))]
    return {
        "resourceType": "AuditEvent",
        "id": asked.id,
        "type": coding("http://dicom.nema.org/resources/ontology/DCM", "110113", "Security Alert"),
        "subtype": [coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType", "AuthZ-Consent")],
        "action": "E",
        "recorded": instant(asked.at),
        "outcome": _PERMITTED if asked.permit else _SERIOUS_FAILURE,
        "outcomeDesc": "permit" if asked.permit else "deny",
        "purposeOfEvent": purpose,
        "agent": list(_agents(asked, link)),
        "source": {"observer": {"identifier": {"system": "urn:ietf:rfc:3986", "value": observer}}},
        "entity": [_entity(ref(link, "Patient", patient), "1", "1"), *_documents(asked, link)],
    }


def purpose_coding(word: str) -> Resource:
    """v3-ActReason where it has a word for it, else ours."""
    return coding(_REASONS, _PURPOSES[word]) if word in _PURPOSES else coding(_OWN_PURPOSES, word)


def _agents(asked: Asked, link: Links) -> Iterable[Resource]:
    yield without_nothing(
        {
            "type": concept(coding(PARTICIPATION, "IRCP", "information recipient")),
            "who": ref(link, *asked.asker) if asked.asker else {},
            "requestor": True,
        }
    )
    if asked.place:
        provider = coding("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider")
        yield {"type": concept(provider), "who": ref(link, "Organization", asked.place), "requestor": False}


def _documents(asked: Asked, link: Links) -> list[Resource]:
    return [_entity(ref(link, "DocumentReference", each), "2", "3") for each in asked.documents]


def _entity(what: Resource, kind: str, role: str) -> Resource:
    """Kind and role of DICOM: a person, the patient; a system object, a report."""
    return {
        "what": what,
        "type": coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", kind),
        "role": coding("http://terminology.hl7.org/CodeSystem/object-role", role),
    }
