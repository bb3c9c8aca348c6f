"""Credentials are replaced and ended by administrators; each act counts from the next call, and is written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from consents.actor import Actor
from consents.errors import InvalidFact
from consents.vocabulary import ActorKind, Door
from sharing.models import CallingSystem, CallingSystemAct
from sharing.services import callers, credentials, receivers
from sharing.services.callers import PublicKeys
from tests.sharing.api import signing
from tests.sharing.hospital import Hospital

BY = Actor(ActorKind.REVIEWER, "7f7f7f7f-0000-4000-8000-000000000001", Door.SITE)
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def token(client: Client, chu: Hospital, secret: str) -> Any:
    form = {"grant_type": "client_credentials", "client_id": chu.credentials.client_id, "client_secret": secret}
    return client.post("/oauth2/token", form)


def opens(client: Client, chu: Hospital, bearer: str) -> int:
    ins = {"system": chu.ana_ins.system, "value": chu.ana_ins.value}
    body = {
        "subject": {"type": "professional", "id": chu.martin_rpps},
        "action": {"name": "read"},
        "resource": {"type": "document", "id": str(chu.seen), "properties": {"patient": ins}},
        "context": {"purpose": "care"},
    }
    headers = {"Authorization": f"Bearer {bearer}"}
    return client.post("/access/v1/evaluation", body, content_type="application/json", headers=headers).status_code


def acts(chu: Hospital) -> list[tuple[str, str]]:
    return list(CallingSystemAct.objects.order_by("id").values_list("act", "by"))


def test_a_replaced_secret_ends_at_once_with_the_tokens_it_gave(chu: Hospital, client: Client, now: datetime) -> None:
    old = chu.credentials.client_secret
    held = token(client, chu, old).json()["access_token"]
    new = credentials.rotate_secret(chu.credentials.system, by=BY, at=now)

    assert (token(client, chu, old).status_code, token(client, chu, new).status_code) == (401, 200)
    assert opens(client, chu, held) == 401
    assert acts(chu) == [("registered", "command"), ("secret_rotated", f"reviewer:{BY.reference}")]


def test_with_an_overlap_both_secrets_are_good_until_it_ends(chu: Hospital, client: Client, now: datetime) -> None:
    old = chu.credentials.client_secret
    held = token(client, chu, old).json()["access_token"]
    new = credentials.rotate_secret(chu.credentials.system, overlap=HOUR, by=BY, at=now)

    assert [token(client, chu, each).status_code for each in (old, new, new + "x")] == [200, 200, 401]
    assert opens(client, chu, held) == 200
    CallingSystem.objects.update(previous_secret_until=now - HOUR)
    assert [token(client, chu, each).status_code for each in (old, new)] == [401, 200]


def test_replacing_again_leaves_only_the_last_two(chu: Hospital, client: Client, now: datetime) -> None:
    first = chu.credentials.client_secret
    second = credentials.rotate_secret(chu.credentials.system, overlap=HOUR, by=BY, at=now)
    third = credentials.rotate_secret(chu.credentials.system, overlap=HOUR, by=BY, at=now)
    assert [token(client, chu, each).status_code for each in (first, second, third)] == [401, 200, 200]


@pytest.mark.parametrize("overlap", [timedelta(days=8), timedelta(hours=-1)])
def test_an_overlap_has_bounds(chu: Hospital, now: datetime, overlap: timedelta) -> None:
    with pytest.raises(InvalidFact):
        credentials.rotate_secret(chu.credentials.system, overlap=overlap, by=BY, at=now)
    assert acts(chu) == [("registered", "command")]


def test_a_revoked_system_is_refused_on_its_next_call_and_gets_no_token(
    chu: Hospital, client: Client, now: datetime
) -> None:
    secret = chu.credentials.client_secret
    held = token(client, chu, secret).json()["access_token"]
    credentials.revoke(chu.credentials.system, by=BY, at=now)
    credentials.revoke(chu.credentials.system, by=BY, at=now)

    assert opens(client, chu, held) == 401
    refused, wrong = token(client, chu, secret), token(client, chu, "wrong")
    assert (refused.status_code, refused.content) == (401, wrong.content)
    assert not receivers.can_receive(CallingSystem.objects.get())
    assert [act for act, _ in acts(chu)] == ["registered", "revoked"]


def test_a_revoked_system_that_is_reopened_has_the_credentials_it_had(
    chu: Hospital, client: Client, now: datetime
) -> None:
    credentials.revoke(chu.credentials.system, by=BY, at=now)
    credentials.reopen(chu.credentials.system, by=BY, at=now)
    credentials.reopen(chu.credentials.system, by=BY, at=now)
    held = token(client, chu, chu.credentials.client_secret).json()["access_token"]
    assert opens(client, chu, held) == 200
    assert [act for act, _ in acts(chu)] == ["registered", "revoked", "reopened"]


def test_a_revoked_system_that_signs_gets_no_token(chu: Hospital, client: Client, now: datetime, settings: Any) -> None:
    keys = PublicKeys(signing.jwks(signing.public(signing.P384, "a")))
    given = callers.register_calling_system("Signe", organisations=[chu.chu], keys=keys, at=now)
    signer = signing.Signer(given.client_id, f"{settings.SITE_URL}/oauth2/token")
    assert client.post("/oauth2/token", signer.form()).status_code == 200
    credentials.revoke(given.system, by=BY, at=now)
    assert client.post("/oauth2/token", signer.form()).status_code == 401


def test_the_secret_of_a_system_that_signs_is_not_replaced(chu: Hospital, client: Client, now: datetime) -> None:
    old = chu.credentials.client_secret
    keys = PublicKeys(signing.jwks(signing.public(signing.P384, "a")))
    credentials.use_keys(chu.credentials.system, keys=keys, by=BY, at=now)
    assert token(client, chu, old).status_code == 401
    with pytest.raises(InvalidFact):
        credentials.rotate_secret(chu.credentials.system, by=BY, at=now)


def test_doors_are_closed_from_the_next_call(chu: Hospital, client: Client, now: datetime) -> None:
    held = token(client, chu, chu.credentials.client_secret).json()["access_token"]
    credentials.grant_scopes(chu.credentials.system, granted=["intake"], by=BY, at=now)
    assert opens(client, chu, held) == 401
    assert opens(client, chu, token(client, chu, chu.credentials.client_secret).json()["access_token"]) == 403


def test_two_secrets_sign_notices_until_the_overlap_ends(chu: Hospital, now: datetime) -> None:
    system, old = chu.credentials.system, chu.credentials.webhook_secret
    new = credentials.rotate_webhook_secret(system, overlap=HOUR, by=BY, at=now)
    row = CallingSystem.objects.get(pk=system)

    assert credentials.webhook_secrets(row, at=now) == [new, old]
    assert credentials.webhook_secrets(row, at=now + HOUR) == [new]
    assert old.encode() not in bytes(row.previous_webhook_secret)
    credentials.rotate_webhook_secret(system, overlap=timedelta(0), by=BY, at=now)
    assert len(credentials.webhook_secrets(CallingSystem.objects.get(pk=system), at=now)) == 1


def test_a_system_without_receiver_has_no_secret_to_replace(chu: Hospital, now: datetime) -> None:
    given = callers.register_calling_system("Autre", organisations=[chu.clinic], at=now)
    with pytest.raises(InvalidFact):
        credentials.rotate_webhook_secret(given.system, overlap=HOUR, by=BY, at=now)


def test_what_is_not_a_system_is_neither_replaced_nor_ended(chu: Hospital, now: datetime) -> None:
    with pytest.raises(credentials.UnknownSystem):
        credentials.revoke(chu.ana, by=BY, at=now)


def test_what_was_done_is_never_changed_nor_removed(chu: Hospital, as_application: psycopg.Connection) -> None:
    for statement in ("UPDATE sharing_callingsystemact SET by = 'x'", "DELETE FROM sharing_callingsystemact"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_application.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        CallingSystemAct.objects.update(by="x")
