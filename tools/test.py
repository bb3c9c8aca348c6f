"""Every test, with services of its own and a real browser. Arguments go to pytest.

`DATABASE_URL` and `REDIS_URL`, when set, are used instead of the servers from the wheels.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from tools import messages, places, services

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get update && apt-get install -y chromium"


def say(text: str) -> None:
    print(f"[test] {text}", flush=True)


def chromium() -> str:
    """`CHROMIUM`, then the system's, then Playwright's own; installed by apt as a last resort, for root only."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if shutil.which(given) else sys.exit(f"[test] CHROMIUM={given}: no such program")
    found = _installed()
    if found is None:
        _install()
        found = _installed()
    return found or sys.exit("[test] chromium was installed, but cannot be found")


def _installed() -> str | None:
    named = (shutil.which(name) for name in NAMES)
    return next((path for path in named if path), None) or _playwright_s_own()


def _playwright_s_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if pathlib.Path(path).exists() else None


def _install() -> None:
    if not places.AS_ROOT or not shutil.which("apt-get"):
        sys.exit(
            f"[test] The browser tests need Chromium. Install it with: sudo sh -c '{INSTALL}'\n"
            "       or set CHROMIUM=/path/to/it"
        )
    say("installing Chromium with apt (about 30 s, once)")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "-q", *command], env=quiet, stdin=subprocess.DEVNULL)
        if done.returncode:
            sys.exit(f"[test] apt-get {command[0]} failed; the tests need Chromium")


def main() -> int:
    browser = chromium()
    say(f"browser: {browser}")
    messages.compile_all()
    with services.using("test") as environment:
        environment |= {"CHROMIUM": browser, "PORTAL_AS_OWNER": "1", "PORTAL_MODE": "test"}
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *sys.argv[1:]]
        return subprocess.run(command, cwd=places.ROOT, env=os.environ | environment).returncode


if __name__ == "__main__":
    sys.exit(main())
