"""`python -m tools.manage migrate …`: a management command on the demo's data, environment and services ready.

Ends with that command's own exit status. (`make manage` runs this; make itself then says 2 for any status but 0.)
"""

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
    with services.using("demo") as environment:
        return run(sys.argv[1:] or ["help"], environment)


if __name__ == "__main__":
    sys.exit(main())
