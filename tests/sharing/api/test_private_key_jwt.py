"""A system that signs (RFC 7523, SMART Backend Services): with its own key, for us, now, once; else `invalid_client`."""

import json
from collections.abc import Iterator
from datetime import timedelta
from time import time
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from consents.errors import InvalidFact
from sharing.models import SeenAssertion
from sharing.services import assertions, callers
from sharing.services.callers import PublicKeys
from sharing.tasks import forget_assertions
from tests.sharing.api import signing
from tests.sharing.api.signing import Publisher, Signer, jwks, public
from tests.sharing.hospital import NOW, Hospital

REFUSED = (401, {"error": "invalid_client"})


@pytest.fixture
def audience(settings: Any) -> str:
    return f"{settings.SITE_URL}/oauth2/token"


@pytest.fixture
def signer(chu: Hospital, audience: str) -> Signer:
    """Registered with a P-384 key and an RSA one."""
    keys = jwks(public(signing.P384, "a"), public(signing.RSA, "b"))
    return Signer(registered(chu, PublicKeys(keys)), audience)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with signing.publishing() as publisher:
        publisher.publish(public(signing.P384, "a"))
        yield publisher


def registered(chu: Hospital, keys: PublicKeys) -> str:
    given = callers.register_calling_system("Logiciel qui signe", organisations=[chu.chu], keys=keys, at=NOW)
    assert given.client_secret == ""
    return given.client_id


def said(client: Client, form: dict[str, str]) -> tuple[int, Any]:
    answer = client.post("/oauth2/token", form)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("key", "algorithm", "kid"), [(signing.P384, "ES384", "a"), (signing.RSA, "RS384", "b")])
def test_a_signed_assertion_gives_a_token_that_opens_decisions(
    signer: Signer, client: Client, chu: Hospital, ask: Any, question: Any, key: Any, algorithm: str, kid: str
) -> None:
    signer.key, signer.algorithm, signer.kid = key, algorithm, kid
    answer = client.post("/oauth2/token", signer.form())

    assert answer.status_code == 200
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("bearer", 300)
    assert answer.json()["scope"] == "decisions"
    assert answer["Cache-Control"] == "no-store"
    assert ask(question(chu.seen), bearer=answer.json()["access_token"]).json()["decision"] is True


def test_an_assertion_is_good_once(signer: Signer, client: Client) -> None:
    form = signer.form()
    assert said(client, form)[0] == 200
    assert said(client, form) == REFUSED


def test_a_jti_is_good_once_in_whatever_assertion(signer: Signer, client: Client) -> None:
    assert said(client, signer.form(signer.assertion(jti="the same")))[0] == 200
    assert said(client, signer.form(signer.assertion(jti="the same", exp=int(time()) + 100))) == REFUSED


def test_an_assertion_is_used_up_even_when_its_scope_is_refused(signer: Signer, client: Client) -> None:
    form = signer.form()
    assert said(client, {**form, "scope": "everything"}) == (400, {"error": "invalid_scope"})
    assert said(client, form) == REFUSED


def test_two_systems_may_happen_on_the_same_jti(signer: Signer, client: Client, chu: Hospital, audience: str) -> None:
    other = Signer(registered(chu, PublicKeys(jwks(public(signing.P384, "a")))), audience)
    for each in (signer, other):
        assert said(client, each.form(each.assertion(jti="1")))[0] == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://elsewhere.example/oauth2/token"}, {"aud": None}, {"iss": "somebody"}, {"iss": None},
        {"sub": "somebody"}, {"sub": None}, {"sub": 7}, {"sub": "no\0body", "iss": "no\0body"},
        {"exp": int(time()) - 60}, {"exp": None}, {"exp": "soon"}, {"exp": float("inf")}, {"exp": 10**30},
        {"nbf": int(time()) + 200}, {"jti": None}, {"jti": ""}, {"jti": 7},
    ],
)  # fmt: skip
def test_an_assertion_that_says_something_else_is_refused(
    signer: Signer, client: Client, changed: dict[str, Any]
) -> None:
    assert said(client, signer.form(_encoded(signer, changed))) == REFUSED
    assert not Token.objects.exists()
    assert not SeenAssertion.objects.exists()


