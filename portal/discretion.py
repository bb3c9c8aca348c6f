"""Discretion, for one whose screen, device or mailbox someone else looks at (security.md A4, A14).

Two settings of the account. The discreet mode: a tab that says nothing, no e-mail at all, nothing that outlives the
browser. And the moment from which one's own choices are left out of the pages that list them (portal/patient/quiet.py). Neither is read by a
page, an answer, a notice or a console of anyone else, nor written to a history.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from portal.models import User

#: What leaves although the mode is on: the message that proves an address, which its owner asked for just then.
_PROVES_AN_ADDRESS = "account/email/email_confirmation"


def choose(account: uuid.UUID, *, discreet: bool, quiet_since: datetime | None) -> None:
    User.objects.filter(pk=account).update(discreet=discreet, quiet_since=quiet_since)


def is_discreet(request: HttpRequest) -> bool:
    """False for whoever has not signed in: nothing on the device remembers who chose it."""
    return bool(getattr(getattr(request, "user", None), "discreet", False))


def may_write(template: str, email: str, account: object = None) -> bool:
    """Whether that message may leave for that address: nothing does for a discreet account, asked for or not."""
    if template.startswith(_PROVES_AN_ADDRESS):
        return True
    if isinstance(account, User):
        return not account.discreet
    own = Q(email__iexact=email) | Q(emailaddress__email__iexact=email)
    return not User.objects.filter(own, discreet=True).exists()


def leave_nothing(response: HttpResponse, *kinds: str) -> None:
    """Have the browser drop what this site left in it (W3C Clear-Site-Data): `cookies`, `cache`; storage always.

    Pages are never in the cache (`no-store`), only our style and letters; emptying it keeps the reader waiting.
    """
    response["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in (*kinds, "storage"))


def lifetime(request: HttpRequest, seconds: int) -> int | None:
    """How long a cookie of comfort stays; None, until the browser closes, in the discreet mode."""
    return None if is_discreet(request) else seconds


def neutral_exit() -> str:
    return str(settings.QUICK_EXIT_URL)
