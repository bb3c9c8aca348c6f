"""What cannot be understood is a problem that says where and why; nothing is written (RFC 9457)."""

from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from consents.words import Identifier
from sharing.models import CallingSystem, JournalRequest
from sharing.services import callers
from tests.sharing.hospital import Hospital


def problem(response: Any) -> tuple[int, str, str]:
    """Status, kind, place; and the shape that every problem has."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    assert not JournalRequest.objects.exists()
    return response.status_code, body["type"].removeprefix("urn:mes-partages:problem:"), body.get("pointer", "")


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    *parents, last = path.split("/")
    place = body
    for name in parents:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return body


PATIENT = "resource/properties/patient"
WRONG = [
    ("subject", None, "missing-member", "/subject"),
    ("subject", [], "invalid-member", "/subject"),
    ("subject/type", None, "missing-member", "/subject/type"),
    ("subject/type", "robot", "unknown-subject-type", "/subject/type"),
    ("subject/id", 10001234565, "invalid-member", "/subject/id"),
    ("subject/id", "1000123456", "invalid-rpps", "/subject/id"),
    ("subject/id", "١٠٠٠١٢٣٤٥٦٥", "invalid-rpps", "/subject/id"),
    ("subject/properties/organisation", "75", "invalid-finess", "/subject/properties/organisation"),
    ("action", None, "missing-member", "/action"),
    ("action/name", "write", "unknown-action", "/action/name"),
    ("resource", None, "missing-member", "/resource"),
    ("resource/type", "folder", "unknown-resource-type", "/resource/type"),
    ("resource/id", None, "missing-member", "/resource/id"),
    ("resource/id", "", "invalid-member", "/resource/id"),
    ("resource/id", "a\0b", "invalid-member", "/resource/id"),
    ("resource/id", "\ud800", "invalid-member", "/resource/id"),
    ("resource/id", "x" * 201, "invalid-member", "/resource/id"),
    (PATIENT, None, "missing-member", "/resource/properties/patient"),
    (f"{PATIENT}/value", "280057505600100", "wrong-ins-key", f"/{PATIENT}/value"),
    (f"{PATIENT}/value", "28005750560", "invalid-ins", f"/{PATIENT}/value"),
    (f"{PATIENT}/value", "٢٨٠٠٥٧٥٠٥٦٠٠١٠٠", "invalid-ins", f"/{PATIENT}/value"),
    ("context", None, "missing-member", "/context"),
    ("context/purpose", None, "missing-member", "/context/purpose"),
    ("context/purpose", "curiosity", "unknown-purpose", "/context/purpose"),
    ("context/purpose", True, "invalid-member", "/context/purpose"),
    ("context/emergency", {"immediate_risk": "yes"}, "invalid-member", "/context/emergency/immediate_risk"),
]


@pytest.mark.parametrize(
    ("path", "value", "kind", "pointer"), WRONG, ids=lambda each: str(each)[:30].encode("ascii", "replace").decode()
)
def test_a_wrong_member_is_named_with_its_place(
    ask: Any, question: Any, chu: Hospital, path: str, value: Any, kind: str, pointer: str
) -> None:
    assert problem(ask(changed(question(chu.seen), path, value))) == (400, kind, pointer)


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"\xff\xfe{}", b"[" * 100_000, b'"\xe9"'],
    ids=["open", "list", "constant", "twice", "utf-16", "deep", "latin-1"],
)
def test_what_is_not_json_is_a_problem(ask: Any, body: bytes) -> None:
    assert problem(ask(body))[:2] == (400, "malformed-json")


def test_an_empty_body_asks_nothing(ask: Any) -> None:
    assert problem(ask(b"")) == (400, "missing-member", "/action")


def test_json_that_is_no_object_is_a_problem(ask: Any) -> None:
    assert problem(ask(b"[]"))[:2] == (400, "invalid-member")


def test_five_hundred_and_one_evaluations_are_too_many(ask: Any, question: Any, chu: Hospital) -> None:
    body = question(chu.seen)
    assert problem(ask(body | {"evaluations": [{}] * 501})) == (413, "too-many-evaluations", "/evaluations")


def test_a_body_over_a_mebibyte_is_not_read(ask: Any) -> None:
    assert problem(ask(b'{"a": "' + b"x" * 1024 * 1024 + b'"}'))[:2] == (413, "body-too-large")


def test_an_emergency_that_is_not_motivated_is_no_question(ask: Any, question: Any, chu: Hospital) -> None:
    body = question(chu.seen)
    body["context"] = {"purpose": "emergency", "emergency": {"unable_to_consent": True, "reason": "parce que"}}
    assert problem(ask(body))[:2] == (400, "statement-missing")


def test_only_json_is_accepted(client: Client, token: str) -> None:
    answer = client.post(
        "/access/v1/evaluation", "<a/>", content_type="text/xml", headers={"Authorization": f"Bearer {token}"}
    )
    assert problem(answer)[:2] == (415, "unsupported-media-type")


def test_only_post_is_accepted(client: Client, token: str) -> None:
    answer = client.get("/access/v1/evaluation", headers={"Authorization": f"Bearer {token}"})
    assert problem(answer)[:2] == (405, "method-not-allowed")
    assert answer["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("header", [None, "Basic YTpi", "Bearer", "Bearer a b"])
def test_without_a_token_nothing_is_read(client: Client, db: None, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    answer = client.post("/access/v1/evaluation", b"{", content_type="application/json", headers=headers)
    assert problem(answer)[:2] == (401, "token-missing")
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


def test_an_unknown_and_an_expired_token_are_refused_alike(ask: Any, question: Any, chu: Hospital, token: str) -> None:
    unknown = ask(question(chu.seen), bearer="not-a-token")
    Token.objects.update(expires_at=timezone.now())
    expired = ask(question(chu.seen), bearer=token)

    assert problem(unknown)[:2] == problem(expired)[:2] == (401, "token-invalid")
    assert unknown.content == expired.content
    assert expired["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_a_token_in_the_body_or_the_address_opens_nothing(client: Client, token: str) -> None:
    answer = client.post(f"/access/v1/evaluation?access_token={token}", b"{}", content_type="application/json")
    assert problem(answer)[:2] == (401, "token-missing")


def test_a_token_without_the_scope_is_refused(ask: Any, question: Any, chu: Hospital, token: str) -> None:
    Token.objects.update(scopes="other")
    answer = ask(question(chu.seen))
    assert problem(answer)[:2] == (403, "scope-missing")
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


def test_a_system_that_was_closed_is_answered_nothing_more(ask: Any, question: Any, chu: Hospital) -> None:
    CallingSystem.objects.update(is_active=False)
    assert problem(ask(question(chu.seen)))[:2] == (403, "caller-unknown")


def test_another_hospitals_professional_is_not_asked_for(ask: Any, question: Any, chu: Hospital) -> None:
    assert problem(ask(question(chu.seen, rpps=chu.leroy_rpps)))[:2] == (403, "professional-not-of-caller")


def test_nor_ones_own_professional_from_another_organisation(ask: Any, question: Any, chu: Hospital) -> None:
    body = question(chu.seen)
    body["subject"]["properties"]["organisation"] = chu.clinic_finess
    assert problem(ask(body))[:2] == (403, "professional-not-of-caller")


def test_nor_another_organisation_itself(ask: Any, question: Any, chu: Hospital) -> None:
    body = question(chu.seen)
    body["subject"] = {"type": "organisation", "id": chu.clinic_finess}
    assert problem(ask(body))[:2] == (403, "professional-not-of-caller")


def test_test_identities_with_a_wrong_key_are_let_by_when_the_site_says_so(
    ask: Any, question: Any, chu: Hospital, settings: Any
) -> None:
    settings.INS_TEST_KEYS_CHECKED = False
    wrong = Identifier(chu.ana_ins.system, chu.ana_ins.value[:13] + "00")
    assert ask(question(chu.seen, patient=wrong)).json()["context"]["code"] == "not_visible"
    real = Identifier("urn:oid:1.2.250.1.213.1.4.8", wrong.value)
    assert ask(question(chu.seen, patient=real)).status_code == 400


def test_a_form_without_its_boundary_is_of_no_type_that_is_read_here(chu: Hospital, client: Client, token: str) -> None:
    """The token is looked for in its header alone: no form is parsed on the way."""
    who = {"Authorization": f"Bearer {token}"}
    answer = client.post("/access/v1/evaluation", b"{}", content_type="multipart/form-data", headers=who)
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:mes-partages:problem:unsupported-media-type")


@pytest.mark.parametrize("kind", ["Consent", "AuditEvent", "Provenance", "Subscription"])
def test_a_fhir_search_that_is_no_form_is_of_no_type_that_is_read_there(
    chu: Hospital, client: Client, kind: str
) -> None:
    given = callers.register_calling_system("Registre", organisations=[chu.chu], granted=["fhir"], at=timezone.now())
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    token = client.post("/oauth2/token", form).json()["access_token"]
    who = {"Authorization": f"Bearer {token}"}
    answer = client.post(f"/fhir/{kind}/_search", "{}", content_type="application/json", headers=who)
    assert (answer.status_code, answer.json()["resourceType"]) == (415, "OperationOutcome")
