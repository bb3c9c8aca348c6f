"""After a death: the establishment tells who survives and sends on what he asks; reasons, journal, and the minute that counts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.models import Organisation, PostMortemOpposition, Survivor
from consents.services import directives, intake, minors, survivors
from consents.services.survivors import Called
from consents.verification import INS_TEST
from consents.vocabulary import Category, Purpose, SurvivorRelation
from consents.words import Identifier
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.models import JournalLine, JournalRequest
from sharing.services import decisions
from tests.sharing.api.intake.conftest import Tell
from tests.sharing.hospital import BEFORE, Hospital, ins

PARIS = ZoneInfo("Europe/Paris")
LUC = {
    "system": INS_TEST, "value": ins("1780375056004"), "birth_name": "Aubert", "birth_given_names": "Luc Henri",
    "born_on": "1978-03-05",
}  # fmt: skip
DIED = "2026-02-20"
Ask = Callable[..., Any]


def told(patient: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"patient": patient, "survivor": LUC, "relation": "heir", "proof": "Acte de notoriété", **more}


@pytest.fixture
def asks(chu: Hospital, ask: Ask, ana: dict[str, str]) -> Ask:
    """Luc asks the hospital about Ana's record, or one document."""

    def post(document: Any = None, purpose: str = "after_death_causes", *, who: Any = LUC, about: Any = ana) -> Any:
        kind = (
            {"type": "record", "id": about["value"]} if document is None else {"type": "document", "id": str(document)}
        )
        body = {
            "subject": {
                "type": "person", "id": who["value"],
                "properties": {"system": who["system"], "organisation": chu.finess},
            },
            "action": {"name": "read"},
            "resource": {**kind, "properties": {"patient": about}},
            "context": {"purpose": purpose},
        }  # fmt: skip
        return ask(body, path="/access/v1/after-death")

    return post


@pytest.fixture
def dead(chu: Hospital, tell: Tell, ana: dict[str, str]) -> dict[str, str]:
    """Ana has died; Luc is known to survive her."""
    assert tell("deaths", {"patient": ana, "died_at": DIED}).status_code == 201
    assert tell("survivors", told(ana)).status_code == 201
    return ana


def grounds(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return str(answer.json()["context"]["grounds"])


def test_a_survivor_is_given_what_answers_his_motive_and_the_journal_names_him(
    chu: Hospital, asks: Ask, dead: dict[str, str]
) -> None:
    context = asks(chu.seen).json()["context"]

    assert (context["code"], context["grounds"]) == ("permit", "given")
    assert context["obligations"] == ["necessary_only", "through_physician"]
    assert "R.1111-7" in context["reason_user"]["fr"]
    kept = JournalRequest.objects.get()
    luc = Survivor.objects.get()
    assert (kept.asker_kind, kept.asker, kept.organisation) == ("person", luc.survivor_id, chu.chu)
    assert (luc.relation, luc.proof, kept.purpose) == ("heir", "Acte de notoriété", "after_death_causes")
    assert [line.rule for line in JournalLine.objects.order_by("position")] == ["R53", "R53"]


def test_who_survives_the_living_is_not_kept_and_proof_is_asked_for(
    chu: Hospital, tell: Tell, ana: dict[str, str]
) -> None:
    assert tell("survivors", told(ana)).status_code == 422
    tell("deaths", {"patient": ana, "died_at": DIED})
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"proof": ""}, 400), ({"relation": "friend"}, 400), ({"relation": None}, 400),
        ({"survivor": {"system": INS_TEST, "value": LUC["value"]}}, 403),
        ({"patient": {"system": INS_TEST, "value": chu.bea_ins.value}}, 403),
        ({"survivor": ana | {"birth_name": "Aubert", "born_on": "1980-05-02"}}, 422),
    ]  # fmt: skip
    for more, status in wrong:
        answer = tell("survivors", told(ana) | more)
        assert answer.status_code == status, (more, answer.content)

    assert not Survivor.objects.exists()


def test_care_closes_at_the_death_and_comes_back_when_it_was_an_error(
    chu: Hospital, tell: Tell, asks: Ask, may_see: Ask, dead: dict[str, str]
) -> None:
    assert not may_see(chu.out_of_remit)
    assert not may_see(chu.seen)
    tell("deaths/withdrawn", {"patient": dead})

    assert may_see(chu.seen)
    assert grounds(asks(chu.seen)) == "not_entitled"


