"""AuthZEN 1.0, Resource Search: what may he see of one patient's documents. Each test is a rule, of the text or ours."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.services import intake
from consents.vocabulary import Category
from sharing.models import JournalLine, JournalRequest
from sharing.services import callers, searches
from sharing.services.paging import TOKEN_HOLDS, NoSuchPage, Wanted
from tests.sharing.hospital import BEFORE, NOW, Hospital

Body = dict[str, Any]
PATH = "/access/v1/search/resource"


@pytest.fixture
def search(chu: Hospital, ask: Any, question: Any) -> Callable[..., Any]:
    """What may Dr Martin see of Ana's?"""

    def post(*, page: Any = None, bearer: str = "", **more: Any) -> Any:
        body = question("", **more)
        del body["resource"]["id"]
        body |= {} if page is None else {"page": page}
        return ask(body, path=PATH, **({"bearer": bearer} if bearer else {}))

    return post


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.json()["results"]]


def walked(search: Any, limit: int) -> list[list[str]]:
    """Every page, as a client that follows the tokens reads them."""
    pages, token = [], None
    while token != "":
        answer = search(page={"limit": limit} if token is None else {"token": token})
        token = answer.json()["page"]["next_token"]
        pages.append(ids(answer))
    return pages


def test_results_are_resources_of_the_type_sought_and_the_page_comes_first(chu: Hospital, search: Any) -> None:
    answer = search()

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert list(answer.json()) == ["page", "context", "results"]
    assert answer.json()["results"] == [{"type": "document", "id": str(chu.seen)}]


def test_the_last_page_says_so_with_an_empty_token_and_no_page_counts_anything(chu: Hospital, search: Any) -> None:
    assert search().json()["page"] == {"next_token": ""}


def test_every_result_is_permitted_when_asked_by_itself_and_no_other_is(
    chu: Hospital, search: Any, ask: Any, question: Any
) -> None:
    reports = [chu.report(number) for number in range(5)]
    listed = set(ids(search()))
    alone = {str(each) for each in (*reports, chu.seen, chu.hidden, chu.out_of_remit, chu.of_bea)
             if ask(question(each)).json()["decision"]}  # fmt: skip

    assert listed == alone == {str(each) for each in (*reports, chu.seen)}


def test_an_identifier_of_the_resource_is_ignored(chu: Hospital, ask: Any, question: Any) -> None:
    assert ids(ask(question(chu.hidden), path=PATH)) == [str(chu.seen)]


@pytest.mark.parametrize("missing", ["subject", "subject/id", "action", "resource", "resource/type", "context",
                                     "resource/properties/patient"])  # fmt: skip
def test_a_required_member_that_is_missing_is_a_bad_request(
    chu: Hospital, ask: Any, question: Any, missing: str
) -> None:
    body = question(chu.seen)
    place: Any = body
    *parents, name = missing.split("/")
    for each in parents:
        place = place[each]
    del place[name]
    answer = ask(body, path=PATH)
    assert (answer.status_code, answer.json()["pointer"]) == (400, f"/{missing}")


def test_only_documents_are_searched(chu: Hospital, ask: Any, question: Any) -> None:
    body = question(chu.seen)
    body["resource"]["type"] = "record"
    assert ask(body, path=PATH).json()["type"].endswith(":unknown-resource-type")


def test_pages_follow_one_another_to_the_end_without_a_gap_or_a_double(chu: Hospital, search: Any) -> None:
    for number in range(6):
        chu.report(number)
    pages = walked(search, 3)

    assert [len(page) for page in pages] == [3, 3, 1]
    shown = [each for page in pages for each in page]
    assert shown == ids(search())
    assert len(set(shown)) == 7


def test_a_page_is_full_though_what_is_hidden_stands_between_its_documents(chu: Hospital, search: Any) -> None:
    reports = [chu.report(number) for number in range(6)]
    for report in reports[1::2]:
        chu.oppose(chu.martin, report)
    assert [len(page) for page in walked(search, 2)] == [2, 2]


def test_a_limit_is_a_most_and_holds_for_the_pages_that_follow(chu: Hospital, search: Any) -> None:
    for number in range(3):
        chu.report(number)
    token = search(page={"limit": 1}).json()["page"]["next_token"]

    assert len(ids(search(page={"token": token}))) == 1
    assert len(ids(search(page={"token": token, "limit": 1}))) == 1
    assert len(ids(search(page={"limit": 100_000}))) == 4
    assert ids(search(page={"limit": 0})) == []
    assert search(page={"limit": 0}).json()["page"]["next_token"]


@pytest.mark.parametrize("limit", [-1, 1.5, "2", True, []])
def test_a_limit_is_a_whole_number_zero_or_more(chu: Hospital, search: Any, limit: object) -> None:
    answer = search(page={"limit": limit})
    assert (answer.status_code, answer.json()["pointer"]) == (400, "/page/limit")


def test_unknown_members_of_the_page_are_ignored_and_an_empty_token_is_none(chu: Hospital, search: Any) -> None:
    assert len(ids(search(page={"properties": {"sort": "asc"}, "later": 1, "token": ""}))) == 1


