"""The thing asked about: one document with those it replaces, or the record as a whole.

A secret follows its document: a corrected version, a new type, a copy or a translation keeps every
opposition, secrecy, wish not to know, announcement and post-mortem opposition of what it replaces
(decision.md §9.2). Grants and mandates do not follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consents.calendar import first_instant, month_later
from consents.vocabulary import SubjectKind
from sharing.engine.facts import Document, Facts, Subject

EVERYTHING = Subject(SubjectKind.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Item:
    """`document` None: the record as a whole, without author, category, flags or place."""

    document: Document | None
    earlier: tuple[Document, ...] = ()

    def ids(self) -> frozenset[str]:
        """The document and all it replaces: where secrets are looked for."""
        documents = (*self.earlier, self.document) if self.document else ()
        return frozenset(document.id for document in documents)


WHOLE_RECORD = Item(None)


def find(about: str | None, facts: Facts) -> Item | None:
    """None: unknown. A replaced document that is missing is an error, hence a deny (R05)."""
    if about is None:
        return WHOLE_RECORD
    document = facts.documents.get(about)
    if document is None:
        return None
    return Item(document, tuple(facts.documents[earlier] for earlier in document.replaces))


def subjects(item: Item) -> tuple[Subject, ...]:
    """What a preference may be about to cover the item itself."""
    return (EVERYTHING,) if item.document is None else (EVERYTHING, *_subjects(item.document))


def earlier_subjects(item: Item) -> Iterator[Subject]:
    """What an opposition may be about to have covered what the item replaces."""
    for document in item.earlier:
        yield from _subjects(document)


def _subjects(document: Document) -> tuple[Subject, ...]:
    own = Subject(SubjectKind.DOCUMENT, document.id)
    category = Subject(SubjectKind.CATEGORY, document.category)
    if document.specialty is None:
        return own, category
    return own, category, Subject(SubjectKind.SPECIALTY, document.specialty)


def is_third_party(item: Item) -> bool:
    """Collected from, or about, somebody else (R02a)."""
    return item.document is not None and item.document.third_party


def waits_for_announcement(item: Item, at: datetime) -> bool:
    """Kept for an announcement visit, one month at most (R31, CSP R1111-53)."""
    document = item.document
    if document is None or _announced(document, at):
        return False
    return any(_is_waiting(each, at) for each in (document, *item.earlier))


def announcement_ends(document: Document) -> datetime:
    """The first instant of the same day of the month after the deposit."""
    return first_instant(month_later(document.deposited_on))


def _is_waiting(document: Document, at: datetime) -> bool:
    if not document.announcement_pending or _announced(document, at):
        return False
    return at < announcement_ends(document)


def _announced(document: Document, at: datetime) -> bool:
    return document.announced_at is not None and document.announced_at <= at