def test_an_opposition_of_her_life_is_the_reason_told_wholly_or_for_that_motive_or_person(
    chu: Hospital, tell: Tell, asks: Ask, ana: dict[str, str]
) -> None:
    said: dict[str, Any] = {"by": Actor.person(chu.ana), "at": BEFORE}
    directives.oppose_after_death(chu.ana, motives=[Purpose.AFTER_DEATH_RIGHTS], documents=[chu.hidden], **said)
    tell("deaths", {"patient": ana, "died_at": DIED})
    tell("survivors", told(ana))

    assert grounds(asks(chu.seen)) == "given"
    assert grounds(asks(chu.seen, "after_death_rights")) == "opposed_in_life"
    assert "De son vivant" in asks(None, "after_death_rights").json()["context"]["reason_user"]["fr"]


def test_one_reason_for_every_document_that_is_not_given(
    chu: Hospital, tell: Tell, asks: Ask, ana: dict[str, str]
) -> None:
    directives.oppose_after_death(chu.ana, documents=[chu.hidden], by=Actor.person(chu.ana), at=BEFORE)
    third = intake.record_document(
        chu.ana, category=Category.REPORT, third_party=True, organisation=chu.chu, deposited=date(2026, 1, 10)
    ).id
    tell("deaths", {"patient": ana, "died_at": DIED})
    tell("survivors", told(ana))
    bodies = []
    for document in (chu.hidden, third, chu.of_bea, UUID(int=7)):
        body = asks(document).json()
        assert body["context"].pop("decision_id")
        bodies.append(body)

    assert bodies[0]["context"]["grounds"] == "not_for_this"
    assert all(body == bodies[0] for body in bodies)


@pytest.mark.parametrize(
    ("given", "family", "refused"),
    [
        ("Luc", "Aubert", True),
        ("LUC", "aubért", True),
        ("Henri", "Aubert", True),
        ("Paul", "Aubert", False),
        ("Luc", "Auber", False),
    ],
)
def test_someone_refused_by_name_is_refused_under_the_identifier_he_comes_with(
    chu: Hospital, tell: Tell, asks: Ask, ana: dict[str, str], given: str, family: str, refused: bool
) -> None:
    """Whatever day of birth she wrote: in doubt the secret is kept."""
    named = survivors.called(chu.ana, Called(given, family, date(1979, 1, 1)), at=BEFORE)
    directives.oppose_after_death(chu.ana, persons=[named], by=Actor.person(chu.ana), at=BEFORE)
    tell("deaths", {"patient": ana, "died_at": DIED})
    tell("survivors", told(ana))
    tell("survivors", told(ana, relation="partner"))

    assert grounds(asks(chu.seen)) == ("opposed_in_life" if refused else "given")
    assert PostMortemOpposition.objects.count() == 1 + refused


def test_whoever_is_no_survivor_or_asks_of_someone_unknown_reads_the_same(
    chu: Hospital, asks: Ask, dead: dict[str, str]
) -> None:
    stranger = {"system": INS_TEST, "value": chu.bea_ins.value}
    unknown = {"system": INS_TEST, "value": chu.nobody_ins.value}
    everyone = [asks(chu.seen, who=stranger), asks(chu.seen, who=unknown)]

    assert {grounds(answer) for answer in everyone} == {"not_entitled"}
    assert grounds(asks(None, about=stranger)) == grounds(asks(None, about=unknown)) == "not_entitled"
    assert not any(line.permit for line in JournalLine.objects.all())


def test_no_other_purpose_nor_another_place_nor_another_kind_of_asker(
    chu: Hospital, asks: Ask, ask: Ask, question: Ask, dead: dict[str, str]
) -> None:
    assert asks(chu.seen, "care").status_code == 400
    assert asks(chu.seen, "family_access").status_code == 400
    assert ask(question(chu.seen), path="/access/v1/after-death").status_code == 400
    body = question(chu.seen)
    elsewhere = {"system": INS_TEST, "organisation": chu.clinic_finess}
    body |= {"subject": {"type": "person", "id": LUC["value"], "properties": elsewhere}}
    body["context"] = {"purpose": "after_death_causes"}
    assert ask(body, path="/access/v1/after-death").status_code == 403
    assert not JournalRequest.objects.exists()