def test_whatever_changes_between_two_pages_is_refused(chu: Hospital, search: Any, ask: Any, question: Any) -> None:
    chu.report()
    token = search(page={"limit": 1}).json()["page"]["next_token"]
    body = question("") | {"page": {"token": token}}
    del body["resource"]["id"]
    changed: list[Any] = [
        body | {"subject": body["subject"] | {"id": chu.nora_rpps}},
        body | {"subject": {"type": "professional", "id": chu.martin_rpps}},
        body | {"context": {"purpose": "occupational_health"}},
        body | {"resource": question("", patient=chu.bea_ins)["resource"]},
        body | {"page": {"token": token, "limit": 2}},
        body | {"page": {"token": token[:-2] + ("AA" if token[-2:] != "AA" else "BB")}},
        body | {"page": {"token": "é"}},
        body | {"page": {"token": 7}},
    ]

    assert ask(body, path=PATH).status_code == 200
    answers = [ask(each, path=PATH) for each in changed]
    assert {(each.status_code, each.json()["pointer"]) for each in answers} == {(400, "/page/token")}


def test_a_token_is_worth_nothing_to_another_caller(chu: Hospital, search: Any, client: Any) -> None:
    chu.report()
    token = search(page={"limit": 1}).json()["page"]["next_token"]
    other = callers.register_calling_system("Autre logiciel", organisations=[chu.chu], at=BEFORE)
    form = {"grant_type": "client_credentials", "client_id": other.client_id, "client_secret": other.client_secret}
    bearer = client.post("/oauth2/token", form).json()["access_token"]

    assert search(page={"limit": 1}, bearer=bearer).status_code == 200
    assert search(page={"token": token}, bearer=bearer).json()["type"].endswith(":invalid-page-token")


def test_a_token_ends_after_a_quarter_of_an_hour(chu: Hospital) -> None:
    chu.report()
    client = chu.credentials.client_id
    first = searches.documents(client, chu.asked(None), Wanted("", 1), at=NOW)
    wanted = Wanted(first.following)

    assert len(searches.documents(client, chu.asked(None), wanted, at=NOW + TOKEN_HOLDS).documents) == 1
    with pytest.raises(NoSuchPage):
        searches.documents(client, chu.asked(None), wanted, at=NOW + TOKEN_HOLDS + timedelta(seconds=1))


def test_a_token_is_opaque_and_always_as_long(chu: Hospital, search: Any) -> None:
    reports = [chu.report(number) for number in range(4)]
    tokens = [search(page={"limit": limit}).json()["page"]["next_token"] for limit in (0, 1, 2, 3)]

    assert len({len(each) for each in tokens}) == 1
    plain = b"".join(base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)) for each in tokens)
    assert not any(each.bytes in plain or str(each).encode() in plain for each in reports)


def test_each_page_is_written_as_it_was_shown_and_nothing_else_is(chu: Hospital, search: Any) -> None:
    chu.report()
    search(page={"limit": 1})

    request = JournalRequest.objects.get()
    shown = list(JournalLine.objects.filter(document__isnull=False))
    assert (request.asker, request.organisation, request.patient) == (chu.martin, chu.chu, chu.ana)
    assert [(line.permit, line.rule) for line in shown] == [(True, "R10")]
    assert JournalLine.objects.filter(document__isnull=True).get().code == "permit"


def test_without_the_journal_no_list_is_given(chu: Hospital, search: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sharing_journalline ADD CONSTRAINT broken CHECK (false) NOT VALID")
    assert search().status_code == 503


def test_a_list_about_a_stranger_is_that_about_nobody(chu: Hospital, search: Any) -> None:
    def about(patient: Any) -> tuple[Any, ...]:
        with CaptureQueriesContext(connection) as captured:
            answer = search(patient=patient)
        body = answer.json()
        opaque = {name: len(body["context"].pop(name)) for name in ("decision_id", "patient", "token")}
        return answer.status_code, body, opaque, len(answer.content), len(captured)

    assert about(chu.bea_ins) == about(chu.nobody_ins)
    assert about(chu.bea_ins)[1]["results"] == []
    assert about(chu.bea_ins)[1]["context"]["code"] == "consent_required"


def test_a_list_costs_the_statements_of_one_document(chu: Hospital, search: Any, ask: Any, question: Any) -> None:
    for number in range(30):
        chu.report(number)
    counts = []
    for act in (lambda: ask(question(chu.seen)), search, lambda: search(page={"limit": 5})):
        with CaptureQueriesContext(connection) as captured:
            act()
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_someone_of_another_house_is_refused_like_someone_unknown(chu: Hospital, search: Any) -> None:
    elsewhere, unknown = search(rpps=chu.leroy_rpps), search(rpps="10009999995")
    assert elsewhere.status_code == unknown.status_code == 403
    assert elsewhere.content == unknown.content
    assert not JournalRequest.objects.exists()


def test_an_emergency_is_stated_for_a_list_as_for_a_document(
    chu: Hospital, search: Any, ask: Any, question: Any
) -> None:
    body = question("")
    del body["resource"]["id"]
    body["context"] = {"purpose": "emergency"}
    assert ask(body, path=PATH).json()["type"].endswith(":statement-missing")


def test_a_list_in_an_emergency_is_written_with_what_must_follow(chu: Hospital, ask: Any, question: Any) -> None:
    chu.withdraw(chu.martin, chu.hidden, at=NOW)
    elsewhere = intake.record_document(
        chu.ana, category=Category.REPORT, organisation=chu.clinic, deposited=NOW.date()
    ).id
    body = question("")
    del body["resource"]["id"]
    stated = {"unable_to_consent": True, "immediate_risk": True, "reason": "trouvée inconsciente"}
    body["context"] = {"purpose": "emergency", "emergency": stated}

    assert str(elsewhere) in ids(ask(body, path=PATH))
    line = JournalLine.objects.get(document=elsewhere)
    assert (line.rule, "notify_patient" in line.obligations, "review" in line.obligations) == ("R34", True, True)
    assert JournalRequest.objects.get().stated_reason == "trouvée inconsciente"
