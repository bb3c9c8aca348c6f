"""A Pro Santé Connect token against ours (RFC 8693): our token names its professional, and asks for nobody else."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client

from tests.sharing.hospital import Hospital

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
TYPE = "urn:ietf:params:oauth:token-type:access_token"


@dataclass
class StandIn:
    """Answers introspections as it is told; keeps what it was asked."""

    said: Any = None
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


@pytest.fixture
def psc(settings: Any) -> Iterator[StandIn]:
    stand_in = StandIn({"active": True, "SubjectNameID": f"8{Hospital.martin_rpps}"})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            stand_in.asked.append((self.headers["Authorization"], parse_qs(form)))
            body = json.dumps(stand_in.said).encode()
            self.send_response(stand_in.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.PSC_INTROSPECTION_URL = f"http://127.0.0.1:{server.server_port}/introspect"
        settings.PSC_CLIENT_ID, settings.PSC_CLIENT_SECRET = "mes-partages", "un:secret"
        try:
            yield stand_in
        finally:
            server.shutdown()


def exchanged(client: Client, chu: Hospital, **more: str) -> Any:
    given = chu.credentials
    form = {
        "grant_type": EXCHANGE, "client_id": given.client_id, "client_secret": given.client_secret,
        "subject_token": "jeton-psc", "subject_token_type": TYPE,
    }  # fmt: skip
    return client.post("/oauth2/token", form | more)


def test_our_token_asks_for_the_professional_who_signed_in_and_for_nobody_else(
    psc: StandIn, chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    answer = exchanged(client, chu).json()

    assert (answer["issued_token_type"], answer["token_type"], answer["expires_in"]) == (TYPE, "bearer", 300)
    assert answer["scope"] == "decisions emergency"
    own = ask(question(chu.seen), bearer=answer["access_token"])
    other = ask(question(chu.seen, rpps=chu.nora_rpps), bearer=answer["access_token"])
    nobody = ask(question(chu.seen, rpps="10009999995"), bearer=answer["access_token"])
    assert own.json()["decision"] is True
    assert other.status_code == 403
    assert other.json()["type"] == "urn:mes-partages:problem:professional-not-of-caller"
    assert other.content == nobody.content
    assert ask(question(chu.seen, rpps=chu.nora_rpps)).status_code == 200, "without proof, the system names him"


def test_they_are_asked_with_our_own_name_and_the_token_alone(psc: StandIn, chu: Hospital, client: Client) -> None:
    exchanged(client, chu)
    ((header, form),) = psc.asked
    assert base64.b64decode(header.removeprefix("Basic ")).decode() == "mes-partages:un%3Asecret"
    assert form == {"token": ["jeton-psc"], "token_type_hint": ["access_token"]}


@pytest.mark.parametrize(
    "said",
    [
        {"active": False, "SubjectNameID": "810001234565"}, {"SubjectNameID": "810001234565"}, {"active": True},
        {"active": "true", "SubjectNameID": "810001234565"}, {"active": True, "SubjectNameID": "10001234565"},
        {"active": True, "SubjectNameID": "0750000010/12"}, {"active": True, "SubjectNameID": 810001234565},
    ],
)  # fmt: skip
def test_a_token_that_proves_nobody_gives_none(psc: StandIn, chu: Hospital, client: Client, said: Any) -> None:
    psc.said = said
    answer = exchanged(client, chu)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert not Token.objects.exists()


@pytest.mark.parametrize(("status", "said"), [(500, {}), (302, {}), (200, [])])
def test_without_their_answer_nobody_is_proven(
    psc: StandIn, chu: Hospital, client: Client, status: int, said: Any
) -> None:
    psc.status, psc.said = status, said
    assert exchanged(client, chu).status_code == 503
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("more", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"), ({"scope": "intake"}, 400, "invalid_scope"),
        ({"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"}, 400, "invalid_request"),
        ({"requested_token_type": "urn:ietf:params:oauth:token-type:jwt"}, 400, "invalid_request"),
        ({"actor_token": "x"}, 400, "invalid_request"), ({"subject_token": ""}, 400, "invalid_request"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_before_they_are_asked(
    psc: StandIn, chu: Hospital, client: Client, more: dict[str, str], status: int, error: str
) -> None:
    answer = exchanged(client, chu, **more)
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert psc.asked == []


def test_a_professional_who_works_elsewhere_is_not_asked_for_even_with_his_proof(
    psc: StandIn, chu: Hospital, client: Client, ask: Any, question: Any
) -> None:
    psc.said = {"active": True, "SubjectNameID": f"8{chu.leroy_rpps}"}
    token = exchanged(client, chu).json()["access_token"]
    assert ask(question(chu.seen, rpps=chu.leroy_rpps), bearer=token).status_code == 403


def test_exchange_is_closed_unless_the_settings_open_it(chu: Hospital, client: Client, settings: Any) -> None:
    assert settings.PSC_INTROSPECTION_URL == ""
    answer = exchanged(client, chu)
    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_grant_type"})


def test_the_metadata_names_the_exchange_only_when_it_is_open(psc: StandIn, client: Client) -> None:
    said = client.get("/.well-known/oauth-authorization-server").json()
    assert said["grant_types_supported"] == ["client_credentials", EXCHANGE]
