"""Undo a choice: a new declaration that says again what stood before, never an erasure (decision.md §1.2).

What came before is the word that the choice put an end to, if it would still hold; nothing otherwise, and
then the choice is withdrawn. The ledger keeps both. What is no preference is undone in `returning`.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from consents import ledger
from consents.actor import Actor
from consents.errors import Refused
from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from consents.services import preferences, returning
from consents.services.acts import Entered
from consents.services.preferences import Declared
from consents.vocabulary import ActorKind, DeclarationKind, RecipientKind, SubjectKind
from consents.words import Recipient, Subject


@transaction.atomic
def undo(patient_id: UUID, revision: int, *, by: Actor, at: datetime, shown: int | None = None) -> Declared | Entered:
    """Undo the choice of that revision, the last word about its `to × about`, setting, document or role.

    `shown`: the preference revision that the page showed. Raises Refused when there is no such choice or something
    was said since; StaleRevision as a grant or the lifting of an opposition would (§1.6).
    """
    head = ledger.hold(patient_id)
    undone = _undone(patient_id, revision, by)
    if undone is None or not (undone.to_kind or undone.kind in returning.KINDS):
        raise Refused("R05", "unknown_declaration")
    if not undone.can_be_undone:
        raise Refused("R05", "nothing_left_to_undo")
    if undone.kind in returning.KINDS:
        stale = shown is not None and shown != head.preference_revision
        return returning.return_from(patient_id, undone, by=by, at=at, stale=stale)
    former = _former(patient_id, undone, at)
    if former is None:
        return preferences.withdraw(patient_id, to=_to(undone), about=_about(undone), by=by, at=at, shown=shown)
    return _say_again(patient_id, former, by=by, at=at, shown=shown)


def _undone(patient_id: UUID, revision: int, by: Actor) -> DeclarationCard | None:
    """A representative undoes his own words only; whether he still speaks is asked when he says the former one again."""
    if by.kind is ActorKind.PERSON and by.reference != str(patient_id):
        return declarations.word_of(patient_id, revision, voice=by.reference)
    return declarations.declaration(patient_id, revision)


def _former(patient_id: UUID, undone: DeclarationCard, at: datetime) -> DeclarationCard | None:
    """The last word that the undone one ended and that would still hold."""
    earlier = [declarations.declaration(patient_id, revision) for revision in sorted(undone.ended, reverse=True)]
    return next((word for word in earlier if word and (word.ends_at is None or word.ends_at > at)), None)


def _say_again(patient_id: UUID, former: DeclarationCard, *, by: Actor, at: datetime, shown: int | None) -> Declared:
    to, about, ends_at = _to(former), _about(former), former.ends_at
    begins_at = former.begins_at if former.begins_at and former.begins_at > at else None
    if former.kind == DeclarationKind.GRANT:
        return preferences.grant(
            patient_id, to=to, about=about, by=by, at=at, begins_at=begins_at, ends_at=ends_at, shown=shown
        )
    return preferences.oppose(patient_id, to=to, about=about, by=by, at=at, begins_at=begins_at, ends_at=ends_at)


def _to(word: DeclarationCard) -> Recipient:
    return Recipient(RecipientKind(word.to_kind), word.to)


def _about(word: DeclarationCard) -> Subject:
    return Subject(SubjectKind(word.about_kind), word.about)
