"""Lists the notices that nobody received, oldest first."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.selectors import callers, notices


class Command(BaseCommand):
    help = "List dead notices and receivers that were disabled. Exit status 1 when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = notices.undelivered(at=timezone.now())
        for notice in found:
            self.stdout.write(
                f"{notice.id}  {notice.kind}  to {notice.recipient}  {notice.state}, {notice.attempts} tries: {notice.said}"
            )
        stopped = [one for one in callers.calling_systems() if one.is_active and one.webhook_disabled_at]
        for one in stopped:
            self.stdout.write(
                f"{one.id}  {one.name}: its receiver is stopped since {one.webhook_disabled_at:%Y-%m-%d %H:%M}"
            )
        dead = [one for one in found if one.state == "dead"]
        self.stdout.write(f"{len(dead)} dead, {len(found) - len(dead)} late, {len(stopped)} receivers stopped")
        if dead or stopped:
            raise SystemExit(1)
