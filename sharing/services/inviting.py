"""The e-mail that hands a one-time link to the one whom a patient named (decision.md §7, R43).

It says neither who asks nor what about. The link is made when the e-mail leaves, so that its token is kept nowhere.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from consents.errors import Refused
from consents.selectors import trusted
from consents.selectors.trusted import TrustedCard
from consents.services import signing
from consents.vocabulary import NoticeKind
from sharing.channels import mail
from sharing.channels.outcome import Outcome
from sharing.models import Notice

#: So many e-mails a day for one patient: naming again and again is no way to fill someone's mailbox.
MOST, DAY = 5, timedelta(days=1)
#: The page of the link, on the site; a test holds the two together.
PAGE = "/reponse/{token}/"


def address(token: str) -> str:
    return f"{settings.SITE_URL}{PAGE.format(token=token)}"


def by_mail(patient_id: uuid.UUID, card: TrustedCard, *, at: datetime) -> bool:
    """One e-mail for each designation; False when it was asked for already, there is no address, or too many left."""
    if not card.email or _written(patient_id, since=at - DAY) >= MOST:
        return False
    _notice, created = Notice.objects.get_or_create(
        kind=NoticeKind.TRUSTED_PERSON_ASKED.value,
        about=uuid.UUID(card.id),
        person=uuid.UUID(card.named),
        patient=patient_id,
        channel="email",
        defaults={"state": Notice.State.WAITING.value, "created_at": at, "due_at": at, "happened_at": at},
    )
    return created


def _written(patient_id: uuid.UUID, *, since: datetime) -> int:
    kind = NoticeKind.TRUSTED_PERSON_ASKED.value
    return Notice.objects.filter(patient=patient_id, kind=kind, channel="email", created_at__gt=since).count()


def attempt(notice: Notice, *, at: datetime) -> Callable[[], Outcome] | None:
    """None when there is nobody to write to any more: she answered, or the patient changed his mind."""
    card = trusted.by_id(notice.about, at=at) if notice.about else None
    if card is None or card.accepted_at is not None or not card.email:
        return None
    try:
        link = address(signing.link(notice.patient, designation=uuid.UUID(card.id), at=at))
    except (Refused, signing.TooManyLinks):
        return None
    return lambda: mail.send_invitation(str(notice.id), to=card.email, link=link)
