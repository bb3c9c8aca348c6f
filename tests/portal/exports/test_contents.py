"""What is in a copy, and what never is: documents by the engine's answer, every choice with its proof, who came, who was told."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.models import Person, Professional
from consents.services import intake, minors, preferences
from consents.services.episodes import Episode
from consents.vocabulary import Category, RecipientKind, SubjectKind
from consents.words import EVERYONE, Recipient, Subject
from portal.exports import as_pdf, gathering, keeping
from portal.models import Export, User
from sharing.selectors import whole as kept
from sharing.services import planning
from tests.portal.conftest import Record, person
from tests.portal.exports.conftest import ask

BytesOf = Callable[..., bytes]
SHAPES = ["json", "fhir", "pdf"]
RPPS = "10000000001"


@pytest.fixture
def came(told: Record) -> Record:
    """Dr Belkacem's software asked about the scan, in vain about the hidden prescription; notices were planned."""
    Professional.objects.filter(pk=told.people["Belkacem"]).update(rpps=RPPS)
    ask(told, "echo", rpps=RPPS)
    ask(told, "ordonnance", rpps=RPPS)
    planning.plan_notices(at=timezone.now())
    return told


@pytest.fixture
def copy(came: Record, bytes_of: BytesOf) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes_of("json"))
    return found


