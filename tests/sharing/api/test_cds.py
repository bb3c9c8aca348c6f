"""CDS Hooks, `patient-consent-consult`: what the known clients send, what they may read in the answer."""

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.test import Client

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYTHING
from sharing.models import JournalLine
from sharing.services import callers
from sharing.services.callers import PublicKeys
from tests.sharing.api import signing
from tests.sharing.api.signing import Signer, jwks, public
from tests.sharing.api.test_oracle import queries
from tests.sharing.hospital import BEFORE, NOW, Hospital, doctor

DATA = settings.BASE_DIR / "tests/data/cds"
PATH = "/cds-services/patient-consent-consult"
IDNPS, IDNST = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2"
Consult = Callable[..., Any]


def data(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def valid(said: Any, schema: str) -> Any:
    jsonschema.validate(said, data(schema), format_checker=jsonschema.FormatChecker())
    return said


@pytest.fixture
def consult(chu: Hospital, ask: Any) -> Consult:
    """The published example, about Ana, for Dr Martin at the hospital; `changed` replaces members of its context."""

    def post(*, bearer: str | None = None, **changed: Any) -> Any:
        body = copy.deepcopy(data("hook-request.json"))
        body["context"] |= {
            "patientId": [{"system": chu.ana_ins.system, "value": chu.ana_ins.value}],
            "actor": [{"system": IDNPS, "value": "8" + chu.martin_rpps}, {"system": IDNST, "value": "1" + chu.finess}],
            **changed,
        }
        body["context"] = {name: value for name, value in body["context"].items() if value is not None}
        return ask(body, path=PATH, **({} if bearer is None else {"bearer": bearer}))

    return post


def card(response: Any) -> Any:
    assert response.status_code == 200, response.content
    (found,) = valid(response.json(), "response.schema.json")["cards"]
    assert found["summary"] == found["extension"]["decision"]
    return found


def problem(response: Any) -> tuple[int, str, str]:
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    return said["status"], said["type"].rpartition(":")[2], said.get("pointer", "")


def test_the_service_says_what_may_be_asked_to_whoever_looks(client: Client) -> None:
    answer = client.get("/cds-services")
    (service,) = answer.json()["services"]
    assert (service["hook"], service["id"]) == ("patient-consent-consult", PATH.rpartition("/")[2])
    assert service["title"]
    assert service["description"]


@pytest.mark.parametrize("name", ["deny", "no-consent", "permit-with-redaction"])
def test_the_published_answers_are_of_the_same_shape_as_ours(name: str) -> None:
    valid(data("hook-request.json"), "request.schema.json")
    valid(data(f"hook-response-{name}.json"), "response.schema.json")


def test_a_permit_hides_all_but_the_documents_that_may_be_seen_and_is_journaled(
    chu: Hospital, consult: Consult
) -> None:
    found = card(consult())
    (obligation,) = found["extension"]["obligations"]
    seen = f"urn:uuid:{chu.seen}"

    assert (found["summary"], found["indicator"]) == ("CONSENT_PERMIT", "info")
    assert obligation["id"]["code"] == "REDACT"
    assert obligation["parameters"] == {"exceptAnyOfCodes": [{"system": "urn:ietf:rfc:3986", "code": seen}]}
    written = JournalLine.objects.filter(permit=True)
    assert {line.document_named for line in written} == {"", str(chu.seen)}
    assert found["extension"]["context"]["decision_id"] in {str(line.decision_id) for line in written}


def test_opposed_without_basis_and_unknown_are_one_card(chu: Hospital, consult: Consult) -> None:
    preferences.oppose(chu.ana, to=doctor(chu.martin), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)

    def of(ins: Any) -> tuple[Any, int]:
        response, count = queries(lambda: consult(patientId=[{"system": ins.system, "value": ins.value}]))
        found = card(response)
        context = found["extension"].pop("context")
        return (found, context["code"], {name: len(context[name]) for name in ("token", "patient")}), count

    answers = {name: of(ins) for name, ins in (("a", chu.ana_ins), ("b", chu.bea_ins), ("?", chu.nobody_ins))}

    assert answers["a"] == answers["b"] == answers["?"]
    assert answers["a"][0][0]["summary"] == "CONSENT_DENY"
    assert answers["a"][0][0]["extension"]["obligations"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"purposeOfUse": ["HRESCH"]},
        {"purposeOfUse": "HPAYMT"},
        {"purposeOfUse": ["TREAT", "HMARKT"]},
        {"category": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]},
    ],
)
def test_what_no_choice_of_a_patient_is_kept_for_is_no_consent_for_every_patient(
    chu: Hospital, consult: Consult, changed: dict[str, Any]
) -> None:
    nobody = [{"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}]
    assert card(consult(**changed)) == card(consult(**changed, patientId=nobody))
    assert card(consult(**changed))["summary"] == "NO_CONSENT"
    assert not JournalLine.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"purposeOfUse": "TREAT"},
        {"purposeOfUse": ["TREAT", "COC"], "category": None, "class": None},
        {"actor": [{"value": "10001234565"}]},
        {"actor": [{"system": "https://rpps.esante.gouv.fr", "value": "10001234565"}, {"value": "750000010"}]},
        {"content": {"resourceType": "Bundle", "entry": []}},
        {"another": "member"},
    ],
)
def test_what_the_known_clients_may_send_is_understood(consult: Consult, changed: dict[str, Any]) -> None:
    assert card(consult(**changed))["summary"] == "CONSENT_PERMIT"


