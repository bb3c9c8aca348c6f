"""Registers the software of an organisation, and prints its credentials once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consents.errors import InvalidFact
from consents.selectors import facts as rows_of
from sharing.asked import FINESS
from sharing.services import callers


class Command(BaseCommand):
    help = "Register a calling system for one or several organisations; its secrets are shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what reviewers read, for example « Dossier du CHU »")
        parser.add_argument("--finess", required=True, action="append", help="an organisation it asks for; repeatable")
        parser.add_argument("--webhook-url", default="", help="where it is told that something changed")

    def handle(self, *args: Any, name: str, finess: list[str], webhook_url: str, **options: Any) -> None:
        found = rows_of.organisations_named([(FINESS, each) for each in finess])
        missing = [each for each in finess if (FINESS, each) not in found]
        if missing:
            raise CommandError(f"No organisation with this FINESS: {', '.join(missing)}")
        places = {row["id"] for row in found.values()}
        try:
            given = callers.register_calling_system(
                name, organisations=places, webhook_url=webhook_url, at=timezone.now()
            )
        except InvalidFact as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"client_id      {given.client_id}")
        self.stdout.write(f"client_secret  {given.client_secret}")
        if given.webhook_secret:
            self.stdout.write(f"webhook_secret {given.webhook_secret}")
        self.stdout.write("Keep these now: they are not shown again.")
