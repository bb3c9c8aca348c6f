"""`/mes-donnees/`: each declaration has its receipt, to read, to keep, to print; nobody else's, and no minor's."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.models import Document, LedgerEntry, Person
from consents.services import designations, directives, intake, minors, preferences, settings
from consents.vocabulary import CareBasis, Category, Choice, DeclarationKind, RecipientKind, SettingName, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from portal.models import User
from portal.patient import reading
from portal.proof import regimes, structure
from sharing import catalogue
from tests.portal.choosing import confirm, document, professional
from tests.portal.conftest import Record, person, read

BASE = "/mes-donnees/recus/"


@pytest.fixture
def she(marie: Record) -> Actor:
    return Actor.person(marie.patient)


@pytest.fixture
def keller(marie: Record) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))


@pytest.fixture
def opposed(marie: Record, she: Actor, keller: Recipient) -> None:
    preferences.oppose(marie.patient, to=keller, about=EVERYTHING, by=she, at=marie.at)


def receipt_of(site: Client, revision: int) -> dict[str, Any]:
    answer = site.get(f"{BASE}{revision}.json")
    assert answer.status_code == 200
    return json.loads(answer.content)["receipt"]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_a_receipt_says_who_for_whom_under_which_rule_about_what_when_through_which_door(
    site: Client, marie: Record, opposed: None
) -> None:
    said = receipt_of(site, 1)
    processing, (event,) = said["processing"], said["events"]

    assert said["record"]["pii_principal_id"] == f"urn:uuid:{marie.patient}"
    assert {party["party_role"]: party["party_name"] for party in said["parties"]} == {
        "pii_principal": "Marie LENOIR", "pii_controller": "Mes partages", "declarant": "Marie LENOIR",
    }  # fmt: skip
    assert processing["recipient"] == {
        "kind": "professional", "reference": str(marie.people["Keller"]), "name": "Bruno Keller",
    }  # fmt: skip
    assert processing["lawful_basis"] == {"rule": "R08", "article": "CSP L1110-4"}
    assert (processing["purposes"], processing["collection_method"]) == (["care"], "site")
    assert processing["privacy_notice"] is None
    assert [each["rule"] for each in processing["does_not_stop"]] == ["R29", "R34", "R79", "R84"]
    assert (event["event_type"], event["event_state"], event["validity"]["until"]) == ("oppose", "refused", None)
    assert event["event_time"].endswith(("+01:00", "+02:00"))
    assert said["plain_language"]["said"] == "Opposition à Bruno Keller, pour tout votre dossier."


def test_a_choice_keeps_the_words_that_its_page_showed(site: Client, marie: Record) -> None:
    confirm(site, "oppose", professional(marie, "Keller"), document(marie, "ordonnance"))

    said = receipt_of(site, 1)
    read = said["processing"]["privacy_notice"]
    assert (read["language"], read["release"]) == ("fr", site_settings.RELEASE)
    assert read["words"][0] == "Vous opposer à Bruno Keller\u00a0?"
    assert len(read["words"]) > 2
    assert ["Texte lu avant de choisir", " ".join(read["words"])] in said["plain_language"]["facts"]
    assert "Ordonnance" not in " ".join(read["words"])


@pytest.mark.parametrize("seal", ["", "rien", "x" * 100])
def test_words_that_this_site_did_not_show_are_not_kept(site: Client, marie: Record, seal: str) -> None:
    confirm(site, "oppose", professional(marie, "Keller"), lu=seal)

    assert receipt_of(site, 1)["processing"]["privacy_notice"] is None


def test_words_shown_to_someone_else_are_not_kept(site: Client, marie: Record) -> None:
    page = {"title": "Refuser ?", "period": "", "unchanged": ["Rien."]}
    confirm(site, "oppose", professional(marie, "Keller"), lu=reading.sealed(uuid4(), page))

    assert receipt_of(site, 1)["processing"]["privacy_notice"] is None


def test_the_hashes_of_a_receipt_are_those_of_the_ledger_s_rows(
    site: Client, marie: Record, she: Actor, keller: Recipient, opposed: None
) -> None:
    preferences.withdraw(marie.patient, to=keller, about=EVERYTHING, by=she, at=marie.at)
    first, second = LedgerEntry.objects.filter(patient=marie.patient).order_by("revision")

    for row in (first, second):
        ledger = receipt_of(site, row.revision)["ledger"]
        assert (ledger["hash"], ledger["previous_hash"]) == (bytes(row.hash).hex(), bytes(row.previous_hash).hex())
    assert receipt_of(site, 2)["ledger"]["previous_hash"] == receipt_of(site, 1)["ledger"]["hash"]


def test_a_word_that_was_withdrawn_says_when_and_by_which_choice(
    site: Client, marie: Record, she: Actor, keller: Recipient, opposed: None
) -> None:
    preferences.withdraw(marie.patient, to=keller, about=EVERYTHING, by=she, at=marie.at)
    events = receipt_of(site, 1)["events"]

    assert (events[1]["event_state"], events[1]["ledger_revision"]) == ("withdrawn", 2)
    assert "(choix numéro 2)" in read(site, f"{BASE}1/")


def test_a_word_that_another_replaces_later_says_from_when(
    site: Client, marie: Record, she: Actor, keller: Recipient, opposed: None
) -> None:
    begins = marie.at + timedelta(days=3)
    preferences.grant(marie.patient, to=keller, about=EVERYTHING, by=she, at=marie.at, begins_at=begins)

    assert receipt_of(site, 1)["events"][1]["event_time"] == structure.written(begins)


def test_the_page_says_in_plain_words_what_the_file_holds(site: Client, marie: Record, opposed: None) -> None:
    page = read(site, f"{BASE}1/")

    assert "Opposition à Bruno Keller, pour tout votre dossier." in page
    assert "Pour Marie LENOIR (« vous », dans ce reçu) Fait par vous, depuis ce site" in page
    assert "heure de Paris" in page
    assert "Règle R08, CSP L1110-4" in page
    assert "Celui qui a écrit un document peut toujours le relire. (CSP R1111-49)" in page


def test_the_files_are_downloads_that_nothing_keeps(site: Client, opposed: None) -> None:
    for ending, kind in (("json", "application/json"), ("pdf", "application/pdf")):
        answer = site.get(f"{BASE}1.{ending}")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == f'attachment; filename="recu-1.{ending}"'
        assert answer["Cache-Control"] == "no-store"


def test_a_receipt_speaks_the_reader_s_language(site: Client, opposed: None) -> None:
    site.cookies["django_language"] = "en"
    said = receipt_of(site, 1)

    assert said["receipt"]["language"] == "en"
    assert (
        "Whoever wrote a document can always read it again. (CSP R1111-49)" in said["plain_language"]["does_not_stop"]
    )


def test_a_document_is_named_only_while_its_reader_may_see_it(
    site: Client, marie: Record, she: Actor, keller: Recipient
) -> None:
    echo = marie.documents["echo"]
    about = Subject(SubjectKind.DOCUMENT, str(echo))
    preferences.oppose(marie.patient, to=keller, about=about, by=she, at=marie.at)
    seen = receipt_of(site, 1)
    Document.objects.filter(pk=echo).update(third_party=True)
    hidden = receipt_of(site, 1)

    assert seen["processing"]["pii_information"]["name"].startswith("Imagerie, cardiologie, du ")
    assert hidden["processing"]["pii_information"] == {"kind": "document", "reference": str(echo), "name": None}
    assert "magerie" not in json.dumps(hidden)
    assert "ardiologie" not in read(site, f"{BASE}1/") + read(site, BASE) + read(site, "/mes-donnees/")
    assert "ardiologie" not in text_of(site.get(f"{BASE}1.pdf").content)


def test_another_patient_s_receipt_is_not_found_like_one_that_does_not_exist(
    client: Client, marie: Record, opposed: None
) -> None:
    other = person("ROUX", "Paul", "1820675056017", marie.at)
    client.force_login(User.objects.create_account("paul@example.test", person_id=other))

    for ending in ("1/", "1.json", "1.pdf", "999/", "99999999999999999999.json"):
        assert client.get(BASE + ending).status_code == 404, ending


@pytest.mark.parametrize("address", ["/mes-donnees/", BASE, f"{BASE}1/", f"{BASE}1.json", f"{BASE}1.pdf"])
def test_nobody_reads_a_receipt_without_signing_in(address: str, client: Client, marie: Record, opposed: None) -> None:
    assert client.get(address)["Location"].startswith("/comptes/login/")


@pytest.fixture
def secret(marie: Record) -> UUID:
    """Marie is sixteen, kept a document secret from every parent, and her mother holds authority."""
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - 16, 1, 5))
    mother = person("LENOIR", "Claire", "2840675056059", marie.at)
    intake.record_authority(marie.patient, holder=mother)
    minors.keep_secret(marie.patient, document=marie.documents["lettre"], by=Actor.person(marie.patient), at=marie.at)
    return mother


@pytest.mark.parametrize("address", ["/mes-donnees/", BASE, f"{BASE}1/", f"{BASE}1.json", f"{BASE}1.pdf"])
def test_a_minor_has_no_such_page_so_that_no_file_gives_a_secret_away(
    address: str, site: Client, marie: Record, secret: UUID
) -> None:
    assert site.get(address).status_code == 404
    front = site.get("/").content.decode()
    assert ('href="/mes-donnees/"' in front, BASE in front) == (False, False)


def test_a_parent_finds_no_receipt_of_the_child_in_his_own_pages(client: Client, marie: Record, secret: UUID) -> None:
    client.force_login(User.objects.create_account("claire@example.test", person_id=secret))

    assert client.get(f"{BASE}1.json").status_code == 404
    assert "Aucun reçu encore" in read(client, BASE)
    assert "Aucun reçu encore" in read(client, "/mes-donnees/")


def test_every_kind_of_declaration_has_a_rule_of_the_catalogue_and_says_what_stays() -> None:
    known = catalogue.rules()

    assert regimes.known() == frozenset(DeclarationKind)
    for kind in DeclarationKind:
        numbers = [regimes.rule(kind, to_kind="", about_kind="", recipient=""), *regimes.stays(kind)]
        assert set(numbers) <= known.keys()


@pytest.mark.parametrize(
    ("kind", "to_kind", "about_kind", "recipient", "rule"),
    [
        ("grant", "professional", "everything", "physician", "R19"),
        ("grant", "professional", "document", "occupational_physician", "R75"),
        ("grant", "organisation", "everything", "health_centre", "R14"),
        ("grant", "organisation", "everything", "hospital", "R16"),
        ("grant", "person", "document", "", "R40"),
        ("oppose", "everyone", "document", "", "R28"),
        ("oppose", "everyone", "everything", "", "R08"),
    ],
)
def test_a_preference_is_made_under_the_rule_that_it_will_be_answered_with(
    kind: str, to_kind: str, about_kind: str, recipient: str, rule: str
) -> None:
    assert regimes.rule(kind, to_kind=to_kind, about_kind=about_kind, recipient=recipient) == rule


def test_declarations_that_are_no_preference_have_their_receipts_too(site: Client, marie: Record, she: Actor) -> None:
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    choices = {SettingName.EMERGENCY_SAMU: Choice.REFUSE}
    settings.choose_for_emergencies(marie.patient, choices=choices, by=she, at=marie.at)
    directives.designate_trusted_person(marie.patient, person=paul, accepted=True, by=she, at=marie.at)
    aubertin = marie.people["Belkacem"]
    basis = CareBasis.TREATING_PHYSICIAN
    designations.designate(marie.patient, professional=aubertin, basis=basis, by=she, at=marie.at)
    directives.wish_not_to_know(marie.patient, document=marie.documents["echo"], by=she, at=marie.at)
    emergency, trusted, treating, unknown = (receipt_of(site, number) for number in (1, 2, 3, 4))

    assert emergency["processing"]["settings"] == [["emergency.samu", "refuse"]]
    assert emergency["processing"]["purposes"] == ["emergency", "samu_call"]
    assert [each["name"] for each in trusted["processing"]["named"]] == ["Paul LENOIR"]
    assert treating["processing"]["recipient"]["name"] == "Dr Younès Belkacem"
    # He asked not to know: the document is no longer shown to him, here neither.
    assert unknown["processing"]["pii_information"]["name"] is None
    assert [each["processing"]["lawful_basis"]["rule"] for each in (emergency, trusted, treating, unknown)] == [
        "R34", "R43", "R12", "R02c",
    ]  # fmt: skip


def test_the_page_after_a_choice_leads_to_its_receipt(site: Client, opposed: None) -> None:
    assert f'href="{BASE}1/"' in site.get("/choix/fait/1/").content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [("/mes-donnees/", 40), (BASE, 40), (f"{BASE}3/", 40), (f"{BASE}3.json", 40), (f"{BASE}3.pdf", 40)],
)
def test_a_page_costs_the_same_queries_with_three_choices_and_with_twenty(
    address: str, most: int, site: Client, marie: Record, she: Actor, keller: Recipient
) -> None:
    def hide(count: int) -> None:
        for number in range(count):
            document = marie.document(f"d{count}-{number}", list(Category)[number % 5], days=number)
            about = Subject(SubjectKind.DOCUMENT, str(document))
            preferences.oppose(marie.patient, to=EVERYONE, about=about, by=she, at=marie.at)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert site.get(address).status_code == 200
        return len(captured)

    hide(3)
    few = queries()
    hide(17)

    assert queries() == few <= most