def test_his_national_identity_names_the_patient_among_local_numbers(chu: Hospital, consult: Consult) -> None:
    local = {"system": "urn:oid:1.2.3.4", "value": "IPP-17"}
    national = {"system": chu.ana_ins.system, "value": chu.ana_ins.value}
    assert card(consult(patientId=[local, national]))["summary"] == "CONSENT_PERMIT"
    assert card(consult(patientId=[local]))["summary"] == "CONSENT_DENY"


_DOCTOR, _OTHER = {"value": "10001234565"}, {"value": "10001234573"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"patientId": None}, (400, "missing-member", "/context/patientId")),
        ({"patientId": []}, (400, "missing-member", "/context/patientId")),
        ({"patientId": [{"system": "urn:x"}]}, (400, "missing-member", "/context/patientId/0/value")),
        ({"patientId": [{"value": "a", "system": "x"}] * 21}, (400, "invalid-member", "/context/patientId")),
        (
            {"patientId": [{"system": "x", "value": "1"}, {"system": "x", "value": "2"}]},
            (400, "invalid-member", "/context/patientId"),
        ),
        ({"patientId": [{"value": "280057505600199"}]}, (400, "wrong-ins-key", "/context/patientId")),
        ({"actor": None}, (400, "missing-member", "/context/actor")),
        ({"actor": [_DOCTOR, _OTHER]}, (400, "invalid-member", "/context/actor")),
        ({"actor": [{"value": "12"}]}, (400, "invalid-rpps", "/context/actor")),
        ({"actor": ["10001234565"]}, (400, "invalid-member", "/context/actor/0")),
        ({"purposeOfUse": None}, (400, "missing-member", "/context/purposeOfUse")),
        ({"purposeOfUse": []}, (400, "missing-member", "/context/purposeOfUse")),
        ({"purposeOfUse": [7]}, (400, "invalid-member", "/context/purposeOfUse")),
        ({"purposeOfUse": ["CURIOSITY"]}, (400, "unknown-purpose", "/context/purposeOfUse")),
        ({"purposeOfUse": ["TREAT", "BTG"]}, (400, "invalid-member", "/context/purposeOfUse")),
        ({"purposeOfUse": ["BTG"]}, (400, "statement-missing", "")),
        ({"class": [{"code": "x"}]}, (400, "missing-member", "/context/class/0/system")),
        ({"actor": [{"value": "10001234581"}]}, (403, "professional-not-of-caller", "")),
    ],
)
def test_what_is_no_question_is_a_problem_that_names_the_hooks_own_member(
    consult: Consult, changed: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert problem(consult(**changed)) == expected


def test_another_hook_is_not_answered(ask: Any) -> None:
    body = {**data("hook-request.json"), "hook": "patient-view"}
    assert problem(ask(body, path=PATH)) == (400, "invalid-member", "/hook")


def test_without_a_token_or_with_one_of_another_door_nothing_is_answered(
    chu: Hospital, consult: Consult, client: Client
) -> None:
    other = callers.register_calling_system("Autre", organisations=[chu.chu], granted=["intake"], at=NOW)
    form = {"grant_type": "client_credentials", "client_id": other.client_id, "client_secret": other.client_secret}
    intake = client.post("/oauth2/token", form).json()["access_token"]

    assert problem(consult(bearer=""))[:2] == (401, "token-missing")
    assert problem(consult(bearer="a.b.c"))[:2] == (401, "token-invalid")
    assert problem(consult(bearer=intake))[:2] == (403, "scope-missing")


def test_a_call_may_be_signed_by_itself_for_this_address_and_once(
    chu: Hospital, consult: Consult, settings: Any
) -> None:
    keys = PublicKeys(jwks(public(signing.P384, "a")))
    given = callers.register_calling_system("Client CDS", organisations=[chu.chu], keys=keys, at=NOW)
    signer = Signer(given.client_id, settings.SITE_URL + PATH)
    signed = signer.assertion(sub=None)

    assert card(consult(bearer=signed))["summary"] == "CONSENT_PERMIT"
    assert consult(bearer=signed).status_code == 401
    assert consult(bearer=signer.assertion(sub=None, aud=f"{settings.SITE_URL}/oauth2/token")).status_code == 401
    assert consult(bearer=signer.assertion(sub=None, iss="somebody")).status_code == 401
    signer.key = signing.ec.generate_private_key(signing.ec.SECP384R1())
    assert consult(bearer=signer.assertion(sub=None)).status_code == 401
