"""Tells the story in a database of its own, and says whom it is about: `python -m tests.kill.telling URL`."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.sharing.notices.story import tell  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0, skip_checks=True)
    print(tell(sys.argv[1]).marie)
