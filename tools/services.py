"""PostgreSQL and Valkey for the demo and the tests: no root, no Docker, no network port.

    python tools/services.py start|stop|status|env [--profile demo|test]

`DATABASE_URL` and `REDIS_URL`, when set, win, and nothing is started in their place.
`start` is idempotent and survives killed servers; two at once take turns. What it started stays up until `stop`.
Commands that only need the services for themselves use `using()`: the last of them to leave stops the servers.
`env` prints what to export (with `PORTAL_MODE`); `PORTAL_AS_OWNER=1` makes the settings use `DATABASE_OWNER_URL`.
"""

import argparse
import contextlib
import fcntl
import os
import pathlib
import secrets
import shlex
import sys
import time
from collections.abc import Callable, Iterator

if __package__ in (None, ""):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tools import places as p
from tools import postgres, valkey

SERVICES = ((postgres, "DATABASE_URL", "PostgreSQL"), (valkey, "REDIS_URL", "Valkey"))


def say(text: str) -> None:
    print(f"[services] {text}", file=sys.stderr, flush=True)


def environment(profile: str) -> dict[str, str]:
    """What a process of this profile needs to know, whether or not the servers run yet."""
    places = p.places(profile)
    keys = {} if os.environ.get("SECRET_KEY") else {"SECRET_KEY": _secret(places, "secret.key", secrets.token_urlsafe)}
    if not (os.environ.get("RECEIPT_SIGNING_KEY") or os.environ.get("RECEIPT_SIGNING_KEY_FILE")):
        keys["RECEIPT_SIGNING_KEY"] = _secret(places, "receipts.key", lambda _length: secrets.token_hex(32))
    return {"PORTAL_MODE": profile, **keys, **postgres.environment(places), **valkey.environment(places)}


def _secret(places: p.Places, name: str, drawn: Callable[[int], str]) -> str:
    """This clone's own key, kept beside the data it seals or signs."""
    file = places.state / name
    if not file.exists():
        half = file.with_suffix(f".{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(drawn(64))
        with contextlib.suppress(FileExistsError):
            os.link(half, file)
        half.unlink()
    return file.read_text()


def start(profile: str, *, keep: bool = True) -> dict[str, str]:
    """Makes sure that the servers answer; `keep` leaves them up for whoever comes next."""
    places = p.places(profile)
    with _locked(places, "start.lock"):
        if keep:
            places.keep.touch()
        for service, variable, name in SERVICES:
            if os.environ.get(variable):
                say(f"{name}: yours, from {variable}")
            elif not service.is_running(places):
                began = time.monotonic()
                service.start(places)
                say(f"{name} ({profile}) started in {time.monotonic() - began:.1f} s")
    return environment(profile)


def stop(profile: str) -> None:
    places = p.places(profile)
    with _locked(places, "start.lock"):
        places.keep.unlink(missing_ok=True)
        for service, _, name in SERVICES:
            if service.is_running(places):
                service.stop(places)
                say(f"{name} ({profile}) stopped")


def status(profile: str) -> int:
    """0 when both answer, 3 when one does not (as an init script would say)."""
    places = p.places(profile)
    states = {name: service.is_running(places) for service, _, name in SERVICES}
    for name, up in states.items():
        print(f"{name} ({profile}): {'running' if up else 'stopped'}")
    return 0 if all(states.values()) else 3


@contextlib.contextmanager
def using(profile: str) -> Iterator[dict[str, str]]:
    """The services for the length of a block; stopped after it unless someone else is in, or asked to keep them."""
    places = p.places(profile)
    with open(places.state / "users.lock", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(profile, keep=False)
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not places.keep.exists():
                    stop(profile)


@contextlib.contextmanager
def _locked(places: p.Places, name: str) -> Iterator[None]:
    with open(places.state / name, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "stop", "status", "env"])
    parser.add_argument("--profile", choices=p.PROFILES, default="demo")
    chosen = parser.parse_args(arguments)
    if chosen.action == "status":
        return status(chosen.profile)
    if chosen.action == "stop":
        stop(chosen.profile)
    if chosen.action == "start":
        start(chosen.profile)
    if chosen.action == "env":
        for name, value in environment(chosen.profile).items():
            print(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
