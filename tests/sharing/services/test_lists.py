"""What he may see, who may see it: exactly what single questions give."""

import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import Profession, RecipientKind
from consents.words import EVERYTHING, Recipient
from sharing.services import decisions, lists
from tests.sharing.hospital import BEFORE, NOW, Hospital, about


def _single(chu: Hospital, document: str, rpps: str) -> bool:
    return decisions.decide_one(chu.asked(uuid.UUID(document), rpps=rpps), at=NOW).permit


def test_a_list_pages_through_what_single_questions_permit_and_nothing_else(chu: Hospital) -> None:
    for number in range(25):
        made = chu.report(number)
        if number % 3 == 0:
            chu.oppose(chu.martin, made)
    seen: list[str] = []
    after = None
    while True:
        page = lists.visible(chu.asked(None), at=NOW, after=after, size=4)
        assert len(page.documents) <= 4
        seen += page.documents
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 17
    assert all(_single(chu, document, chu.martin_rpps) for document in seen)


def test_a_page_costs_the_same_statements_whatever_the_record(chu: Hospital) -> None:
    with CaptureQueriesContext(connection) as few:
        lists.visible(chu.asked(None), at=NOW)
    for number in range(40):
        chu.report(number)
    with CaptureQueriesContext(connection) as many:
        lists.visible(chu.asked(None), at=NOW)
    assert len(few) == len(many)


def test_the_list_of_an_unknown_patient_is_empty(chu: Hospital) -> None:
    page = lists.visible(chu.asked(None, patient=chu.nobody_ins), at=NOW)
    assert page == lists.Page((), None)


def test_everyone_who_sees_a_document_is_named_assistants_and_relatives_too(chu: Hospital) -> None:
    secretary = intake.record_professional(
        family_name="Roy", rpps="10001234599", profession=Profession.MEDICAL_SECRETARY, assists=chu.martin
    ).id
    intake.record_practice(professional=secretary, organisation=chu.chu)
    to = Recipient(RecipientKind.PERSON, str(chu.bea))
    preferences.grant(chu.ana, to=to, about=about(chu.seen), by=Actor.person(chu.ana), at=BEFORE + timedelta(days=1))
    found = {asker.ref for asker in lists.everyone_who_sees(chu.ana, chu.seen, at=NOW)}
    assert found == {str(chu.ana), str(chu.bea), str(chu.martin), str(chu.nora), str(secretary)}


def test_whoever_is_opposed_is_not_among_those_who_see(chu: Hospital) -> None:
    to = Recipient(RecipientKind.PROFESSIONAL, str(chu.nora))
    preferences.oppose(chu.ana, to=to, about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    found = {asker.ref for asker in lists.everyone_who_sees(chu.ana, chu.seen, at=NOW)}
    assert str(chu.nora) not in found
    assert str(chu.martin) in found
