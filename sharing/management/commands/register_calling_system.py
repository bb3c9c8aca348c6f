"""Registers the software of an organisation, and prints its credentials once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consents.errors import InvalidFact
from consents.selectors import facts as rows_of
from sharing.asked import FINESS
from sharing.management.commands.calling_system import read_keys
from sharing.scopes import Scope
from sharing.services import callers
from sharing.services.callers import PublicKeys


class Command(BaseCommand):
    help = "Register a calling system for one or several organisations; its secrets are shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what reviewers read, for example « Dossier du CHU »")
        parser.add_argument("--finess", required=True, action="append", help="an organisation it asks for; repeatable")
        parser.add_argument("--scope", action="append", choices=list(Scope), help="a door it may open; repeatable")
        parser.add_argument(
            "--jwks", type=Path, help="a file with its public keys (JWK set): it signs, without a secret"
        )
        parser.add_argument("--jwks-url", default="", help="where it publishes its public keys, instead")
        parser.add_argument("--webhook-url", default="", help="where it is told that something changed")

    def handle(self, *args: Any, name: str, finess: list[str], webhook_url: str, **options: Any) -> None:
        found = rows_of.organisations_named([(FINESS, each) for each in finess])
        missing = [each for each in finess if (FINESS, each) not in found]
        if missing:
            raise CommandError(f"No organisation with this FINESS: {', '.join(missing)}")
        places = {row["id"] for row in found.values()}
        try:
            given = callers.register_calling_system(
                name,
                organisations=places,
                granted=options.get("scope") or [Scope.DECISIONS],
                keys=_keys(options),
                webhook_url=webhook_url,
                at=timezone.now(),
            )
        except InvalidFact as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"client_id      {given.client_id}")
        if given.client_secret:
            self.stdout.write(f"client_secret  {given.client_secret}")
        if given.webhook_secret:
            self.stdout.write(f"webhook_secret {given.webhook_secret}")
        self.stdout.write("Keep these now: they are not shown again.")


def _keys(options: dict[str, Any]) -> PublicKeys | None:
    file, url = options.get("jwks"), options.get("jwks_url") or ""
    return read_keys(file, url) if file or url else None
