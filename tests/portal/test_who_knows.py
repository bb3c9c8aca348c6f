"""`/qui-est-au-courant/`: who was told of a choice, who was not yet, and the truth about both."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.services import directives, preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from portal.models import User
from sharing import sealing
from sharing.models import CallingSystem, Notice
from sharing.selectors import told
from sharing.selectors.told import Reached
from sharing.services import callers, changes, planning
from tests.portal.conftest import Record, person, read

PAGE = "/qui-est-au-courant/"


@pytest.fixture
def linked(marie: Record) -> UUID:
    """The hospital's software takes notices; the practice's takes none; the group practice has none."""
    for name, url in (("Hôpital Saint-Aubin", "https://hopital.example/avis"), ("Cabinet des Tilleuls", "")):
        callers.register_calling_system(
            f"Logiciel {name[:7]}", organisations=[marie.places[name]], webhook_url=url, at=marie.at
        )
    return oppose(marie)


def oppose(marie: Record, name: str = "Keller") -> UUID:
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people[name]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=Actor.person(marie.patient), at=timezone.now())
    planning.plan_notices(at=timezone.now())
    return marie.patient


def notices(revision: int) -> list[Notice]:
    return list(Notice.objects.filter(entry__revision=revision, system__isnull=False, state="waiting"))


def deliver(revision: int, at: datetime) -> None:
    for one in notices(revision):
        one.state, one.delivered_at = "delivered", at
        one.save()


def test_nothing_chosen_yet_is_said_so(site: Client) -> None:
    assert "Vous n’avez encore rien choisi" in read(site, PAGE)


def test_a_choice_is_told_not_yet_or_has_nobody_to_tell_by_place(site: Client, marie: Record, linked: UUID) -> None:
    page = read(site, PAGE)

    assert "Opposition à Bruno Keller, pour tout votre dossier." in page
    assert "Hôpital Saint-Aubin (logiciel « Logiciel Hôpital ») Pas encore. Le message est prêt" in page
    assert "Cabinet des Tilleuls (logiciel « Logiciel Cabinet ») Ne reçoit pas nos messages." in page
    assert "Maison de santé du Lac Pas de logiciel relié." in page
    assert "Pas encore : 1 destinataire n’est pas au courant." in page

    deliver(1, marie.at)
    assert "Tous ceux que nous pouvons prévenir sont au courant." in read(site, PAGE)
    assert "Au courant : 1 sur 1" in read(site, PAGE)


def test_one_that_is_retried_and_one_given_up_are_told_apart_and_what_is_to_be_done(
    site: Client, marie: Record, linked: UUID
) -> None:
    next_ = marie.at + timedelta(hours=1)
    Notice.objects.filter(state="waiting").update(attempts=2, due_at=next_)
    assert "pas de réponse. Nouvel essai le" in read(site, PAGE)

    Notice.objects.filter(state="waiting").update(state="dead")
    page = read(site, PAGE)
    assert "Nous n’essayons plus : ce logiciel ne répond pas. L’établissement doit le réparer." in page
    assert "Nous répondons déjà selon votre choix" in page


def test_a_software_told_of_a_later_choice_knows_of_the_one_before(marie: Record, linked: UUID) -> None:
    Notice.objects.filter(state="waiting").update(state="dead", attempts=8)
    oppose(marie, "Lamarque")
    deliver(2, marie.at)
    entries = {one.entry.revision: one.entry_id for one in Notice.objects.all()}
    found = told.told_of(marie.patient, list(entries.values()), at=marie.at)

    assert Reached.TOLD in {one.reached for one in found[entries[1]].recipients}
    assert Reached.GIVEN_UP not in {one.reached for one in found[entries[1]].recipients}


def test_a_software_that_said_it_applied_a_choice_is_shown_so_with_or_without_an_address(
    site: Client, marie: Record, linked: UUID
) -> None:
    for number, system in enumerate(CallingSystem.objects.order_by("name"), 1):
        cursor = sealing.change_cursor(system.pk, 1)
        changes.acknowledge(system.client_id, cursor=cursor, at=marie.at)
        page = read(site, PAGE)
        assert page.count("Au courant : ce logiciel l’a appliqué, le ") == number

    assert "Tous ceux que nous pouvons prévenir sont au courant." in page
    assert "Au courant : 2 sur 2" in page


def test_a_choice_not_planned_yet_is_said_to_be_worked_out(site: Client, marie: Record, linked: UUID) -> None:
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Lamarque"]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=Actor.person(marie.patient), at=timezone.now())

    assert "Nous cherchons qui prévenir." in read(site, PAGE)


def test_a_choice_is_chosen_by_its_number_and_another_s_is_not_found(site: Client, marie: Record, linked: UUID) -> None:
    oppose(marie, "Lamarque")

    assert read(site, f"{PAGE}?choix=1").index("Bruno Keller") < read(site, f"{PAGE}?choix=1").index("Théo Lamarque")
    for number in ("9", "x", "-1", "0"):
        assert site.get(f"{PAGE}?choix={number}").status_code == 404


def test_what_others_are_not_told_of_is_told_to_nobody(site: Client, marie: Record, linked: UUID) -> None:
    directives.wish_not_to_know(
        marie.patient, document=marie.documents["echo"], by=Actor.person(marie.patient), at=timezone.now()
    )
    planning.plan_notices(at=timezone.now())

    assert "Personne n’a à être prévenu de ce choix." in read(site, f"{PAGE}?choix=2")
    assert "Opposition à Bruno Keller" in read(site, PAGE).split("Ce que cela change")[0]


def test_a_place_known_by_an_opposition_alone_is_on_no_line(site: Client, marie: Record, linked: UUID) -> None:
    """Bruno Keller's pharmacy is reached by care here; a stranger's practice by nothing but the word against him."""
    from consents.services import intake
    from consents.vocabulary import OrganisationKind, Profession

    port = marie.place("Clinique du Port", OrganisationKind.CLINIC)
    callers.register_calling_system(
        "Logiciel du Port", organisations=[port], webhook_url="https://p.example/", at=marie.at
    )
    marie.people["Noël"] = intake.record_professional(family_name="Noël", profession=Profession.PHYSICIAN).id
    intake.record_practice(professional=marie.people["Noël"], organisation=port)
    oppose(marie, "Noël")

    assert "Port" not in read(site, PAGE)


def test_another_patient_is_told_nothing_of_it(client: Client, marie: Record, linked: UUID) -> None:
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    client.force_login(User.objects.create_account("paul@example.test", person_id=paul))

    assert "Hôpital" not in read(client, PAGE)
    assert client.get(f"{PAGE}?choix=1").status_code == 404


def test_the_page_costs_the_same_with_one_choice_and_with_thirty(site: Client, marie: Record, linked: UUID) -> None:
    oppose(marie, "Lamarque")
    few = _queries(site)
    for number in range(28):
        oppose(marie, ("Keller", "Lamarque", "Belkacem")[number % 3])

    assert _queries(site) == few <= 40


def _queries(site: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(PAGE).status_code == 200
    return len(captured)
