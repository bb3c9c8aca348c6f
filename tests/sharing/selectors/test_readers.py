"""A parent who reads the history: nothing in it differs with a secret, not a line, a count, a page nor a number."""

import dataclasses
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from consents.actor import Actor
from consents.models import Document
from consents.selectors.declarations import declarations
from consents.selectors.readers import Reader
from consents.services import intake, minors
from consents.words import Identifier
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.engine.question import EmergencyStatement
from sharing.selectors import accesses, visits
from sharing.selectors.accesses import Kind, WantedAccesses
from sharing.selectors.readers import reader
from sharing.services import decisions
from tests.sharing.selectors.conftest import GP, GYNAECOLOGIST, START, STRANGER, Child, child, live, town

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=90)


def told(one: Child, at: datetime) -> dict[str, Any]:
    """All that the mother can draw from the selectors, with the two worlds' identifiers made alike."""
    reads = reader(one.id, one.town.mother, at=at)
    wanted = [WantedAccesses(kind=kind) for kind in Kind]
    wanted += [WantedAccesses(asker=one.town.staff[rpps]) for rpps in (GP, GYNAECOLOGIST)]
    wanted += [WantedAccesses(place=place) for place in one.town.places.values()]
    came = visits.visits(one.id, reader=reads)
    pages = [came[first : first + 3] for first in range(0, 30, 3)]
    return {
        "documents": sorted(one.town.known(each) for each in reads.documents),
        "declared": [_alike(one, card) for card in declarations(one.id, reader=reads, at=at)],
        "total": came.count(),
        "pages": [[_alike(one, line) for line in page] for page in pages],
        "counts": [accesses.count(one.id, reader=reads, wanted=each) for each in wanted],
        "came": accesses.came(one.id, reader=reads),
    }


def _alike(one: Child, card: Any) -> dict[str, Any]:
    said = dataclasses.asdict(card)
    if isinstance(card, accesses.AccessCard):
        said["id"] = ""
    return {key: _named(one, value) for key, value in said.items()}


def _named(one: Child, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _named(one, each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_named(one, each) for each in value]
    return one.town.known(value) if isinstance(value, str) else value


@pytest.mark.parametrize("seed", range(6))
def test_two_worlds_that_differ_by_a_secret_are_one_to_the_mother(seed: int) -> None:
    here = town()
    open_, closed = child(here, keeps=False, body="2100375056001"), child(here, keeps=True, body="2100375056002")
    at = max(live(open_, seed), live(closed, seed))

    assert told(closed, at) == told(open_, at)
    assert told(open_, at)["documents"] == ["angine", "genou", "vaccin"]
    assert len(declarations(closed.id, reader=Reader.patient(closed.id))) > len(
        declarations(open_.id, reader=Reader.patient(open_.id))
    )


@pytest.fixture
def lea() -> Child:
    """She keeps from everyone what the gynaecologist wrote."""
    found = child(town(), keeps=True, body="2100375056003")
    found.secret("pilule", GYNAECOLOGIST, START)
    return found


def test_the_patient_herself_is_told_of_everything(lea: Child) -> None:
    lea.asked(GYNAECOLOGIST, "pilule", at=LATER)
    lea.reviewed(LATER)
    reads = reader(lea.id, lea.id, at=LATER)

    assert [card.kind for card in declarations(lea.id, reader=reads)] == ["minor_secrecy"]
    assert visits.visits(lea.id, reader=reads).count() == 2
    assert len(visits.visits(lea.id, reader=Reader.patient(lea.id))[0:9]) == 2


def test_whoever_came_only_for_the_secret_did_not_come(lea: Child) -> None:
    lea.asked(GYNAECOLOGIST, at=LATER)
    lea.asked(GYNAECOLOGIST, "vaccin", at=LATER)
    lea.asked(GP, "vaccin", at=LATER)
    reads = reader(lea.id, lea.town.mother, at=LATER)

    assert [card.professional for card in accesses.accesses(lea.id, first=0, most=9, reader=reads)] == [
        str(lea.town.staff[GP])
    ]
    assert accesses.count(lea.id, reader=Reader.patient(lea.id)) == 3


def test_of_one_request_only_the_answers_about_other_documents_remain(lea: Child) -> None:
    lea.asked(GP, "vaccin", "pilule", at=LATER)
    reads = reader(lea.id, lea.town.mother, at=LATER)
    (card,) = accesses.accesses(lea.id, first=0, most=9, reader=reads)

    assert (card.shown, card.denied, card.refused) == ((str(lea.documents["vaccin"]),), (), 0)
    assert len(accesses.accesses(lea.id, first=0, most=9, reader=Reader.patient(lea.id))[0].shown) == 2


def test_someone_unknown_who_asked_about_the_record_is_told_to_the_mother_too(lea: Child) -> None:
    """Who has no identifier here is in no list of those left out."""
    lea.asked("10009999995", at=LATER)

    assert accesses.count(lea.id, reader=reader(lea.id, lea.town.mother, at=LATER)) == 1


def test_no_number_of_the_ledger_reaches_the_mother(lea: Child) -> None:
    lea.said("oppose", STRANGER, "", LATER)
    lea.said("withdraw", STRANGER, "", LATER)
    found = declarations(lea.id, reader=reader(lea.id, lea.town.mother, at=LATER))

    assert [card.kind for card in found] == ["withdraw", "oppose"]
    assert {(card.entry, card.revision, card.ended) for card in found} == {(0, 0, ())}


def test_a_word_about_a_document_kept_secret_since_is_gone_with_it(lea: Child) -> None:
    lea.said("oppose", STRANGER, "genou", START)
    reads = reader(lea.id, lea.town.mother, at=LATER)
    before = declarations(lea.id, reader=reads)
    minors.keep_secret(lea.id, document=lea.documents["genou"], by=Actor.person(lea.id), at=LATER)
    after = declarations(lea.id, reader=reader(lea.id, lea.town.mother, at=LATER))

    assert (len(before), len(after)) == (1, 0)


def test_the_reason_stated_in_an_emergency_is_the_patients_to_read(lea: Child) -> None:
    """Free words may say what the care was for."""
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, STRANGER))
    stated = EmergencyStatement(True, True, "Hémorragie, ne répond pas")
    decisions.decide_one(Asked(asker, lea.named, None, "emergency", stated), at=LATER)
    reads = reader(lea.id, lea.town.mother, at=LATER)

    assert (
        accesses.accesses(lea.id, first=0, most=1, reader=Reader.patient(lea.id))[0].stated_reason
        == "Hémorragie, ne répond pas"
    )
    assert accesses.accesses(lea.id, first=0, most=1, reader=reads)[0].stated_reason == ""


