"""`/equipe/ajouter/`: someone is looked up by name or RPPS, then chosen; the directory is not walked."""

from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.services import intake
from consents.vocabulary import Profession
from portal.patient import acquaintances
from tests.portal.choosing import PREVIEW, confirm, hidden_fields, look, written
from tests.portal.conftest import Record, read

SEARCH = "/equipe/ajouter/"


@pytest.fixture
def roux(marie: Record) -> UUID:
    """Dr Inès Roux, whom nothing links to Marie."""
    place = marie.places["Cabinet des Tilleuls"]
    who = intake.record_professional(
        title="Dr", given_name="Inès", family_name="Roux-Lévêque", profession=Profession.PHYSICIAN, rpps="10001234573"
    ).id
    intake.record_practice(professional=who, organisation=place)
    return who


def search(site: Client, name: str) -> Any:
    return site.get(SEARCH, {"nom": name})


@pytest.mark.parametrize("typed", ["roux", "ROUX-LEVEQUE", "Inès rou", "Dr Roux", "10001234573", "1000 1234 573"])
def test_a_name_or_an_rpps_finds_the_professional_with_place_and_buttons(
    typed: str, site: Client, marie: Record, roux: UUID
) -> None:
    page = search(site, typed).content.decode()

    assert "Une personne trouvée" in page
    assert "Dr Inès Roux-Lévêque" in page
    assert "Cabinet des Tilleuls" in page
    for verb in ("grant", "oppose", "designate"):
        assert f"verbe={verb}&amp;a=professional:{roux}" in page


def test_from_the_search_to_the_grant_and_the_team(site: Client, marie: Record, roux: UUID) -> None:
    search(site, "roux")
    preview = look(site, "grant", f"professional:{roux}").content.decode()
    assert "Autoriser Dr Inès Roux-Lévêque ?" in preview
    assert "Une personne verra plus de documents" in preview
    assert confirm(site, "grant", f"professional:{roux}").status_code == 302
    assert "Dr Inès Roux-Lévêque" in read(site, "/equipe/")


def test_one_who_was_not_looked_up_is_not_found_neither_seen_nor_sent(site: Client, marie: Record, roux: UUID) -> None:
    sent = {"verbe": "grant", "a": f"professional:{roux}", "sur": "everything", "revision": 0, "jeton": "t" * 20}

    assert look(site, "grant", f"professional:{roux}").status_code == 404
    assert site.post(reverse("declare"), sent).status_code == 404
    asked = {"verbe": "designate", "a": f"professional:{roux}", "role": "treating_physician"}
    assert site.get(PREVIEW, asked).status_code == 404
    assert written(marie) == 0


def test_what_was_found_is_forgotten_after_an_hour_and_is_each_account_s_own(
    site: Client, marie: Record, roux: UUID
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        search(site, "roux")
        clock.shift(3599)
        assert look(site, "grant", f"professional:{roux}").status_code == 200
        clock.shift(2)
        assert look(site, "grant", f"professional:{roux}").status_code == 404


def test_after_thirty_searches_in_an_hour_a_plain_page_says_when_to_come_back(
    site: Client, marie: Record, roux: UUID
) -> None:
    with time_machine.travel("2026-11-22 10:10:00+00:00", tick=False) as clock:
        for _ in range(acquaintances.SEARCHES):
            assert search(site, "roux").status_code == 200
        refused = search(site, "roux")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "3000"
        assert "Vous pourrez chercher de nouveau dans 51 minutes." in refused.content.decode()
        assert "Roux" not in refused.content.decode()
        assert site.get(SEARCH).status_code == 200
        clock.shift(3000)
        assert search(site, "roux").status_code == 200


@pytest.mark.parametrize("typed", ["", "ro", "  d ", "%%%", "Dr"])
def test_too_little_to_name_somebody_is_said_and_counts_for_nothing(
    typed: str, site: Client, marie: Record, roux: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acquaintances, "SEARCHES", 0)
    answer = search(site, typed)

    assert answer.status_code == 200
    assert "À corriger avant de continuer" in answer.content.decode()
    assert "Roux" not in answer.content.decode()


def test_nobody_found_is_said_kindly_and_what_was_typed_is_kept(site: Client, marie: Record) -> None:
    page = search(site, "Zzyzx <b>").content.decode()

    assert "Personne de ce nom" in page
    assert 'value="Zzyzx &lt;b&gt;"' in page


def test_someone_of_the_record_is_linked_to_his_page(site: Client, marie: Record) -> None:
    page = search(site, "aubertin").content.decode()

    assert "Figure déjà dans vos pages." in page
    assert reverse("professional", args=[marie.people["Aubertin"]]) in page
    assert "verbe=grant" not in page


def test_no_more_than_twenty_are_shown_at_the_same_cost(site: Client, marie: Record) -> None:
    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert search(site, name).status_code == 200
        return len(captured)

    place = marie.places["Hôpital Saint-Aubin"]
    for number in range(22):
        marie.professional("", "Léa", f"Costa{number:02}", Profession.NURSE, place)
    cost("costa")  # the session's own first write
    assert cost("costa01") == cost("costa") <= 45
    page = search(site, "costa").content.decode()
    assert page.count("verbe=grant") == 20
    assert "D’autres personnes portent ce nom. Ajoutez le prénom." in page


def test_one_who_asked_for_the_record_may_be_opposed_though_no_care_links_him(
    site: Client, marie: Record, roux: UUID
) -> None:
    from consents.verification import INS_TEST
    from consents.words import Identifier
    from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
    from sharing.services import decisions
    from tests.portal.conftest import valid_ins

    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, "10001234573"))
    patient = Identifier(INS_TEST, valid_ins("2840675056001"))
    decisions.decide_one(Asked(asker, patient, None, "care"), at=marie.at)

    assert look(site, "oppose", f"professional:{roux}").status_code == 200
    assert hidden_fields(look(site, "oppose", f"professional:{roux}").content.decode())["verbe"] == "oppose"
