"""Our journal → AuditEvent: a permit or a deny (AuthZconsent), a disclosure (PrivacyDisclosure.Source).

BALP closes the list of the entities of a decision (patient, consent, token): the document asked about is a detail of
the patient's entity. Which of his consents decided is never told: the consent's entity is all that he declared.
"""

from consents.words import Identifier
from sharing.fhir.audit import codes
from sharing.fhir.audit.values import Answered, Event, Opened
from sharing.fhir.writing.audit import purpose_coding
from sharing.fhir.writing.words import URI, Resource, coding, concept, identifiers, instant, without_nothing

#: BALP asks for the address of the caller's machine; the journal does not keep it
_NETWORK = {"_address": {"extension": [
    {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}}  # fmt: skip


def audit_event(told: Answered | Opened, *, site: str) -> Resource:
    """`site`: the address of this service."""
    return _opened(told.event) if isinstance(told, Opened) else _answered(told, site)


def _answered(told: Answered, site: str) -> Resource:
    event = told.event
    purpose = [concept(purpose_coding(told.purpose))]
    head = _head(event, codes.DECISION_PROFILE, codes.SECURITY_ALERT, "Security Alert")
    return without_nothing(
        head
        | {
            "subtype": [coding(codes.AUTHORISATION, codes.BY_CONSENT)],
            "action": codes.EXECUTE,
            "period": _period(event),
            "recorded": instant(event.recorded_at),
            "outcome": codes.PERMITTED if told.permit else codes.SERIOUS_FAILURE,
            "outcomeDesc": "permit" if told.permit else f"deny: {told.code}",
            "purposeOfEvent": purpose,
            "agent": [
                _client(event, codes.APPLICATION, "Application"),
                _user(event) | {"purposeOfUse": purpose},
                *_place(event, codes.PROVIDER),
                {"type": _concept(codes.AUTHORISER), "who": _service(site), "requestor": False},
            ],
            "source": {"observer": _service(site), "type": [coding(codes.SOURCES, codes.SECURITY_SERVER)]},
            "entity": [_patient(event, detailed=True), _declared(told.reference)],
        }
    )


def _opened(event: Event) -> Resource:
    head = _head(event, codes.DISCLOSURE_PROFILE, codes.EXPORT, "Export")
    destination = coding(codes.DICOM, codes.DESTINATION, "Destination Role ID")
    return without_nothing(
        head
        | {
            "subtype": [coding(codes.LIFECYCLE, codes.DISCLOSE)],
            "action": codes.READ,
            "period": _period(event),
            "recorded": instant(event.recorded_at),
            "outcome": codes.PERMITTED,
            "agent": [
                _client(event, codes.SOURCE, "Source Role ID"),
                {"type": concept(destination), "who": _named(event.who), "requestor": True, "network": _NETWORK},
                *_place(event, codes.CUSTODIAN),
            ],
            "source": {
                "observer": _system(event.system),
                "type": [coding(codes.SOURCES, codes.APPLICATION_SERVER)],
            },
            "entity": [_patient(event, detailed=False), *_data(event)],
        }
    )


def _head(event: Event, profile: str, code: str, display: str) -> Resource:
    return {
        "resourceType": "AuditEvent",
        "id": event.id,
        "meta": {"versionId": "1", "lastUpdated": instant(event.recorded_at), "profile": [profile]},
        "type": coding(codes.DICOM, code, display),
    }


def _period(event: Event) -> Resource:
    return {"start": instant(event.happened_at), "end": instant(event.happened_at)}


def _client(event: Event, role: str, display: str) -> Resource:
    return {
        "type": concept(coding(codes.DICOM, role, display)),
        "who": _system(event.system),
        "requestor": False,
        "network": _NETWORK,
    }


def _user(event: Event) -> Resource:
    return {"type": _concept(codes.RECIPIENT), "who": _named(event.who), "requestor": True}


def _place(event: Event, role: tuple[str, str]) -> list[Resource]:
    if event.place is None:
        return []
    return [{"type": _concept(role), "who": _named(event.place), "requestor": False}]


def _patient(event: Event, *, detailed: bool) -> Resource:
    entity = {
        "what": _named(event.patient) | {"type": "Patient"},
        "type": coding(codes.ENTITY_TYPE, codes.PERSON),
        "role": coding(codes.ENTITY_ROLE, codes.PATIENT),
    }
    if not detailed or event.document is None:
        return entity
    return entity | {"detail": [{"type": "DocumentReference", "valueString": str(event.document)}]}


def _declared(reference: str) -> Resource:
    return {
        "what": {"type": "Consent", "identifier": {"system": codes.DECLARED, "value": reference}},
        "type": coding(codes.RESOURCES, "Consent"),
    }


def _data(event: Event) -> list[Resource]:
    if event.document is None:
        return []
    return [
        {
            "what": _named(event.document) | {"type": "DocumentReference"},
            "type": coding(codes.ENTITY_TYPE, codes.SYSTEM_OBJECT),
            "role": coding(codes.ENTITY_ROLE, codes.REPORT),
        }
    ]


def _named(one: Identifier) -> Resource:
    (identifier,) = identifiers([(one.system, one.value)])
    return {"identifier": identifier}


def _system(client: str) -> Resource:
    return _named(Identifier(codes.CLIENTS, client))


def _service(site: str) -> Resource:
    return _named(Identifier(URI, site))


def _concept(pair: tuple[str, str]) -> Resource:
    return concept(coding(*pair))
