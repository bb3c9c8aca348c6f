"""The Celery application, and everything that runs by the clock.

A task sweeps rows that are already committed; it is never the only trace of something to do.
"""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["portal.exports"])

SWEEP_SECONDS = float(os.environ.get("SWEEP_SECONDS", "5"))
_SWEEP = {"schedule": SWEEP_SECONDS, "options": {"expires": 60}}

# name → task and rhythm. A room adds its line here; a run that beat missed is made up by the next one.
app.conf.beat_schedule = {
    "plan-notices": {"task": "sharing.tasks.plan_notices", **_SWEEP},
    "plan-comings": {"task": "sharing.tasks.plan_comings", **_SWEEP},
    "plan-announcements": {"task": "sharing.tasks.plan_announcements", "schedule": crontab(minute="*/10")},
    "plan-confirmations": {"task": "sharing.tasks.plan_confirmations", "schedule": crontab(minute="*/10")},
    "deliver-notices": {"task": "sharing.tasks.deliver_notices", **_SWEEP},
    "tell-subscribers": {"task": "sharing.tasks.tell_subscribers", **_SWEEP},
    "make-exports": {"task": "portal.exports.make", **_SWEEP},
    "clear-exports": {"task": "portal.exports.clear", "schedule": crontab(minute="15")},
    "forget-assertions": {"task": "sharing.tasks.forget_assertions", "schedule": crontab(minute="25")},
    "forget-intake-answers": {"task": "sharing.tasks.forget_intake_answers", "schedule": crontab(minute="35")},
    "clear-expired-tokens": {"task": "portal.clear_expired_tokens", "schedule": crontab(hour="3", minute="20")},
    "clear-expired-sessions": {"task": "portal.clear_expired_sessions", "schedule": crontab(hour="3", minute="40")},
}


@setup_logging.connect
def _configure_logging(**_: Any) -> None:
    """The site's own logging rather than Celery's: one format, and no argument of a task in it."""
    from django.conf import settings

    dictConfig(settings.LOGGING)


@app.task(name="portal.clear_expired_tokens")
def clear_expired_tokens() -> None:
    """allauth keeps expired tokens until told."""
    from django.core.management import call_command

    call_command("oidc_cleartokens")


@app.task(name="portal.clear_expired_sessions")
def clear_expired_sessions() -> None:
    from django.core.management import call_command

    call_command("clearsessions")
