"""Calling systems: registered once, their secrets kept unreadable, asked for their own professionals only."""

from io import StringIO

import pytest
from allauth.idp.oidc.models import Client
from django.core.management import CommandError, call_command

from consents.errors import InvalidFact
from sharing import sealing
from sharing.models import CallingSystem
from sharing.selectors import callers as cards
from sharing.services import callers, credentials
from tests.sharing.hospital import NOW, Hospital


def test_secrets_are_not_kept_as_they_are(chu: Hospital) -> None:
    system, given = CallingSystem.objects.get(), chu.credentials
    assert given.webhook_secret.startswith("whsec_")
    assert given.webhook_secret.encode() not in bytes(system.webhook_secret)
    assert given.client_secret not in Client.objects.get().secret
    assert credentials.webhook_secrets(system, at=NOW) == [given.webhook_secret]


def test_a_system_without_receiver_has_no_webhook_secret(chu: Hospital) -> None:
    given = callers.register_calling_system("Autre", organisations=[chu.clinic], at=NOW)
    assert given.webhook_secret == ""
    assert credentials.webhook_secrets(CallingSystem.objects.get(pk=given.system), at=NOW) == []


@pytest.mark.parametrize(
    ("name", "url", "element"),
    [(" ", "", "name"), ("Logiciel", "ftp://x.example/", "webhook_url"), ("Logiciel", "n’importe quoi", "webhook_url")],
)
def test_what_is_wrong_registers_nothing(chu: Hospital, name: str, url: str, element: str) -> None:
    with pytest.raises(InvalidFact) as refused:
        callers.register_calling_system(name, organisations=[chu.chu], webhook_url=url, at=NOW)
    assert refused.value.element == element
    assert CallingSystem.objects.count() == Client.objects.count() == 1


def test_a_system_for_no_organisation_is_not_registered(db: None) -> None:
    with pytest.raises(InvalidFact):
        callers.register_calling_system("Logiciel", organisations=[], at=NOW)


def test_the_cards_of_systems_hold_no_secret(chu: Hospital) -> None:
    (card,) = cards.calling_systems()
    assert (card.name, card.organisations) == ("Logiciel du CHU", (str(chu.chu),))
    assert chu.credentials.webhook_secret not in repr(card)
    assert cards.by_client_id(chu.credentials.client_id) == card
    assert cards.by_client_id("nobody") is None


def test_the_command_prints_credentials_that_work(chu: Hospital) -> None:
    said = StringIO()
    call_command("register_calling_system", name="Clinique", finess=[chu.clinic_finess], stdout=said)
    words = dict(line.split() for line in said.getvalue().splitlines()[:2])
    assert Client.objects.get(pk=words["client_id"]).check_secret(words["client_secret"])
    assert callers.caller(words["client_id"]).organisations == {str(chu.clinic)}


def test_the_command_refuses_an_organisation_that_is_not_known(chu: Hospital) -> None:
    with pytest.raises(CommandError, match="999999999"):
        call_command("register_calling_system", name="Clinique", finess=["999999999"])


def test_what_was_sealed_by_a_replaced_key_still_opens(chu: Hospital, settings: pytest.FixtureRequest) -> None:
    old, new = "o" * 60, "n" * 60
    settings.SEALING_KEYS = [old]  # type: ignore[attr-defined]
    sealed, token = sealing.seal("whsec_x"), sealing.freshness_token(chu.martin, chu.ana, 7)
    settings.SEALING_KEYS = [new, old]  # type: ignore[attr-defined]
    assert sealing.unseal(sealed) == "whsec_x"
    assert sealing.read_freshness_token(chu.martin, token) == (chu.ana, 7)
    settings.SEALING_KEYS = [new]  # type: ignore[attr-defined]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)
    with pytest.raises(sealing.Unreadable):
        sealing.read_freshness_token(chu.martin, token)


@pytest.mark.parametrize("token", ["", "x", "é" * 54, "A" * 54])
def test_a_token_that_we_did_not_give_is_unreadable(chu: Hospital, token: str) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.read_freshness_token(chu.martin, token)


def test_one_reader_cannot_read_anothers_token(chu: Hospital) -> None:
    token = sealing.freshness_token(chu.martin, chu.ana, 7)
    with pytest.raises(sealing.Unreadable):
        sealing.read_freshness_token(chu.nora, token)
