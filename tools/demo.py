"""The whole site in one window: services, data, web server, worker and clock, until Ctrl-C."""

import argparse
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tools import manage, messages, places, services
from tools.supervisor import Program, Supervisor

HOST = "127.0.0.1"
STEPS = 6


def say(text: str) -> None:
    print(f"[demo] {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    refuse_taken_port(port)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        return _run(port)
    except KeyboardInterrupt:
        say("stopped; the data is kept in .services/demo")
        return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            sys.exit(f"Port {port} is not free on {HOST} ({refusal.strerror}). Another one: make demo PORT={port + 1}")


def _run(port: int) -> int:
    began = time.monotonic()
    with services.using("demo") as environment:
        environment |= {"SITE_URL": f"http://localhost:{port}", "PYTHONUNBUFFERED": "1"}
        story = prepare(environment)
        with Supervisor(programs(port, environment)) as supervisor:
            wait_until_ready(port, supervisor)
            announce(port, story, time.monotonic() - began)
            return supervisor.watch()


def prepare(environment: dict[str, str]) -> str:
    """Tables, sentences, files and people, each step quick when there is nothing to do. What to tell the reader."""
    say(f"1/{STEPS} services: ready")
    say(f"2/{STEPS} translations")
    messages.compile_all()
    say(f"3/{STEPS} tables (migrate)")
    _must(["migrate", "--noinput", "-v", "0"], environment)
    say(f"4/{STEPS} static files")
    _must(["collectstatic", "--noinput", "-v", "0"], environment)
    say(f"5/{STEPS} demo people and their story")
    story = tell_story(environment)
    say(f"6/{STEPS} web server, worker and clock")
    return story


def _must(arguments: list[str], environment: dict[str, str]) -> None:
    status = manage.run(arguments, environment)
    if status:
        sys.exit(f"[demo] `manage.py {' '.join(arguments)}` failed (status {status})")


def tell_story(environment: dict[str, str]) -> str:
    """What `demo_people` prints at its end, kept for after the servers answer; its progress goes straight through."""
    if not (places.ROOT / "portal/management/commands/demo_people.py").exists():
        return ""
    command = [sys.executable, str(places.ROOT / "manage.py"), "demo_people"]
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout)
        sys.exit(f"[demo] `manage.py demo_people` failed (status {done.returncode})")
    return done.stdout


def programs(port: int, environment: dict[str, str]) -> list[Program]:
    python = pathlib.Path(sys.executable)
    celery = [str(python), "-m", "celery", "-A", "portal", "--quiet"]
    schedule = str(places.ROOT / ".services" / "demo-beat")
    web = [str(python), "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    web += ["--workers", "1", "--threads", "8", "--graceful-timeout", "5", "--log-level", "warning"]
    worker = [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"]
    return [
        Program("web", web, environment, vital=True),
        Program("worker", worker, environment),
        Program("beat", beat, environment),
    ]


def wait_until_ready(port: int, supervisor: Supervisor, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not _answers(f"http://{HOST}:{port}/readyz"):
        supervisor.restart_the_dead()
        if time.monotonic() > until:
            sys.exit(f"[demo] the site did not answer within {seconds:.0f} s: see the lines above")
        time.sleep(0.2)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def announce(port: int, story: str, seconds: float) -> None:
    line = "─" * 78
    print(f"\n{line}\n  Mes partages: http://{HOST}:{port}   (ready in {seconds:.0f} s)")
    print(f"  For passkeys use http://localhost:{port}: browsers accept them there only.")
    if story:
        print(f"\n{story.rstrip()}")
    print(f"\n  Ctrl-C ends everything; the data is kept.\n{line}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
