"""What sweeps by the clock (portal/celery.py says when). A task reads the clock, makes one call, and holds no rule.

Tasks carry no data: whatever is lost, doubled or forged in the broker changes nothing but the wait.
"""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from sharing.services import announcing, assertions, comings, confirming, delivery, planning
from sharing.services.intake import once
from sharing.services.subscriptions import delivery as subscriptions


@shared_task(name="sharing.tasks.plan_notices")
def plan_notices() -> None:
    if planning.plan_notices(at=timezone.now()):
        deliver_notices()


@shared_task(name="sharing.tasks.deliver_notices")
def deliver_notices() -> None:
    delivery.deliver_notices(
        at=timezone.now(), private_hosts=settings.WEBHOOK_ALLOW_PRIVATE, patience=settings.WEBHOOK_SECONDS
    )


@shared_task(name="sharing.tasks.tell_subscribers")
def tell_subscribers() -> None:
    subscriptions.tell(at=timezone.now(), private_hosts=settings.WEBHOOK_ALLOW_PRIVATE)


@shared_task(name="sharing.tasks.plan_comings")
def plan_comings() -> None:
    if comings.plan_comings(at=timezone.now()):
        deliver_notices()


@shared_task(name="sharing.tasks.plan_announcements")
def plan_announcements() -> None:
    announcing.plan_announcements(at=timezone.now())


@shared_task(name="sharing.tasks.plan_confirmations")
def plan_confirmations() -> None:
    confirming.plan(at=timezone.now())


@shared_task(name="sharing.tasks.forget_assertions")
def forget_assertions() -> None:
    assertions.forget_old(at=timezone.now())


@shared_task(name="sharing.tasks.forget_intake_answers")
def forget_intake_answers() -> None:
    once.forget(at=timezone.now())
