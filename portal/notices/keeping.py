"""What an account chose about how it is reached."""

import uuid

from django.conf import settings

from portal.models import AccountSettings, User
from portal.notices.choices import USUAL, MailChoice


def mail_choice(account: uuid.UUID) -> MailChoice | None:
    """None while nothing was chosen. In the discreet mode no e-mail leaves, whatever was chosen."""
    found = User.objects.filter(pk=account).values_list("settings__mail", "discreet").first()
    kept, discreet = found or (None, False)
    return MailChoice.NONE if discreet else MailChoice(kept) if kept else None


def choose_mail(account: uuid.UUID, choice: MailChoice) -> None:
    AccountSettings.objects.update_or_create(account_id=account, defaults={"mail": choice.value})


def usual(*, kept_a_secret: bool) -> MailChoice:
    """What holds while nothing is chosen. Who kept care secret from his parents may still share an address with
    them: nobody writes to him before he says so (R63, R67).
    """
    return MailChoice.NONE if kept_a_secret else USUAL


def language(account: uuid.UUID) -> str:
    """Empty while none was chosen."""
    return AccountSettings.objects.filter(account=account).values_list("language", flat=True).first() or ""


def remember_language(account: uuid.UUID, chosen: str) -> None:
    """Kept for e-mails and for the next sign-in; a language that the site does not speak is not."""
    if chosen in dict(settings.LANGUAGES):
        AccountSettings.objects.update_or_create(account_id=account, defaults={"language": chosen})
