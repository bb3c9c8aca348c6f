"""A hospital's bundle, as French software writes it."""

from datetime import timedelta

import pytest

from consents.calendar import first_instant, paris_day
from consents.models import CareEntry, Document, Organisation, Person, Professional
from tests.sharing.fhir.conftest import AT, Importing

FRENCH = "bundle-francais.json"


@pytest.fixture
def marie(importing: Importing) -> Person:
    (report,) = importing(FRENCH)
    assert report.written, report.refused
    return Person.objects.get(ins="284057511204537")


def _document(marie: Person, number: str) -> Document:
    return Document.objects.get(patient=marie, source_value=f"DOC-{number}")


def test_the_second_import_of_a_file_creates_nothing_and_changes_nothing(importing: Importing) -> None:
    (first,) = importing(FRENCH)
    before = list(CareEntry.objects.order_by("id").values()) + list(Document.objects.order_by("id").values())
    (second,) = importing(FRENCH, at=AT + timedelta(days=3))
    assert first.created["Patient"] == 3
    assert not second.created
    assert second.known == first.created
    assert before == list(CareEntry.objects.order_by("id").values()) + list(Document.objects.order_by("id").values())


def test_people_organisations_and_professionals_are_kept_with_what_the_directory_says(marie: Person) -> None:
    assert (marie.birth_name, marie.used_name, marie.identity_status) == ("BERGER", "DURAND", "QUAL")
    site = Organisation.objects.get(finess="750100133")
    assert (site.kind, site.part_of and site.part_of.finess) == ("hospital", "750100125")
    physician = Professional.objects.get(rpps="81000000018")
    assert (physician.profession, physician.profession_code, physician.email) == (
        "physician",
        "10",
        "helene.lefevre@chu-lumiere.example",
    )
    assert physician.practices.get().organisation == site


def test_overlapping_stays_of_one_professional_in_one_place_are_one_period_of_care(marie: Person) -> None:
    stays = CareEntry.objects.filter(patient=marie, professional__rpps="81000000018", basis="establishment")
    first, second = stays.order_by("begins_at")
    assert (paris_day(first.begins_at).isoformat(), first.ends_at) == (
        "2026-09-01",
        first_instant(paris_day(AT).replace(month=9, day=9)),
    )
    assert second.ends_at is None


def test_the_basis_of_care_follows_the_kind_of_the_organisation(marie: Person) -> None:
    bases = set(
        CareEntry.objects.filter(patient=marie).values_list("professional__rpps", "organisation__kind", "basis")
    )
    assert bases == {
        ("81000000018", "hospital", "establishment"),
        ("81000000026", "hospital", "establishment"),
        ("81000000034", "group_practice", "coordinated"),
        ("81000000042", "group_practice", "coordinated"),
        ("81000000034", None, "treating_physician"),
    }


def test_an_encounter_in_progress_that_is_then_finished_ends_its_period(
    importing: Importing, marie: Person, bundle_of
) -> None:
    over = {"status": "finished", "period": {"start": "2026-11-02T09:00:00+01:00", "end": "2026-11-21T10:00:00+01:00"}}
    (report,) = importing(bundle_of("Encounter/sejour-3", over))
    assert report.written, report.refused
    ends = CareEntry.objects.filter(patient=marie, professional__rpps="81000000018").order_by("begins_at").last()
    assert ends is not None
    assert ends.ends_at is not None
    assert ends.ends_at.isoformat() == "2026-11-21T09:00:00+00:00"
    (older,) = importing(FRENCH)
    assert not older.created
    assert CareEntry.objects.filter(patient=marie, ends_at=None, basis="establishment").count() == 0


def test_documents_keep_type_author_and_place_and_the_correction_names_what_it_corrects(marie: Person) -> None:
    report = _document(marie, "crh-2")
    assert (report.category, report.type_code, report.author and report.author.rpps) == (
        "report",
        "34112-3",
        "81000000018",
    )
    assert report.organisation is not None
    assert report.organisation.finess == "750100133"
    assert report.replaces == _document(marie, "crh-1")
    assert _document(marie, "crh-1").made_on is not None


