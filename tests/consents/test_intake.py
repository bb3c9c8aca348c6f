"""What other software feeds: the same fact twice is one row, a fact at fault is named and not kept."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from consents.errors import InvalidFact
from consents.models import (
    CareEntry,
    Document,
    Organisation,
    ParentalAuthority,
    Person,
    Practice,
    Professional,
    Protection,
    Survivor,
)
from consents.services import intake
from consents.verification import INS_NIR, INS_TEST
from consents.vocabulary import (
    CareBasis,
    Category,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Regime,
    SurvivorRelation,
)
from consents.words import Identifier
from tests.consents.conftest import NOW, Town, valid_ins

LOINC = "http://loinc.org"
G15 = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
BORN = date(1980, 5, 2)


def fault_of(call: object, *arguments: object, **said: object) -> tuple[str, str]:
    with pytest.raises(InvalidFact) as fault:
        call(*arguments, **said)  # type: ignore[operator]
    return fault.value.element, fault.value.because


def test_the_same_person_twice_is_one_row_brought_up_to_date(db: None) -> None:
    ins = valid_ins("2800575056001")
    said = {"at": NOW, "born_on": BORN, "ins": ins, "ins_system": "1.2.250.1.213.1.4.10"}
    first = intake.record_person(birth_name="Aubert", **said)
    again = intake.record_person(birth_name="Aubert", used_name="Morel", **said)
    assert (first.created, again.created, first.id) == (True, False, again.id)
    person = Person.objects.get()
    assert (person.name, person.ins_system) == ("Morel", INS_TEST)


def test_a_foreign_number_is_kept_under_its_own_system(db: None) -> None:
    ssn = Identifier("http://hl7.org/fhir/sid/us-ssn", "999-12-3456")
    first = intake.record_person(at=NOW, birth_name="Smith", born_on=BORN, identifiers=[ssn])
    again = intake.record_person(at=NOW, birth_name="Smith", born_on=BORN, identifiers=[ssn])
    assert first.id == again.id
    assert Person.objects.get().ins == ""


def test_numbers_of_two_people_are_never_merged(db: None) -> None:
    one, other = Identifier("urn:a", "1"), Identifier("urn:b", "2")
    for identifier in (one, other):
        intake.record_person(at=NOW, birth_name="X", born_on=BORN, identifiers=[identifier])
    told = fault_of(intake.record_person, at=NOW, birth_name="X", born_on=BORN, identifiers=[one, other])
    assert told == ("identifier", "names_several")
    mine = {"ins": valid_ins("2800575056001"), "ins_system": INS_TEST}
    intake.record_person(at=NOW, birth_name="X", born_on=BORN, identifiers=[one], **mine)
    theirs = {"ins": valid_ins("1800575056001"), "ins_system": INS_TEST}
    told = fault_of(intake.record_person, at=NOW, birth_name="X", born_on=BORN, identifiers=[one], **theirs)
    assert told == ("ins", "another_person")


def test_a_person_at_fault_is_not_kept(db: None) -> None:
    person = {"at": NOW, "birth_name": "Aubert", "born_on": BORN}
    for wrong, element in (
        ({"ins": "279035121518988", "ins_system": INS_NIR}, "ins"),
        ({"ins": "279035121518989"}, "ins_system"),
        ({"birth_name": " "}, "birth_name"),
        ({"born_on": date(2030, 1, 1)}, "born_on"),
        ({"sex": "other"}, "sex"),
        ({"identity_status": "MAYBE"}, "identity_status"),
    ):
        assert fault_of(intake.record_person, **(person | wrong))[0] == element
    assert not Person.objects.exists()


def test_a_death_before_birth_is_at_fault_and_a_death_is_kept(ana: UUID) -> None:
    assert fault_of(intake.record_death, ana, died_at=datetime(1979, 1, 1, tzinfo=UTC))[0] == "died_at"
    intake.record_death(ana, died_at=NOW)
    assert Person.objects.get(pk=ana).died_at == NOW


def test_a_profession_follows_its_system_and_code_and_an_unknown_one_is_stored_as_unknown(db: None) -> None:
    cases = (
        (G15, "10", "", Profession.PHYSICIAN),
        ("1.2.250.1.71.1.2.7", "60", "", Profession.NURSE),
        (G15, "10", "SM25", Profession.OCCUPATIONAL_PHYSICIAN),
        ("urn:oid:1.2.250.1.71.1.2.8", "10", "", Profession.STUDENT),
        ("http://nucc.org/provider-taxonomy", "208D00000X", "", Profession.UNKNOWN),
    )
    for system, code, speciality, word in cases:
        kept = intake.record_professional(
            family_name="Martin", profession_system=system, profession_code=code, speciality_code=speciality
        )
        row = Professional.objects.get(pk=kept.id)
        assert (row.profession, row.profession_system, row.profession_code) == (word, system, code)


def test_the_same_professional_twice_is_one_row_and_may_become_inactive(db: None) -> None:
    first = intake.record_professional(family_name="Martin", rpps="10003461033", profession=Profession.PHYSICIAN)
    assert [doubt.because for doubt in first.doubts] == ["wrong_key"]
    intake.record_professional(family_name="Martin", rpps="10003461033", is_active=False)
    row = Professional.objects.get()
    assert (row.profession, row.is_active) == ("physician", False)


def test_an_organisation_takes_its_kind_from_its_sector_and_an_unknown_one_entitles_to_nothing(db: None) -> None:
    for sector, kind in (("SA01", "hospital"), ("SA52", "group_practice"), ("SA99", "unknown"), (None, "unknown")):
        kept = intake.record_organisation(name="Lieu", sector_code=sector)
        assert Organisation.objects.get(pk=kept.id).kind == kind
    again = [intake.record_organisation(name="CHU", finess="750712184", kind=OrganisationKind.HOSPITAL) for _ in "ab"]
    assert again[0].id == again[1].id
    assert fault_of(intake.record_organisation, name="CHU", finess="750712185") == ("finess", "wrong_key")


def test_only_a_health_centre_or_group_practice_is_switched_to_team(town: Town, chu: UUID) -> None:
    msp = town.organisation("MSP", OrganisationKind.GROUP_PRACTICE)
    intake.switch_regime(msp, regime=Regime.TEAM)
    assert Organisation.objects.get(pk=msp).regime == "team"
    assert fault_of(intake.switch_regime, chu, regime=Regime.TEAM) == ("regime", "kind_has_no_choice")


def test_a_place_of_work_is_kept_once(martin: UUID, chu: UUID) -> None:
    assert not intake.record_practice(professional=martin, organisation=chu).created
    intake.record_practice(professional=martin, organisation=chu, ends_at=NOW)
    assert Practice.objects.get().ends_at == NOW
    assert fault_of(intake.record_practice, professional=uuid4(), organisation=chu) == ("professional", "unknown")


def test_the_same_stay_twice_is_one_entry_and_ends_once(ana: UUID, martin: UUID, chu: UUID) -> None:
    said = {"professional": martin, "organisation": chu, "basis": CareBasis.ESTABLISHMENT, "begins_at": NOW}
    first = intake.record_care(ana, **said)
    again = intake.record_care(ana, **(said | {"begins_at": NOW + timedelta(days=2)}))
    assert (first.id, again.created) == (again.id, False)
    assert CareEntry.objects.get().begins_at == NOW
    intake.end_care(first.id, at=NOW + timedelta(days=5))
    assert CareEntry.objects.get().ends_at == NOW + timedelta(days=5)
    intake.record_care(ana, **said)
    assert CareEntry.objects.get().ends_at == NOW + timedelta(days=5)
    later = intake.record_care(ana, **(said | {"begins_at": NOW + timedelta(days=9)}))
    assert later.created
    both = said | {"begins_at": NOW + timedelta(days=4), "ends_at": NOW + timedelta(days=12)}
    assert fault_of(intake.record_care, ana, **both) == ("period", "overlaps_another_entry")


def test_a_stay_found_again_by_its_sources_number_takes_its_new_days(ana: UUID, martin: UUID, chu: UUID) -> None:
    said = {"professional": martin, "organisation": chu, "basis": CareBasis.ESTABLISHMENT}
    number = {"source": "urn:hospital", "source_value": "stay-1"}
    intake.record_care(ana, **said, **number, begins_at=NOW)
    intake.record_care(ana, **said, **number, begins_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=3))
    (row,) = CareEntry.objects.all()
    assert (row.begins_at, row.ends_at) == (NOW + timedelta(days=1), NOW + timedelta(days=3))


def test_care_at_fault_is_not_kept(ana: UUID, martin: UUID) -> None:
    said = {"professional": martin, "basis": CareBasis.ESTABLISHMENT, "begins_at": NOW}
    assert fault_of(intake.record_care, ana, **said) == ("organisation", "missing")
    said["basis"] = CareBasis.SAME_CARE
    assert fault_of(intake.record_care, ana, **said, ends_at=NOW - timedelta(days=1))[0] == "ends_at"
    assert fault_of(intake.record_care, uuid4(), **said) == ("patient", "unknown")
    assert not CareEntry.objects.exists()


def test_a_documents_category_follows_its_type_and_an_unknown_type_is_stored_as_unknown(ana: UUID) -> None:
    for system, code, category, specialty in (
        (LOINC, "34112-3", Category.REPORT, ""),
        ("urn:oid:2.16.840.1.113883.6.1", "68599-0", Category.MENTAL_HEALTH, "psychiatry"),
        (LOINC, "15508-5", Category.BIRTH, "gynaecology"),
        (LOINC, "99999-9", Category.UNKNOWN, ""),
    ):
        kept = intake.record_document(ana, deposited=NOW, type_system=system, type_code=code)
        row = Document.objects.get(pk=kept.id)
        assert (row.category, row.specialty, row.type_code) == (category, specialty, code)


def test_a_specialty_that_is_said_is_kept(ana: UUID) -> None:
    kept = intake.record_document(ana, deposited=NOW, category=Category.BIRTH, specialty="paediatrics")
    assert Document.objects.get(pk=kept.id).specialty == "paediatrics"


def test_the_day_of_deposit_is_the_day_it_is_in_paris(ana: UUID) -> None:
    late = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    kept = intake.record_document(ana, deposited=late, category=Category.REPORT)
    assert Document.objects.get(pk=kept.id).deposited_on == date(2026, 8, 1)


def test_the_same_document_twice_is_one_row_and_an_announced_one_stays_announced(ana: UUID) -> None:
    said = {"deposited": NOW, "category": Category.REPORT, "source_system": "urn:s", "source_value": "7"}
    first = intake.record_document(ana, **said, announcement_pending=True)
    intake.announce_document(first.id, at=NOW + timedelta(days=3))
    intake.announce_document(first.id, at=NOW + timedelta(days=9))
    again = intake.record_document(ana, **said, announcement_pending=True, third_party=True)
    assert again.id == first.id
    row = Document.objects.get()
    assert (row.announced_at, row.third_party) == (NOW + timedelta(days=3), True)


def test_a_document_replaces_one_of_the_same_patient_only_and_never_in_a_circle(ana: UUID, town: Town) -> None:
    theirs = town.document(town.person("Autre"))
    report = {"deposited": NOW, "category": Category.REPORT}
    assert fault_of(intake.record_document, ana, **report, replaces=theirs) == ("replaces", "unknown")
    source = {"source_system": "urn:s", "source_value": "1"}
    first = intake.record_document(ana, **report, **source).id
    second = intake.record_document(ana, **report, replaces=first).id
    told = fault_of(intake.record_document, ana, **report, **source, replaces=second)
    assert told == ("replaces", "goes_round_in_a_circle")


def test_authority_is_held_withdrawn_and_held_again(town: Town) -> None:
    child, parent = town.person("Enfant", date(2015, 1, 1)), town.person("Parent")
    intake.record_authority(child, holder=parent)
    intake.withdraw_authority(child, holder=parent, at=NOW, reference="JAF 2026-4")
    row = ParentalAuthority.objects.get()
    assert (row.withdrawn_at, row.reference) == (NOW, "JAF 2026-4")
    intake.record_authority(child, holder=parent)
    assert ParentalAuthority.objects.get().withdrawn_at is None
    assert fault_of(intake.record_authority, child, holder=child) == ("holder", "the_same_person")


def test_a_measure_and_a_survivor_are_kept_once(ana: UUID, town: Town) -> None:
    keeper = town.person("Tuteur")
    for ends_at in (None, NOW):
        intake.record_protection(ana, guardian=keeper, measure=ProtectionMeasure.CURATORSHIP, ends_at=ends_at)
        intake.record_survivor(ana, survivor=keeper, relation=SurvivorRelation.HEIR)
    assert Protection.objects.get().ends_at == NOW
    assert Survivor.objects.count() == 1
    assert fault_of(intake.record_protection, ana, guardian=keeper, measure="magic")[0] == "measure"
