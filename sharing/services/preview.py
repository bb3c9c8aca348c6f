"""What a declaration would change, shown before it is saved (decision.md §1.8).

The declaration is really made by the service that will make it, the engine answers, and everything is undone: what
is shown cannot differ from what will be, refusals included. Nothing remains, nothing is sent.
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from consents.actor import Actor
from sharing.engine.facts import Facts
from sharing.services import own_view
from sharing.services.answers import Decisions


@dataclass(frozen=True, slots=True)
class Change:
    """One professional and one document; the rules are those of the answer before and after."""

    professional: str
    document: str
    rule_before: str
    rule_after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Who gains and who loses which documents, as far as the one who declares may himself see them."""

    gains: tuple[Change, ...]
    losses: tuple[Change, ...]

    @property
    def changes_nothing(self) -> bool:
        return not self.gains and not self.losses


def preview(
    patient_id: uuid.UUID,
    declare: Callable[[], object],
    *,
    by: Actor,
    at: datetime,
    from_moment: datetime | None = None,
) -> Effect:
    """The effect of `declare`, a call of a service of consents, at `at` or once it begins (`from_moment`).

    Raises what the service would raise (Refused, StaleRevision). In a transaction that is rolled back:

        preview(marie, lambda: preferences.oppose(marie, to=…, about=…, by=by, at=at), by=by, at=at)
    """
    seen_at = max(at, from_moment or at)
    with transaction.atomic():
        before = own_view.around(patient_id, at=seen_at)
        declare()
        after = own_view.around(patient_id, at=seen_at)
        transaction.set_rollback(True)
    return _effect(before, after, reader=by.reference, at=seen_at)


def _effect(before: Facts, after: Facts, *, reader: str, at: datetime) -> Effect:
    was = own_view.answers_for_everyone(_with(before, after), at=at)
    will = own_view.answers_for_everyone(_with(after, before), at=at)
    his_own = own_view.own_documents(before, reader, at=at)
    shown = [each for each in before.documents if each in his_own]
    changes = [change for ref in was for change in _changes(ref, was[ref], will[ref], shown)]
    return Effect(
        gains=tuple(change for permitted, change in changes if permitted),
        losses=tuple(change for permitted, change in changes if not permitted),
    )


def _with(facts: Facts, others: Facts) -> Facts:
    """These facts with those whom the declaration names for the first time."""
    return replace(
        facts,
        professionals={**others.professionals, **facts.professionals},
        organisations={**others.organisations, **facts.organisations},
        persons={**others.persons, **facts.persons},
    )


def _changes(
    professional: str, was: Decisions, will: Decisions, shown: Collection[str]
) -> Iterator[tuple[bool, Change]]:
    """Each document whose answer turns, and whether it turns to permit."""
    for document in shown:
        before, after = was[document], will[document]
        if before.permit is not after.permit:
            yield after.permit, Change(professional, document, before.rule, after.rule)
