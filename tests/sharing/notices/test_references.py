"""What a system and we call a patient between us."""

import uuid

import pytest

from consents.models import Person, PersonIdentifier
from sharing.models import JournalRequest
from sharing.services import references
from tests.sharing.notices.story import NOW, Story

INS = "urn:oid:1.2.250.1.213.1.4.10|280057505600176"
LOCAL = "https://hopital.example/ipp|4211"


def named_by_ins(story: Story) -> None:
    system, value = INS.split("|")
    Person.objects.filter(pk=story.marie).update(ins_system=system, ins=value)


def asked(story: Story, named: str) -> None:
    JournalRequest.objects.create(
        asked_at=NOW,
        recorded_at=NOW,
        asker_kind="professional",
        asker_named="r|1",
        patient_named=named,
        patient=story.marie,
        system=story.system,
        purpose="care",
        matrix_version="1",
    )


def test_a_notice_names_the_patient_as_the_answers_to_his_national_identity_do(story: Story) -> None:
    named_by_ins(story)

    expected = references.patient_reference(story.system, INS)
    assert references.reference_in_notices(story.system, story.marie) == expected


def test_a_notice_names_the_patient_as_the_last_answer_to_this_system_did(story: Story) -> None:
    named_by_ins(story)
    system, value = LOCAL.split("|")
    PersonIdentifier.objects.create(person_id=story.marie, system=system, value=value)
    asked(story, LOCAL)

    expected = references.patient_reference(story.system, LOCAL)
    assert references.reference_in_notices(story.system, story.marie) == expected
    assert references.reference_in_notices(uuid.uuid4(), story.marie) != expected


def test_someone_unknown_has_a_reference_of_the_same_length_that_does_not_change(story: Story) -> None:
    named_by_ins(story)
    unknown = references.patient_reference(story.system, "urn:oid:1.2.250.1.213.1.4.10|199999999999999")

    assert unknown == references.patient_reference(story.system, "urn:oid:1.2.250.1.213.1.4.10|199999999999999")
    assert len(unknown) == len(references.patient_reference(story.system, INS))


@pytest.mark.parametrize("named", [INS, LOCAL])
def test_a_reference_holds_nothing_of_the_identifier(story: Story, named: str) -> None:
    reference = references.patient_reference(story.system, named)

    assert named.split("|")[1] not in reference
    assert reference != references.patient_reference(uuid.uuid4(), named)
