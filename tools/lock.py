"""Resolves pyproject.toml's ranges into requirements/*.txt: versions and hashes, no address of any registry.

Nothing published in the last seven days is taken: a poisoned release is usually found by then.
Extra arguments go to uv, for example `--upgrade-package django`.
"""

import datetime
import subprocess
import sys

from tools import bootstrap, places

FOLDER = places.ROOT / "requirements"
COOL_DOWN = datetime.timedelta(days=7)
COMMON = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11", "--quiet"]
# In this order: each file agrees with the one before.
FILES = [
    ("base.txt", ["pyproject.toml"]),
    ("dev.txt", ["pyproject.toml", "--group", "dev", "--constraints", "requirements/base.txt"]),
    ("uv.txt", ["-", "--constraints", "requirements/dev.txt"]),
]


def main() -> int:
    newest = datetime.datetime.now(datetime.UTC) - COOL_DOWN
    for name, sources in FILES:
        print(f"[lock] requirements/{name}", flush=True)
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            *COMMON,
            *bootstrap.trust(),
            "--exclude-newer",
            f"{newest:%Y-%m-%dT00:00:00Z}",
        ]
        command += [*sources, "-o", str(FOLDER / name), *sys.argv[1:]]
        done = subprocess.run(command, cwd=places.ROOT, input="uv\n", text=True)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
