"""`python3 tools/bootstrap.py`: makes `.venv` and brings it to the lock. A second run does nothing.

Standard library only: this is the one file that runs before anything is installed.
The lock is hash-checked twice: pip checks uv's own hashes, uv checks all the others.
"""

import hashlib
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements" / "dev.txt"
UV_LOCK = ROOT / "requirements" / "uv.txt"
STAMP = VENV / ".synced"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(f"[bootstrap] {text}", flush=True)


def refuse_old_python(version: tuple[int, ...] = tuple(sys.version_info[:2])) -> None:
    """Newer syntax and libraries are used throughout; fail before a confusing traceback does."""
    if version < OLDEST:
        found = ".".join(map(str, version))
        sys.exit(f"Python 3.11 or later is needed; this is {found}. Try: python3.11 {sys.argv[0]}")


def fingerprint() -> str:
    """What `.venv` was made from: the locks, this interpreter, and where the folder stands."""
    made_from = [LOCK.read_bytes(), UV_LOCK.read_bytes(), sys.version.encode(), str(VENV).encode()]
    return hashlib.sha256(b"\0".join(made_from)).hexdigest()


def is_current() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def create_venv() -> None:
    """Debian ships Python without ensurepip: then the package to install is named."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        major, minor = sys.version_info[:2]
        sys.exit(
            "This Python cannot make a virtual environment (no ensurepip).\n"
            f"On Debian or Ubuntu: apt-get install python3-venv   (or python{major}.{minor}-venv)"
        )
    say(f"creating {VENV.name} with Python {sys.version.split()[0]}")
    if VENV.exists():
        shutil.rmtree(VENV)
    venv.create(VENV, with_pip=True)


def venv_is_usable() -> bool:
    """False for a folder that was moved, half made, or made by another Python."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; print(sys.version)"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def run(*arguments: str) -> None:
    done = subprocess.run([str(PYTHON), "-m", *arguments], stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"[bootstrap] failed: python -m {' '.join(arguments)}")


def sync() -> None:
    """Installs exactly the lock: what is not in it is removed."""
    has_uv = subprocess.run([PYTHON, "-m", "uv", "--version"], capture_output=True)
    if has_uv.returncode:
        say("installing uv (hash-checked)")
        run("pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(UV_LOCK))
    count = sum("==" in line for line in LOCK.read_text().splitlines())
    say(f"installing {count} packages (hash-checked); about 20 s the first time")
    run("uv", "pip", "sync", "-q", *trust(), "--python", str(PYTHON), "--require-hashes", str(LOCK))


def trust() -> list[str]:
    """uv trusts its own list of authorities; the machine's, when it has one, also knows the house's own proxy."""
    machine = ssl.get_default_verify_paths()
    listed = machine.capath and any(pathlib.Path(machine.capath).iterdir())
    return ["--system-certs"] if machine.cafile or listed or os.name == "nt" or sys.platform == "darwin" else []


def lock_file() -> object:
    """Two bootstraps at once take turns. None where the system has no file locks."""
    try:
        import fcntl
    except ImportError:
        return None
    handle = open(ROOT / ".bootstrap.lock", "w")  # noqa: SIM115 - held until the process ends
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def main() -> None:
    refuse_old_python()
    if is_current():
        return
    started = time.monotonic()
    _held = lock_file()
    if is_current():
        return
    if not venv_is_usable():
        create_venv()
    STAMP.unlink(missing_ok=True)
    sync()
    STAMP.write_text(fingerprint())
    say(f"ready in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
