"""Who may enter which route; and an object of another patient answers exactly as one that does not exist."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from consents.actor import Actor
from consents.services import intake
from consents.words import EVERYTHING
from portal.access import ROUTES, AccessMiddleware, Entry
from portal.models import Export, User
from portal.patient import acting_urls
from portal.patient import urls as patient_urls
from portal.patient.acting import Door
from sharing.models import AccessReport, CollectedConsent, JournalRequest
from sharing.reported import Reason
from sharing.services import decisions, reports
from sharing.services.intake import oral
from sharing.services.intake.oral import Said
from sharing.services.intake.speaking import Speaker
from tests.sharing.hospital import NOW, Hospital, doctor, hospital

NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def route_names(patterns: list[Any], namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every route of the site, as a request would know it."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from route_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or f"(unnamed) {pattern.pattern}"))


def test_every_route_of_the_site_has_a_rule() -> None:
    missing = {name for name in route_names(get_resolver().url_patterns) if name not in ROUTES}

    assert missing == set(), "say in portal/access.py who may enter these routes"


#: Pages beside the patient's own that say nothing about anyone, or only what their reader hands in.
OPEN = {"accessibility", "rights", "verify_receipt"}


def test_every_page_of_the_patient_is_for_the_patient_alone() -> None:
    entries = {str(pattern.name): ROUTES[pattern.name or ""] for pattern in patient_urls.urlpatterns}

    assert {name for name, entry in entries.items() if entry is Entry.PUBLIC} == OPEN
    assert set(entries.values()) == {Entry.PATIENT, Entry.PUBLIC}


def test_a_route_without_a_rule_lets_nobody_in(rf: RequestFactory) -> None:
    request = rf.get("/livez")
    request.resolver_match = resolve("/livez")
    request.resolver_match.view_name = "forgotten"
    middleware = AccessMiddleware(lambda _request: HttpResponse())

    with pytest.raises(PermissionDenied):
        middleware.process_view(request, lambda _request: HttpResponse(), (), {})


@pytest.fixture
def chu(db: None) -> Hospital:
    """The hospital asked twice about Ana; she reported the first time."""
    town = hospital()
    decisions.decide_one(town.asked(town.seen), at=NOW)
    first, by = JournalRequest.objects.get().pk, Actor.person(town.ana)
    reports.report(town.ana, first, reason=Reason.OTHER, words="", by=by, at=NOW)
    decisions.decide_one(town.asked(town.seen), at=NOW)
    return town


def account(email: str, **who: Any) -> User:
    return User.objects.create_account(email, **who)


@pytest.fixture
def visitors(chu: Hospital) -> dict[str, Client]:
    """Everyone who may try Ana's objects: another patient, a parent, a professional, a reviewer, nobody."""
    now = datetime(2026, 2, 1, tzinfo=UTC)
    child = intake.record_person(at=now, birth_name="Aubert", born_on=date(2016, 5, 2)).id
    parent = intake.record_person(at=now, birth_name="Aubert", born_on=date(1979, 5, 2)).id
    intake.record_authority(child, holder=parent)
    accounts = {
        "another patient": account("bea@example.test", person_id=chu.bea),
        "a parent": account("parent@example.test", person_id=parent),
        "a professional": account("martin@example.test", professional_id=chu.martin),
        "a reviewer": account("dpo@example.test", is_reviewer=True),
    }
    clients = {name: Client() for name in accounts}
    for name, client in clients.items():
        client.force_login(accounts[name])
    return {**clients, "anonymous": Client(), "another hospital's system": _system(chu)}


def _system(chu: Hospital) -> Client:
    """A hospital's software, with its token and no session."""
    given = chu.credentials
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    token = Client().post("/oauth2/token", form).json()["access_token"]
    return Client(headers={"authorization": f"Bearer {token}"})


def _declared(document: str, to: str = "everyone") -> dict[str, object]:
    return {"verbe": "oppose", "a": to, "sur": f"document:{document}", "revision": 0, "jeton": "j" * 20, "jusqu_au": ""}


def _kept(table: Any, *, real: bool) -> uuid.UUID:
    """The last of Ana's accesses, or her only report; looked up as well for what does not exist."""
    found: uuid.UUID = table.objects.order_by("recorded_at", "pk").last().pk
    return found if real else NOWHERE


