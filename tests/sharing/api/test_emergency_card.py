"""`POST /access/v1/emergency-card`: a reference leads to whom to ask about; the emergency is then stated as always."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from consents.services import wallet
from sharing.models import JournalRequest
from tests.sharing.api.conftest import Post
from tests.sharing.hospital import Hospital

PATH = "/access/v1/emergency-card"
Question = Callable[..., dict[str, Any]]


def test_a_card_names_the_patient_and_the_emergency_is_stated_and_journaled(
    chu: Hospital, ask: Post, question: Question
) -> None:
    reference = wallet.make(chu.bea, at=timezone.now())
    answer = ask({"reference": f"MESPARTAGES:{reference}"}, path=PATH)
    assert answer.json() == {"patient": {"system": chu.bea_ins.system, "value": chu.bea_ins.value}}
    assert not JournalRequest.objects.exists()
    asked = question(chu.of_bea, patient=chu.bea_ins, rpps=chu.nora_rpps)
    assert ask(asked).json()["decision"] is False
    stated = {"unable_to_consent": True, "immediate_risk": True, "reason": "Inconsciente, seule chez elle"}

    asked["context"] = {"purpose": "emergency", "emergency": stated}
    assert ask(asked).json()["decision"] is True
    assert JournalRequest.objects.filter(purpose="emergency", patient=chu.bea).exists()


def test_unknown_replaced_taken_back_and_empty_references_are_the_same_bytes(chu: Hospital, ask: Post) -> None:
    replaced, ended = (wallet.make(chu.bea, at=timezone.now()) for _ in range(2))
    wallet.take_back(chu.bea, at=timezone.now())
    answers = [ask({"reference": one}, path=PATH) for one in (replaced, ended, "K" * 32, "été ?")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("body", [{}, {"reference": 3}, {"reference": ""}, {"reference": "x" * 81}, [], "x"])
def test_what_is_no_reference_is_an_error(ask: Post, body: Any) -> None:
    assert ask(body, path=PATH).status_code == 400


def test_it_needs_its_scope_and_is_counted_apart(chu: Hospital, ask: Post, client: Any) -> None:
    given = chu.credentials
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    narrow = client.post("/oauth2/token", form | {"scope": "decisions"}).json()["access_token"]
    reference = wallet.make(chu.bea, at=timezone.now())
    refused = ask({"reference": reference}, path=PATH, bearer=narrow)
    assert (refused.status_code, 'scope="emergency"' in refused["WWW-Authenticate"]) == (403, True)
    assert ask({"reference": reference}, path=PATH, bearer="").status_code == 401
    with override_settings(API_CARDS_A_MINUTE=1):
        statuses = [ask({"reference": reference}, path=PATH).status_code for _ in range(3)]
    assert statuses[-1] == 429
