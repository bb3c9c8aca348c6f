"""E-mail that says nothing: something changed, sign in there. Never a name, never health (decision.md §7)."""

from collections.abc import Iterable
from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from sharing.channels.outcome import Outcome, failure
from sharing.channels.people import Address

#: A reader of whom we do not know which one he prefers is told in both.
_LANGUAGES = ("fr", "en")


def compose(
    message_id: str, *, to: Address, template: str = "body", subject: str = "subject", link: str = ""
) -> EmailMessage:
    """The same words whatever happened and whomever it is about; the same Message-ID on every attempt."""
    languages = [to.language] if to.language in _LANGUAGES else _LANGUAGES
    said = {"site": settings.SITE_NAME, "address": settings.SITE_URL, "link": link}
    title = " · ".join(_in_each_language(f"notices/{subject}.txt", said, languages))
    body = "\n\n—\n\n".join(_in_each_language(f"notices/{template}.txt", said, languages))
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(title, body + "\n", to=[to.email], headers=headers)


def send(message_id: str, *, to: str) -> Outcome:
    """One attempt to write to a professional, of whom no language is known."""
    return _attempt(compose(message_id, to=Address(to)))


def send_news(message_id: str, *, to: Address) -> Outcome:
    """One attempt to write to a person, who chose when he is written to, and in which language."""
    return _attempt(compose(message_id, to=to, template="news"))


def send_invitation(message_id: str, *, to: str, link: str) -> Outcome:
    """One attempt to hand a one-time link to someone of whom no language is known; it names nobody (§7)."""
    return _attempt(compose(message_id, to=Address(to), template="invitation", subject="invitation_subject", link=link))


def _attempt(message: EmailMessage) -> Outcome:
    """A mail server that refuses or is away is an outcome, not an exception."""
    try:
        message.send()
    except (SMTPException, OSError) as failed:
        return failure(f"mail: {type(failed).__name__}")
    return Outcome(succeeded=True, said="handed to the mail server")


def _in_each_language(template: str, context: dict[str, str], languages: Iterable[str]) -> list[str]:
    said = []
    for language in languages:
        with translation.override(language):
            said.append(render_to_string(template, context).strip())
    return said
