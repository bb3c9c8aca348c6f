"""One's own sites and people, and nobody else's."""

from typing import Any

import pytest

from consents.models import Organisation, Practice, Professional
from consents.services import intake
from tests.sharing.hospital import Hospital

SITE = "750000028"
NEW = "10001234607"


def works(organisation: str, rpps: str = NEW, **more: Any) -> dict[str, Any]:
    return {"professional": rpps, "organisation": organisation, "family_name": "Petit", "profession": "nurse", **more}


def test_a_new_site_and_someone_who_works_there_ask_at_once(chu: Hospital, tell: Any, ana: Any, may_see: Any) -> None:
    site = tell("organisations", {"organisation": SITE, "part_of": chu.finess, "name": "Site des Lilas"})
    assert site.status_code == 201, site.content
    assert Organisation.objects.get(finess=SITE).kind == "hospital"
    assert tell("professionals", works(chu.finess)).status_code == 201
    assert not may_see(chu.seen, rpps=NEW)
    assert tell("care/start", {"patient": ana, "professional": NEW, "organisation": chu.finess}).status_code == 201
    assert may_see(chu.seen, rpps=NEW)


@pytest.mark.parametrize("kind", ["clinic", "private_practice"])
def test_a_kind_is_an_administrators_to_change(chu: Hospital, tell: Any, kind: str) -> None:
    response = tell("organisations", {"organisation": chu.finess, "name": "CHU", "kind": kind})
    assert (response.status_code, response.json()["pointer"]) == (409, "/kind")
    assert Organisation.objects.get(pk=chu.chu).name == "CHU des Tilleuls"


def test_a_site_opens_no_more_than_its_entity(chu: Hospital, tell: Any) -> None:
    Organisation.objects.filter(pk=chu.chu).update(kind="private_practice")
    response = tell("organisations", {"organisation": SITE, "part_of": chu.finess, "name": "Lilas", "kind": "hospital"})
    assert (response.status_code, response.json()["pointer"]) == (409, "/kind")
    assert not Organisation.objects.filter(finess=SITE).exists()


def test_another_house_is_as_an_unknown_one(chu: Hospital, tell: Any) -> None:
    theirs = tell("organisations", {"organisation": chu.clinic_finess, "name": "À nous"})
    unknown = tell("organisations", {"organisation": SITE, "name": "À nous"})
    assert theirs.status_code == 403
    assert theirs.content == unknown.content
    assert Organisation.objects.get(pk=chu.clinic).name == "Clinique du Lac"


def test_someone_who_works_elsewhere_keeps_his_name_and_his_profession(chu: Hospital, tell: Any) -> None:
    response = tell("professionals", works(chu.finess, chu.leroy_rpps))
    assert response.status_code == 200
    assert [each["code"] for each in response.json()["warnings"]] == ["traits_are_kept"]
    leroy = Professional.objects.get(pk=chu.leroy)
    assert (leroy.family_name, leroy.profession) == ("Leroy", "physician")
    assert Practice.objects.filter(professional=leroy, organisation=chu.chu).exists()


def test_nobody_becomes_a_physician_by_being_told(chu: Hospital, tell: Any) -> None:
    response = tell("professionals", works(chu.finess, chu.nora_rpps, profession="physician"))
    assert response.status_code == 200
    nora = Professional.objects.get(pk=chu.nora)
    assert (nora.family_name, nora.profession) == ("Petit", "nurse")


def test_an_impossible_finess_is_refused_with_its_place(chu: Hospital, tell: Any) -> None:
    response = tell("organisations", {"organisation": "750000029", "part_of": chu.finess, "name": "Site"})
    assert (response.status_code, response.json()["pointer"]) == (422, "/organisation")


def test_someone_known_by_a_directory_alone_is_not_rewritten(chu: Hospital, tell: Any) -> None:
    known = intake.record_professional(family_name="Durand", rpps=NEW).id
    tell("professionals", works(chu.finess, profession="physician"))
    kept = Professional.objects.get(pk=known)
    assert (kept.family_name, kept.profession) == ("Durand", "unknown")
