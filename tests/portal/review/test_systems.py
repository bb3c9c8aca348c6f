"""`/controle/logiciels/`: which software may ask; secrets shown once; access closed and opened, each act kept."""

import re
from uuid import UUID

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from django.test import Client
from django.urls import reverse

from portal.models import User
from sharing.channels.outcome import failure
from sharing.models import CallingSystem, CallingSystemAct
from sharing.services import callers, receivers
from tests.portal.review.conftest import page, rows
from tests.portal.review.test_lists import queries
from tests.sharing.api import signing
from tests.sharing.hospital import BEFORE, Hospital

ACTS = ("review_system_secret", "review_system_webhook", "review_system_revoke", "review_system_reopen",
        "review_system_receiver")  # fmt: skip


def one(console: Client, system: UUID) -> str:
    answer = console.get(reverse("review_system", args=[system]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def shown_secret(html: str) -> str:
    found = re.search(r'<p class="secret"><span class="code">([^<]+)<', html)
    assert found is not None
    return found[1]


def token(client: Client, chu: Hospital, secret: str) -> int:
    form = {"grant_type": "client_credentials", "client_id": chu.credentials.client_id, "client_secret": secret}
    return client.post("/oauth2/token", form).status_code


def test_every_software_is_listed_with_what_it_may_do(console: Client, chu: Hospital) -> None:
    html = page(console, "review_systems")
    for words in (
        "Logiciel du CHU",
        "CHU des Tilleuls",
        "poser des questions, affirmer une urgence",
        "un secret",
        "ouvert",
    ):
        assert words in html
    assert rows(html) == 1


def test_the_list_costs_the_same_however_many_there_are(console: Client, chu: Hospital) -> None:
    few = queries(console, reverse("review_systems"))
    for number in range(5):
        callers.register_calling_system(f"Logiciel {number}", organisations=[chu.clinic], at=BEFORE)
    assert queries(console, reverse("review_systems")) == few


def test_no_page_shows_a_secret_but_the_answer_that_made_it(console: Client, chu: Hospital, client: Client) -> None:
    system = chu.credentials.system
    answer = console.post(reverse("review_system_secret", args=[system]), {"secret-overlap": "0"})
    new = shown_secret(answer.content.decode())

    assert "no-store" in answer["Cache-Control"]
    assert OAuthClient.objects.get().check_secret(new)
    assert new not in one(console, system) + page(console, "review_systems")
    assert (token(Client(), chu, chu.credentials.client_secret), token(Client(), chu, new)) == (401, 200)


def test_the_former_secret_stays_good_as_long_as_was_chosen(console: Client, chu: Hospital) -> None:
    system = chu.credentials.system
    console.post(reverse("review_system_secret", args=[system]), {"secret-overlap": "24"})
    assert "Ancien secret" in one(console, system)
    assert token(Client(), chu, chu.credentials.client_secret) == 200


def test_the_secret_of_notices_is_replaced_beside_the_former_one(console: Client, chu: Hospital) -> None:
    answer = console.post(reverse("review_system_webhook", args=[chu.credentials.system]), {"avis-overlap": "1"})
    assert shown_secret(answer.content.decode()).startswith("whsec_")
    assert bytes(CallingSystem.objects.get().previous_webhook_secret)


@pytest.mark.parametrize("overlap", ["", "2", "-1", "x"])
def test_another_overlap_replaces_nothing(console: Client, chu: Hospital, overlap: str) -> None:
    answer = console.post(reverse("review_system_secret", args=[chu.credentials.system]), {"secret-overlap": overlap})
    assert answer.status_code == 422
    assert token(Client(), chu, chu.credentials.client_secret) == 200


def test_access_is_closed_then_opened_and_each_act_says_who(console: Client, reviewer: User, chu: Hospital) -> None:
    system = chu.credentials.system
    html = console.post(reverse("review_system_revoke", args=[system]), follow=True).content.decode()
    assert "Ce logiciel ne peut plus rien demander." in html
    assert token(Client(), chu, chu.credentials.client_secret) == 401

    html = console.post(reverse("review_system_reopen", args=[system]), follow=True).content.decode()
    assert token(Client(), chu, chu.credentials.client_secret) == 200
    assert html.count(reviewer.email) >= 2
    assert "la ligne de commande" in html
    kept = CallingSystemAct.objects.order_by("id").values_list("act", "by")
    by = f"reviewer:{reviewer.pk}"
    assert list(kept) == [("registered", "command"), ("revoked", by), ("reopened", by)]


def test_a_receiver_that_was_stopped_is_shown_and_opened_again(console: Client, reviewer: User, chu: Hospital) -> None:
    system = chu.credentials.system
    assert "en marche" in one(console, system)
    receivers.attempted(system, failure("HTTP 500"), at=BEFORE)
    assert "sans réponse depuis le" in one(console, system)
    receivers.disable(system, because="HTTP 410", at=BEFORE)
    assert "arrêté depuis le" in one(console, system)

    html = console.post(reverse("review_system_receiver", args=[system]), follow=True).content.decode()
    assert "Les avis repartent vers ce logiciel." in html
    assert "Envoi des avis repris" in html
    assert "Reprendre l’envoi" not in html
    assert CallingSystem.objects.get().webhook_disabled_at is None
    assert CallingSystemAct.objects.filter(act="receiver_opened", by=f"reviewer:{reviewer.pk}").count() == 1


def test_a_software_that_signs_has_no_secret_to_replace(console: Client, chu: Hospital) -> None:
    keys = callers.PublicKeys(signing.jwks(signing.public(signing.P384, "a")))
    given = callers.register_calling_system("Signe", organisations=[chu.clinic], keys=keys, at=BEFORE)
    html = one(console, given.system)
    assert "ses clés, données ici" in html
    assert "Remplacer le secret" not in html
    answer = console.post(reverse("review_system_secret", args=[given.system]), {"secret-overlap": "0"})
    assert answer.status_code == 422


def test_what_is_no_software_is_not_found(console: Client, chu: Hospital) -> None:
    assert console.get(reverse("review_system", args=[chu.ana])).status_code == 404
    for route in ACTS:
        form = {"secret-overlap": "0", "avis-overlap": "0"}
        assert console.post(reverse(route, args=[chu.ana]), form).status_code == 404


def test_without_a_second_factor_nothing_is_done(reviewer: User, client: Client, chu: Hospital) -> None:
    client.force_login(reviewer)
    for route in ACTS:
        address = reverse(route, args=[chu.credentials.system])
        assert client.post(address, {"secret-overlap": "0", "avis-overlap": "0"}).status_code == 302
    assert CallingSystemAct.objects.count() == 1
