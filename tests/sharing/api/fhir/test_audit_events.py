"""`/fhir/AuditEvent`: a system reads its own accesses, and tells of what was opened."""

import copy
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fhir.resources.R4B import get_fhir_model_class

from consents.words import Identifier
from sharing.fhir.audit.values import Event, Opened
from sharing.fhir.audit.writing import audit_event
from sharing.fhir.xml import from_xml, to_xml
from sharing.models import DocumentOpening
from sharing.selectors.audit_events import Wanted
from sharing.services import audit_events, callers, decisions, paging
from sharing.services.callers import Proof
from tests.sharing.api.fhir.conftest import token_of
from tests.sharing.hospital import BEFORE, Hospital

AuditEvent = get_fhir_model_class("AuditEvent")
UNKNOWN = uuid.UUID("0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10")
Search = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def search(fhir: Any) -> Search:
    """The events found on the first page, all of them valid."""

    def found(query: str = "") -> list[dict[str, Any]]:
        response = fhir("GET", f"AuditEvent?{query}")
        assert response.status_code == 200, response.content
        events = [entry["resource"] for entry in response.json().get("entry", ()) if entry["search"]["mode"] == "match"]
        for event in events:
            AuditEvent.model_validate(event)
        return events

    return found


@pytest.fixture
def answered(chu: Hospital, token: str) -> Callable[..., Any]:
    """A question that this system asked, as the decision API asks it."""

    def ask(*documents: Any, client_id: str = chu.credentials.client_id, **more: Any) -> list[Any]:
        asked = [chu.asked(document, **more) for document in documents]
        return decisions.answer_system(client_id, asked, at=datetime.now(UTC), request_id="r")

    return ask


def disclosed(chu: Hospital, document: Identifier, **more: Any) -> dict[str, Any]:
    """As another's software would write it: without our id."""
    now = datetime.now(UTC) - timedelta(minutes=1)
    event = Event(
        id="x", recorded_at=now, happened_at=now, patient=more.get("patient", chu.ana_ins), document=document,
        who=Identifier("https://rpps.esante.gouv.fr", more.get("rpps", chu.martin_rpps)),
        place=Identifier("https://finess.esante.gouv.fr", more.get("finess", chu.finess)), system="theirs",
    )  # fmt: skip
    written = audit_event(Opened(event), site="")
    return {name: value for name, value in written.items() if name not in ("id", "meta")}


def ours(document: uuid.UUID) -> Identifier:
    return Identifier("urn:ietf:rfc:3986", f"urn:uuid:{document}")


def test_each_answer_is_an_event_under_its_decision_id_and_each_event_reads_alike(
    chu: Hospital, fhir: Any, search: Search, answered: Any
) -> None:
    permit, deny = answered(chu.seen, chu.hidden)
    found = {event["id"]: event for event in search()}

    assert set(found) == {str(permit.decision_id), str(deny.decision_id)}
    assert [found[str(each.decision_id)]["outcome"] for each in (permit, deny)] == ["0", "8"]
    assert found[str(deny.decision_id)]["outcomeDesc"] == "deny: not_visible"
    for identity, event in found.items():
        read = fhir("GET", f"AuditEvent/{identity}")
        assert (read.status_code, read.json(), read["ETag"]) == (200, event, 'W/"1"')
        assert fhir("GET", f"AuditEvent/{identity}/_history/1").json() == event
        in_xml = fhir("GET", f"AuditEvent/{identity}?_format=xml")
        assert from_xml(in_xml.content) == event


def test_events_about_what_may_not_be_seen_are_the_same_bytes_whatever_it_is(
    chu: Hospital, search: Search, answered: Any
) -> None:
    """Hidden, out of remit, another patient's, unknown; a patient who is known or not."""
    documents = {chu.hidden, chu.out_of_remit, chu.of_bea, UNKNOWN}
    answered(*documents)
    for patient in (chu.bea_ins, chu.nobody_ins):
        answered(None, patient=patient)
    blank = []
    for event in search():
        for name in ("id", "meta", "recorded", "period"):
            event.pop(name)
        patient, declared = event["entity"]
        patient["what"]["identifier"].pop("value")
        declared["what"]["identifier"].pop("value")
        patient.pop("detail", None)
        blank.append((event.pop("outcomeDesc"), str(event)))

    assert len(blank) == 6
    assert len({told for _, told in blank}) == 1
    assert {code for code, _ in blank} == {"deny: not_visible", "deny: consent_required"}


