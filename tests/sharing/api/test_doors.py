"""A token opens the doors it names, among those its system was granted; an emergency is a door of its own."""

from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.test import Client

from sharing.models import JournalRequest
from sharing.services import callers
from tests.sharing.hospital import NOW, Hospital

STATED = {"unable_to_consent": True, "immediate_risk": True, "reason": "trouvée inconsciente"}
URGENT = {"purpose": "emergency", "emergency": STATED}


def asked(client: Client, given: callers.Credentials, scope: str = "") -> Any:
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    return client.post("/oauth2/token", form | ({"scope": scope} if scope else {}))


def test_a_token_holds_what_was_asked_for_among_what_was_granted(chu: Hospital, client: Client) -> None:
    assert asked(client, chu.credentials, "decisions").json()["scope"] == "decisions"
    assert asked(client, chu.credentials, "emergency decisions").json()["scope"] == "decisions emergency"
    assert asked(client, chu.credentials).json()["scope"] == "decisions emergency"


@pytest.mark.parametrize("scope", ["intake", "decisions intake", "everything", "openid", "DECISIONS"])
def test_a_scope_that_is_unknown_or_not_granted_gives_no_token(chu: Hospital, client: Client, scope: str) -> None:
    answer = asked(client, chu.credentials, scope)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_scope"})
    assert not Token.objects.exists()


def test_a_token_without_the_door_of_decisions_asks_nothing(
    chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    given = callers.register_calling_system("Admissions", organisations=[chu.chu], granted=["intake"], at=NOW)
    answer = ask(question(chu.seen), bearer=asked(client, given).json()["access_token"])

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mes-partages:problem:scope-missing")
    assert answer["WWW-Authenticate"].endswith('error="insufficient_scope", scope="decisions"')


def test_an_emergency_is_stated_only_with_its_own_scope(chu: Hospital, client: Client, ask: Any, question: Any) -> None:
    body = question(chu.hidden) | {"context": URGENT}
    narrow = asked(client, chu.credentials, "decisions").json()["access_token"]
    answer = ask(body, bearer=narrow)

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mes-partages:problem:scope-missing")
    assert 'scope="decisions emergency"' in answer["WWW-Authenticate"]
    assert not JournalRequest.objects.exists()
    assert ask(body).status_code == 200


@pytest.mark.parametrize("context", [{"purpose": "emergency"}, {"purpose": "care", "emergency": STATED}])
def test_neither_the_purpose_nor_the_statement_passes_without_it(
    chu: Hospital, client: Client, ask: Any, question: Any, context: dict[str, Any]
) -> None:
    narrow = asked(client, chu.credentials, "decisions").json()["access_token"]
    assert ask(question(chu.seen) | {"context": context}, bearer=narrow).status_code == 403


def test_in_a_series_an_emergency_without_its_scope_is_denied_alone(
    chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    narrow = asked(client, chu.credentials, "decisions").json()["access_token"]
    items = [question(chu.seen), question(chu.seen) | {"context": URGENT}]
    first, second = ask({"evaluations": items}, bearer=narrow).json()["evaluations"]

    assert (first["decision"], second["decision"]) == (True, False)
    assert second["context"]["error"]["type"] == "urn:mes-partages:problem:scope-missing"


def test_an_emergency_without_its_scope_says_nothing_of_who_is_known(
    chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    narrow = asked(client, chu.credentials, "decisions").json()["access_token"]
    known = ask(question(chu.hidden) | {"context": URGENT}, bearer=narrow)
    unknown = ask(question(chu.hidden, patient=chu.nobody_ins) | {"context": URGENT}, bearer=narrow)
    elsewhere = ask(question(chu.hidden, rpps=chu.leroy_rpps) | {"context": URGENT}, bearer=narrow)
    assert known.content == unknown.content == elsewhere.content


def test_existing_clients_kept_what_they_could_do(chu: Hospital) -> None:
    from importlib import import_module

    from django.apps import apps

    OAuthClient.objects.update(scopes="decisions", default_scopes="decisions")
    import_module("sharing.migrations.0011_credentials").grant_what_was_open(apps, None)
    assert OAuthClient.objects.get().get_scopes() == ["decisions", "emergency"]
