"""Tries notices again: one by its id, the dead ones of a calling system, or all that it was told since a moment."""

import uuid
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sharing.management.commands.calling_system import BY
from sharing.services import replay
from sharing.services.replay import Between


def _moment(text: str) -> datetime:
    """ISO 8601; UTC when it names no zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f"not a moment: {text}") from wrong
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Give notices their attempts again, under the same ids; a receiver that was disabled is written to again."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--notice", type=uuid.UUID)
        which.add_argument("--system", type=uuid.UUID, help="every dead notice of this calling system")
        parser.add_argument("--since", type=_moment, help="with --system: all it was told from then on, also delivered")
        parser.add_argument("--until", type=_moment, help="with --since: up to then")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = _replayed(options, timezone.now())
        except replay.NothingToReplay:
            raise CommandError("no notice answers to that") from None
        self.stdout.write(f"{count} to be tried again")


def _replayed(options: dict[str, Any], at: datetime) -> int:
    if options["notice"]:
        return replay.replay_notice(options["notice"], at=at)
    opened = replay.open_receiver(options["system"], by=BY, at=at)
    if not options["since"]:
        return opened
    return opened + replay.replay_between(options["system"], Between(options["since"], options["until"] or at), at=at)