def test_a_psychiatric_document_without_specialty_takes_psychiatry(marie: Person) -> None:
    assert (_document(marie, "psy").category, _document(marie, "psy").specialty) == ("mental_health", "psychiatry")


def test_a_result_hidden_from_the_patient_waits_for_its_announcement_and_its_contained_author_is_kept(
    marie: Person,
) -> None:
    result = _document(marie, "genetique")
    assert result.announcement_pending
    assert result.author is not None
    assert result.author.rpps == "99700000013"


def test_a_document_masked_by_the_patient_elsewhere_is_left_out_and_told(importing: Importing) -> None:
    (report,) = importing(FRENCH)
    assert not Document.objects.filter(source_value="DOC-masque").exists()
    assert "left_out_for_the_patients_choice" in {remark.because for remark in report.warnings}


def test_what_corrects_a_document_that_is_left_out_is_left_out_too(
    importing: Importing, marie: Person, bundle_of
) -> None:
    follows = {
        "id": "suite",
        "masterIdentifier": {"system": "urn:oid:1.2.250.1.999.1.3", "value": "DOC-suite"},
        "securityLabel": [],
        "relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/masque"}}],
    }
    (report,) = importing(bundle_of("DocumentReference/masque", {}, follows))
    assert report.written, report.refused
    assert not Document.objects.filter(source_value__in=["DOC-suite", "DOC-masque"]).exists()
    assert report.not_used["DocumentReference", "left_out_for_the_patients_choice"] == 2


def test_a_document_of_unknown_type_is_kept_as_unknown_with_the_code_received(importing: Importing) -> None:
    importing(FRENCH)
    unknown = Document.objects.get(source_value="DOC-inconnu")
    assert (unknown.category, unknown.type_code) == ("unknown", "FICHE-LOCALE")


def test_no_word_of_a_documents_content_is_anywhere_in_its_row(marie: Person) -> None:
    kept = " ".join(str(row) for row in Document.objects.values())
    assert "Ne pas conserver" not in kept
    assert "Q29udGVudQ" not in kept


def test_a_death_told_by_its_month_is_kept(importing: Importing) -> None:
    importing(FRENCH)
    jeanne = Person.objects.get(birth_name="ARMEL")
    assert jeanne.died_at is not None
    assert paris_day(jeanne.died_at).isoformat() == "2026-01-01"


def test_the_treating_physician_of_another_source_is_never_replaced(
    importing: Importing, marie: Person, bundle_of
) -> None:
    standing = CareEntry.objects.filter(patient=marie, basis="treating_physician")
    standing.update(source="site")
    (report,) = importing(
        bundle_of("Patient/marie", {"generalPractitioner": [{"reference": "Practitioner/dr-lefevre"}]})
    )
    assert report.written
    assert [remark.because for remark in report.warnings] == ["another_treating_physician"]
    assert standing.get().professional.rpps == "81000000034"


def test_an_import_never_undoes_what_an_administrator_has_mapped(importing: Importing, bundle_of) -> None:
    prov = {
        "type": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}]}]
    }
    for _ in range(2):
        (report,) = importing(bundle_of("Organization/labo", prov))
        assert report.written
        Organisation.objects.filter(finess="330004565", kind="unknown").update(kind="laboratory")
    assert Organisation.objects.get(finess="330004565").kind == "laboratory"


def test_a_file_that_says_less_takes_nothing_away(importing: Importing, marie: Person, bundle_of) -> None:
    (report,) = importing(bundle_of("Patient/marie", {"extension": [], "gender": None, "generalPractitioner": []}))
    assert report.written, report.refused
    marie.refresh_from_db()
    assert (marie.identity_status, marie.sex, marie.birth_place) == ("QUAL", "female", "75112")
