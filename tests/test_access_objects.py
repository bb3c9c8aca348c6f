"""An object of someone else's answers exactly as one that does not exist, whichever way it is named, whoever asks.

`tests/test_access.py` tries each route of the patient; here, every way of naming an object in a choice, the objects
of an account, of the console and of the service for software.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from consents.actor import Actor
from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.services import intake, physicians, preferences
from consents.vocabulary import CareBasis
from consents.words import EVERYONE
from portal.models import User
from sharing.models import AccessReportEvent, JournalRequest
from sharing.reported import Reason
from sharing.services import callers, reports
from tests.sharing.hospital import BEFORE, Hospital, about, hospital
from tests.test_access import OBJECTS, REPRESENTED

NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000001")
UNKNOWN_RPPS = "10009999995"
PASSWORD = "une phrase assez longue"
#: Routes whose argument is a secret key sent by e-mail, or a word of ours: who holds it may come in.
KEYS = {"account_confirm_email", "account_reset_password_from_key", "trusted_answer"}
REPORTS = ("review_report", "review_report_take", "review_report_answer")
SYSTEMS = (
    "review_system", "review_system_secret", "review_system_webhook", "review_system_revoke", "review_system_reopen",
    "review_system_receiver",
)  # fmt: skip
TRIED_HERE = {*REPORTS, *SYSTEMS, "review_question", "review_medical_case", "mfa_edit_webauthn", "mfa_remove_webauthn"}


def taking_arguments(patterns: list[Any], *, above: bool = False) -> Iterator[str]:
    """The names of the routes whose address holds something that varies."""
    for pattern in patterns:
        varies = above or pattern.pattern.regex.groups > 0
        if isinstance(pattern, URLResolver):
            yield from taking_arguments(pattern.url_patterns, above=varies)
        elif varies:
            yield pattern.name or str(pattern.pattern)


def test_every_route_of_the_site_that_names_an_object_is_tried() -> None:
    """Those of `/fhir/` in tests/sharing/api/fhir, where a system reads them with its token."""
    named_by_the_form = {"preview", "declare", "undo"}
    found = {name for name in taking_arguments(get_resolver().url_patterns) if not name.startswith("fhir_")}

    assert found - KEYS - REPRESENTED == TRIED_HERE | set(OBJECTS) - named_by_the_form


@pytest.fixture
def chu(db: None) -> Hospital:
    """Béa, another patient, has a record too: nurse Nora cares for her, and she has hidden a document."""
    town = hospital()
    intake.record_care(
        town.bea, professional=town.nora, basis=CareBasis.ESTABLISHMENT, begins_at=BEFORE, organisation=town.chu
    )
    preferences.oppose(town.bea, to=EVERYONE, about=about(town.of_bea), by=Actor.person(town.bea), at=BEFORE)
    return town


def _signed_in(email: str, **who: Any) -> Client:
    """Through the sign-in page, so that what asks for a fresh proof has one."""
    user = User.objects.create_account(email, PASSWORD, **who)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    client = Client()
    assert client.post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def _software(given: callers.Credentials) -> Client:
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    token = Client().post("/oauth2/token", form).json()["access_token"]
    return Client(headers={"authorization": f"Bearer {token}"})


def _parent() -> dict[str, uuid.UUID]:
    born = BEFORE.date()
    child = intake.record_person(at=BEFORE, birth_name="Aubert", born_on=born).id
    parent = intake.record_person(at=BEFORE, birth_name="Aubert", born_on=born.replace(year=1979)).id
    intake.record_authority(child, holder=parent)
    return {"person_id": parent}


def _clinic_s(chu: Hospital) -> callers.Credentials:
    return callers.register_calling_system("Logiciel de la clinique", organisations=[chu.clinic], at=BEFORE)


#: Who tries what is Ana's.
VISITORS: dict[str, Callable[[Hospital], Client]] = {
    "another patient": lambda chu: _signed_in("bea@example.test", person_id=chu.bea),
    "a parent": lambda chu: _signed_in("parent@example.test", **_parent()),
    "a professional": lambda chu: _signed_in("martin@example.test", professional_id=chu.martin),
    "another hospital's system": lambda chu: _software(_clinic_s(chu)),
    "anonymous": lambda chu: Client(),
}


def answered(client: Client, request: Callable[[Client], Any]) -> tuple[object, ...]:
    """Status, address, bytes and number of statements, less what differs between any two answers."""
    with CaptureQueriesContext(connection) as queries:
        answer = request(client)
    body = re.sub(rb'(csrfmiddlewaretoken" value="|name="jeton" value=")[^"]+', rb"\1", answer.content)
    body = re.sub(rb'"(decision_id|token|patient)":"[^"]+"', rb"\1", body)
    where = answer.headers.get("Location", "")
    return (answer.status_code, _without_ids(where), _without_ids(body.decode()), len(queries))


def _without_ids(text: str) -> str:
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    return re.sub(r"((?:fait|keys)(?:/|%2F))\d+", r"\1N", text)


@pytest.mark.parametrize("visitor", sorted(VISITORS))
@pytest.mark.parametrize("verb", ["oppose", "grant", "withdraw"])
def test_a_choice_about_another_s_document_answers_as_if_it_named_nothing(
    verb: str, visitor: str, chu: Hospital
) -> None:
    """Whoever it is for. Professionals and organisations are no patient's: a directory's names may be chosen."""
    client = VISITORS[visitor](chu)
    before = [len(declarations.declarations(who, reader=Reader.patient(who))) for who in (chu.ana, chu.bea)]
    client.get("/")
    for to in ("everyone", f"professional:{chu.nora}"):
        form = {"verbe": verb, "a": to, "revision": 0, "jeton": "j" * 20, "jusqu_au": ""}
        for way in (
            lambda one, about, form=form: one.get(reverse("preview"), {**form, "sur": f"document:{about}"}),
            lambda one, about, form=form: one.post(reverse("declare"), {**form, "sur": f"document:{about}"}),
        ):
            found = {answered(client, lambda one, a=a, way=way: way(one, a)) for a in (chu.seen, chu.hidden, NOWHERE)}
            assert len(found) == 1, to

    assert [len(declarations.declarations(who, reader=Reader.patient(who))) for who in (chu.ana, chu.bea)] == before


@pytest.mark.parametrize("visitor", ["another patient", "a parent", "a professional", "anonymous"])
@pytest.mark.parametrize("route", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_another_account_s_key_answers_as_one_that_does_not_exist(route: str, visitor: str, chu: Hospital) -> None:
    ana = User.objects.create_account("ana@example.test", PASSWORD, person_id=chu.ana)
    key = Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={"name": "Mon téléphone"})
    client = VISITORS[visitor](chu)
    client.get("/")
    ways: list[Callable[[int], Callable[[Client], Any]]] = [
        lambda pk: lambda one: one.get(reverse(route, args=[pk])),
        lambda pk: lambda one: one.post(reverse(route, args=[pk]), {"name": "x"}),
    ]
    for way in ways:
        assert answered(client, way(key.pk)) == answered(client, way(key.pk + 1000))
    key.refresh_from_db()
    assert key.data == {"name": "Mon téléphone"}


def test_an_address_of_another_account_is_removed_by_nobody_and_is_answered_as_an_unknown_one(chu: Hospital) -> None:
    _signed_in("ana@example.test", person_id=chu.ana)
    bea = VISITORS["another patient"](chu)
    for action in ("action_remove", "action_primary", "action_send"):
        known, unknown = (
            answered(bea, lambda one, form=form: one.post(reverse("account_email"), form))
            for form in ({action: "", "email": "ana@example.test"}, {action: "", "email": "zoe@example.test"})
        )
        assert str(known).replace("ana@", "zoe@") == str(unknown)

    assert EmailAddress.objects.filter(email="ana@example.test", verified=True).exists()


@pytest.mark.parametrize("visitor", sorted(VISITORS))
def test_a_question_of_the_journal_answers_as_none_to_whoever_is_no_reviewer(visitor: str, chu: Hospital) -> None:
    _ask(_software(chu.credentials), chu, chu.seen)
    kept = JournalRequest.objects.get().pk
    client = VISITORS[visitor](chu)
    client.get("/")

    real, absent = (
        answered(client, lambda one, pk=pk: one.get(reverse("review_question", args=[pk]))) for pk in (kept, NOWHERE)
    )

    assert real == absent
    assert real[0] in (302, 403)


@pytest.mark.parametrize("visitor", sorted(VISITORS))
def test_a_physicians_decision_answers_as_none_to_whoever_is_no_reviewer(visitor: str, chu: Hospital) -> None:
    by, reason = Actor.professional(chu.leroy), "Elle a peur de son père."
    kept = physicians.withhold(chu.ana, rule="R71", reason=reason, by=by, at=BEFORE, document=chu.seen)
    client = VISITORS[visitor](chu)
    client.get("/")

    real, absent = (
        answered(client, lambda one, pk=pk: one.get(reverse("review_medical_case", args=[pk])))
        for pk in (kept, NOWHERE)
    )

    assert real == absent
    assert real[0] in (302, 403)


@pytest.mark.parametrize("visitor", sorted(VISITORS))
def test_a_calling_system_answers_as_none_to_whoever_is_no_reviewer(visitor: str, chu: Hospital) -> None:
    client = VISITORS[visitor](chu)
    client.get("/")

    for route in SYSTEMS:
        real, absent = (
            answered(client, lambda one, pk=pk, route=route: one.post(reverse(route, args=[pk])))
            for pk in (chu.credentials.system, NOWHERE)
        )
        assert real == absent
        assert real[0] in (302, 403)


@pytest.mark.parametrize("visitor", sorted(VISITORS))
@pytest.mark.parametrize("route", REPORTS)
def test_a_report_answers_as_none_to_whoever_is_no_reviewer(route: str, visitor: str, chu: Hospital) -> None:
    _ask(_software(chu.credentials), chu, chu.seen)
    request, by = JournalRequest.objects.get().pk, Actor.person(chu.ana)
    kept = reports.report(chu.ana, request, reason=Reason.OTHER, words="", by=by, at=BEFORE)
    client = VISITORS[visitor](chu)
    client.get("/")
    for method in ("get", "post"):
        real, absent = (
            answered(client, lambda one, pk=pk, m=method: getattr(one, m)(reverse(route, args=[pk])))
            for pk in (kept, NOWHERE)
        )
        assert real == absent
        assert real[0] in (302, 403)
    assert AccessReportEvent.objects.count() == 1


def _ask(client: Client, chu: Hospital, document: object, *, rpps: str = Hospital.martin_rpps, **more: Any) -> Any:
    named = more.get("patient", chu.ana_ins)
    place = more.get("place", chu.finess)
    question = {
        "subject": {"type": "professional", "id": rpps, "properties": {"organisation": place}},
        "action": {"name": "read"},
        "resource": {
            "type": more.get("kind", "document"),
            "id": str(document),
            "properties": {"patient": {"system": named.system, "value": named.value}},
        },
        "context": {"purpose": "care"},
    }
    body = {"evaluations": [question]} if more.get("several") else question
    route = "evaluations" if more.get("several") else "evaluation"
    return client.post(reverse(route), body, content_type="application/json")


@pytest.mark.parametrize("several", [False, True])
def test_another_hospital_s_system_learns_neither_who_is_a_patient_nor_which_documents_exist(
    several: bool, chu: Hospital
) -> None:
    """Its own professional, who does not treat Ana: her record, her documents, and what does not exist, are one answer."""
    clinic = _software(_clinic_s(chu))

    def ask(document: object, **more: Any) -> tuple[object, ...]:
        own = {"rpps": chu.leroy_rpps, "place": chu.clinic_finess, "several": several}
        return answered(clinic, lambda one: _ask(one, chu, document, **own, **more))

    documents = {ask(one) for one in (chu.seen, chu.hidden, chu.of_bea, NOWHERE)}
    documents |= {ask(one, patient=chu.nobody_ins) for one in (chu.seen, NOWHERE)}
    records = {ask(NOWHERE, kind="record", patient=who) for who in (chu.ana_ins, chu.bea_ins, chu.nobody_ins)}

    assert len(documents) == 1
    assert len(records) == 1


def test_another_hospital_s_system_may_not_ask_for_professionals_of_this_one_known_or_not(chu: Hospital) -> None:
    clinic = _software(_clinic_s(chu))
    asked = [(chu.martin_rpps, chu.finess), (chu.martin_rpps, chu.clinic_finess), (UNKNOWN_RPPS, chu.clinic_finess)]

    answers = {
        answered(clinic, lambda one, who=who, place=place: _ask(one, chu, chu.seen, rpps=who, place=place))
        for who, place in asked
    }

    assert len(answers) == 1
    assert next(iter(answers))[0] == 403
    assert not JournalRequest.objects.exists()


def test_another_system_s_token_is_revoked_by_nobody_else_and_is_answered_as_an_unknown_one(chu: Hospital) -> None:
    own = _software(chu.credentials)
    held = own.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    other = _clinic_s(chu)
    form = {"client_id": other.client_id, "client_secret": other.client_secret}

    real, absent = (
        answered(Client(), lambda one, token=token: one.post("/oauth2/revoke", {**form, "token": token}))
        for token in (held, "x" * len(held))
    )

    assert real[:3] == absent[:3]
    assert _ask(own, chu, chu.seen).json()["decision"] is True
