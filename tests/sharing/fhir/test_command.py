"""`manage.py import_fhir`, as an administrator types it."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from consents.models import Person
from sharing.management import fhir_words
from tests.sharing.fhir.conftest import DATA

FRENCH = str(DATA / "bundle-francais.json")


def _run(*arguments: str) -> str:
    out = StringIO()
    with translation.override("fr"):
        call_command("import_fhir", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_report_says_in_french_what_was_kept_and_what_to_know() -> None:
    said = _run(FRENCH)
    assert f"{FRENCH} : importé" in said
    assert "Patients : 3 en plus, 0 déjà là" in said
    assert "Bundle.entry[25].resource.securityLabel — masqué par un choix que seul le patient peut déclarer" in said
    assert "Patients : 0 en plus, 3 déjà là" in _run(FRENCH)


@pytest.mark.django_db
def test_a_refused_file_ends_with_status_one_and_the_others_are_kept(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(
        '{"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": "1"}], "name": [{"family": "X"}]}'
    )
    out = StringIO()
    with pytest.raises(SystemExit) as ended, translation.override("fr"):
        call_command("import_fhir", str(broken), FRENCH, "--json", stdout=out)
    assert ended.value.code == 1
    report = json.loads(out.getvalue())
    assert [one["written"] for one in report["files"]] == [False, True]
    assert report["files"][0]["refused"] == [{"element": "Patient.birthDate", "because": "missing"}]
    assert Person.objects.count() == 3


@pytest.mark.django_db
def test_a_dry_run_is_told_as_one() -> None:
    assert "rien n’est gardé (essai)" in _run(FRENCH, "--dry-run")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        _run(str(tmp_path / "absent.json"))


def test_a_command_without_a_file_says_how_to_use_it() -> None:
    with pytest.raises(CommandError):
        call_command("import_fhir")


def test_every_reason_that_the_import_can_give_has_its_sentence() -> None:
    root = Path(__file__).parents[3]
    sources = [
        *root.glob("sharing/fhir/reading/*.py"),
        *root.glob("sharing/services/fhir_import/*.py"),
        *(path for path in root.glob("consents/services/intake/*.py") if path.name != "family.py"),
        root / "consents/verification.py",
    ]
    given = re.compile(
        r'(?:InvalidFact|Warned|Doubt|warn|_not_used)\([^()]*(?:\([^()]*\)[^()]*)*?,\s*"([a-z_0-9]+)"\s*\)|because="([a-z_0-9]+)"'
    )
    words = {one or two for source in sources for one, two in given.findall(source.read_text(encoding="utf-8"))}
    assert len(words) > 30
    assert {word for word in words if fhir_words.because(word) == word} == set()
