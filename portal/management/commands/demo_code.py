"""`manage.py demo_code`: the second factor of the demonstration's reviewer, as his telephone would show it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import accounts


class Command(BaseCommand):
    help = "Print the code that the demonstration's reviewer is asked for (never in production)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("the reviewer's code is known in a demonstration only: PORTAL_MODE=demo")
        code, left, following = accounts.codes()
        self.stdout.write(f"{code}   for {left} s more; then {following}")