def test_no_event_says_the_rule_nor_an_obligation_nor_a_name_of_ours(
    chu: Hospital, fhir: Any, search: Search, answered: Any
) -> None:
    answered(chu.seen, chu.hidden)
    told = str(search())

    for secret in ("R08", "R10", "R30", str(chu.ana), str(chu.martin), "Aubert", "notify", "Martin"):
        assert secret not in told


def test_another_system_s_events_and_unknown_ones_are_one_404_for_the_same_work(
    chu: Hospital, fhir: Any, search: Search, answered: Any, client: Any
) -> None:
    other = callers.register_calling_system("Autre", organisations=[chu.chu], granted=["fhir"], at=BEFORE)
    (theirs,) = answered(chu.seen, client_id=other.client_id)
    costs, told = set(), set()
    for identity in (theirs.decision_id, UNKNOWN, "nothing"):
        with CaptureQueriesContext(connection) as captured:
            response = fhir("GET", f"AuditEvent/{identity}")
        costs.add(len(captured))
        told.add((response.status_code, response.content))

    assert [status for status, _ in told] == [404]
    assert len(costs) == 1
    assert search() == []
    bearer = token_of(client, other)
    assert fhir("GET", f"AuditEvent/{theirs.decision_id}", bearer=bearer).status_code == 200


def test_search_keeps_what_every_parameter_asks_for(chu: Hospital, fhir: Any, search: Search, answered: Any) -> None:
    permit, deny = answered(chu.seen, chu.hidden)
    (nora,) = answered(chu.seen, rpps=chu.nora_rpps)
    (bea,) = answered(None, patient=chu.bea_ins)
    fhir("POST", "AuditEvent", disclosed(chu, Identifier("urn:oid:1.2.3", "seen")))
    opening = str(DocumentOpening.objects.get().pk)
    ids = {"permit": permit, "deny": deny, "nora": nora, "bea": bea}
    names = {str(each.decision_id): name for name, each in ids.items()} | {opening: "opening"}
    everything, minute = set(names.values()), timedelta(minutes=1)
    before, after = (datetime.now(UTC) + shift for shift in (-minute, minute))
    ana, rpps = f"{chu.ana_ins.system}|{chu.ana_ins.value}", "https://rpps.esante.gouv.fr|"
    alert = "http://dicom.nema.org/resources/ontology/DCM|110113"
    for query, wanted in {
        f"patient.identifier={ana}": everything - {"bea"},
        f"patient:identifier={chu.bea_ins.value}": {"bea"},
        "patient.identifier=urn:other|1": set(),
        "patient=Patient/1": set(),
        f"agent.identifier={rpps}{chu.nora_rpps}": {"nora"},
        f"agent:identifier=urn:oid:1.2.250.1.71.4.2.1|8{chu.martin_rpps}": everything - {"nora"},
        f"agent.identifier=https://finess.esante.gouv.fr|{chu.finess}": everything,
        f"agent.identifier=https://finess.esante.gouv.fr|{chu.clinic_finess}": set(),
        f"agent.identifier={rpps}{chu.nora_rpps},{rpps}{chu.martin_rpps}": everything,
        f"entity.identifier=urn:ietf:rfc:3986|urn:uuid:{chu.hidden}": {"deny"},
        "entity:identifier=urn:oid:1.2.3|seen": {"opening"},
        f"entity.identifier={ana}": everything - {"bea"},
        f"type={alert}": everything - {"opening"},
        "type=110106": {"opening"},
        "type=110106,110113": everything,
        "type=http://other|110113": set(),
        "subtype=disclose": {"opening"},
        "action=E": everything - {"opening"},
        "entity-type=http://terminology.hl7.org/CodeSystem/audit-entity-type|2": {"opening"},
        "outcome=0": {"permit", "nora", "opening"},
        "outcome=8": {"deny", "bea"},
        "outcome=0,8": everything,
        f"_id={permit.decision_id}": {"permit"},
        f"_id={opening},{deny.decision_id}": {"deny", "opening"},
        f"date=ge{before.isoformat()}": everything,
        f"date=gt{after:%Y-%m-%dT%H:%M:%SZ}": set(),
        f"date=lt{after.isoformat()}&date=ge{before.isoformat()}": everything,
        f"_lastUpdated=lt{before:%Y-%m-%dT%H:%M:%SZ}": set(),
        "date=1999": set(),
        f"patient.identifier={ana}&outcome=8&action=E": {"deny"},
    }.items():
        found = {names[event["id"]] for event in search(query.replace("+", "%2B"))}
        assert found == wanted, query