@pytest.mark.parametrize("who", ["a stranger", "a parent sent through a doctor", "a parent without authority"])
def test_one_without_title_reads_no_line_at_all(lea: Child, who: str) -> None:
    lea.asked(GP, "vaccin", at=LATER)
    lea.said("oppose", STRANGER, "", LATER)
    person = lea.town.mother
    if who == "a stranger":
        person = intake.record_person(at=START, birth_name="ROUX", born_on=START.date().replace(year=1970)).id
    elif who == "a parent sent through a doctor":
        minors.require_physician(lea.id, required=True, by=Actor.person(lea.id), at=LATER)
    else:
        intake.withdraw_authority(lea.id, holder=person, at=START, reference="JAF 12/2026")
    reads = reader(lea.id, person, at=LATER + timedelta(minutes=1))

    assert not reads.admitted
    assert declarations(lea.id, reader=reads) == ()
    assert accesses.count(lea.id, reader=reads) == 0
    assert visits.visits(lea.id, reader=reads).count() == 0
    assert visits.visits(lea.id, reader=reads)[0:9] == ()
    assert accesses.came(lea.id, reader=reads) == accesses.Came({}, {})


def test_one_access_that_the_reader_may_not_know_of_is_none(lea: Child) -> None:
    lea.asked(GYNAECOLOGIST, at=LATER)
    (card,) = accesses.accesses(lea.id, first=0, most=1, reader=Reader.patient(lea.id))
    reads = reader(lea.id, lea.town.mother, at=LATER)

    assert accesses.access(lea.id, uuid.UUID(card.id), reader=reads) is None
    assert accesses.access(lea.id, uuid.UUID(card.id), reader=Reader.patient(lea.id)) == card
    assert accesses.access(uuid.uuid4(), uuid.UUID(card.id), reader=Reader.patient(uuid.uuid4())) is None


def test_reviewers_who_read_are_told_to_the_patient_alone(lea: Child) -> None:
    lea.reviewed(LATER)

    assert visits.visits(lea.id, reader=Reader.patient(lea.id)).count() == 1
    assert visits.visits(lea.id, reader=reader(lea.id, lea.town.mother, at=LATER)).count() == 0


def test_a_document_of_another_is_no_document_that_the_mother_may_see(lea: Child) -> None:
    other = child(lea.town, keeps=False, body="2100375056004")
    reads = reader(lea.id, lea.town.mother, at=LATER)

    assert Document.objects.filter(patient_id=other.id).count() == 3
    assert not reads.documents & {str(each) for each in other.documents.values()}


def test_what_is_the_minors_own_to_say_is_no_line_of_the_mothers_once_it_is_lifted_either(lea: Child) -> None:
    for required in (True, False):
        minors.require_physician(lea.id, required=required, by=Actor.person(lea.id), at=LATER)
    reads = reader(lea.id, lea.town.mother, at=LATER + timedelta(minutes=1))

    assert reads.admitted
    assert declarations(lea.id, reader=reads) == ()


@pytest.mark.parametrize("purpose", ["own_access", "mandate"])
def test_what_the_patient_asked_and_what_was_asked_in_his_name_alone_is_told_to_him_alone(
    lea: Child, purpose: str
) -> None:
    asker = AskerNamed(AskerKind.PERSON, lea.named)
    decisions.decide_one(Asked(asker, lea.named, None, purpose), at=LATER)

    assert accesses.count(lea.id, reader=Reader.patient(lea.id)) == 1
    assert accesses.count(lea.id, reader=reader(lea.id, lea.town.mother, at=LATER)) == 0
