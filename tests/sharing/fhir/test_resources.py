"""Resources to values, and what is refused with its element."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consents.errors import InvalidFact
from sharing.fhir.reading import resource
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import CareRead, DocumentRead, NotUsed, OrganisationRead, PersonRead, ProfessionalRead

DATA = Path(__file__).parents[2] / "data" / "fhir"
FRENCH = {
    entry["resource"]["id"]: entry["resource"]
    for entry in json.loads((DATA / "bundle-francais.json").read_text(encoding="utf-8"))["entry"]
}
SYNTHEA = json.loads((DATA / "synthea-patient.json").read_text(encoding="utf-8"))["entry"]
NOS = "https://mos.esante.gouv.fr/NOS"
NPI = "http://hl7.org/fhir/sid/us-npi"


def _read(value: Any, **standing: str) -> Any:
    return list(resource.read(value, Standing("R", **({"source": "https://x.example"} | standing))))[-1]


def _refusal(value: Any, **standing: str) -> tuple[str, str]:
    with pytest.raises(InvalidFact) as refused:
        _read(value, **standing)
    return refused.value.element, refused.value.because


def _changed(identity: str, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (FRENCH[identity] | changes).items() if value is not None}


def test_a_french_patient_gives_his_identity_and_traits() -> None:
    person = _read(FRENCH["marie"])
    assert isinstance(person, PersonRead)
    assert person.ins is not None
    assert person.ins.pair == ("urn:oid:1.2.250.1.213.1.4.10", "284057511204537")
    assert (person.birth_name, person.used_name, person.birth_given_names) == ("BERGER", "DURAND", "MARIE LOUISE")
    assert (str(person.born_on), person.sex, person.birth_place, person.identity_status) == (
        "1984-05-12",
        "female",
        "75112",
        "QUAL",
    )


def test_the_billing_number_is_never_an_identity_even_though_it_shares_the_system_of_the_ins() -> None:
    person = _read(FRENCH["paul"])
    assert person.ins.system.endswith("1.4.10")
    assert not [number for number in person.identifiers if number.system.endswith("1.4.8")]
    assert [warned.because for warned in person.origin.warnings] == ["billing_number"]


def test_a_synthea_patient_keeps_american_numbers_under_their_own_systems_and_takes_the_maiden_name_as_birth_name() -> (
    None
):
    person = _read(SYNTHEA[0]["resource"], full_url=SYNTHEA[0]["fullUrl"], source="")
    assert person.ins is None
    assert {number.system: number.names_the_record for number in person.identifiers} == {
        "https://github.com/synthetichealth/synthea": True,
        "http://hospital.smarthealthit.org": True,
        "http://hl7.org/fhir/sid/us-ssn": False,
        "urn:oid:2.16.840.1.113883.4.3.25": False,
        "http://standardhealthrecord.org/fhir/StructureDefinition/passportNumber": False,
    }
    assert (person.birth_name, person.used_name, person.died) == ("Fontaine7", "Garnier44", True)


@pytest.mark.parametrize(
    ("changes", "element", "because"),
    [
        ({"birthDate": None}, "R.birthDate", "missing"),
        ({"birthDate": "12/05/1984"}, "R.birthDate", "not_a_date"),
        ({"birthDate": 1984}, "R.birthDate", "wrong_type"),
        ({"gender": "F"}, "R.gender", "unknown_word"),
        ({"name": None}, "R.name", "missing"),
        ({"name": [{"family": ["X"]}]}, "R.name[0].family", "wrong_type"),
        ({"identifier": {"value": "1"}}, "R.identifier", "wrong_type"),
        ({"identifier": [{"system": "urn:x", "value": 12}]}, "R.identifier[0].value", "wrong_type"),
        ({"identifier": [{"system": "urn:x", "value": "a\u0000b"}]}, "R.identifier[0].value", "unreadable_character"),
        ({"identifier": [{"system": "urn:x", "value": "\ud800"}]}, "R.identifier[0].value", "unreadable_character"),
        ({"name": [{"family": "X" * 121}]}, "R.name[0].family", "too_long"),
    ],
)
def test_a_fault_of_a_patient_names_its_element(changes: dict[str, Any], element: str, because: str) -> None:
    assert _refusal(_changed("marie", **changes)) == (element, because)


def test_a_resource_without_identifier_whose_source_is_unknown_is_nobody() -> None:
    bare = {"resourceType": "Patient", "id": "1", "birthDate": "2000-01-01", "name": [{"family": "X"}]}
    assert _refusal(bare, source="") == ("R.identifier", "no_identity")
    assert _read(bare, source="https://h.example/fhir").identifiers[0].pair == ("https://h.example/fhir", "Patient/1")


@pytest.mark.parametrize(
    ("system", "code", "profession"),
    [
        (f"{NOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante", "10", "physician"),
        (f"{NOS.replace('https', 'http')}/TRE_G15-ProfessionSante", "60", "nurse"),
        ("urn:oid:1.2.250.1.71.1.2.7", "50", "midwife"),
        (f"{NOS}/TRE_G16-ProfessionFormation/FHIR/TRE-G16-ProfessionFormation", "10", "student"),
        ("http://nucc.org/provider-taxonomy", "208D00000X", "unknown"),
        ("", "10", "unknown"),
    ],
)
def test_a_profession_is_known_by_its_system_and_its_code_together(system: str, code: str, profession: str) -> None:
    received = [{"code": {"coding": [{"system": system, "code": code}]}}]
    found = _read(_changed("dr-lefevre", qualification=received))
    assert isinstance(found, ProfessionalRead)
    assert (found.profession, found.profession_system, found.profession_code) == (profession, system, code)


def test_the_directory_number_is_found_inside_the_national_one() -> None:
    assert _read(FRENCH["inf-moreau"]).rpps.value == "81000000026"


def test_a_student_who_also_carries_the_profession_stays_a_student() -> None:
    both = [
        {
            "code": {
                "coding": [
                    {"system": f"{NOS}/TRE_G15-ProfessionSante", "code": "10"},
                    {"system": f"{NOS}/TRE_G16-ProfessionFormation", "code": "10"},
                ]
            }
        }
    ]
    assert _read(_changed("dr-lefevre", qualification=both)).profession == "student"


def test_a_site_that_names_its_legal_entity_is_the_site() -> None:
    site = _read(FRENCH["chu-nord"])
    assert isinstance(site, OrganisationRead)
    assert site.finess is not None
    assert (site.finess.value, site.kind) == ("750100133", "hospital")
    assert not any("750100125" in name for name in site.origin.names)


def test_an_organisation_of_unknown_sort_is_unknown() -> None:
    assert (
        _read(
            _changed(
                "labo",
                type=[
                    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov"}]}
                ],
            )
        ).kind
        == "unknown"
    )


@pytest.mark.parametrize("status", ["planned", "cancelled", "entered-in-error", "unknown", ""])
def test_an_encounter_that_did_not_take_place_is_no_care(status: str) -> None:
    assert isinstance(_read(_changed("sejour-1", status=status)), NotUsed)


def test_an_encounter_that_is_over_without_an_end_opens_no_endless_care() -> None:
    assert isinstance(_read(_changed("sejour-1", period={"start": "2026-09-01"})), NotUsed)
    assert isinstance(_read(_changed("sejour-1", period={"start": "2026-09-01"}, status="in-progress")), CareRead)


@pytest.mark.parametrize(
    ("label", "pending", "choice"),
    [
        (
            {
                "system": f"{NOS}/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument",
                "code": "INVISIBLE_PATIENT",
            },
            True,
            "",
        ),
        (
            {
                "system": f"{NOS}/TRE_A07-StatusVisibiliteDocument/FHIR/TRE-A07-StatusVisibiliteDocument",
                "code": "INVISIBLE_PATIENT",
            },
            True,
            "",
        ),
        ({"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOPAT"}, True, ""),
        ({"system": "urn:oid:1.2.250.1.213.1.1.4.13", "code": "MASQUE_PS"}, False, "MASQUE_PS"),
        (
            {"system": "urn:oid:1.2.250.1.213.1.1.4.13", "code": "INVISIBLE_REPRESENTANTS_LEGAUX"},
            False,
            "INVISIBLE_REPRESENTANTS_LEGAUX",
        ),
        ({"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V"}, False, ""),
    ],
)
def test_visibility_codes_wait_for_an_announcement_or_are_the_patients_own_word(
    label: dict[str, str], pending: bool, choice: str
) -> None:
    document = _read(_changed("crh-1", securityLabel=[{"coding": [label]}]))
    assert isinstance(document, DocumentRead)
    assert (document.announcement_pending, document.patients_choice) == (pending, choice)


def test_the_most_sensitive_of_a_documents_codings_decides_its_category() -> None:
    both = {
        "coding": [{"system": "http://loinc.org", "code": "11488-4"}, {"system": "http://loinc.org", "code": "68599-0"}]
    }
    assert _read(_changed("crh-1", type=both)).category == "mental_health"
    unknown = {"coding": [{"system": "urn:local", "code": "34112-3"}]}
    assert _read(_changed("crh-1", type=unknown)).category == "unknown"


def test_a_document_that_corrects_two_is_refused_for_the_secrets_of_one_would_be_lost() -> None:
    two = [{"code": "replaces", "target": {"reference": f"DocumentReference/{one}"}} for one in "ab"]
    assert _refusal(_changed("crh-1", relatesTo=two)) == ("R.relatesTo[1]", "replaces_several")


def test_a_translation_follows_its_original_as_a_correction_does() -> None:
    relation = [{"code": "transforms", "target": {"reference": "DocumentReference/a"}}]
    assert _read(_changed("crh-1", relatesTo=relation)).replaces.name == "DocumentReference/a"


def test_nothing_of_a_documents_content_is_read() -> None:
    secret = json.dumps(FRENCH["crh-1"]["content"][0]["attachment"]["data"])
    assert secret not in repr(_read(FRENCH["crh-1"]))
    assert "Ne pas conserver" not in repr(_read(FRENCH["crh-1"]))


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, one in inner for place in _places(one, (*path, key))]


KNOWN = [*FRENCH.values(), *(entry["resource"] for entry in SYNTHEA)]


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_stands_in_whatever_element_the_resource_is_read_or_refused_within_itself(data: st.DataObject) -> None:
    value = copy.deepcopy(data.draw(st.sampled_from(KNOWN)))
    for place in data.draw(st.lists(st.sampled_from(_places(value)), min_size=1, max_size=3)):
        holder = value
        try:
            for key in place[:-1]:
                holder = holder[key]
            holder[place[-1]] = data.draw(junk)
        except (TypeError, KeyError, IndexError):
            continue
    refusal = _refusal_of(value)
    assert refusal is None or refusal.element.startswith("R")
    resource.names_of_refused(value, Standing("R"))


def _refusal_of(value: Any) -> InvalidFact | None:
    try:
        list(resource.read(value, Standing("R", full_url="https://x.example/r4/Patient/1")))
    except InvalidFact as refused:
        return refused
    return None
