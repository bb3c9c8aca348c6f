"""`python -m tools.manage migrate …`: a management command on the demo's data, environment and services ready.

Ends with that command's own exit status. (`make manage` runs this; make itself then says 2 for any status but 0.)
"""

import hashlib
import os
import subprocess
import sys

from tools import places, services

# These change tables, hence run as their owner.
OWNERS_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "sqlflush", "flush", "pgtrigger", "dbshell", "test"}


def run(arguments: list[str], environment: dict[str, str], **options) -> int:
    """The status of the command; 128 + n when signal n ended it, as a shell says."""
    as_owner = {"PORTAL_AS_OWNER": "1"} if arguments and arguments[0] in OWNERS_COMMANDS else {}
    command = [sys.executable, str(places.ROOT / "manage.py"), *arguments]
    status = subprocess.run(command, env=os.environ | environment | as_owner, **options).returncode
    return status if status >= 0 else 128 - status


def main() -> int:
    arguments = sys.argv[1:] or ["help"]
    with services.using("demo") as environment:
        if arguments[0] not in OWNERS_COMMANDS:
            bring_tables_up_to_date(environment)
        return run(arguments, environment)


def bring_tables_up_to_date(environment: dict[str, str]) -> None:
    """Migrates when a migration came since the last time; on a fresh clone there are no tables yet."""
    stamp = places.places("demo").state / ".migrated"
    wanted = _migrations(environment)
    ours = "DATABASE_URL" not in os.environ  # another's database may have been emptied without our knowing
    if ours and stamp.exists() and stamp.read_text() == wanted:
        return
    status = run(["migrate", "--noinput", "-v", "0", "--skip-checks"], environment, stdout=sys.stderr)
    if status:
        sys.exit(status)
    stamp.write_text(wanted)


def _migrations(environment: dict[str, str]) -> str:
    files = sorted(str(path.relative_to(places.ROOT)) for path in places.ROOT.glob("*/migrations/0*.py"))
    lock = (places.ROOT / "requirements" / "base.txt").read_text()
    return hashlib.sha256("\n".join([environment["DATABASE_URL"], *files, lock]).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
