"""The address book that `sharing` asks: people's accounts, their verified address, their choice, their language."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from consents.selectors import audience
from consents.vocabulary import NoticeKind
from portal.notices import choices, keeping
from portal.notices.choices import MailChoice
from sharing.channels.people import Address


class Accounts:
    """Answers for accounts that are open, at an address proven to be theirs; no other address is ever tried.

    To an account in the discreet mode nothing is sent, not even what waited when it was chosen.
    """

    def leaves_at(
        self, persons: Collection[uuid.UUID], kind: NoticeKind, *, at: datetime
    ) -> Mapping[uuid.UUID, datetime]:
        """In two statements at most."""
        moments = {
            person: choices.leaves_at(choice, kind, at=at) for person, choice in _chosen(_addresses(persons)).items()
        }
        return {person: moment for person, moment in moments.items() if moment}

    def address(self, person: uuid.UUID, *, at: datetime) -> Address | None:
        found = _addresses([person])
        if _chosen(found).get(person, MailChoice.NONE) == MailChoice.NONE:
            return None
        row = found.values_list("email", "user__settings__language")[0]
        return Address(row[0], row[1] or "")


def _addresses(persons: Collection[uuid.UUID]) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(
        verified=True,
        primary=True,
        user__is_active=True,
        user__discreet=False,
        user__person__died_at=None,
        user__person__in=persons,
    )


def _chosen(addresses: QuerySet[EmailAddress]) -> dict[uuid.UUID, MailChoice]:
    """Each one's choice; what is usual for who made none."""
    said: dict[uuid.UUID, str | None] = dict(addresses.values_list("user__person_id", "user__settings__mail"))
    silent = {person for person, mail in said.items() if not mail}
    secret = audience.kept_a_secret(silent) if silent else set()
    return {
        person: MailChoice(mail) if mail else keeping.usual(kept_a_secret=person in secret)
        for person, mail in said.items()
    }
