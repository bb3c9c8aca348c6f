"""The patient's own pages: the same answers as the API's, and what a choice would change."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.errors import Refused
from consents.services import intake, preferences
from consents.vocabulary import OrganisationKind, Profession
from consents.words import EVERYONE, EVERYTHING, Recipient
from sharing.models import JournalRequest
from sharing.services import decisions, explanations, own_view
from sharing.services.preview import Effect, preview
from tests.sharing.hospital import NOW, Hospital, about, doctor


def effect_of_opposing(chu: Hospital, to: Recipient, document: uuid.UUID | None) -> Effect:
    subject = about(document) if document else EVERYTHING
    by = Actor.person(chu.ana)
    return preview(chu.ana, lambda: preferences.oppose(chu.ana, to=to, about=subject, by=by, at=NOW), by=by, at=NOW)


def test_the_list_of_what_one_may_see_is_what_single_questions_answer(chu: Hospital) -> None:
    listed = own_view.what_may_see(chu.ana, chu.martin, at=NOW)
    every = [chu.seen, chu.hidden, chu.out_of_remit]
    single = [each for each in every if decisions.decide_one(chu.asked(each), at=NOW).permit]
    assert listed == [str(each) for each in single] == [str(chu.seen)]


def test_who_may_see_a_document_is_whoever_would_be_permitted(chu: Hospital) -> None:
    assert set(own_view.who_may_see(chu.ana, chu.seen, at=NOW)) == {str(chu.martin), str(chu.nora)}
    assert own_view.who_may_see(chu.ana, chu.hidden, at=NOW) == [str(chu.nora)]
    assert own_view.who_may_see(chu.ana, chu.of_bea, at=NOW) == []


def test_someone_who_takes_no_part_sees_nothing(chu: Hospital) -> None:
    assert own_view.what_may_see(chu.ana, chu.leroy, at=NOW) == []


def test_a_secretary_sees_what_the_one_assisted_sees(chu: Hospital) -> None:
    secretary = intake.record_professional(
        family_name="Petit", profession=Profession.MEDICAL_SECRETARY, assists=chu.martin
    ).id
    intake.record_practice(professional=secretary, organisation=chu.chu)
    assert own_view.what_may_see(chu.ana, secretary, at=NOW) == [str(chu.seen)]


def test_looking_at_ones_own_record_leaves_no_line_in_the_journal(chu: Hospital) -> None:
    decision = explanations.explain(chu.asked(chu.hidden, purpose=""), at=NOW).decision
    assert (decision.rule, decision.trace.line) == ("R08", "4.10.4")
    assert not JournalRequest.objects.exists()


def test_an_opposition_shows_who_would_lose_what(chu: Hospital) -> None:
    effect = effect_of_opposing(chu, EVERYONE, chu.seen)
    assert {(each.professional, each.document) for each in effect.losses} == {
        (str(chu.martin), str(chu.seen)), (str(chu.nora), str(chu.seen)),
    }  # fmt: skip
    assert effect.gains == ()
    assert {(each.rule_before, each.rule_after) for each in effect.losses} == {("R10", "R28")}


def test_what_is_shown_before_is_what_stands_after(chu: Hospital) -> None:
    effect = effect_of_opposing(chu, doctor(chu.martin), chu.seen)
    before = own_view.what_may_see(chu.ana, chu.martin, at=NOW)
    chu.oppose(chu.martin, chu.seen, at=NOW)
    after = own_view.what_may_see(chu.ana, chu.martin, at=NOW)
    assert [each.document for each in effect.losses] == [each for each in before if each not in after]


def test_a_grant_to_someone_new_shows_what_he_would_gain(chu: Hospital) -> None:
    by = Actor.person(chu.ana)
    effect = preview(
        chu.ana,
        lambda: preferences.grant(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=NOW),
        by=by,
        at=NOW,
    )
    gained = {each.document for each in effect.gains if each.professional == str(chu.leroy)}
    assert gained == {str(chu.seen), str(chu.hidden), str(chu.out_of_remit)}
    assert effect.losses == ()


def test_a_choice_that_begins_later_is_shown_as_it_will_be_then(chu: Hospital) -> None:
    by, later = Actor.person(chu.ana), NOW + timedelta(days=30)

    def oppose() -> object:
        return preferences.oppose(chu.ana, to=doctor(chu.martin), about=about(chu.seen), by=by, at=NOW, begins_at=later)

    assert preview(chu.ana, oppose, by=by, at=NOW).changes_nothing
    assert len(preview(chu.ana, oppose, by=by, at=NOW, from_moment=later).losses) == 1


def test_a_document_that_waits_to_be_announced_is_not_named(chu: Hospital) -> None:
    waiting = chu.report(announcement_pending=True, deposited=date(2026, 2, 20))
    assert str(waiting) not in {each.document for each in effect_of_opposing(chu, EVERYONE, None).losses}


def test_nothing_remains_of_a_preview(chu: Hospital) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(revision) FROM consents_ledgerentry")
        before = cursor.fetchone()
        effect_of_opposing(chu, EVERYONE, chu.seen)
        cursor.execute("SELECT count(*), max(revision) FROM consents_ledgerentry")
        assert cursor.fetchone() == before
    assert str(chu.seen) in own_view.what_may_see(chu.ana, chu.martin, at=NOW)


def test_what_the_service_refuses_the_preview_refuses(chu: Hospital) -> None:
    insurer = intake.record_organisation(name="Assurances", kind=OrganisationKind.INSURER).id
    who = intake.record_professional(family_name="Dupin", profession=Profession.INSURER_PHYSICIAN).id
    intake.record_practice(professional=who, organisation=insurer)
    by = Actor.person(chu.ana)
    with pytest.raises(Refused) as refused:
        preview(
            chu.ana, lambda: preferences.grant(chu.ana, to=doctor(who), about=EVERYTHING, by=by, at=NOW), by=by, at=NOW
        )
    assert refused.value.rule == "R77"


def test_the_pages_cost_the_same_statements_for_three_documents_and_for_sixty(chu: Hospital) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            own_view.who_may_see(chu.ana, chu.seen, at=NOW)
        return len(captured)

    three = cost()
    for number in range(57):
        chu.report(number, author=chu.leroy)
    assert cost() == three
