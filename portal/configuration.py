"""What the environment says, checked once. Anything missing in production stops the start, all at once and by name."""

from __future__ import annotations

import dataclasses
import os
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from portal.proof import keys as receipt_keys

MODES = ("demo", "test", "production")
REQUIRED_IN_PRODUCTION = {
    "SECRET_KEY": "50 random characters or more",
    "SEALING_KEYS": "50 random characters or more; several, separated by commas, while one is replaced",
    "RECEIPT_SIGNING_KEY": "64 hexadecimal digits drawn at random, or an Ed25519 key in PEM (or its file: …_FILE)",
    "ALLOWED_HOSTS": "host names, separated by commas",
    "SITE_URL": "the public address, https://…",
    "DATABASE_URL": "postgresql://user:password@host/name",
    "REDIS_URL": "redis://host:6379",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "the sender of notices",
}
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
FALLBACK_KEY = "only-for-the-demo-and-the-tests-" + "0" * 32


def _weak(keys: str) -> bool:
    """A key that is short, that is the demonstration's own, or that nobody drew at random."""
    found = [key.strip() for key in keys.split(",")]
    return any(len(key) < SHORTEST_KEY or key == FALLBACK_KEY or len(set(key)) < FEWEST_LETTERS for key in found)


def _signs_nothing(key: str) -> bool:
    """Not a key that signs receipts, or one that nobody drew at random."""
    try:
        receipt_keys.private_key(key)
    except ValueError:
        return True
    return len(set(key)) < FEWEST_LETTERS


def receipt_signing_key(environment: Mapping[str, str] = os.environ) -> str:
    """From the variable, or from the file that RECEIPT_SIGNING_KEY_FILE names; empty when there is neither."""
    given, file = environment.get("RECEIPT_SIGNING_KEY", ""), environment.get("RECEIPT_SIGNING_KEY_FILE", "")
    return given.replace("\\n", "\n") or (Path(file).read_text(encoding="ascii").strip() if file else "")


def receipt_public_keys(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The public halves of the keys that signed before, each as the `x` of its JWK; a slip stops the start."""
    given = [x.strip() for x in environment.get("RECEIPT_PUBLIC_KEYS", "").split(",") if x.strip()]
    try:
        receipt_keys.from_jwks({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x} for x in given]})
    except ValueError:
        raise ImproperlyConfigured("RECEIPT_PUBLIC_KEYS: each is the `x` of a published key (43 characters)") from None
    return given


#: What is set, and must not be so.
REFUSALS: Mapping[str, Callable[[str], bool]] = {
    "SECRET_KEY": _weak,
    "SEALING_KEYS": _weak,
    "RECEIPT_SIGNING_KEY": _signs_nothing,
    "ALLOWED_HOSTS": lambda hosts: any(host.strip() in ("*", ".", "") for host in hosts.split(",")),
    "SITE_URL": lambda url: not url.startswith("https://"),
}


@dataclasses.dataclass(frozen=True)
class Redis:
    """The three spellings of one address: Celery's, Django's cache's, and the client library's own."""

    broker: str
    cache: str


def mode(environment: Mapping[str, str] = os.environ) -> str:
    """Production unless told otherwise: forgetting a variable must never open the site."""
    chosen = environment.get("PORTAL_MODE", "production")
    if chosen not in MODES:
        raise ImproperlyConfigured(f"PORTAL_MODE={chosen!r}: must be one of {', '.join(MODES)}")
    return chosen


def refuse_incomplete_production(environment: Mapping[str, str] = os.environ) -> None:
    environment = {**environment, "RECEIPT_SIGNING_KEY": receipt_signing_key(environment)}
    missing = [name for name in REQUIRED_IN_PRODUCTION if not environment.get(name)]
    missing += [name for name, refuses in REFUSALS.items() if name not in missing and refuses(environment[name])]
    if not missing:
        return
    lines = "\n".join(f"  {name}: {REQUIRED_IN_PRODUCTION[name]}" for name in missing)
    raise ImproperlyConfigured(
        f"In production mode these environment variables must be set, and be what they are meant to be:\n{lines}\n"
        'On your own machine: `make demo`, `make test`, or `make manage ARGS="…"` (PORTAL_MODE=demo).'
    )


def demo_sign_in(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a button signs in as someone of the demonstration: there only, unless `DEMO_SIGN_IN=0`.

    Where people are real it would be a door without a lock: asked for anywhere else, the site does not start.
    """
    chosen = mode(environment)
    said = environment.get("DEMO_SIGN_IN", "").strip().lower()
    if said in ("", "0", "false", "no", "off"):
        return chosen == "demo" and not said
    if chosen != "demo":
        raise ImproperlyConfigured(f"DEMO_SIGN_IN={said}: for PORTAL_MODE=demo alone, and this is {chosen}")
    return True


def database(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The application's role, or the tables' owner when PORTAL_AS_OWNER is set (migrations, tests)."""
    url = environment.get("DATABASE_URL", "postgresql:///portal")
    if environment.get("PORTAL_AS_OWNER"):
        url = environment.get("DATABASE_OWNER_URL") or url
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings = {names[key]: str(parts.pop(key)) for key in list(parts) if key in names}
    return {"ENGINE": "django.db.backends.postgresql", **settings, "OPTIONS": parts}


def redis(environment: Mapping[str, str] = os.environ) -> Redis:
    """Database 0 is the broker's, 1 is the cache's."""
    url = environment.get("REDIS_URL", "redis://localhost:6379")
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "unix":
        return Redis(f"redis+socket://{parts.path}?virtual_host=0", f"unix://{parts.path}?db=1")
    base = urllib.parse.urlunsplit(parts._replace(path=""))
    return Redis(f"{base}/0", f"{base}/1")