def _exported(chu: Hospital, *, real: bool) -> uuid.UUID:
    """A file that Ana asked for and that waits for her; looked up as well for what does not exist."""
    kept = Export.objects.filter(patient_id=chu.ana, state="ready").first()
    if kept is None:
        owner = User.objects.filter(person_id=chu.ana).first() or account("owner@example.test", person_id=chu.ana)
        at = timezone.now()
        kept = Export.objects.create(
            account=owner, patient_id=chu.ana, shape="json", language="fr", state="ready", asked_at=at, made_at=at,
            expires_at=at + timedelta(days=1), file_name="mes-partages-2026-11-22.json",
        )  # fmt: skip
    return kept.pk if real else NOWHERE


def _heard(chu: Hospital, *, real: bool) -> uuid.UUID:
    """A consent that waits for Ana's answer; looked up as well for what does not exist."""
    kept = CollectedConsent.objects.filter(patient=chu.ana, answer=None).first()
    if kept is None:
        said = Said(chu.ana, "grant", doctor(chu.martin), EVERYTHING, chu.martin)
        oral.hear(Speaker(chu.credentials.system, frozenset()), said, at=timezone.now())
        kept = CollectedConsent.objects.get(patient=chu.ana, answer=None)
    return kept.pk if real else NOWHERE


Ask = Callable[[Client, Hospital, bool], Any]
#: Each route that names an object: Ana's own one (real) or one that does not exist.
OBJECTS: dict[str, Ask] = {
    "professional": lambda client, chu, real: client.get(
        reverse("professional", args=[chu.martin if real else NOWHERE])
    ),
    "see_as": lambda client, chu, real: client.get(reverse("see_as", args=[chu.martin if real else NOWHERE])),
    "why_record": lambda client, chu, real: client.get(reverse("why_record", args=[chu.martin if real else NOWHERE])),
    "why": lambda client, chu, real: client.get(reverse("why", args=[chu.martin, chu.seen if real else NOWHERE])),
    "document": lambda client, chu, real: client.get(reverse("document", args=[chu.seen if real else NOWHERE])),
    "done": lambda client, chu, real: client.get(reverse("done", args=[1 if real else 999])),
    "receipt": lambda client, chu, real: client.get(reverse("receipt", args=[1 if real else 999])),
    "receipt_json": lambda client, chu, real: client.get(reverse("receipt_json", args=[1 if real else 999])),
    "receipt_pdf": lambda client, chu, real: client.get(reverse("receipt_pdf", args=[1 if real else 999])),
    "export_file": lambda client, chu, real: client.get(reverse("export_file", args=[_exported(chu, real=real)])),
    "export_delete": lambda client, chu, real: client.post(reverse("export_delete", args=[_exported(chu, real=real)])),
    "report_access": lambda client, chu, real: client.get(
        reverse("report_access", args=[_kept(JournalRequest, real=real)])
    ),
    "report": lambda client, chu, real: client.get(reverse("report", args=[_kept(AccessReport, real=real)])),
    "waiting_consent": lambda client, chu, real: client.get(reverse("waiting_consent", args=[_heard(chu, real=real)])),
    "waiting_refuse": lambda client, chu, real: client.post(
        reverse("waiting_refuse", args=[_heard(chu, real=real)]), {"jeton": "j" * 20}
    ),
    "preview": lambda client, chu, real: client.get(
        reverse("preview"), {"verbe": "oppose", "a": "everyone", "sur": f"document:{chu.seen if real else NOWHERE}"}
    ),
    "declare": lambda client, chu, real: client.post(reverse("declare"), _declared(str(chu.seen if real else NOWHERE))),
    "undo": lambda client, chu, real: client.post(
        reverse("undo"), {"revision": 1 if real else 999, "vu": 1, "jeton": "j" * 20}
    ),
}


#: The record of someone who is represented: every page is tried in tests/portal/children.
REPRESENTED = {name for door in Door for name in acting_urls.names(door)}


def test_every_route_that_takes_an_object_is_tried_below() -> None:
    with_arguments = {pattern.name for pattern in patient_urls.urlpatterns if "<" in str(pattern.pattern)} - REPRESENTED

    assert with_arguments | {"preview", "declare", "undo"} == set(OBJECTS)


