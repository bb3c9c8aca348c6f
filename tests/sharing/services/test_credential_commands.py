"""The administrator's commands: what they print works, what they end is ended."""

import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.idp.oidc.models import Client
from django.core.management import CommandError, call_command

from sharing.models import CallingSystem, CallingSystemAct
from sharing.services import callers
from tests.sharing.api import signing
from tests.sharing.hospital import Hospital


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_a_secret_is_replaced_and_printed_once(chu: Hospital) -> None:
    client_id = chu.credentials.client_id
    words = run("calling_system", "rotate-secret", client_id).split()
    assert words[0] == "client_secret"
    assert Client.objects.get().check_secret(words[1])
    assert run("calling_system", "rotate-webhook", client_id, "--overlap-hours", "2").startswith(
        "webhook_secret whsec_"
    )
    assert CallingSystem.objects.get().previous_webhook_until is not None


def test_a_system_is_revoked_reopened_granted_doors_and_listed(chu: Hospital) -> None:
    client_id = chu.credentials.client_id
    run("calling_system", "revoke", client_id)
    assert "closed secret" in run("calling_system", "list")
    run("calling_system", "reopen", client_id)
    run("calling_system", "grant", client_id, "--scope", "fhir", "--scope", "decisions")
    assert run("calling_system", "list").split() == [
        client_id,
        "open",
        "secret",
        "decisions,fhir",
        *["Logiciel", "du", "CHU"],
    ]
    assert set(CallingSystemAct.objects.values_list("by", flat=True)) == {"command"}


def test_a_system_is_registered_with_keys_and_doors_and_gets_no_secret(chu: Hospital, tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(signing.jwks(signing.public(signing.P384, "a"))))
    said = run(
        "register_calling_system", "--name", "Clinique", "--finess", chu.clinic_finess,
        "--scope", "intake", "--jwks", str(file),
    )  # fmt: skip
    assert "client_secret" not in said
    client_id = said.split()[1]
    assert Client.objects.get(pk=client_id).get_scopes() == ["intake"]
    run("calling_system", "use-keys", client_id, "--jwks-url", "https://clinique.example/jwks.json")
    assert CallingSystem.objects.get(client_id=client_id).jwks is None
    assert callers.caller(client_id).organisations == {str(chu.clinic)}


@pytest.mark.parametrize(
    "words",
    [
        ("revoke", "nobody"),
        ("grant", "", "--scope", "everything"),
        ("use-keys", ""),
        ("use-keys", "", "--jwks", "/nowhere.json"),
        ("rotate-secret", "", "--overlap-hours", "9999"),
    ],
)
def test_what_is_wrong_changes_nothing(chu: Hospital, words: tuple[str, ...]) -> None:
    before = CallingSystemAct.objects.count()
    named = [word or chu.credentials.client_id for word in words]
    with pytest.raises(CommandError):
        run("calling_system", *named)
    assert CallingSystemAct.objects.count() == before