def _encoded(signer: Signer, changed: dict[str, Any]) -> str:
    """Also what the library itself would not write."""
    import jwt

    claims = jwt.decode(signer.assertion(), options={"verify_signature": False}) | changed
    payload = json.dumps({name: value for name, value in claims.items() if value is not None}).encode()
    return jwt.api_jws.encode(payload, signer.key, algorithm=signer.algorithm, headers={"kid": signer.kid})


def test_an_assertion_lives_five_minutes_at_most(signer: Signer, client: Client) -> None:
    assert said(client, signer.form(signer.assertion(exp=int(time()) + 295)))[0] == 200
    assert said(client, signer.form(signer.assertion(exp=int(time()) + 330))) == REFUSED


@pytest.mark.parametrize(
    "header", [{"typ": "at+jwt"}, {"typ": None}, {"kid": "z"}, {"kid": ""}, {"jku": "https://evil.example/keys"}]
)
def test_a_header_that_says_something_else_is_refused(signer: Signer, client: Client, header: dict[str, Any]) -> None:
    assert said(client, signer.form(signer.assertion(header=header))) == REFUSED


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [
        (signing.RSA, "RS256", "b"), (signing.P256, "ES256", "a"), (signing.RSA, "PS384", "b"),
        ("a secret of more than forty-eight bytes, as HS384 wants it", "HS384", "a"), ("", "none", "a"),
        (signing.RSA, "RS384", "a"),
    ],
)  # fmt: skip
def test_another_algorithm_or_the_key_of_another_kind_is_refused(
    signer: Signer, client: Client, key: Any, algorithm: str, kid: str
) -> None:
    signer.key, signer.algorithm, signer.kid = key, algorithm, kid
    assert said(client, signer.form()) == REFUSED


def test_a_key_that_is_not_registered_is_refused(signer: Signer, client: Client) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    signer.key = ec.generate_private_key(ec.SECP384R1())
    assert said(client, signer.form()) == REFUSED


def test_what_is_not_an_assertion_is_refused(signer: Signer, client: Client) -> None:
    for nonsense in ("", "x", "a.b.c", "é", "x" * 9000, "bnVsbA.bnVsbA.bnVsbA"):
        assert said(client, {**signer.form("x"), "client_assertion": nonsense}) == REFUSED
    assert said(client, signer.form(client_assertion_type="urn:other")) == REFUSED


def test_the_name_sent_beside_the_assertion_is_that_of_the_one_who_signed(
    signer: Signer, client: Client, chu: Hospital
) -> None:
    assert said(client, signer.form(client_id=signer.client_id))[0] == 200
    assert said(client, signer.form(client_id=chu.credentials.client_id)) == REFUSED


def test_a_client_says_who_it_is_in_one_way_only(signer: Signer, client: Client) -> None:
    assert said(client, signer.form(client_secret="x")) == (400, {"error": "invalid_request"})


def test_a_system_that_signs_has_no_secret_and_one_with_a_secret_does_not_sign(
    signer: Signer, client: Client, chu: Hospital, audience: str
) -> None:
    by_secret = {"grant_type": "client_credentials", "client_id": signer.client_id, "client_secret": ""}
    assert said(client, by_secret) == REFUSED
    signer.client_id = chu.credentials.client_id
    assert said(client, signer.form()) == REFUSED


def test_a_system_that_signs_revokes_its_tokens_by_signing(
    signer: Signer, client: Client, chu: Hospital, ask: Any, question: Any
) -> None:
    token = client.post("/oauth2/token", signer.form()).json()["access_token"]
    form = {name: value for name, value in signer.form().items() if name.startswith("client_")}
    assert client.post("/oauth2/revoke", {**form, "token": token}).status_code == 200
    assert ask(question(chu.seen), bearer=token).status_code == 401