def test_an_insurer_sends_on_nothing(chu: Hospital, asks: Ask, dead: dict[str, str]) -> None:
    Organisation.objects.filter(pk=chu.chu).update(kind="insurer")

    assert asks(chu.seen).status_code == 403


def test_while_she_lives_her_oppositions_change_no_byte_nor_statement_of_this_door(chu: Hospital, asks: Ask) -> None:
    def shown() -> list[Any]:
        found = []
        for document in (None, chu.seen):
            for purpose in ("after_death_causes", "after_death_rights", "after_death_memory"):
                with CaptureQueriesContext(connection) as captured:
                    body = asks(document, purpose).json()
                body["context"].pop("decision_id")
                found.append((body, len(captured)))
        return found

    asks()
    one_world = shown()
    directives.oppose_after_death(
        chu.ana, everything=True, motives=[Purpose.AFTER_DEATH_RIGHTS], documents=[chu.seen],
        by=Actor.person(chu.ana), at=timezone.now(),
    )  # fmt: skip

    assert shown() == one_world


def test_what_a_minor_kept_secret_stays_so_from_her_parents_and_looks_like_nothing(
    chu: Hospital, tell: Tell, asks: Ask, dead: dict[str, str]
) -> None:
    """Her parents ask as heirs, without more proof than their authority (R55, decision.md §9.12)."""
    mother = {"system": INS_TEST, "value": ins("2850275056005")}
    child = {"system": INS_TEST, "value": ins("2110575056006")}
    people = {
        one["value"]: intake.record_person(
            at=BEFORE, birth_name="Roy", birth_given_names=given, born_on=born, ins=one["value"], ins_system=INS_TEST
        ).id
        for one, given, born in ((mother, "Julie", date(1985, 2, 1)), (child, "Lina", date(2011, 5, 1)))
    }
    lina, julie = people[child["value"]], people[mother["value"]]
    intake.record_authority(lina, holder=julie)
    made = {"category": Category.REPORT, "organisation": chu.chu, "deposited": date(2026, 1, 10)}
    kept, open_ = (intake.record_document(lina, **made).id for _ in range(2))  # type: ignore[arg-type]
    minors.keep_secret(lina, document=kept, towards=[julie], by=Actor.person(lina), at=BEFORE)
    intake.record_death(lina, died_at=datetime(2026, 2, 20, tzinfo=PARIS))

    assert grounds(asks(open_, who=mother, about=child)) == "given"
    secret, nothing = (asks(one, who=mother, about=child).json() for one in (kept, UUID(int=9)))
    assert secret["context"].pop("decision_id") != nothing["context"].pop("decision_id")
    assert secret == nothing


@pytest.mark.parametrize("day", [date(2026, 2, 20), date(2026, 3, 29), date(2026, 10, 25)])
def test_the_minute_before_the_day_of_death_in_paris_and_the_minute_it_begins(chu: Hospital, day: date) -> None:
    """Care is open until midnight in Paris, survivors from then on; whether clocks change that day or not."""
    luc = intake.record_person(
        at=BEFORE, birth_name="Aubert", born_on=date(1978, 3, 5), ins=LUC["value"], ins_system=INS_TEST
    ).id
    intake.record_survivor(chu.ana, survivor=luc, relation=SurvivorRelation.HEIR)
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS)
    intake.record_death(chu.ana, died_at=midnight + timedelta(hours=15))
    heir = AskerNamed(AskerKind.PERSON, Identifier(INS_TEST, LUC["value"]))

    def open_to(minutes: int) -> tuple[bool, bool]:
        at = midnight + timedelta(minutes=minutes)
        asked = Asked(heir, chu.ana_ins, chu.seen, Purpose.AFTER_DEATH_MEMORY)
        return decisions.decide_one(chu.asked(chu.seen), at=at).permit, decisions.decide_one(asked, at=at).permit

    assert [open_to(minutes) for minutes in (-1, 0, 1)] == [(True, False), (False, True), (False, True)]
    intake.withdraw_death(chu.ana, died_at=midnight + timedelta(hours=15))
    assert open_to(1) == (True, False)
