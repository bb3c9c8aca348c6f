"""Everything that can be known without running a test. Every step runs; the status says whether all passed.

python -m tools.check [STEP …]
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from tools import lock_lint, messages, places, reading, services, template_lint

PYTHON = sys.executable
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-key-for-the-check-only-" + "x7Qd2Lm9Vt4Rk8Zp1Wn6" * 3,
    "SEALING_KEYS": "another-key-for-the-check-only-" + "c4Hs8Jb3Yw6Fx1Gd5Ek9" * 3,
    "RECEIPT_SIGNING_KEY": "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "partages.example",
    "SITE_URL": "https://partages.example",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "DEFAULT_FROM_EMAIL": "ne-pas-repondre@partages.example",
}


def command(*arguments: str) -> Callable[[dict[str, str]], tuple[int, str]]:
    """A step that runs a program."""

    def step(environment: dict[str, str]) -> tuple[int, str]:
        done = subprocess.run(
            [PYTHON, *arguments],
            cwd=places.ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    return step


def lines(problems: Callable[[], list[str]]) -> Callable[[dict[str, str]], tuple[int, str]]:
    """A step that is one of our own lints."""

    def step(environment: dict[str, str]) -> tuple[int, str]:
        found = problems()
        return (1 if found else 0), "\n".join(found)

    return step


def deploy(environment: dict[str, str]) -> tuple[int, str]:
    arguments = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return command(*arguments)(environment | PRODUCTION)


STEPS: dict[str, Callable[[dict[str, str]], tuple[int, str]]] = {
    "format": command("-m", "ruff", "format", "--check", "--quiet", "."),
    "lint": command("-m", "ruff", "check", "--quiet", "."),
    "types": command("-m", "mypy"),
    "contracts": command("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"),
    "migrations": command("manage.py", "makemigrations", "--check", "--dry-run"),
    "templates": lines(template_lint.problems),
    "translations": lines(messages.problems),
    "reading": lines(reading.problems),
    "deployment": deploy,
    "lock": lines(lock_lint.problems),
}


def main(chosen: list[str]) -> int:
    failed = []
    with services.using("test") as environment:
        environment |= {"PORTAL_AS_OWNER": "1"}
        for name in chosen or STEPS:
            began = time.monotonic()
            status, said = STEPS[name](environment)
            print(f"{'✗' if status else '✓'} {name:<13} {time.monotonic() - began:5.1f} s", flush=True)
            if status:
                failed.append(name)
                print("\n".join(f"    {line}" for line in said.strip().splitlines()), flush=True)
    print(f"\n{'failed: ' + ', '.join(failed) if failed else 'everything passed'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
