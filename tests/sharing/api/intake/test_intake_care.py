"""Care as its organisation tells it: begin, end, transfer, team; and what the decisions make of it."""

import uuid
from typing import Any

from consents.models import CareEntry, Person
from tests.sharing.hospital import Hospital

SOON = "2099-01-01T00:00:00+01:00"


def care(chu: Hospital, patient: dict[str, Any], rpps: str = Hospital.martin_rpps, **more: Any) -> dict[str, Any]:
    return {"patient": patient, "professional": rpps, "organisation": chu.finess, **more}


def bea(chu: Hospital, **traits: Any) -> dict[str, Any]:
    return {"system": chu.bea_ins.system, "value": chu.bea_ins.value, **traits}


def test_care_that_begins_opens_what_was_made_there(chu: Hospital, tell: Any, may_see: Any) -> None:
    assert not may_see(chu.of_bea, patient=chu.bea_ins)
    patient = bea(chu, birth_name="Blanc", born_on="1980-05-02")
    response = tell("care/start", care(chu, patient, number="S-1"))
    assert response.status_code == 201, response.content
    assert response.json()["created"] is True
    assert may_see(chu.of_bea, patient=chu.bea_ins)


def test_care_that_ends_closes_again(chu: Hospital, tell: Any, ana: Any, may_see: Any) -> None:
    assert may_see(chu.seen)
    assert tell("care/end", care(chu, ana)).status_code == 200
    assert not may_see(chu.seen)


def test_care_is_ended_by_its_number_and_by_nothing_that_looks_like_it(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("care/end", care(chu, ana))
    started = tell("care/start", care(chu, ana, number="S-2"))
    assert tell("care/end", {"patient": ana, "number": "S-3"}).status_code == 403
    assert tell("care/end", {"patient": ana, "care": str(uuid.uuid4())}).status_code == 403
    ended = tell("care/end", {"patient": ana, "number": "S-2"})
    assert ended.status_code == 200
    assert ended.json()["id"] == started.json()["id"]
    assert CareEntry.objects.get(pk=started.json()["id"]).ends_at is not None


def test_a_transfer_ends_one_and_begins_the_other(chu: Hospital, tell: Any, ana: Any) -> None:
    tell("care/end", care(chu, ana, chu.nora_rpps))
    body = care(chu, ana) | {"to": {"professional": chu.nora_rpps}}
    assert tell("care/transfer", body).status_code == 201
    standing = CareEntry.objects.filter(patient=chu.ana, ends_at=None)
    assert {each.professional_id for each in standing} == {chu.nora}


def test_a_transfer_to_another_house_moves_nothing(chu: Hospital, tell: Any, ana: Any) -> None:
    body = care(chu, ana) | {"to": {"professional": chu.leroy_rpps, "organisation": chu.clinic_finess}}
    response = tell("care/transfer", body)
    assert response.status_code == 403
    assert response.json()["pointer"] == "/to/organisation"
    assert CareEntry.objects.filter(patient=chu.ana, ends_at=None).count() == 2


def test_the_team_is_exactly_those_who_are_named(chu: Hospital, tell: Any, ana: Any) -> None:
    body = {"patient": ana, "organisation": chu.finess, "members": [chu.nora_rpps]}
    response = tell("care/team", body)
    assert response.status_code == 200, response.content
    standing = CareEntry.objects.filter(patient=chu.ana, ends_at=None)
    assert {each.professional_id for each in standing} == {chu.nora}
    back = tell("care/team", body | {"members": [chu.nora_rpps, "8" + chu.martin_rpps]})
    assert back.status_code == 201
    assert CareEntry.objects.filter(patient=chu.ana, ends_at=None).count() == 2
    assert str(chu.ana) not in back.content.decode()
    nobody = [tell("care/team", body | {"members": []}).status_code for _ in range(2)]
    assert nobody == [200, 403]
    assert not CareEntry.objects.filter(patient=chu.ana, ends_at=None).exists()


def test_a_new_patient_comes_with_his_name_and_his_day_of_birth(chu: Hospital, tell: Any) -> None:
    nobody = {"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}
    assert tell("care/start", care(chu, nobody)).status_code == 403
    response = tell("care/start", care(chu, nobody | {"birth_name": "Noir", "born_on": "1980-05-03"}))
    assert response.status_code == 201
    assert Person.objects.get(ins=chu.nobody_ins.value).birth_name == "Noir"


def test_a_patient_of_nobody_here_and_an_unknown_one_are_refused_alike(chu: Hospital, tell: Any) -> None:
    nobody = {"system": chu.nobody_ins.system, "value": chu.nobody_ins.value}
    answers = [tell("care/start", care(chu, patient)).content for patient in (nobody, bea(chu))]
    assert answers[0] == answers[1]


def test_another_day_of_birth_is_another_human(chu: Hospital, tell: Any) -> None:
    response = tell("care/start", care(chu, bea(chu, birth_name="Blanc", born_on="1981-05-02")))
    assert response.status_code == 409
    assert response.json()["pointer"] == "/patient/born_on"
    assert not CareEntry.objects.filter(patient=chu.bea).exists()


def test_traits_that_are_known_are_not_rewritten(chu: Hospital, tell: Any) -> None:
    tell("care/start", care(chu, bea(chu, birth_name="Autre", born_on="1980-05-02")))
    assert Person.objects.get(pk=chu.bea).birth_name == "Blanc"


def test_nobody_speaks_for_another_house_or_its_people(chu: Hospital, tell: Any, ana: Any) -> None:
    elsewhere = tell("care/start", care(chu, ana) | {"organisation": chu.clinic_finess})
    assert (elsewhere.status_code, elsewhere.json()["pointer"]) == (403, "/organisation")
    theirs = tell("care/start", care(chu, ana, chu.leroy_rpps))
    unknown = tell("care/start", care(chu, ana, "10001234599"))
    assert theirs.status_code == 403
    assert theirs.content == unknown.content


def test_the_same_number_is_the_same_care(chu: Hospital, tell: Any, ana: Any) -> None:
    first = tell("care/start", care(chu, ana, number="S-4", begins_at="2025-01-01", ends_at="2025-01-02"))
    again = tell("care/start", care(chu, ana, number="S-4", begins_at="2025-01-01", ends_at="2025-01-03"))
    other = tell("care/start", care(chu, ana, chu.nora_rpps, number="S-4"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert (other.status_code, other.json()["pointer"]) == (409, "/number")


def test_an_end_before_the_begin_is_told_with_its_place(chu: Hospital, tell: Any, ana: Any) -> None:
    response = tell("care/start", care(chu, ana, begins_at="2025-02-01", ends_at="2025-01-01"))
    assert response.status_code == 422
    assert response.json()["type"].endswith(":invalid-fact")
    assert response.json()["pointer"] == "/ends_at"
    assert response["Content-Type"] == "application/problem+json"


def test_a_test_identity_with_a_wrong_key_is_kept_with_a_warning(chu: Hospital, tell: Any) -> None:
    value = chu.nobody_ins.value[:13] + f"{(int(chu.nobody_ins.value[13:]) + 1) % 97:02d}"
    patient = {"system": chu.nobody_ins.system, "value": value, "birth_name": "Noir", "born_on": "1980-05-03"}
    response = tell("care/start", care(chu, patient))
    assert response.status_code == 201
    assert [each["code"] for each in response.json()["warnings"]] == ["wrong_key"]
    real = patient | {"system": "urn:oid:1.2.250.1.213.1.4.8"}
    refused = tell("care/start", care(chu, real))
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (400, "wrong-ins-key")
