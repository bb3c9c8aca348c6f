"""What a declaration would change, shown before it is saved (decision.md §1.8).

The declaration is really made by the service that will make it, the engine answers, and everything is undone: what
is shown cannot differ from what will be, refusals included. Nothing remains, nothing is sent.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from consents.actor import Actor
from consents.vocabulary import Stance
from sharing.engine.facts import Facts, Preference
from sharing.services import in_emergency, own_view
from sharing.services.answers import Decisions

Answers = Mapping[str, Decisions]


@dataclass(frozen=True, slots=True)
class Change:
    """One professional and one document; the rules are those of the answer before and after."""

    professional: str
    document: str
    rule_before: str
    rule_after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Who gains and who loses which documents; `seen`: how many each one saw before."""

    gains: tuple[Change, ...] = ()
    losses: tuple[Change, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Influence:
    """What a new preference does, by the engine's own traces, wherever it takes part.

    `takes_part`: to how many answers; `counts`: to how many of them unmatched by anything narrower. `set_aside_by`:
    the narrower words, `overruled_by`: the oppositions that decide against it; identifiers of preferences.
    """

    takes_part: int
    counts: int
    set_aside_by: tuple[str, ...]
    overruled_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Who gains and who loses which documents, as far as the one who declares may himself see them; `seen` as there.

    `emergency`: the same for the doors of an emergency, where `in_emergency.SOMEONE` and `REGULATOR` stand for those
    whom nobody knows yet. `influence`: None when what is declared is no preference, or opens and closes nothing.
    """

    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    seen: Mapping[str, int] = field(default_factory=dict)
    emergency: Changes = Changes()
    influence: Influence | None = None

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
        before = _around(patient_id, at=seen_at)
        declare()
        after = _around(patient_id, at=seen_at)
        transaction.set_rollback(True)
    return _effect(before, after, reader=by.reference, at=seen_at)


def _around(patient_id: uuid.UUID, *, at: datetime) -> Facts:
    """With those whom assistants assist: they are answered in their place (R18)."""
    facts = own_view.around(patient_id, at=at)
    assisted = {one.assists for one in facts.professionals.values() if one.assists} - set(facts.professionals)
    return own_view.around(patient_id, at=at, also=[uuid.UUID(one) for one in assisted]) if assisted else facts


def _effect(before: Facts, after: Facts, *, reader: str, at: datetime) -> Effect:
    his_own = own_view.own_documents(before, reader, at=at)
    shown = [each for each in before.documents if each in his_own]
    known = own_view.known_around(before, reader, at=at) | own_view.known_around(after, reader, at=at)
    before, after = own_view.told_to(before, reader, at=at), own_view.told_to(after, reader, at=at)
    was_known, will_be_known = _with(before, after), _with(after, before)
    was = _known_only(own_view.answers_for_everyone(was_known, at=at), known)
    will = _known_only(own_view.answers_for_everyone(will_be_known, at=at), known)
    changes = _compared(was, will, shown)
    return Effect(
        gains=changes.gains,
        losses=changes.losses,
        seen=changes.seen,
        emergency=_compared(
            _known_only(in_emergency.answers(was_known, at=at), known | in_emergency.STRANGERS),
            _known_only(in_emergency.answers(will_be_known, at=at), known | in_emergency.STRANGERS),
            shown,
        ),
        influence=_influence(_new(before, after), will, shown, after),
    )


def _known_only(answers: Answers, known: Collection[str]) -> Answers:
    """Without those of whom he may not learn that they have to do with him; in an order that says nothing of them."""
    return {ref: answers[ref] for ref in sorted(answers) if ref in known}


def _compared(was: Answers, will: Answers, shown: Collection[str]) -> Changes:
    changes = [change for ref in was for change in _changes(ref, was[ref], will[ref], shown)]
    return Changes(
        gains=tuple(change for permitted, change in changes if permitted),
        losses=tuple(change for permitted, change in changes if not permitted),
        seen={ref: sum(decisions[document].permit for document in shown) for ref, decisions in was.items()},
    )


def _new(before: Facts, after: Facts) -> frozenset[str]:
    """The preference that was declared, as the facts know it."""
    return frozenset(_words(after)) - frozenset(_words(before))


def _words(facts: Facts) -> dict[str, Preference]:
    return {word.id: word for word in facts.patient.preferences} if facts.patient else {}


def _influence(new: frozenset[str], will: Answers, shown: Collection[str], facts: Facts) -> Influence | None:
    if not new:
        return None
    words = _words(facts)
    taking_part = [
        decisions[about]
        for decisions in will.values()
        for about in (*shown, None)
        if new & {*decisions[about].trace.took_part}
    ]
    aside = [{pair.by for pair in one.trace.set_aside if pair.preference in new} for one in taking_part]
    counting = [one for one, by in zip(taking_part, aside, strict=True) if not by]
    against = {word for one in counting for word in one.trace.deciding if not one.permit} - new
    opposed = {word for word in against if words[word].stance is Stance.OPPOSE}
    granting = any(words[word].stance is Stance.GRANT for word in new)
    return Influence(
        takes_part=len(taking_part),
        counts=len(counting),
        set_aside_by=tuple(sorted(set().union(*aside))),
        overruled_by=tuple(sorted(opposed)) if granting else (),
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
