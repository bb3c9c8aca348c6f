"""Where a person is written to, and when: asked of whoever keeps the accounts.

This room knows people, not accounts. The site hands its address book in at start-up (portal/apps.py); without one,
nobody is written to, and what people are told still stands on the site.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from consents.vocabulary import NoticeKind


@dataclass(frozen=True, slots=True)
class Address:
    """`language`: the one the reader chose, empty when he chose none."""

    email: str
    language: str = ""


class AddressBook(Protocol):
    def leaves_at(
        self, persons: Collection[uuid.UUID], kind: NoticeKind, *, at: datetime
    ) -> Mapping[uuid.UUID, datetime]:
        """Those who want an e-mail about such a notice, each with the moment when it may leave: `at` or later."""

    def address(self, person: uuid.UUID, *, at: datetime) -> Address | None:
        """The verified address of someone who still wants e-mails; None otherwise."""


class _Nobody:
    def leaves_at(
        self, persons: Collection[uuid.UUID], kind: NoticeKind, *, at: datetime
    ) -> Mapping[uuid.UUID, datetime]:
        return {}

    def address(self, person: uuid.UUID, *, at: datetime) -> Address | None:
        return None


_handed_in: list[AddressBook] = []


def use(book: AddressBook) -> None:
    """From now on, ask this one."""
    _handed_in[:] = [book]


def book() -> AddressBook:
    return _handed_in[0] if _handed_in else _Nobody()
