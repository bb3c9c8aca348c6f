"""E-mail that says nothing."""

from django.core import mail as outbox

from sharing.channels import mail
from sharing.channels.people import Address


def test_the_message_says_in_both_languages_that_something_changed_and_where_to_sign_in(settings) -> None:
    settings.SITE_URL = "https://partages.example"

    assert mail.send("an-id", to="dr.martin@cabinet.example").succeeded

    sent = outbox.outbox[0]
    assert sent.to == ["dr.martin@cabinet.example"]
    assert "Quelque chose a changé pour vous" in sent.body
    assert "https://partages.example" in sent.body
    assert sent.extra_headers["Message-ID"].startswith("<an-id@")
    assert "<" not in sent.body
    assert "&" not in sent.body


def test_every_message_is_the_same_whatever_happened() -> None:
    first, second = (
        mail.compose("one", to=Address("a@cabinet.example")),
        mail.compose("two", to=Address("b@cabinet.example")),
    )

    assert (first.subject, first.body) == (second.subject, second.body)


def test_a_mail_server_that_is_away_is_an_outcome(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    outcome = mail.send("an-id", to="dr.martin@cabinet.example")

    assert not outcome.succeeded
    assert outcome.said == "mail: ConnectionRefusedError"