def same(answer: Any) -> tuple[object, ...]:
    """Status, address and bytes, less what differs between any two answers: identifiers, tokens, the request's own id."""
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", answer.content)
    body = re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|/(?:fait|recus)/\d+", b"ID", body)
    where = re.sub(r"[0-9a-f-]{36}|(?:fait|recus)(?:/|%2F)\d+", "ID", answer.headers.get("Location", ""))
    return answer.status_code, where, body


@pytest.mark.parametrize("route", sorted(OBJECTS))
@pytest.mark.parametrize(
    "visitor",
    ["another patient", "a parent", "a professional", "a reviewer", "anonymous", "another hospital's system"],
)
def test_an_object_of_another_patient_answers_exactly_as_one_that_does_not_exist(
    visitor: str, route: str, chu: Hospital, visitors: dict[str, Client]
) -> None:
    client = visitors[visitor]
    OBJECTS[route](client, chu, False)
    with CaptureQueriesContext(connection) as absent_queries:
        absent = OBJECTS[route](client, chu, False)
    with CaptureQueriesContext(connection) as foreign_queries:
        foreign = OBJECTS[route](client, chu, True)

    assert same(foreign) == same(absent)
    assert len(foreign_queries) == len(absent_queries)
    assert foreign.status_code in (302, 403, 404)


def test_the_patient_herself_finds_each_of_these_objects(chu: Hospital) -> None:
    client = Client()
    client.force_login(account("ana@example.test", person_id=chu.ana))

    statuses = {name: OBJECTS[name](client, chu, True).status_code for name in sorted(OBJECTS)}

    assert statuses == dict.fromkeys(OBJECTS, 200) | {
        "declare": 302,
        "undo": 302,
        "export_delete": 302,
        "waiting_refuse": 302,
    }


@pytest.mark.parametrize("page", ["home", "team", "documents", "history"])
def test_a_visitor_without_a_session_is_led_to_sign_in(page: str, db: None, client: Client) -> None:
    answer = client.get(reverse(page))

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("page", ["home", "team", "documents", "history"])
def test_a_professional_without_a_record_of_his_own_is_told_these_pages_are_the_patients(
    page: str, visitors: dict[str, Client]
) -> None:
    answer = visitors["a professional"].get(reverse(page))

    assert answer.status_code == 403
    assert "Ces pages sont celles des patients" in answer.content.decode()


def test_a_reviewer_who_opens_the_front_page_is_led_to_his_own(visitors: dict[str, Client]) -> None:
    assert visitors["a reviewer"].get(reverse("home")).status_code == 302
    assert visitors["a reviewer"].get(reverse("team")).status_code == 403


def existing(entry: Entry) -> list[str]:
    """Addresses of that kind that can be written without knowing an object."""
    found = []
    for name in set(route_names(get_resolver().url_patterns)):
        if ROUTES.get(name) is entry:
            try:
                found.append(reverse(name))
            except NoReverseMatch:  # a route that names an object
                continue
    return sorted(found)


def test_reviewers_pages_are_closed_to_others_and_to_a_reviewer_with_a_password_alone(
    visitors: dict[str, Client],
) -> None:
    for address in existing(Entry.REVIEWER):
        assert visitors["another patient"].get(address).status_code == 403
        assert visitors["a professional"].get(address).status_code == 403
        assert visitors["anonymous"].get(address).status_code == 302
        assert visitors["a reviewer"].get(address).headers["Location"] == reverse("mfa_index")


def test_the_service_for_software_answers_no_session(visitors: dict[str, Client]) -> None:
    for address in existing(Entry.TOKEN):
        for visitor in ("another patient", "a professional", "a reviewer", "anonymous"):
            answer = visitors[visitor].post(address, "{}", content_type="application/json")
            assert answer.status_code in (400, 401, 403, 415), (address, visitor)


def test_account_pages_ask_for_a_session(client: Client, db: None) -> None:
    for address in existing(Entry.SIGNED_IN):
        assert client.get(address).status_code == 302, address


def test_a_probe_needs_no_account(client: Client, db: None) -> None:
    assert client.get("/livez").status_code == 200
