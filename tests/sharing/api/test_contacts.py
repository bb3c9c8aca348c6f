"""`POST /access/v1/contacts`: the care team learns whom it may turn to; everybody else what nobody would tell (R43–R50)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.models import CareEntry, Professional, TrustedPerson
from consents.services import calling, intake, preferences, signing, trusting
from consents.services.calling import ToCall
from consents.services.signing import Typed
from consents.services.trusting import Contact
from consents.vocabulary import CareBasis, ProtectionMeasure, RecipientKind, TrustedRole
from consents.words import EVERYTHING, Recipient
from sharing.models import JournalRequest
from tests.sharing.api.conftest import Post
from tests.sharing.hospital import Hospital

PATH = "/access/v1/contacts"
NOBODY = b'{"trusted_persons":[],"persons_to_call":[]}'
PAUL = Contact("Paul", "Lenoir", "3 rue des Lilas, 69003 Lyon", "06 12 34 56 78")
Ask = Callable[..., Any]


@pytest.fixture
def about(chu: Hospital, ask: Post) -> Ask:
    """Whom may Dr Martin turn to about Ana?"""

    def post(patient: Any = None, *, rpps: str = chu.martin_rpps, purpose: str = "care", **more: Any) -> Any:
        named = patient or chu.ana_ins
        return ask(
            {
                "subject": {"type": "professional", "id": rpps, "properties": {"organisation": chu.finess}},
                "action": {"name": "read"},
                "resource": {
                    "type": "record", "id": named.value,
                    "properties": {"patient": {"system": named.system, "value": named.value}},
                },
                "context": {"purpose": purpose, **more},
            },
            path=PATH,
        )  # fmt: skip

    return post


def designate(patient: UUID, *, accepted: bool = True, stay: UUID | None = None) -> None:
    at = timezone.now() - timedelta(minutes=5)
    entered = trusting.designate(
        patient, contact=PAUL, role=TrustedRole.HEALTH, stay=stay, by=Actor.person(patient), at=at
    )
    if accepted:
        row = TrustedPerson.objects.get(patient=patient, revision=entered.revision)
        token = signing.link(patient, designation=row.pk, at=at)
        typed = Typed("Paul", "Lenoir", "192.0.2.7")
        signing.answer(token, accepts=True, typed=typed, text="v1", at=at + timedelta(minutes=1))


def call(patient: UUID) -> None:
    who = ToCall("Julie", "Martin", "06 11 22 33 44", "voisine")
    calling.call(patient, who=who, by=Actor.person(patient), at=timezone.now() - timedelta(minutes=5))


def test_the_care_team_learns_who_with_the_proof_and_its_date(chu: Hospital, about: Ask) -> None:
    designate(chu.ana)
    call(chu.ana)
    said = about().json()

    (paul,) = said["trusted_persons"]
    proof = paul.pop("proof")
    assert paul == {
        "role": "health", "article": "CSP L1111-6", "given_name": "Paul", "family_name": "Lenoir",
        "address": PAUL.address, "phone": PAUL.phone, "email": "", "until": "revoked",
    }  # fmt: skip
    assert (proof["manner"], proof["designated_at"] < proof["accepted_at"]) == ("link", True)
    assert said["persons_to_call"] == [
        {"given_name": "Julie", "family_name": "Martin", "relation": "voisine", "phone": "06 11 22 33 44"}
    ]
    assert JournalRequest.objects.count() == 1
    assert "192.0.2.7" not in str(said)


def test_a_guardian_who_works_there_is_answered_as_a_guardian(chu: Hospital, about: Ask) -> None:
    """He reads the record, and is no part of the care team (decision.md §9.6)."""
    designate(chu.ana)
    call(chu.ana)
    born = date(1970, 5, 2)
    guardian = intake.record_person(at=timezone.now(), birth_name="Roux", born_on=born).id
    intake.record_protection(chu.ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON)
    Professional.objects.filter(pk=chu.martin).update(person=guardian)
    assert about().content == NOBODY


def test_one_who_has_not_signed_or_was_taken_back_is_never_named(chu: Hospital, about: Ask) -> None:
    designate(chu.ana, accepted=False)
    assert about().content == NOBODY
    designate(chu.ana)
    assert b"Lenoir" in about().content
    trusting.revoke(chu.ana, role=TrustedRole.HEALTH, by=Actor.person(chu.ana), at=timezone.now())

    assert about().content == NOBODY


def test_who_stays_where_is_not_said_and_the_end_of_the_stay_ends_it(chu: Hospital, about: Ask) -> None:
    designate(chu.ana, stay=chu.chu)
    answer = about()
    assert answer.json()["trusted_persons"][0]["until"] == "stay"
    assert b"Tilleuls" not in answer.content
    elsewhere = intake.record_organisation(name="Autre", kind="hospital").id
    intake.record_care(
        chu.ana,
        professional=chu.martin,
        basis=CareBasis.ESTABLISHMENT,
        begins_at=timezone.now(),
        organisation=elsewhere,
    )
    for entry in _entries(chu.ana, chu.chu):
        intake.end_care(entry, at=timezone.now() - timedelta(minutes=1))

    assert about().content == NOBODY


def _entries(patient: UUID, place: UUID) -> list[UUID]:
    return list(CareEntry.objects.filter(patient=patient, organisation=place).values_list("pk", flat=True))


def test_whoever_is_denied_reads_what_a_patient_without_anyone_gives(chu: Hospital, about: Ask) -> None:
    alone = about()
    designate(chu.ana)
    call(chu.ana)
    designate(chu.bea)
    everyone = {
        "not in her care": about(chu.bea_ins),
        "unknown": about(chu.nobody_ins),
        "analysis": about(purpose="activity_analysis"),
        "occupational": about(purpose="occupational_health"),
        "family": about(purpose="family_access"),
    }
    martin = Recipient(RecipientKind.PROFESSIONAL, str(chu.martin))
    preferences.oppose(chu.ana, to=martin, about=EVERYTHING, by=Actor.person(chu.ana), at=timezone.now())
    everyone["opposed"] = about()

    assert {name: answer.content for name, answer in everyone.items()} == dict.fromkeys(everyone, alone.content)
    assert {answer.status_code for answer in everyone.values()} == {alone.status_code} == {200}
    assert alone.content == NOBODY


def test_an_emergency_that_is_permitted_is_told_too(chu: Hospital, about: Ask) -> None:
    designate(chu.bea)
    stated = {"unable_to_consent": True, "immediate_risk": True, "reason": "Inconsciente aux urgences"}
    answer = about(chu.bea_ins, rpps=chu.nora_rpps, purpose="emergency", emergency=stated)

    assert b"Lenoir" in answer.content


def test_it_costs_the_same_whoever_is_told(chu: Hospital, about: Ask) -> None:
    designate(chu.ana)
    call(chu.ana)
    about()
    costs = []
    for patient in (chu.ana_ins, chu.bea_ins, chu.nobody_ins):
        with CaptureQueriesContext(connection) as captured:
            assert about(patient).status_code == 200
        costs.append(len(captured))

    assert len(set(costs)) == 1


@pytest.mark.parametrize(("kind", "status"), [("document", 400), ("x", 400)])
def test_only_the_record_may_be_asked_about(chu: Hospital, ask: Post, question: Ask, kind: str, status: int) -> None:
    body = question(chu.seen)
    body["resource"]["type"] = kind

    assert ask(body, path=PATH).status_code == status


def test_without_a_token_or_its_scope_nothing_is_told(chu: Hospital, ask: Post, question: Ask) -> None:
    assert ask(question(chu.seen), path=PATH, bearer="").status_code == 401
    assert ask(question(chu.seen), path=PATH, bearer="x" * 40).status_code == 401
    assert not JournalRequest.objects.exists()
