"""AuditEvents in the shapes of IHE BALP, both ways."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from consents.errors import InvalidFact
from consents.words import Identifier
from sharing.fhir.audit import codes
from sharing.fhir.audit.reading import CannotBeKept, disclosure
from sharing.fhir.audit.values import Answered, Event, Opened
from sharing.fhir.audit.writing import audit_event
from sharing.fhir.xml import from_xml, to_xml

AT = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
SITE = "https://partages.example"
EVENT = Event(
    id="0b3c1f5e-0000-4000-8000-000000000001",
    recorded_at=AT,
    happened_at=AT - timedelta(minutes=1),
    patient=Identifier("urn:oid:1.2.250.1.213.1.4.10", "284067505600131"),
    document=Identifier("urn:oid:1.2.3", "CR-42"),
    who=Identifier("https://rpps.esante.gouv.fr", "10001234565"),
    place=Identifier("https://finess.esante.gouv.fr", "750000010"),
    system="client-1",
)
PERMIT = Answered(EVENT, "care", permit=True, code="permit", reference="opaque")
DENY = replace(PERMIT, permit=False, code="not_visible")
EXAMPLES = Path(__file__).parents[2] / "data" / "fhir" / "examples"


def agents(event: dict[str, Any]) -> list[str]:
    return [agent["type"]["coding"][0]["code"] for agent in event["agent"]]


@pytest.mark.parametrize(
    "told",
    [
        PERMIT,
        DENY,
        replace(DENY, event=replace(EVENT, document=None, place=None), purpose="mandate"),
        Opened(EVENT),
        Opened(replace(EVENT, place=None)),
    ],
)
def test_each_event_is_accepted_by_r4b_and_the_same_in_xml(told: Answered | Opened) -> None:
    written = audit_event(told, site=SITE)

    get_fhir_model_class("AuditEvent").model_validate(written)
    assert from_xml(to_xml(written)) == written


def test_a_permit_has_the_agents_and_the_closed_list_of_entities_of_balp() -> None:
    written = audit_event(PERMIT, site=SITE)

    assert (written["type"]["code"], written["subtype"][0]["code"]) == ("110113", "AuthZ-Consent")
    assert (written["action"], written["outcome"], written["outcomeDesc"]) == ("E", "0", "permit")
    assert agents(written) == ["110150", "IRCP", "PROV", "authserver"]
    assert [agent["requestor"] for agent in written["agent"]] == [False, True, False, False]
    assert written["agent"][3]["who"] == written["source"]["observer"], "the authoriser is who observed"
    assert [entity["type"]["code"] for entity in written["entity"]] == ["1", "Consent"]
    assert written["entity"][0]["detail"] == [{"type": "DocumentReference", "valueString": "urn:oid:1.2.3|CR-42"}]


def test_a_deny_is_outcome_8_with_what_the_asker_was_told_and_nothing_else_differs() -> None:
    permit, deny = audit_event(PERMIT, site=SITE), audit_event(DENY, site=SITE)

    assert (deny.pop("outcome"), deny.pop("outcomeDesc")) == ("8", "deny: not_visible")
    assert (permit.pop("outcome"), permit.pop("outcomeDesc")) == ("0", "permit")
    assert permit == deny


def test_a_disclosure_names_its_source_its_recipient_and_the_data() -> None:
    written = audit_event(Opened(EVENT), site=SITE)

    assert (written["type"]["code"], written["subtype"][0]["code"], written["action"]) == ("110106", "disclose", "R")
    assert agents(written) == ["110153", "110152", "CST"]
    assert all("network" in agent for agent in written["agent"][:2])
    assert written["source"]["observer"]["identifier"]["value"] == "client-1"
    assert written["entity"][1]["what"]["identifier"]["value"] == "CR-42"


def test_what_we_write_of_a_disclosure_is_read_back() -> None:
    read = disclosure(audit_event(Opened(EVENT), site=SITE))

    assert (read.patient, read.professional, read.organisation) == (EVENT.patient, EVENT.who, EVENT.place)
    assert (read.document, read.opened_at) == (EVENT.document, EVENT.happened_at)


@pytest.mark.parametrize("address", ["DocumentReference/", "urn:uuid:"])
def test_our_own_document_may_be_named_by_its_address(address: str) -> None:
    sent = audit_event(Opened(EVENT), site=SITE)
    sent["entity"][1]["what"] = {"reference": f"{address}{EVENT.id}"}

    assert str(disclosure(sent).document) == EVENT.id


def test_national_numbers_and_our_own_identifier_of_a_document_are_understood() -> None:
    sent = audit_event(Opened(EVENT), site=SITE)
    sent["agent"][1]["who"]["identifier"] = {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "810001234565"}
    sent["entity"][1]["what"]["identifier"] = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{EVENT.id}"}
    del sent["period"]
    read = disclosure(sent)

    assert (read.professional, str(read.document), read.opened_at) == (EVENT.who, EVENT.id, EVENT.recorded_at)


def _recipient_twice(sent: dict[str, Any]) -> None:
    sent["agent"].append(copy.deepcopy(sent["agent"][1]))


def _another_document(sent: dict[str, Any]) -> None:
    sent["entity"].append(copy.deepcopy(sent["entity"][1]))


def _patient_by_address(sent: dict[str, Any]) -> None:
    sent["entity"][0]["what"] = {"reference": "Patient/1"}


def _not_a_uuid(sent: dict[str, Any]) -> None:
    sent["entity"][1]["what"]["identifier"] = {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:x"}


def _with(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda sent: sent.update({name: value})


@pytest.mark.parametrize(
    ("change", "element", "because"),
    [
        (_with("type", {"system": codes.DICOM, "code": "110114"}), "AuditEvent.type", "not_a_disclosure"),
        (_with("subtype", []), "AuditEvent.subtype", "not_a_disclosure"),
        (_with("outcome", "8"), "AuditEvent.outcome", "nothing_was_opened"),
        (_with("entity", []), "AuditEvent.entity", "one_document"),
        (lambda sent: sent["entity"].pop(0), "AuditEvent.entity", "one_patient"),
        (_another_document, "AuditEvent.entity[2]", "one_document"),
        (_recipient_twice, "AuditEvent.agent[3]", "one_recipient"),
        (lambda sent: sent["agent"].pop(2), "AuditEvent.agent", "one_organisation"),
        (_patient_by_address, "AuditEvent.entity[0].what", "named_by_identifier"),
        (_not_a_uuid, "AuditEvent.entity[1].what.identifier", "not_an_identifier"),
        (
            lambda sent: sent["agent"][1]["who"]["identifier"].update(system="urn:other"),
            "AuditEvent.agent[1].who.identifier.system",
            "unknown_system",
        ),
    ],
)
def test_what_cannot_be_kept_of_an_event_is_named(change: Any, element: str, because: str) -> None:
    sent = audit_event(Opened(EVENT), site=SITE)
    change(sent)

    with pytest.raises(CannotBeKept) as refused:
        disclosure(sent)
    assert (refused.value.element, refused.value.because) == (element, because)


@pytest.mark.parametrize(
    ("change", "element"),
    [
        (lambda sent: sent.pop("type"), "AuditEvent.type"),
        (_with("period", {"start": "2026-11-22"}), "AuditEvent.period.start"),
        (_with("agent", {}), "AuditEvent.agent"),
        (lambda sent: (sent.pop("recorded"), sent.pop("period")), "AuditEvent.recorded"),
    ],
)
def test_what_is_no_audit_event_is_refused_at_its_element(change: Any, element: str) -> None:
    sent = audit_event(Opened(EVENT), site=SITE)
    change(sent)

    with pytest.raises(InvalidFact) as refused:
        disclosure(sent)
    assert refused.value.element == element


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("audit-privacy-disclosure", "AuditEvent.entity[0].what"),
        ("audit-authorisation-permit", "AuditEvent.type"),
        ("audit-authorisation-deny", "AuditEvent.type"),
    ],
)
def test_the_published_examples_are_refused_at_what_they_do_not_say(name: str, element: str) -> None:
    """They name the patient by an address of their own registry; a decision is ours to write, and nobody else's."""
    with pytest.raises(CannotBeKept) as refused:
        disclosure(json.loads((EXAMPLES / f"{name}.json").read_text()))
    assert refused.value.element == element
