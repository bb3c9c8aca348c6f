"""What we write in FHIR R4: accepted by R4B's classes (the same elements), and with R4's required codes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from consents import terminology
from consents.cards import Care, Carer, Identity, Paper, Place, Preference, Work
from consents.vocabulary import Category, OrganisationKind, Profession
from sharing.fhir.reading import codes, document_types
from sharing.fhir.reading.elements import Coding
from sharing.fhir.writing import audit, care, consent, documents, people, places
from sharing.fhir.writing.consent import Policy
from sharing.fhir.writing.words import CATEGORY, ORGANISATION_KIND, in_a_bundle
from sharing.fhir.xml import from_xml, to_xml

AT = datetime(2026, 11, 22, 9, 15, 0, 123456, tzinfo=UTC)
POLICY = Policy("https://partages.example", "https://partages.example/droits/")
INS = ("urn:oid:1.2.250.1.213.1.4.10", "284067505600131")
MARIE = Identity(
    "5c4c1f5e-0000-4000-8000-000000000001", (INS,), "QUAL", "LENOIR", "Marie Jeanne", "ROUX", "Manon",
    date(1984, 6, 3), "63220", "female", None, AT,
)  # fmt: skip
CARER = Carer(
    "5c4c1f5e-0000-4000-8000-000000000002", "Aubertin", "Camille", "Dr", "physician", "", "", "", None,
    (("https://rpps.esante.gouv.fr", "10000000001"),), (Work("p", AT, None),),
)  # fmt: skip
PLACE = Place(
    "p", "Hôpital Saint-Aubin", "hospital", "", "Lyon", "q", (("https://finess.esante.gouv.fr", "750000010"),)
)
PAPER = Paper(
    "d", ("urn:oid:1.2.3", "d1"), "http://loinc.org", "34112-3", "report", "cardiology", CARER.id, "p",
    date(2026, 1, 9), date(2026, 1, 10), AT, "c",
)  # fmt: skip
WORD = Preference("w", MARIE.id, "oppose", "professional", CARER.id, "everything", "", AT, None, AT)
ASKED = audit.Asked("a", AT, "care", ("Practitioner", CARER.id), "p", permit=True, documents=("d",))


def accepted(resource: dict[str, Any]) -> dict[str, Any]:
    """By the R4B class of its type; unknown elements, missing ones and wrong types are refused. The same in XML."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    assert from_xml(to_xml(resource)) == resource
    return resource


@pytest.mark.parametrize(
    "resource",
    [
        people.patient(MARIE, in_a_bundle, treating=CARER.id),
        people.patient(replace(MARIE, died_at=AT, used_name="", used_given_name="", birth_place=""), in_a_bundle),
        people.patient(replace(MARIE, birth_given_names="", identifiers=()), in_a_bundle),
        people.related_person("r", "Claire LENOIR", MARIE.id, in_a_bundle),
        people.practitioner(CARER),
        people.practitioner(replace(CARER, given_name="", title="", identifiers=(), profession="unknown")),
        *people.roles(replace(CARER, specialty="cardiology"), in_a_bundle),
        places.organization(PLACE, in_a_bundle),
        places.organization(replace(PLACE, part_of=None, city="", identifiers=(), kind="unknown"), in_a_bundle),
        care.care_team("t", MARIE.id, [Care("c", CARER.id, "p", "establishment", AT, None, "", "")], in_a_bundle),
        documents.document_reference(PAPER, MARIE.id, in_a_bundle, masked=True, replaced=True, replaces="c"),
        documents.document_reference(
            replace(PAPER, source=("", ""), type_system="", author=None, place=None, made_on=None, specialty=""),
            MARIE.id,
            in_a_bundle,
        ),
        audit.audit_event(ASKED, MARIE.id, in_a_bundle, observer="https://partages.example"),
        audit.audit_event(
            replace(ASKED, permit=False, asker=None, place="", purpose="mandate", documents=()),
            MARIE.id, in_a_bundle, observer="https://partages.example",
        ),
    ],
)  # fmt: skip
def test_each_resource_is_accepted_by_the_r4b_class_of_its_type(resource: dict[str, Any]) -> None:
    accepted(resource)


