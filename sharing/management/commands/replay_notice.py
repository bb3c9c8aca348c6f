"""Tries dead notices again: one by its id, or all those of a calling system."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sharing.services import replay


class Command(BaseCommand):
    help = "Give a dead notice its attempts again, under the same id."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--notice", type=uuid.UUID)
        which.add_argument("--system", type=uuid.UUID, help="every dead notice of this calling system")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            if options["notice"]:
                count = replay.replay_notice(options["notice"], at=at)
            else:
                count = replay.replay_system(options["system"], at=at)
        except replay.NothingToReplay:
            raise CommandError("no dead notice answers to that") from None
        self.stdout.write(f"{count} to be tried again")