def test_a_value_that_is_none_is_refused(chu: Hospital, fhir: Any) -> None:
    for query in ("date=yesterday", "date=ne2026", "outcome=4", "_page=x", "date=2026,2027"):
        response = fhir("GET", f"AuditEvent?{query}")

        assert response.status_code == 400, query
        assert response.json()["issue"][0]["expression"] == [f"http.{query.partition('=')[0]}"]


def test_pages_lead_on_without_a_gap_or_a_repeat_at_a_fixed_cost(
    chu: Hospital, fhir: Any, answered: Any, settings: Any
) -> None:
    for number in range(3):
        answered(chu.seen, chu.hidden)
        fhir("POST", "AuditEvent", disclosed(chu, Identifier("urn:oid:1.2.3", str(number))))
    response = fhir("GET", "AuditEvent?_count=4")
    seen, most = [], 0
    while True:
        page = response.json()
        seen += [entry["resource"]["id"] for entry in page["entry"]]
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        assert "total" not in page
        if not following:
            break
        with CaptureQueriesContext(connection) as captured:
            response = fhir("GET", following[0].removeprefix(f"{settings.SITE_URL}/fhir/"))
        most = max(most, len(captured))

    assert len(seen) == len(set(seen)) == 9
    assert most == 9, "token 2, caller, answers, openings, places 2, people 2"
    whole = fhir("POST", "AuditEvent/_search", "_count=50", content_type="application/x-www-form-urlencoded").json()
    assert [entry["resource"]["id"] for entry in whole["entry"]] == seen
    assert whole["total"] == 9


def test_reading_costs_the_same_whatever_is_found(chu: Hospital, fhir: Any, answered: Any) -> None:
    answered(chu.seen)
    fhir("POST", "AuditEvent", disclosed(chu, Identifier("urn:oid:1.2.3", "seen")))
    with CaptureQueriesContext(connection) as few:
        fhir("GET", "AuditEvent")
    answered(*[chu.seen, chu.hidden] * 10)
    with CaptureQueriesContext(connection) as many:
        fhir("GET", "AuditEvent")

    assert len(few) == len(many)


def test_a_disclosure_is_kept_as_an_opening_and_answered_alike_whatever_was_opened(chu: Hospital, fhir: Any) -> None:
    told = set()
    for document in (ours(chu.seen), ours(chu.hidden), ours(chu.of_bea), ours(UNKNOWN)):
        response = fhir("POST", "AuditEvent", disclosed(chu, document), headers={"Prefer": "return=OperationOutcome"})
        assert response["Location"].endswith("/_history/1")
        told.add((response.status_code, response.content))

    assert [status for status, _ in told] == [201]
    kept = DocumentOpening.objects.order_by("recorded_at")
    assert [each.document for each in kept] == [chu.seen, chu.hidden, None, None]
    assert {each.professional for each in kept} == {chu.martin}


def test_what_was_created_is_read_back_and_searched(chu: Hospital, fhir: Any, search: Search) -> None:
    sent = disclosed(chu, Identifier("urn:oid:1.2.3", "seen"))
    created = fhir("POST", "AuditEvent", to_xml(sent), content_type="application/fhir+xml")
    assert created.status_code == 201, created.content

    (found,) = search()
    assert created.json() == found
    for name in ("type", "subtype", "action", "outcome", "entity"):
        assert found[name] == sent[name]


def test_the_operation_records_a_disclosure_and_says_nothing_of_it(chu: Hospital, fhir: Any) -> None:
    event = disclosed(chu, Identifier("urn:oid:1.2.3", "seen"))
    body = parameters(event)
    response = fhir("POST", "AuditEvent/$recordDisclosure", body)

    assert (response.status_code, response.json()["issue"][0]["severity"]) == (200, "information")
    assert DocumentOpening.objects.get().document == chu.seen


