"""Messages that leave when the answer has left: how long one takes would tell who has an account."""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from allauth.core import context
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import translation

_waiting = threading.local()
logger = structlog.get_logger("portal.accounts")


def after_the_answer(request: HttpRequest, send: Callable[[], None]) -> None:
    """In the language of this request, by this thread."""
    language = translation.get_language()

    def speak() -> None:
        with translation.override(language), context.request_context(request):
            send()

    _waiting.messages = [*getattr(_waiting, "messages", ()), speak]


@receiver(request_finished, dispatch_uid="portal.accounts.posting")
def _send(**_: Any) -> None:
    """A mail server that is away is a line of the log, never an answer that differs."""
    messages, _waiting.messages = getattr(_waiting, "messages", ()), ()
    for speak in messages:
        try:
            speak()
        except Exception:
            logger.exception("a message about an account could not be sent")
