"""A disclosure as a caller tells it (BALP PrivacyDisclosure, source or recipient) → what can be kept of it.

Kept: one document of one patient, opened by one professional in one organisation, at a moment (R91). All are named by
identifier; an address in the caller's own registry says nothing here.
"""

import re
import uuid
from datetime import datetime

from consents.errors import InvalidFact
from consents.words import Identifier
from sharing.fhir.audit import codes
from sharing.fhir.audit.values import Disclosed
from sharing.fhir.reading import identifiers, moments
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.identifiers import FINESS, RPPS
from sharing.fhir.writing.words import Resource

_PLACES = {codes.PROVIDER, codes.CUSTODIAN}
_READERS = {(codes.DICOM, codes.DESTINATION), codes.RECIPIENT}
_OURS = "urn:uuid:"
_ADDRESS = re.compile("(?:DocumentReference/|urn:uuid:)(?P<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class CannotBeKept(ValueError):
    """Valid, and more or other than what is kept here; `element` as a FHIRPath-like path."""

    def __init__(self, element: str, because: str) -> None:
        super().__init__(f"{element}: {because}")
        self.element = element
        self.because = because


def disclosure(resource: Resource, path: str = "AuditEvent") -> Disclosed:
    """`InvalidFact` when it is no AuditEvent, `CannotBeKept` when it is another one than a disclosure we keep."""
    event = Element.of(resource, path)
    _is_a_disclosure(event)
    patients, others = _entities(event)
    if len(others) != 1:
        raise CannotBeKept(others[1].path if others else event.at("entity"), "one_document")
    return Disclosed(
        patient=_named(_only(patients, event.at("entity"), "one_patient").child("what"), event.at("entity")),
        professional=_agent(event, _READERS, RPPS, "one_recipient"),
        organisation=_agent(event, _PLACES, FINESS, "one_organisation"),
        document=_document(others[0].child("what"), others[0].at("what")),
        opened_at=_opened_at(event),
    )


def _is_a_disclosure(event: Element) -> None:
    kind = event.child("type")
    if kind is None:
        raise InvalidFact(event.at("type"), "missing")
    if (kind.text("system"), kind.text("code")) not in {(codes.DICOM, codes.EXPORT), (codes.DICOM, codes.IMPORT)}:
        raise CannotBeKept(event.at("type"), "not_a_disclosure")
    subtypes = {(each.text("system"), each.text("code")) for each in event.children("subtype")}
    if (codes.LIFECYCLE, codes.DISCLOSE) not in subtypes:
        raise CannotBeKept(event.at("subtype"), "not_a_disclosure")
    if event.text("outcome") not in ("", codes.PERMITTED):
        raise CannotBeKept(event.at("outcome"), "nothing_was_opened")


def _entities(event: Element) -> tuple[list[Element], list[Element]]:
    """Those of the patient, and those of data; a token or a consent that is named besides says nothing more."""
    patients, others = list[Element](), list[Element]()
    for entity in event.children("entity"):
        kind, role = _code(entity, "type"), _code(entity, "role")
        if role == (codes.ENTITY_ROLE, codes.PATIENT) or kind == (codes.ENTITY_TYPE, codes.PERSON):
            patients.append(entity)
        elif kind != (codes.RESOURCES, "Consent"):
            others.append(entity)
    return patients, others


def _code(element: Element, name: str) -> tuple[str, str]:
    found = element.child(name)
    return (found.text("system"), found.text("code")) if found else ("", "")


def _agent(event: Element, roles: set[tuple[str, str]], directory: str, because: str) -> Identifier:
    found = [agent for agent in event.children("agent") if roles & _roles(agent)]
    named = _named(_only(found, event.at("agent"), because).child("who"), event.at("agent"))
    if named.system != directory:
        raise CannotBeKept(found[0].at("who.identifier.system"), "unknown_system")
    return named


def _roles(agent: Element) -> set[tuple[str, str]]:
    return {(each.system, each.code) for each in agent.codings("type")}


def _only(found: list[Element], path: str, because: str) -> Element:
    if len(found) != 1:
        raise CannotBeKept(found[1].path if found else path, because)
    return found[0]


def _named(reference: Element | None, path: str) -> Identifier:
    pair = identifiers.logical(reference) if reference else None
    if pair is None:
        raise CannotBeKept(reference.path if reference else path, "named_by_identifier")
    return Identifier(*pair)


def _document(what: Element | None, path: str) -> Identifier | uuid.UUID:
    """Our own identifier, as the decision API gives it and a Consent names it; or its source's."""
    address = _ADDRESS.fullmatch(what.text("reference", most=500)) if what else None
    if what and address and "identifier" not in what.value:
        return uuid.UUID(address["key"])
    named = _named(what, path)
    if named.system != identifiers.URI or not named.value.startswith(_OURS):
        return named
    try:
        return uuid.UUID(named.value.removeprefix(_OURS))
    except ValueError:
        raise CannotBeKept(f"{path}.identifier", "not_an_identifier") from None


def _opened_at(event: Element) -> datetime:
    """When it happened, else when it was recorded."""
    period = event.child("period")
    for element, name in [(period, "start"), (event, "recorded")]:
        text = element.text(name) if element else ""
        if element is not None and text:
            return _moment(text, element.at(name))
    raise InvalidFact(event.at("recorded"), "missing")


def _moment(text: str, path: str) -> datetime:
    moment = moments.parse(text, path)
    if moment.precision != "time":
        raise InvalidFact(path, "not_a_date")
    return moment.first
