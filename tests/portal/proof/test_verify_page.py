"""`/mes-donnees/verifier/`: anyone may ask whether a receipt is genuine; nothing of it is kept."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from portal.models import User
from portal.proof import paper, signing
from tests.portal.conftest import Record, person

PAGE = "/mes-donnees/verifier/"


@pytest.fixture
def receipt(site: Client, marie: Record) -> bytes:
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=Actor.person(marie.patient), at=marie.at)
    return site.get("/mes-donnees/recus/1.json").content


@pytest.fixture
def anyone() -> Client:
    return Client()


def handed_in(browser: Client, data: bytes, name: str = "recu.json") -> str:
    answer = browser.post(PAGE, {"fichier": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_a_genuine_receipt_is_said_so_to_anyone_with_what_it_says(anyone: Client, receipt: bytes) -> None:
    page = handed_in(anyone, receipt)

    assert "Ce reçu est vrai" in page
    assert "Opposition à Bruno Keller, pour tout votre dossier." in page
    assert "La personne a pu changer d’avis depuis." in page
    assert "Votre registre" not in page


def test_its_text_may_be_pasted_instead(anyone: Client, receipt: bytes) -> None:
    page = anyone.post(PAGE, {"texte": receipt.decode()}).content.decode()

    assert "Ce reçu est vrai" in page


def test_the_paper_may_be_handed_in_and_what_it_shows_is_not_believed(
    site: Client, anyone: Client, receipt: bytes
) -> None:
    page = handed_in(anyone, site.get("/mes-donnees/recus/1.pdf").content, "recu-1.pdf")

    assert "Ce reçu est vrai" in page
    assert "Le texte visible du PDF peut avoir été changé." in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda file: file.replace(b"Keller", b"Kelter"), "Ce reçu n’est plus comme nous l’avons signé"),
        (lambda file: b"{}", "Ce n’est pas un de nos reçus"),
        (lambda file: b"%PDF-1.7 rien", "Ce n’est pas un de nos reçus"),
        (lambda file: b"", "Ce n’est pas un de nos reçus"),
        (lambda file: b"\xff" * 1000, "Ce n’est pas un de nos reçus"),
    ],
)
def test_what_is_not_proven_is_not_shown(anyone: Client, receipt: bytes, change: Any, said: str) -> None:
    page = handed_in(anyone, change(receipt))

    assert said in page
    assert "Opposition à" not in page


def test_a_receipt_of_another_site_is_of_a_key_we_do_not_know(anyone: Client, receipt: bytes, settings: Any) -> None:
    settings.RECEIPT_SIGNING_KEY = "fedcba9876543210" * 4

    assert "Nous ne reconnaissons pas cette signature" in handed_in(anyone, receipt)


def test_the_patient_alone_learns_that_the_ledger_still_says_the_same(
    site: Client, marie: Record, receipt: bytes
) -> None:
    other = Client()
    other.force_login(
        User.objects.create_account("paul@example.test", person_id=person("ROUX", "Paul", "1820675056017", marie.at))
    )

    assert "Votre registre dit la même chose" in handed_in(site, receipt)
    assert "Votre registre" not in handed_in(other, receipt)


def test_the_patient_is_told_when_the_ledger_no_longer_says_it(site: Client, receipt: bytes, marie: Record) -> None:
    of_before = json.loads(receipt)["receipt"]
    of_before["ledger"]["hash"] = "00" * 32

    assert "Votre registre ne dit pas la même chose" in handed_in(site, signing.signed(of_before))


def test_a_file_or_a_text_that_is_too_long_is_refused_before_it_is_read(anyone: Client, db: None) -> None:
    assert "trop grand pour être un de nos reçus" in handed_in(anyone, b"a" * (64 * 1024 + 1))
    assert "trop grand" in handed_in(anyone, b"%PDF-" + b"a" * 1024 * 1024, "recu.pdf")
    assert "trop long" in anyone.post(PAGE, {"texte": "é" * 40_000}).content.decode()
    assert "Choisissez un fichier, ou collez son texte." in anyone.post(PAGE, {}).content.decode()


def test_a_request_far_too_large_is_refused_before_anything_of_it_is_kept(db: None) -> None:
    """Also where the token is looked for in the body, before any view; nothing goes to a temporary file."""
    strict = Client(enforce_csrf_checks=True)
    strict.get(PAGE)
    for browser in (Client(), strict):
        answer = browser.post(PAGE, {"fichier": SimpleUploadedFile("recu.pdf", b"%PDF-" + b"a" * 3_000_000)})
        assert answer.status_code == 400


def test_the_printed_code_says_that_we_printed_it_and_which_fingerprint_to_compare(
    anyone: Client, receipt: bytes
) -> None:
    found = json.loads(receipt)["receipt"]
    address = urlsplit(paper.address(found))
    page = anyone.get(f"{address.path}?{address.query}").content.decode()

    assert "Nous avons imprimé ce code" in page
    assert signing.fingerprint(found)[:8] in page
    assert "Keller" not in page
    for wrong in (address.query[:-2], "code=a.b.c", "code=" + "a" * 5000, "code=.."):
        assert "Ce code n’est pas un des nôtres" in anyone.get(f"{PAGE}?{wrong}").content.decode(), wrong


def test_nothing_is_asked_of_the_database_for_someone_who_is_not_signed_in(anyone: Client, receipt: bytes) -> None:
    with CaptureQueriesContext(connection) as captured:
        handed_in(anyone, receipt)
        anyone.get(PAGE)

    assert len(captured) == 0


def test_the_form_cannot_be_posted_from_another_site(receipt: bytes) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(PAGE, {"texte": receipt.decode()}).status_code == 403