def test_published_keys_are_read_once_and_a_new_one_is_found(
    chu: Hospital, client: Client, audience: str, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = Signer(registered(chu, PublicKeys(url=publisher.url)), audience)
    assert said(client, signer.form(signer.assertion(header={"jku": publisher.url})))[0] == 200
    assert said(client, signer.form())[0] == 200
    assert len(publisher.asked) == 1

    signer.key, signer.algorithm, signer.kid = signing.RSA, "RS384", "new"
    publisher.publish(public(signing.RSA, "new"))
    assert said(client, signer.form()) == REFUSED
    assert len(publisher.asked) == 1, "read again at most once in a while"
    monkeypatch.setattr("sharing.services.keysets._may_read", lambda url: True)
    assert said(client, signer.form())[0] == 200


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (200, b"not json"), (200, b"[]"), (200, b'{"keys": 7}'), (200, b" " * 200_000), (204, b"")],
)
def test_keys_that_cannot_be_read_prove_nothing(
    chu: Hospital, client: Client, audience: str, publisher: Publisher, status: int, body: bytes
) -> None:
    publisher.status, publisher.body = status, body
    signer = Signer(registered(chu, PublicKeys(url=publisher.url)), audience)
    assert said(client, signer.form()) == REFUSED
    assert said(client, signer.form()) == REFUSED
    assert len(publisher.asked) == 1


def test_published_keys_are_never_read_through_a_redirect_nor_inside_our_network(
    chu: Hospital, client: Client, audience: str, publisher: Publisher, settings: Any
) -> None:
    publisher.status, publisher.headers = 302, {"Location": publisher.url}
    signer = Signer(registered(chu, PublicKeys(url=publisher.url)), audience)
    assert said(client, signer.form()) == REFUSED
    assert len(publisher.asked) == 1

    other = Signer(registered(chu, PublicKeys(url=publisher.url + "?2")), audience)
    settings.WEBHOOK_ALLOW_PRIVATE = []
    assert said(client, other.form()) == REFUSED
    assert len(publisher.asked) == 1


@pytest.mark.parametrize(
    "keys",
    [
        PublicKeys(),
        PublicKeys({"keys": []}),
        PublicKeys({"keys": "x"}),
        PublicKeys(jwks(public(signing.P256, "a"))),
        PublicKeys(jwks(public(signing.SMALL, "a"))),
        PublicKeys(jwks(public(signing.P384, ""))),
        PublicKeys(jwks(public(signing.P384, "a", d="private"))),
        PublicKeys(jwks({"kty": "oct", "k": "AAAA", "kid": "a"})),
        PublicKeys(jwks(public(signing.P384, "a", use="enc"))),
        PublicKeys(jwks(public(signing.P384, "a")), "https://chu.example/jwks.json"),
        PublicKeys(url="ftp://chu.example/jwks.json"),
        PublicKeys(url="https://chu.example:22/jwks.json"),
    ],
)
def test_keys_that_cannot_serve_are_refused_at_registration(chu: Hospital, keys: PublicKeys) -> None:
    with pytest.raises(InvalidFact):
        callers.register_calling_system("Logiciel", organisations=[chu.chu], keys=keys, at=NOW)


@pytest.mark.usefixtures("still_clock")
def test_a_system_that_signs_too_often_slows_down_no_other(
    signer: Signer, client: Client, chu: Hospital, audience: str
) -> None:
    other = Signer(registered(chu, PublicKeys(jwks(public(signing.P384, "a")))), audience)
    answers = [said(client, signer.form(signer.assertion(aud="x")))[0] for _ in range(31)]
    assert (set(answers[:-1]), answers[-1]) == ({401}, 429)
    assert said(client, other.form())[0] == 200


def test_old_assertions_are_forgotten_once_they_could_not_serve(signer: Signer, client: Client) -> None:
    said(client, signer.form())
    assert assertions.forget_old(at=timezone.now()) == 0
    forget_assertions()
    assert SeenAssertion.objects.count() == 1
    assert assertions.forget_old(at=timezone.now() + timedelta(minutes=6)) == 1