def test_it_is_as_its_published_schema_says(copy: dict[str, Any]) -> None:
    schema = json.loads(Path(settings.BASE_DIR, "portal/static/schemas/export-1.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    assert [fault.message for fault in checker.iter_errors(copy)] == []
    assert copy["$schema"].endswith("/static/schemas/export-1.json")


def test_it_holds_her_documents_her_choices_who_came_and_everyone_they_name(copy: dict[str, Any], came: Record) -> None:
    people = {one["id"]: one["family_name"] for one in copy["professionals"]}
    places = {one["id"]: one["name"] for one in copy["organisations"]}

    assert {one["category"]: one["hidden_from_all"] for one in copy["documents"]} == {
        "imaging": False, "report": False, "prescription": True,
    }  # fmt: skip
    assert [(one["stance"], one["to"]["kind"], one["ends_at"] is None) for one in copy["preferences"]] == [
        ("oppose", "professional", False), ("oppose", "everyone", True), ("grant", "organisation", True),
    ]  # fmt: skip
    assert [(people[one["asker"]], one["permit"], len(one["answers"])) for one in copy["accesses"]] == [
        ("Belkacem", False, 1), ("Belkacem", True, 1),
    ]  # fmt: skip
    assert {one["basis"] for one in copy["care"]} == {"treating_physician", "establishment", "coordinated", "same_care"}
    assert {"Hôpital Saint-Aubin", "Maison de santé du Lac"} <= set(places.values())
    assert copy["choices"]["not_to_know"][0]["document"] == str(came.documents["unwanted"])


def test_its_ledger_can_be_checked_without_us(copy: dict[str, Any]) -> None:
    previous = "00" * 32
    for each in copy["declarations"]:
        assert each["previous_hash"] == previous
        assert hashlib.sha256(bytes.fromhex(previous) + each["written"].encode()).hexdigest() == each["hash"]
        previous = each["hash"]

    assert len(copy["declarations"]) == 5


@pytest.mark.parametrize("shape", SHAPES)
def test_a_document_that_she_may_not_see_changes_not_one_byte(shape: str, came: Record, bytes_of: BytesOf) -> None:
    """Twin worlds: waiting to be announced, collected from a third party, or what corrects one of these."""
    at = timezone.now() + timedelta(minutes=1)
    before = bytes_of(shape, at=at)
    caron = came.professional("Dr", "Inès", "Caron", "physician", came.place("Clinique cachée", "clinic"))  # type: ignore[arg-type]
    more = {"author": caron, "organisation": came.places["Clinique cachée"]}
    waiting = came.document("waiting", Category.GENETICS, days=2, announcement_pending=True, **more)
    came.document("third", Category.SOCIAL, days=3, third_party=True, **more)
    came.document("corrected", Category.GENETICS, days=1, replaces=waiting, **more)

    assert bytes_of(shape, at=at) == before


@pytest.mark.parametrize("shape", ["json", "fhir"])
def test_a_version_does_not_name_the_one_it_replaces_when_that_one_may_not_be_seen(
    shape: str, came: Record, bytes_of: BytesOf
) -> None:
    hidden = came.document("third", Category.REPORT, days=3, third_party=True)
    shown = came.document("shown", Category.REPORT, days=2, replaces=hidden)
    found = bytes_of(shape).decode()

    assert str(shown) in found
    assert str(hidden) not in found


def test_an_answer_about_a_document_that_she_may_not_see_is_left_out_and_the_request_stays(
    came: Record, bytes_of: BytesOf
) -> None:
    came.document("waiting", Category.IMAGING, days=2, announcement_pending=True)
    ask(came, "waiting", rpps=RPPS)
    found = json.loads(bytes_of("json"))

    assert found["accesses"][0]["answers"] == []
    assert str(came.documents["waiting"]) not in json.dumps(found)


def test_nothing_of_another_person_s_record_is_in_it(came: Record, bytes_of: BytesOf) -> None:
    other = person("ROUX", "Paul", "1700175056002", came.at)
    secret = intake.record_document(other, deposited=date(2026, 1, 2), category=Category.REPORT).id
    about = Subject(SubjectKind.DOCUMENT, str(secret))
    preferences.oppose(other, to=EVERYONE, about=about, by=Actor.person(other), at=came.at)
    found = bytes_of("json").decode()

    assert str(other) not in found
    assert str(secret) not in found


def test_a_minor_s_copy_is_that_of_her_pages(came: Record, bytes_of: BytesOf) -> None:
    Person.objects.filter(pk=came.patient).update(born_on=date(came.at.year - 16, 1, 5))
    mother = person("LENOIR", "Claire", "2840675056059", came.at)
    intake.record_authority(came.patient, holder=mother)
    minors.keep_secret(came.patient, document=came.documents["lettre"], by=Actor.person(came.patient), at=came.at)
    doctor = Recipient(RecipientKind.PROFESSIONAL, str(came.people["Keller"]))
    about = Subject(SubjectKind.CATEGORY, "genetics")
    preferences.oppose(came.patient, to=doctor, about=about, by=Actor.person(mother), at=timezone.now())
    text = bytes_of("json").decode()
    found = json.loads(text)

    assert found["reduced"] == "minor"
    assert (found["documents"], found["preferences"]) == ([], [])
    assert [one["kind"] for one in found["declarations"]][-1] == "minor_secrecy"
    assert "oppose" not in {one["kind"] for one in found["declarations"][5:]}
    assert "revision" not in text
    assert str(mother) not in text
    assert len(found["accesses"]) == 2
    assert all(one["answers"] == [] for one in found["accesses"])


def test_a_parent_s_words_do_not_change_one_byte_of_a_minor_s_copy(came: Record, bytes_of: BytesOf) -> None:
    Person.objects.filter(pk=came.patient).update(born_on=date(came.at.year - 16, 1, 5))
    mother = person("LENOIR", "Claire", "2840675056059", came.at)
    intake.record_authority(came.patient, holder=mother)
    at = timezone.now() + timedelta(minutes=1)
    before = bytes_of("json", at=at)
    about = Subject(SubjectKind.CATEGORY, "genetics")
    preferences.oppose(came.patient, to=EVERYONE, about=about, by=Actor.person(mother), at=timezone.now())

    assert bytes_of("json", at=at) == before


def test_the_paper_is_tagged_titled_in_its_language_and_says_what_is_kept(came: Record, bytes_of: BytesOf) -> None:
    said = {}
    for language in ("fr", "en"):
        paper = pypdf.PdfReader(io.BytesIO(bytes_of("pdf", language=language)))
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
        assert root["/Lang"][:2] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
        assert "/StructTreeRoot" in root
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert paper.metadata is not None
        said[language] = (paper.metadata.title, " ".join(page.extract_text() for page in paper.pages))
    title, text = said["fr"]

    assert title == "Mes données"
    assert title != said["en"][0]
    for word in ("Dr Younès Belkacem", "Hôpital Saint-Aubin", "Imagerie", "masqué à tous", "LENOIR", "Masqué à tous"):
        assert word in text.replace("\n", " ")
    assert "Génétique" not in text


def test_a_large_record_is_several_papers_in_one_file_and_none_of_its_lines_is_lost(
    came: Record, account: User, made: Callable[..., Export], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_pdf, "LINES", 10)
    for number in range(25):
        came.document(f"d{number}", Category.REPORT, days=number + 1)
    export = made("pdf")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(keeping.read(export))))
    papers = [pypdf.PdfReader(io.BytesIO(archive.read(name))) for name in archive.namelist()]
    text = " ".join(page.extract_text() for paper in papers for page in paper.pages)

    assert export.file_name.endswith(".zip")
    assert len(papers) > 2
    assert "Partie 2" in text
    assert text.count("Compte rendu") == 26 + 2  # and, among her choices, the kind that she opened: in place, declared


