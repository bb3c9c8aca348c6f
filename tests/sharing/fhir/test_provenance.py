"""Provenance of a version of a Consent, as a value."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B import get_fhir_model_class

from consents.words import Identifier
from sharing.fhir.provenance import Change, provenance
from sharing.fhir.xml import from_xml, to_xml

SITE = "https://partages.example"
FILED = Change(
    consent="5c4c1f5e-0000-4000-8000-000000000001",
    number=1,
    at=datetime(2026, 11, 22, 9, 15, tzinfo=UTC),
    patient={"reference": "Patient/p-ana"},
    heard_by=Identifier("https://rpps.esante.gouv.fr", "10001234565"),
)
CHANGED = replace(FILED, number=2)
ENDED = replace(FILED, number=3, heard_by=None)


@pytest.mark.parametrize("change", [FILED, CHANGED, ENDED])
def test_each_is_accepted_by_r4b_and_the_same_in_xml(change: Change) -> None:
    written = provenance(change, site=SITE)

    get_fhir_model_class("Provenance").model_validate(written)
    assert from_xml(to_xml(written)) == written


def test_the_first_creates_and_the_next_revises_the_one_before() -> None:
    first, second = (provenance(each, site=SITE) for each in (FILED, CHANGED))

    assert first["target"][0]["reference"] == f"Consent/{FILED.consent}/_history/1"
    assert [each["activity"]["coding"][0]["code"] for each in (first, second)] == ["CREATE", "UPDATE"]
    assert "entity" not in first
    assert second["entity"][0]["what"]["reference"] == f"Consent/{FILED.consent}/_history/1"
    assert second["entity"][0]["role"] == "revision"


def test_the_patient_performed_it_a_professional_heard_it_and_this_service_wrote_it() -> None:
    written = provenance(FILED, site=SITE)
    agents = {agent["type"]["coding"][0]["code"]: agent["who"] for agent in written["agent"]}

    assert list(agents) == ["performer", "enterer", "assembler"]
    assert agents["performer"] == {"reference": "Patient/p-ana"}
    assert agents["enterer"]["identifier"]["value"] == "10001234565"


def test_a_version_that_nobody_filed_says_neither_who_nor_why() -> None:
    written = provenance(ENDED, site=SITE)

    assert [agent["type"]["coding"][0]["code"] for agent in written["agent"]] == ["assembler"]
    assert "reason" not in written
