"""What an administrator does to the credentials of a calling system, from the command line; a secret is printed once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consents.actor import Actor
from consents.errors import InvalidFact
from consents.vocabulary import ActorKind, Door
from sharing.selectors import credentials as cards
from sharing.selectors.credentials import CredentialCard
from sharing.services import credentials
from sharing.services.callers import PublicKeys

BY = Actor(ActorKind.SYSTEM, "", Door.COMMAND)
_OVERLAP = "hours during which the former secret is still good (0: it ends at once; at most 168)"


class Command(BaseCommand):
    help = "List calling systems; replace a secret, change scopes or keys, revoke, reopen. Effective on the next call."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="every system: client_id, whether it is open, its scopes, its name")
        for name, words in (("revoke", "end its tokens and close it"), ("reopen", "let it ask again")):
            actions.add_parser(name, help=words).add_argument("client_id")
        for name in ("rotate-secret", "rotate-webhook"):
            rotating = actions.add_parser(name, help="print a new secret, once")
            rotating.add_argument("client_id")
            rotating.add_argument("--overlap-hours", type=int, default=0, help=_OVERLAP)
        granting = actions.add_parser("grant", help="these scopes and no other")
        granting.add_argument("client_id")
        granting.add_argument("--scope", action="append", required=True)
        keys = actions.add_parser("use-keys", help="it signs from now on, with these public keys; its secret ends")
        keys.add_argument("client_id")
        keys.add_argument("--jwks", type=Path, help="a file with a JWK set")
        keys.add_argument("--jwks-url", default="", help="where it publishes its JWK set")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "list":
            return self._list()
        found = cards.by_client(options["client_id"])
        if found is None:
            raise CommandError("No calling system has this client_id.")
        try:
            said = self._act(action, UUID(found.id), options)
        except InvalidFact as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(said)
        return None

    def _act(self, action: str, system: UUID, options: dict[str, Any]) -> str:
        who: dict[str, Any] = {"by": BY, "at": timezone.now()}
        if action.startswith("rotate"):
            return _rotated(action, system, timedelta(hours=options["overlap_hours"]), who)
        if action == "grant":
            credentials.grant_scopes(system, granted=options["scope"], **who)
        elif action == "use-keys":
            credentials.use_keys(system, keys=read_keys(options["jwks"], options["jwks_url"]), **who)
        else:
            {"revoke": credentials.revoke, "reopen": credentials.reopen}[action](system, **who)
        return "Done: effective on the next call."

    def _list(self) -> None:
        for card in cards.credentials():
            self.stdout.write("  ".join((card.client_id, _state(card), ",".join(card.scopes), card.name)))


def read_keys(file: Path | None, url: str) -> PublicKeys:
    """From a file, or an address; raises `CommandError` when the file is no JSON."""
    try:
        return PublicKeys(json.loads(file.read_text()) if file else None, url)
    except (OSError, ValueError) as wrong:
        raise CommandError(f"{file}: {wrong}") from wrong


def _rotated(action: str, system: UUID, overlap: timedelta, who: dict[str, Any]) -> str:
    if action == "rotate-secret":
        return f"client_secret  {credentials.rotate_secret(system, overlap=overlap, **who)}"
    return f"webhook_secret {credentials.rotate_webhook_secret(system, overlap=overlap, **who)}"


def _state(card: CredentialCard) -> str:
    return ("open" if card.is_active else "closed") + (" keys" if card.signs else " secret")