def test_a_hostile_name_is_only_a_name(came: Record, bytes_of: BytesOf) -> None:
    Person.objects.filter(pk=came.patient).update(birth_name='"];{#eval("1")}<script>\u2028')
    found = json.loads(bytes_of("json"))

    assert found["patient"]["birth_name"] == '"];{#eval("1")}<script>\u2028'
    assert json.loads(bytes_of("fhir"))["entry"][0]["resource"]["name"][0]["family"].startswith('"];{#eval')
    text = pypdf.PdfReader(io.BytesIO(bytes_of("pdf"))).pages[0].extract_text()
    assert '{#eval("1")}<script>' in text.replace("\n", "")


def test_reading_costs_the_same_queries_for_few_and_for_many_documents(came: Record) -> None:
    few = _statements(came)
    for number in range(40):
        came.document(f"d{number}", Category.REPORT, days=number + 1, author=came.people["Belkacem"])
    ask(came, "d3", rpps=RPPS)

    assert _statements(came) == few


def test_a_large_record_is_read_by_lots(came: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        came.document(f"d{number}", Category.REPORT, days=number + 1)
    monkeypatch.setattr(kept, "AT_ONCE", 5)
    record = gathering.begin(came.patient, at=timezone.now())
    sizes = [len(lot) for lot in record.documents()]

    assert sizes == [5, 5, 2]
    assert [len(lot) for lot in record.accesses()] == [2]
    assert record.percent == 93, "fourteen of fourteen, and the last word is the job's"


def _statements(came: Record) -> int:
    with CaptureQueriesContext(connection) as captured:
        record = gathering.begin(came.patient, at=timezone.now())
        _exhaust(record.documents())
        _exhaust(record.accesses())
        record.directory()
    return len(captured)


def _exhaust(pages: Iterator[object]) -> None:
    for _ in pages:
        pass


def test_a_minor_s_copy_names_the_care_that_she_keeps_secret(came: Record, bytes_of: BytesOf) -> None:
    Person.objects.filter(pk=came.patient).update(born_on=date(came.at.year - 16, 1, 5))
    episode = Episode(came.at.date(), came.people["Belkacem"], came.places["Hôpital Saint-Aubin"])
    minors.keep_episode_secret(came.patient, episode=episode, by=Actor.person(came.patient), at=came.at)
    found = json.loads(bytes_of("json").decode())
    (kept,) = found["choices"]["secrecies"]

    assert (kept["since"], kept["until"], kept["document"]) == (came.at.date().isoformat(), None, None)
    assert str(came.people["Belkacem"]) in {kept["professional"], kept["organisation"]}
