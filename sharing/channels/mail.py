"""E-mail that says nothing: something changed, sign in there. Never a name, never health (decision.md §7)."""

from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from sharing.channels.outcome import Outcome, failure

#: We do not know which language the reader prefers: the message says it in both.
_LANGUAGES = ("fr", "en")


def compose(message_id: str, *, to: str) -> EmailMessage:
    """The same words whatever happened and whomever it is about; the same Message-ID on every attempt."""
    subject = " · ".join(_in_each_language("notices/subject.txt", {"site": settings.SITE_NAME}))
    body = "\n\n—\n\n".join(
        _in_each_language("notices/body.txt", {"site": settings.SITE_NAME, "address": settings.SITE_URL})
    )
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body + "\n", to=[to], headers=headers)


def send(message_id: str, *, to: str) -> Outcome:
    """One attempt; a mail server that refuses or is away is an outcome, not an exception."""
    try:
        compose(message_id, to=to).send()
    except (SMTPException, OSError) as failed:
        return failure(f"mail: {type(failed).__name__}")
    return Outcome(succeeded=True, said="handed to the mail server")


def _in_each_language(template: str, context: dict[str, str]) -> list[str]:
    said = []
    for language in _LANGUAGES:
        with translation.override(language):
            said.append(render_to_string(template, context).strip())
    return said