@pytest.mark.parametrize("shape", ["document", "category", "specialty", "everything"])
@pytest.mark.parametrize("kind", ["professional", "organisation", "profession", "person", "everyone"])
@pytest.mark.parametrize("stance", ["grant", "oppose"])
def test_every_shape_of_a_preference_is_a_valid_consent_that_says_it(stance: str, kind: str, shape: str) -> None:
    word = replace(
        WORD,
        stance=stance,
        to_kind=kind,
        to="" if kind == "everyone" else "x",
        about_kind=shape,
        about="" if shape == "everything" else "y",
    )
    written = accepted(consent.consent(word, MARIE.id, in_a_bundle, policy=POLICY, at=AT))
    provision = written["provision"]

    assert written["status"] == "active"
    assert written["patient"]["reference"] == f"urn:uuid:{MARIE.id}"
    assert written["policy"], "ppc-1"
    assert provision["type"] == {"grant": "permit", "oppose": "deny"}[stance]
    assert ("actor" in provision) == (kind != "everyone")
    told = {"document": "data", "category": "class", "specialty": "code"}
    assert set(told.values()) & set(provision) == ({told[shape]} if shape in told else set())


def test_a_word_that_has_ended_is_inactive_and_one_to_come_is_active_with_its_period() -> None:
    later = AT.replace(month=12)
    ended = consent.consent(replace(WORD, ends_at=AT), MARIE.id, in_a_bundle, policy=POLICY, at=AT)
    to_come = consent.consent(
        replace(WORD, begins_at=later, ends_at=later.replace(day=30)), MARIE.id, in_a_bundle, policy=POLICY, at=AT
    )

    assert (ended["status"], ended["provision"]["period"]["end"]) == ("inactive", "2026-11-22T09:15:00.123456Z")
    assert (to_come["status"], to_come["provision"]["period"]["start"][:10]) == ("active", "2026-12-22")


def test_a_parent_s_word_is_performed_by_a_related_person() -> None:
    written = consent.consent(replace(WORD, voice="m"), MARIE.id, in_a_bundle, policy=POLICY, at=AT)

    assert written["performer"] == [{"reference": "urn:uuid:m", "type": "RelatedPerson"}]


def test_a_document_carries_no_content_and_says_why() -> None:
    written = documents.document_reference(PAPER, MARIE.id, in_a_bundle)
    (content,) = written["content"]

    assert set(content) == {"attachment"}
    assert set(content["attachment"]) == {"_url"}
    assert content["attachment"]["_url"]["extension"][0]["valueCode"] == "unsupported"
    assert "securityLabel" not in written
    assert written["status"] == "current"


def test_a_registry_names_resources_by_their_address() -> None:
    written = consent.consent(WORD, MARIE.id, lambda kind, key: f"{kind}/{key}", policy=POLICY, at=AT)

    assert written["provision"]["actor"][0]["reference"]["reference"] == f"Practitioner/{CARER.id}"


@pytest.mark.parametrize("category", list(Category))
def test_every_category_is_read_back_from_what_is_written(category: Category) -> None:
    written = documents.document_reference(replace(PAPER, type_code="", category=category.value), "p", in_a_bundle)
    codings = [Coding(one["system"], one["code"], "") for one in written["type"]["coding"]]

    assert document_types.decide(codings)[1] is category


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_every_kind_of_place_is_read_back_from_what_is_written(kind: OrganisationKind) -> None:
    written = places.organization(replace(PLACE, kind=kind.value), in_a_bundle)
    found = [codes.organisation_kind(Coding(one["system"], one["code"], "")) for one in written["type"][0]["coding"]]

    assert set(found) == {kind}


def test_a_sector_that_says_another_kind_than_the_one_kept_is_not_written() -> None:
    written = places.organization(replace(PLACE, kind="samu", sector_code="SA01"), in_a_bundle)

    assert [one["system"] for one in written["type"][0]["coding"]] == [ORGANISATION_KIND]


@pytest.mark.parametrize("profession", list(Profession))
def test_a_profession_is_read_back_as_itself_or_as_unknown_never_as_another(profession: Profession) -> None:
    """A function is nobody's code: what entitles to more is given by an administrator, not by a file."""
    written = people.practitioner(replace(CARER, profession=profession.value))
    coding = written["qualification"][0]["code"]["coding"][0]

    assert codes.profession(Coding(coding["system"], coding["code"], "")) in {profession, Profession.UNKNOWN}


def test_our_own_words_as_codes_are_read_only_when_they_are_ours() -> None:
    assert terminology.category(CATEGORY, "report") is Category.REPORT
    assert terminology.category(CATEGORY, "REPORT") is Category.UNKNOWN
    assert terminology.category("urn:other", "report") is Category.UNKNOWN
    assert codes.organisation_kind(Coding(ORGANISATION_KIND, "palace", "")) is OrganisationKind.UNKNOWN
