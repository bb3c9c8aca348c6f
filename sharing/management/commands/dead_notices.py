"""Lists the notices that nobody received, oldest first."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.selectors import notices


class Command(BaseCommand):
    help = "List dead notices and receivers that were disabled. Exit status 1 when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = notices.undelivered(at=timezone.now())
        for one in found:
            self.stdout.write(
                f"{one.id}  {one.kind}  to {one.recipient}  {one.state}, {one.attempts} tries: {one.said}"
            )
        dead = [one for one in found if one.state == "dead"]
        self.stdout.write(f"{len(dead)} dead, {len(found) - len(dead)} late")
        if dead:
            raise SystemExit(1)
