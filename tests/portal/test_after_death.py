"""`/apres-moi/`: refused in life, told in the engine's own answers, written, taken back; and the account of one who died."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actor import Actor
from consents.models import LedgerEntry, Person, PostMortemOpposition
from consents.services import directives, intake
from consents.vocabulary import Category
from portal.exports import gathering
from portal.models import User
from sharing.models import Notice
from sharing.services import planning
from tests.portal.conftest import Record, person, read

PAGE = "/apres-moi/"
PAUL = {"quoi": "personne", "prenom": "Paul", "nom": "Lenoir", "naissance": "12/04/1986"}


def hidden(page: str) -> dict[str, str]:
    form = page.split('class="confirm"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def considered(site: Client, **said: str) -> str:
    send = site.post if said["quoi"] == "personne" else site.get
    answer = send(reverse("after_death_oppose"), said)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def oppose(site: Client, **said: str) -> Any:
    form = hidden(considered(site, **said))
    return site.post(reverse("after_death_oppose"), {**form, "confirmer": "1"}, follow=True)


def test_the_page_tells_what_silence_means_and_the_three_motives(site: Client) -> None:
    page = read(site, PAGE)

    for words in (
        "pour trois raisons seulement", "Ne rien dire, c’est laisser la loi.", "concubin ou partenaire de Pacs",
        "Connaître les causes de la mort", "Faire valoir des droits", "Défendre votre mémoire",
        "3 documents au plus, sur 3", "jamais tout le dossier",
    ):  # fmt: skip
        assert words in page


def test_nothing_is_written_before_the_last_press_and_once_after_two(site: Client, marie: Record) -> None:
    page = considered(site, quoi="tout")
    assert "rien ne lui sera dit" in page
    assert not LedgerEntry.objects.exists()
    for _press in range(2):
        done = site.post(reverse("after_death_oppose"), {**hidden(page), "confirmer": "1"}, follow=True)

    assert re.search("Après votre mort, opposition\\s: sur tout.", done.content.decode())
    assert PostMortemOpposition.objects.count() == LedgerEntry.objects.count() == 1
    shown = read(site, PAGE)
    assert "personne n’obtiendrait rien" in shown
    assert "Opposition à tout" in shown
    assert "M’opposer à tout" not in shown


@pytest.mark.parametrize(
    ("said", "promised", "stands"),
    [
        ({"quoi": "raison", "raison": "after_death_rights"}, "pour faire valoir des droits, rien", "pour faire valoir"),
        (PAUL, "Si Paul Lenoir fait une demande pour connaître les causes de la mort, rien", "envers Paul Lenoir"),
        ({"quoi": "document"}, "2 documents au plus, sur 3", "sur ce document"),
    ],
)
def test_what_is_promised_by_reason_person_or_document_is_what_stands(
    site: Client, marie: Record, said: dict[str, str], promised: str, stands: str
) -> None:
    if said["quoi"] == "document":
        said = {**said, "document": str(marie.documents["lettre"])}
    people = Person.objects.count()
    assert promised in re.sub(r"\s+", " ", considered(site, **said))
    assert Person.objects.count() == people
    oppose(site, **said)

    assert stands in read(site, PAGE)
    assert PostMortemOpposition.objects.count() == 1


def test_the_same_name_twice_is_one_person(site: Client) -> None:
    people = Person.objects.count()
    oppose(site, **PAUL)
    assert "Rien ne change dans les réponses" in considered(site, **PAUL)
    oppose(site, **PAUL)

    assert Person.objects.count() == people + 1


def test_it_is_undone_at_once_or_withdrawn_later_and_the_rest_stays(site: Client, marie: Record) -> None:
    done = oppose(site, quoi="tout").content.decode()
    assert "Un clic suffit" in done
    oppose(site, quoi="raison", raison="after_death_rights")
    first, second = PostMortemOpposition.objects.order_by("revision").values_list("revision", flat=True)
    page = site.get(reverse("after_death_withdraw"), {"revision": first}).content.decode()
    assert "Avant ce choix" in page
    site.post(reverse("after_death_withdraw"), hidden(page))
    site.post(reverse("after_death_withdraw"), hidden(page))
    assert LedgerEntry.objects.count() == 3

    shown = read(site, PAGE)
    assert "Opposition à tout" not in shown
    assert "Opposition pour faire valoir des droits" in shown
    assert site.get(reverse("after_death_withdraw"), {"revision": first}).status_code == 404
    undo = {"revision": str(second), "vu": "0", "jeton": "un"}
    assert site.post(reverse("undo"), undo, follow=True).status_code == 200
    assert "pour trois raisons seulement" in read(site, PAGE)


def test_receipts_history_and_the_patients_own_copy_hold_it(site: Client, marie: Record) -> None:
    oppose(site, **PAUL)

    assert "envers Paul Lenoir" in read(site, reverse("receipt", args=[1]))
    assert site.get(reverse("receipt_pdf", args=[1])).content.startswith(b"%PDF")
    assert "Paul Lenoir" in read(site, reverse("history"))
    record = gathering.begin(marie.patient, at=timezone.now())
    assert [row["scope"] for row in record.choices["post_mortem"]] == ["person"]


def test_nobody_is_told_of_it(site: Client) -> None:
    oppose(site, quoi="tout")
    planning.plan_notices(at=timezone.now())

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"nom": ""}, {"naissance": "x"}, {"naissance": ""}, {"naissance": "01/01/2999"}, {"prenom": " "}]
)
def test_what_is_missing_about_a_person_is_a_form_to_correct(site: Client, wrong: dict[str, str]) -> None:
    answer = site.post(reverse("after_death_oppose"), {**PAUL, **wrong, "confirmer": "1", "jeton": "x"})

    assert answer.status_code == 422
    assert "À corriger avant de continuer" in answer.content.decode()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?quoi=x", "?quoi=raison", "?quoi=raison&raison=care", "?quoi=document", "?quoi=document&document=1"]
)
def test_what_names_nothing_is_no_page(site: Client, query: str) -> None:
    assert site.get(reverse("after_death_oppose") + query).status_code == 404


def test_a_document_that_is_not_his_to_see_is_not_found(site: Client, marie: Record) -> None:
    other = person("MARTIN", "Bob", "1800675056002", marie.at)
    theirs = intake.record_document(other, category=Category.REPORT, deposited=date(2026, 1, 10)).id
    third = marie.document("tiers", Category.REPORT, third_party=True)

    for document in (theirs, third):
        for send in (site.get, site.post):
            said = {"quoi": "document", "document": str(document), "confirmer": "1", "jeton": "x"}
            assert send(reverse("after_death_oppose"), said).status_code == 404
    assert not LedgerEntry.objects.exists()


def test_a_minor_has_no_such_page(marie: Record) -> None:
    lina = person("LENOIR", "Lina", "2110675056003", marie.at, born=timezone.now().date() - timedelta(days=15 * 365))
    client = Client()
    client.force_login(User.objects.create_account("lina@example.test", person_id=lina))

    for name in ("after_death_choices", "after_death_oppose", "after_death_withdraw"):
        assert client.get(reverse(name), {"quoi": "tout", "revision": "1"}).status_code == 404
    assert "Après moi" not in read(client, "/")


def test_the_page_costs_the_same_for_one_document_or_many(site: Client, marie: Record) -> None:
    site.get(PAGE)
    costs = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as captured:
            site.get(PAGE)
        costs.append(len(captured))
        for number in range(5):
            marie.document(f"d{number}{_more}", Category.REPORT)

    assert costs[0] == costs[1] <= 60, costs


def test_the_account_of_one_who_died_opens_nothing_ends_its_sessions_and_comes_back(
    site: Client, marie: Record, account: User
) -> None:
    directives.oppose_after_death(marie.patient, everything=True, by=Actor.person(marie.patient), at=marie.at)
    died_at = timezone.now() + timedelta(minutes=1)
    intake.record_death(marie.patient, died_at=died_at)
    assert site.get("/").status_code == 200
    with time_machine.travel(died_at + timedelta(seconds=1), tick=False):
        for address in ("/", PAGE, reverse("account_change_password"), reverse("receipt_pdf", args=[1])):
            site.force_login(account)
            closed = site.get(address)
            assert closed.status_code == 403
            assert "Ce compte est fermé" in closed.content.decode()
            assert "Marie" not in closed.content.decode()
            assert "sessionid" not in site.cookies or not site.cookies["sessionid"].value
        assert site.get("/").status_code == 302
        site.force_login(account)
        assert site.post(reverse("after_death_withdraw"), {"revision": "1", "jeton": "x"}).status_code == 403
        intake.withdraw_death(marie.patient, died_at=died_at)
        site.force_login(account)

        assert "personne n’obtiendrait rien" in read(site, PAGE)
    assert LedgerEntry.objects.count() == 1


def test_the_record_of_a_child_who_died_is_no_page_of_her_parents_until_the_error_is_mended(
    site: Client, marie: Record
) -> None:
    """They ask an establishment, as heirs (decision.md §9.12)."""
    lina = person("LENOIR", "Lina", "2110675056003", marie.at, born=timezone.now().date() - timedelta(days=15 * 365))
    intake.record_authority(lina, holder=marie.patient)
    address = reverse("child", args=[lina])
    assert site.get(address).status_code == 200
    died_at = timezone.now() - timedelta(minutes=1)
    intake.record_death(lina, died_at=died_at)

    assert site.get(address).status_code == 404
    intake.withdraw_death(lina, died_at=died_at)
    assert site.get(address).status_code == 200
