"""`manage.py demo_people`: the demonstration's people and their story, once; then how to sign in and to ask."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consents.calendar import paris_day
from portal.demo import announce, keys, telling
from sharing.services import delivery


class Command(BaseCommand):
    requires_system_checks = ()  # the web server runs them
    help = "Invent a dozen people, their care and some months of choices (never in production); say how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keys", type=Path, default=keys.usual_file(), help="where the calling systems' keys are kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        receiver = os.environ.get("DEMO_RECEIVER", "")
        try:
            told = telling.tell(at=at, keys_file=options["keys"], receiver=receiver)
        except telling.NotADemonstration:
            raise CommandError("people are invented in a demonstration only: PORTAL_MODE=demo") from None
        if told.first and receiver:
            delivery.deliver_notices(at=at, private_hosts=settings.WEBHOOK_ALLOW_PRIVATE)
        for line in announce.lines(told.keys[keys.WITH_RECEIVER], today=paris_day(at)):
            self.stdout.write(line)
