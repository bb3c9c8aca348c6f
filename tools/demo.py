"""The whole site in one window: services, data, web server, worker and clock, until Ctrl-C."""

import argparse
import contextlib
import hashlib
import os
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


def say(text: str) -> None:
    print(f"[demo] {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    refuse_taken_port(port)
    # Where this is set, five programs compile the same libraries at each start: half of the wait.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # SIGINT too: a shell that runs us in the background had it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
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


def receivers_port(port: int) -> int:
    """The first free port after the site's, where the hospital is told of changes."""
    for candidate in range(port + 1, port + 50):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, candidate))
            return candidate
    sys.exit(f"No port is free between {port + 1} and {port + 49}")


def _run(port: int) -> int:
    began = time.monotonic()
    with services.using("demo") as environment:
        listening = receivers_port(port)
        environment |= {"SITE_URL": f"http://localhost:{port}", "PYTHONUNBUFFERED": "1"}
        environment |= {"DEMO_RECEIVER": f"http://{HOST}:{listening}/notices"}
        prepare(environment)
        with Supervisor() as supervisor:
            say("4/5 web server, demo people and their story")
            web, worker, beat = programs(port, environment)
            supervisor.start(web, hospital(listening, environment))
            story = tell_story(environment)
            wait_until_ready(port, supervisor)
            say("5/5 worker and clock")
            supervisor.start(worker, beat)
            announce(port, story, time.monotonic() - began)
            return supervisor.watch()


def prepare(environment: dict[str, str]) -> None:
    """Sentences, files and tables; little to do the second time."""
    say("1/5 translations")
    messages.compile_all()
    say("2/5 static files")
    collecting = collect_static(environment)
    say("3/5 tables (migrate)")
    _must(["migrate", "--noinput", "-v", "0", "--skip-checks"], environment)
    if collecting is not None and collecting.wait():
        sys.exit("[demo] `manage.py collectstatic` failed")


def collect_static(environment: dict[str, str]) -> subprocess.Popen[bytes] | None:
    """Started beside the migration, and only when a file changed since the last time."""
    stamp = places.ROOT / "staticfiles" / ".collected"
    wanted = static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return None
    stamp.parent.mkdir(exist_ok=True)
    script = "import pathlib, sys; from django.core.management import execute_from_command_line as run; "
    script += (
        "run(['manage.py', 'collectstatic', '--noinput', '-v', '0']); pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "-c", script, str(stamp), wanted]
    return subprocess.Popen(command, cwd=places.ROOT, env=os.environ | environment | settings)


def static_fingerprint() -> str:
    """Names, sizes and dates of our static files, and the lock (libraries bring theirs)."""
    files = [path for room in ("static", "portal", "sharing", "consents") for path in (places.ROOT / room).rglob("*")]
    ours = [path for path in files if "static" in path.parts and path.is_file()]
    seen = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(ours)]
    lock = (places.ROOT / "requirements" / "base.txt").read_text()
    return hashlib.sha256("\n".join([*seen, lock]).encode()).hexdigest()


def _must(arguments: list[str], environment: dict[str, str]) -> None:
    status = manage.run(arguments, environment)
    if status:
        sys.exit(f"[demo] `manage.py {' '.join(arguments)}` failed (status {status})")


def tell_story(environment: dict[str, str]) -> str:
    """What `demo_people` prints on standard output, shown at the end; its progress (standard error) goes through."""
    if not (places.ROOT / "portal/management/commands/demo_people.py").exists():
        return ""
    command = [sys.executable, str(places.ROOT / "manage.py"), "demo_people"]
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout)
        sys.exit(f"[demo] `manage.py demo_people` failed (status {done.returncode})")
    return done.stdout


def programs(port: int, environment: dict[str, str]) -> tuple[Program, Program, Program]:
    python = sys.executable
    # Celery warns root at length; here it is a newcomer's container.
    calm = ["-W", "ignore:You're running the worker"] if places.AS_ROOT else []
    celery = [python, *calm, "-m", "celery", "-A", "portal", "--quiet"]
    schedule = str(places.ROOT / ".services" / "demo-beat")
    web = [python, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    web += ["--workers", "1", "--threads", "8", "--graceful-timeout", "5", "--log-level", "warning"]
    worker = [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"]
    return (
        Program("web", web, environment, vital=True),
        Program("worker", worker, environment),
        Program("beat", beat, environment),
    )


def hospital(port: int, environment: dict[str, str]) -> Program:
    """The demonstration's receiver: says what the hospital's software is told."""
    command = [sys.executable, "-m", "portal.demo.receiver", "--port", str(port)]
    return Program("CHU", command, environment)


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