def parameters(event: dict[str, Any]) -> dict[str, Any]:
    consent = {"name": "consent", "valueReference": {"reference": f"Consent/{UNKNOWN}"}}
    return {"resourceType": "Parameters", "parameter": [consent, {"name": "disclosure", "resource": event}]}


@pytest.mark.parametrize(
    ("change", "status", "element"),
    [
        (lambda body: body["parameter"].pop(0), 400, "Parameters.parameter.where(name='consent').value"),
        (lambda body: body["parameter"].pop(1), 400, "Parameters.parameter.where(name='disclosure').resource"),
        (lambda body: body.update(parameter="x"), 400, "Parameters.parameter"),
        (lambda body: body["parameter"][0].update(name=["consent"]), 400, "Parameters.parameter[0].name"),
        (lambda body: body["parameter"][0].update(name="disclosure"), 400, "Parameters.parameter[1].name"),
        (lambda body: body.update(resourceType="Bundle"), 400, "Parameters.resourceType"),
        (
            lambda body: body["parameter"][1]["resource"].update(resourceType="Consent"),
            400,
            "Parameters.parameter[1].resource.resourceType",
        ),
        (
            lambda body: body["parameter"][1]["resource"]["type"].update(code="110113"),
            422,
            "Parameters.parameter[1].resource.type",
        ),
    ],
)
def test_an_operation_that_says_too_little_is_refused_at_its_element(
    chu: Hospital, fhir: Any, change: Any, status: int, element: str
) -> None:
    body = parameters(disclosed(chu, Identifier("urn:oid:1.2.3", "seen")))
    change(body)
    response = fhir("POST", "AuditEvent/$recordDisclosure", body)

    assert (response.status_code, response.json()["issue"][0].get("expression")) == (status, [element])
    assert not DocumentOpening.objects.exists()


def test_a_system_tells_of_its_own_people_only_and_a_decision_is_never_told_to_us(
    chu: Hospital, fhir: Any, search: Search, answered: Any
) -> None:
    answered(chu.seen)
    document = Identifier("urn:oid:1.2.3", "seen")
    later = disclosed(chu, document) | {"period": {"start": "2099-01-01T00:00:00Z"}}
    refused = {
        "AuditEvent.agent": (403, disclosed(chu, document, rpps=chu.leroy_rpps)),
        "AuditEvent.type": (422, copy.deepcopy(search()[0])),
        "AuditEvent.period.start": (400, later),
        "AuditEvent.resourceType": (400, {"resourceType": "Consent"}),
    }
    for element, (status, body) in refused.items():
        response = fhir("POST", "AuditEvent", body)
        assert (response.status_code, response.json()["issue"][0]["expression"]) == (status, [element])
    elsewhere = fhir("POST", "AuditEvent", disclosed(chu, document, finess=chu.clinic_finess))
    nowhere = fhir("POST", "AuditEvent", disclosed(chu, document, finess="000000000"))

    assert elsewhere.status_code == 403
    assert elsewhere.content == nowhere.content
    assert not DocumentOpening.objects.exists()


def test_a_token_that_names_somebody_reads_what_was_asked_in_his_name(chu: Hospital, token: str, answered: Any) -> None:
    mine, _ = answered(chu.seen), answered(chu.seen, rpps=chu.nora_rpps)
    found = audit_events.search(
        chu.credentials.client_id,
        Wanted(),
        paging.Wanted(),
        question=b"",
        proof=Proof(professional=chu.martin_rpps),
        at=datetime.now(UTC),
    )
    hers = audit_events.one(chu.credentials.client_id, mine[0].decision_id, proof=Proof(professional=chu.nora_rpps))

    assert [each.event.id for each in found.events] == [str(mine[0].decision_id)]
    assert hers is None


def test_an_event_is_never_changed(chu: Hospital, fhir: Any, answered: Any) -> None:
    (permit,) = answered(chu.seen)

    for method in ("PUT", "DELETE", "PATCH"):
        response = fhir(method, f"AuditEvent/{permit.decision_id}", {"resourceType": "AuditEvent"})
        assert response.status_code == 405, method
