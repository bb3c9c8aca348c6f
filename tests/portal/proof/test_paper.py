"""A receipt on paper: one page, the same words, the signed file inside, a code that leads to where it is verified."""

import json
import threading
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
import segno
from django.test import Client

from consents.actor import Actor
from consents.models import Organisation
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient
from portal import printing
from portal.proof import attached, checking, keys, paper, signing
from portal.proof.checking import Verdict
from tests.portal.conftest import Record

PDF = "/mes-donnees/recus/1.pdf"


@pytest.fixture(autouse=True)
def _opposed(marie: Record) -> None:
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=Actor.person(marie.patient), at=marie.at)


def a_receipt(site: Client) -> dict[str, Any]:
    return json.loads(site.get("/mes-donnees/recus/1.json").content)["receipt"]


def words_of(pdf: bytes) -> str:
    (page,) = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def test_a_paper_is_one_page_that_says_what_the_file_says(site: Client) -> None:
    words, receipt = words_of(site.get(PDF).content), a_receipt(site)

    assert "Reçu numéro 1" in words
    assert "Opposition à Bruno Keller, pour tout votre dossier." in words
    assert "Marie LENOIR" in words
    assert receipt["ledger"]["hash"][:8] in words
    assert "http://localhost:8000/mes-donnees/verifier/" in words


def test_a_paper_holds_its_own_signed_file(site: Client) -> None:
    pdf = site.get(PDF).content
    (name, (inside,)), = pypdf.PdfReader(BytesIO(pdf)).attachments.items()  # fmt: skip

    assert name == "recu-1.json"
    assert attached.receipt_in(pdf) == inside
    assert checking.check(inside, keys.published()).verdict is Verdict.GENUINE


def test_the_same_receipt_on_paper_is_the_same_bytes(site: Client) -> None:
    receipt, at = a_receipt(site), datetime(2026, 11, 22, 9, 5, tzinfo=UTC)

    assert paper.pdf(receipt, at=at) == paper.pdf(receipt, at=at)


def test_the_code_is_drawn_as_the_address_that_verifies_and_says_nothing_about_anyone(site: Client) -> None:
    """No decoder here: the drawing is compared, module by module, with that of the address itself."""
    receipt = a_receipt(site)
    address = paper.address(receipt)
    (code,) = parse_qs(urlsplit(address).query)["code"]
    same = segno.make_qr(address, error="m")

    assert paper.code(receipt).matrix == same.matrix
    assert same.designator.endswith("-M")
    assert urlsplit(address).path == "/mes-donnees/verifier/"
    assert len(address) < 400
    assert checking.check_paper(code, keys.published()).content == {"sha256": signing.fingerprint(receipt)}


def test_a_paper_is_read_aloud_in_its_language_with_its_picture_described(site: Client) -> None:
    site.cookies["django_language"] = "en"
    read = pypdf.PdfReader(BytesIO(site.get(PDF).content))

    assert read.trailer["/Root"]["/Lang"] == "en"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - its own kind of truth
    assert "Whoever wrote a document can always read it again." in words_of(site.get(PDF).content)


def test_a_name_that_looks_like_markup_is_only_a_name_and_is_kept_letter_for_letter_in_the_file(
    site: Client, marie: Record
) -> None:
    name = "#panic() *Clinique* <a> \U0001f3e5 e\u0301"
    Organisation.objects.filter(pk=marie.places["Hôpital Saint-Aubin"]).update(name=name)
    to = Recipient(RecipientKind.ORGANISATION, str(marie.places["Hôpital Saint-Aubin"]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=Actor.person(marie.patient), at=marie.at)
    pdf = site.get("/mes-donnees/recus/2.pdf").content

    assert "#panic() *Clinique* <a> □ é" in words_of(pdf)
    assert json.loads(attached.receipt_in(pdf))["receipt"]["processing"]["recipient"]["name"] == name


def test_when_too_many_papers_are_printed_at_once_the_page_says_to_come_back(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 0.01)
    monkeypatch.setattr(printing, "_places", threading.BoundedSemaphore(1))
    site.raise_request_exception = False
    with printing._places:
        answer = site.get(PDF)

    assert answer.status_code == 503
    assert "Nous avons un problème" in answer.content.decode()
