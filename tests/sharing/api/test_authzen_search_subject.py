"""AuthZEN 1.0, Subject Search: who may see a document; for the patient's own agent and a reviewer's, nobody else."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.selectors.readers import Reader
from consents.services import intake
from consents.verification import INS_TEST
from consents.vocabulary import CareBasis, Category
from consents.words import Identifier
from portal.models import User
from sharing.models import JournalRequest, ReviewRead
from sharing.selectors.visits import visits
from sharing.services import agents
from tests.sharing.hospital import BEFORE, NOW, Hospital, ins

Body = dict[str, Any]
PATH = "/access/v1/search/subject"
MANY = {"limit": 1}


@pytest.fixture
def bearer(client: Client) -> Callable[[str], str]:
    """The token of an agent of the account with this address."""

    def of(email: str) -> str:
        given = agents.register_agent("Mon application", email=email, at=BEFORE)
        form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
        return str(client.post("/oauth2/token", form).json()["access_token"])

    return of


@pytest.fixture
def ana(chu: Hospital) -> User:
    return User.objects.create_account("ana@example.test", person_id=chu.ana)


@pytest.fixture
def mine(ana: User, bearer: Any) -> str:
    return str(bearer(ana.email))


@pytest.fixture
def review(chu: Hospital, bearer: Any) -> str:
    User.objects.create_account("dpo@example.test", is_reviewer=True)
    return str(bearer("dpo@example.test"))


@pytest.fixture
def who(chu: Hospital, ask: Any, question: Any) -> Callable[..., Any]:
    def post(document: Any, *, bearer: str, page: Any = None, context: Any = None, **more: Any) -> Any:
        body: Body = question(document, **more) | {"subject": {"type": "professional"}}
        body |= {"page": page} if page else {}
        del body["context"]
        return ask(body | ({"context": context} if context else {}), path=PATH, bearer=bearer)

    return post


def seers(answer: Any) -> set[str]:
    return {each["id"] for each in answer.json()["results"]}


def test_results_are_subjects_of_the_type_sought_as_an_evaluation_names_them(
    chu: Hospital, who: Any, mine: str, ask: Any, question: Any
) -> None:
    answer = who(chu.seen, bearer=mine)
    found = answer.json()["results"]

    assert list(answer.json()) == ["page", "results"]
    assert seers(answer) == {chu.martin_rpps, chu.nora_rpps}
    assert [ask(question(chu.seen) | {"subject": each}).json()["decision"] for each in found] == [True, True]


def test_whoever_may_not_see_is_left_out(chu: Hospital, who: Any, mine: str) -> None:
    assert seers(who(chu.hidden, bearer=mine)) == {chu.nora_rpps}


def test_an_identifier_of_the_subject_is_ignored(chu: Hospital, ask: Any, question: Any, mine: str) -> None:
    body = question(chu.seen) | {"subject": {"type": "professional", "id": chu.leroy_rpps}}
    assert seers(ask(body, path=PATH, bearer=mine)) == {chu.martin_rpps, chu.nora_rpps}


def test_the_context_may_be_left_out_and_a_purpose_keeps_those_whose_own_it_is(
    chu: Hospital, who: Any, mine: str
) -> None:
    assert len(seers(who(chu.seen, bearer=mine, context={"purpose": "care"}))) == 2
    assert seers(who(chu.seen, bearer=mine, context={"purpose": "occupational_health"})) == set()
    assert who(chu.seen, bearer=mine, context={"purpose": "curiosity"}).status_code == 400


def test_a_calling_system_is_not_told_who_may_see(chu: Hospital, who: Any, token: str) -> None:
    answers = [who(each, bearer=token) for each in (chu.seen, chu.of_bea)]
    assert [each.status_code for each in answers] == [403, 403]
    assert answers[0].content == answers[1].content


def test_a_patients_agent_asks_no_other_question(chu: Hospital, ask: Any, question: Any, mine: str) -> None:
    paths = ("/access/v1/evaluation", "/access/v1/search/resource")
    assert [ask(question(chu.seen), path=path, bearer=mine).status_code for path in paths] == [403, 403]


def test_a_patients_agent_is_told_of_no_other_record_and_not_whether_it_exists(
    chu: Hospital, who: Any, mine: str
) -> None:
    def about(patient: Any) -> tuple[int, bytes, int]:
        with CaptureQueriesContext(connection) as captured:
            answer = who(chu.of_bea, bearer=mine, patient=patient)
        return answer.status_code, answer.content, len(captured)

    assert about(chu.bea_ins) == about(chu.nobody_ins)
    assert about(chu.bea_ins)[0] == 403


def test_what_the_patient_may_not_see_himself_looks_as_if_it_were_not_there(chu: Hospital, who: Any, mine: str) -> None:
    pending = intake.record_document(
        chu.ana,
        category=Category.REPORT,
        organisation=chu.chu,
        deposited=timezone.localdate(),
        announcement_pending=True,
    ).id

    def about(document: Any) -> tuple[bytes, int]:
        with CaptureQueriesContext(connection) as captured:
            answer = who(document, bearer=mine)
        return answer.content, len(captured)

    assert about(pending) == about(chu.of_bea) == about("0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10")
    assert who(pending, bearer=mine).json()["results"] == []


def test_pages_follow_one_another_to_the_end(chu: Hospital, who: Any, mine: str, review: str) -> None:
    first = who(chu.seen, bearer=mine, page=MANY)
    token = first.json()["page"]["next_token"]
    last = who(chu.seen, bearer=mine, page={"token": token})

    assert last.json()["page"] == {"next_token": ""}
    assert seers(first) | seers(last) == {chu.martin_rpps, chu.nora_rpps}
    assert who(chu.hidden, bearer=mine, page={"token": token}).status_code == 400
    assert who(chu.seen, bearer=review, page={"token": token}).status_code == 400


def test_what_a_reviewer_is_told_is_written_down_first(chu: Hospital, who: Any, review: str) -> None:
    assert seers(who(chu.hidden, bearer=review)) == {chu.nora_rpps}

    read = ReviewRead.objects.get()
    assert (read.page, read.patients, read.filters) == ("who_may_see", [chu.ana], {"document": str(chu.hidden)})
    assert not JournalRequest.objects.exists()


def test_an_account_that_is_closed_ends_its_agent_at_the_next_call(
    chu: Hospital, who: Any, ana: User, mine: str
) -> None:
    assert who(chu.seen, bearer=mine).status_code == 200
    get_user_model().objects.filter(pk=ana.pk).update(is_active=False)
    assert who(chu.seen, bearer=mine).json()["type"].endswith(":caller-unknown")


def test_a_reviewer_who_is_none_any_more_is_told_nothing(chu: Hospital, who: Any, review: str) -> None:
    get_user_model().objects.filter(email="dpo@example.test").update(is_reviewer=False)
    assert who(chu.seen, bearer=review).status_code == 403


@pytest.mark.parametrize("change", [{"subject": {"type": "organisation"}}, {"subject": {}}, {"resource": {}},
                                    {"action": {"name": "write"}}])  # fmt: skip
def test_what_cannot_be_sought_is_a_bad_request(
    chu: Hospital, ask: Any, question: Any, mine: str, change: Body
) -> None:
    assert ask(question(chu.seen) | change, path=PATH, bearer=mine).status_code == 400


def test_a_document_is_named_by_its_source_too(chu: Hospital, ask: Any, question: Any, mine: str) -> None:
    body = question("seen") | {"subject": {"type": "professional"}}
    body["resource"]["properties"]["system"] = "1.2.3"
    assert len(seers(ask(body, path=PATH, bearer=mine))) == 2


def test_an_agent_is_registered_for_an_account_that_exists(chu: Hospital, ana: User) -> None:
    told = StringIO()
    call_command("register_agent", name="Mon application", email="ANA@example.test", stdout=told)

    assert "patient_agent" in told.getvalue()
    with pytest.raises(CommandError):
        call_command("register_agent", name="x", email="nobody@example.test")


def test_a_professionals_account_has_no_agent(chu: Hospital) -> None:
    User.objects.create_account("martin@example.test", professional_id=chu.martin)
    with pytest.raises(agents.NoSuchAccount):
        agents.register_agent("x", email="martin@example.test", at=NOW)


def test_a_minors_agent_is_told_of_no_document(chu: Hospital, who: Any, bearer: Any) -> None:
    """His own view shows rights, team and flags, not documents (R67)."""
    number = Identifier(INS_TEST, ins("2150575056001"))
    lou = intake.record_person(
        at=BEFORE, birth_name="Aubert", born_on=date(2015, 5, 2), ins=number.value, ins_system=number.system
    ).id
    intake.record_care(
        lou, professional=chu.martin, basis=CareBasis.ESTABLISHMENT, begins_at=BEFORE, organisation=chu.chu
    )
    made = {"deposited": date(2026, 1, 10), "organisation": chu.chu}
    report = intake.record_document(lou, category=Category.REPORT, **made).id
    User.objects.create_account("lou@example.test", person_id=lou)
    User.objects.create_account("dpo@example.test", is_reviewer=True)

    assert seers(who(report, bearer=bearer("dpo@example.test"), patient=number)) == {chu.martin_rpps}
    assert seers(who(report, bearer=bearer("lou@example.test"), patient=number)) == set()


def test_the_patient_is_shown_what_a_reviewers_software_was_told(chu: Hospital, who: Any, review: str) -> None:
    who(chu.hidden, bearer=review)
    (line,) = visits(chu.ana, reader=Reader.patient(chu.ana))[0:5]
    assert getattr(line, "page", "") == "who_may_see"
