"""A system that signs what it sends, and the server where it publishes its keys: real keys, a real server."""

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

TOKEN_URL = "http://testserver/oauth2/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)
P384 = ec.generate_private_key(ec.SECP384R1())
P256 = ec.generate_private_key(ec.SECP256R1())


def public(key: Any, kid: str, **more: object) -> dict[str, Any]:
    kind = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    members: dict[str, Any] = kind.to_jwk(key.public_key(), as_dict=True)
    return {**members, "kid": kid, **more}


def jwks(*keys: dict[str, Any]) -> dict[str, Any]:
    return {"keys": list(keys)}


@dataclass
class Signer:
    """What it says by default is right; a test changes one thing. `None` leaves a member out."""

    client_id: str
    audience: str
    key: Any = P384
    algorithm: str = "ES384"
    kid: str = "a"

    def assertion(self, *, header: Mapping[str, Any] | None = None, **changed: Any) -> str:
        now = int(time())
        claims = {
            "iss": self.client_id, "sub": self.client_id, "aud": self.audience, "exp": now + 240,
            "jti": uuid.uuid4().hex, **changed,
        }  # fmt: skip
        return jwt.encode(
            {name: value for name, value in claims.items() if value is not None},
            self.key,
            algorithm=self.algorithm,
            headers={"kid": self.kid, **(header or {})},
        )

    def form(self, assertion: str = "", **more: str) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "scope": "decisions",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
            **more,
        }


@dataclass
class Publisher:
    """What the server answers, and how many times it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def publish(self, *keys: dict[str, Any]) -> None:
        self.body = json.dumps(jwks(*keys)).encode()


@contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.asked.append(self.path)
            self.send_response(publisher.status)
            for name, value in publisher.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(publisher.body)))
            self.end_headers()
            self.wfile.write(publisher.body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        publisher.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield publisher
        finally:
            server.shutdown()
