"""What makes and forgets exports by the clock (portal/celery.py says when). Tasks carry no data."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from portal.exports import jobs, making


@shared_task(name="portal.exports.make")
def make() -> None:
    """Past the soft limit the export is left as it is: its lease passes, and it is begun again, three times at most."""
    try:
        making.make_waiting(clock=timezone.now)
    except SoftTimeLimitExceeded:
        making.logger.warning("an export took longer than a task may")


@shared_task(name="portal.exports.clear")
def clear() -> None:
    jobs.clear(at=timezone.now())
