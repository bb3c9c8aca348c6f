"""The doors of the API: known by their words, kept in one order, nothing opened by accident."""

import pytest
from allauth.idp.oidc.models import Client

from consents.errors import InvalidFact
from sharing.scopes import Scope, UnknownScope, scopes
from sharing.services import callers
from tests.sharing.hospital import NOW, Hospital


def test_scopes_are_written_once_each_in_one_order() -> None:
    assert scopes(["emergency", "decisions", "emergency"]) == (Scope.DECISIONS, Scope.EMERGENCY)


def test_a_word_that_is_no_scope_is_refused_with_its_name() -> None:
    with pytest.raises(UnknownScope, match="everything"):
        scopes(["decisions", "everything"])


def test_a_system_is_granted_decisions_alone_unless_told_otherwise(chu: Hospital) -> None:
    given = callers.register_calling_system("Autre", organisations=[chu.clinic], at=NOW)
    assert Client.objects.get(pk=given.client_id).get_scopes() == ["decisions"]


@pytest.mark.parametrize("granted", [[], ["decisions", "everything"], ["openid"]])
def test_a_system_is_not_registered_for_what_does_not_exist(chu: Hospital, granted: list[str]) -> None:
    with pytest.raises(InvalidFact):
        callers.register_calling_system("Autre", organisations=[chu.clinic], granted=granted, at=NOW)
    assert Client.objects.count() == 1
