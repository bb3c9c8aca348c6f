"""Plays the story through the services, each line at its own moment, in the order of time.

Nothing is written around them: what they would refuse is refused here too.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import Door, Purpose, RecipientKind, SubjectKind
from consents.words import Identifier, Recipient, Subject
from portal.demo import following
from portal.demo.professionals import WORKERS
from portal.demo.record import Cast
from portal.demo.steps import Ask, Choice, Step, Word
from portal.demo.words import WORDS
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.services import decisions, planning
from sharing.services.callers import Caller

_VERBS: Mapping[str, Callable[..., object]] = {
    "grant": preferences.grant,
    "oppose": preferences.oppose,
    "withdraw": preferences.withdraw,
}


def play(step: Step, cast: Cast, systems: Mapping[str, Caller]) -> None:
    """One line; `systems` by place. A declaration's notices are planned at its moment, as the worker would have."""
    if type(step) in following.PLAYS:
        following.PLAYS[type(step)](step, cast, systems)
    if isinstance(step, Ask):
        _ask(step, cast, systems)
    if isinstance(step, Choice):
        _choose(step, cast)
    if isinstance(step, Word):
        _declare(step, cast)
    if isinstance(step, Choice | Word):
        planning.plan_notices(at=cast.ago(step.days, step.clock))


def _choose(step: Choice, cast: Cast) -> None:
    said: dict[str, Any] = _turn(step, cast) | {"to": recipient(step.to, cast), "about": subject(step.about, cast)}
    for bound, days in (("begins_at", step.from_days), ("ends_at", step.for_days)):
        if days is not None:
            said[bound] = cast.today + timedelta(days=days)
    _VERBS[step.verb](cast.people[step.patient], **said)


def _declare(step: Word, cast: Cast) -> None:
    WORDS[step.kind](cast.people[step.patient], step.said, cast, _turn(step, cast))


def _turn(step: Choice | Word, cast: Cast) -> dict[str, Any]:
    kind, _, name = step.by.rpartition(":")
    if kind == "worker":
        by = Actor.professional(cast.workers[name])
    else:
        by = Actor.person(cast.people[name or step.patient], door=Door.SITE)
    return {"by": by, "at": cast.ago(step.days, step.clock)}


def recipient(text: str, cast: Cast) -> Recipient:
    kind, _, name = text.partition(":")
    known = {"professional": cast.workers, "organisation": cast.places, "person": cast.people}.get(kind)
    return Recipient(RecipientKind(kind), str(known[name]) if known else name)


def subject(text: str, cast: Cast) -> Subject:
    kind, _, name = text.partition(":")
    return Subject(SubjectKind(kind), str(cast.papers[name]) if kind == "document" else name)


def _ask(step: Ask, cast: Cast, systems: Mapping[str, Caller]) -> None:
    papers: Sequence[UUID | None] = [cast.papers[name] for name in step.papers] or [None]
    asker, statement = _asker(step, cast), _statement(step)
    asked = [Asked(asker, cast.ins(step.patient), paper, step.purpose, statement) for paper in papers]
    system = systems[WORKERS[step.who].places[0]] if step.who in WORKERS else None
    decisions.decide_many(asked, system=system, at=cast.ago(step.days, step.clock))


def _asker(step: Ask, cast: Cast) -> AskerNamed:
    if step.who in cast.people:
        return AskerNamed(AskerKind.PERSON, cast.ins(step.who))
    worker = WORKERS[step.who]
    return AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, worker.rpps), cast.places[worker.places[0]])


def _statement(step: Ask) -> Statement | None:
    if step.purpose is not Purpose.EMERGENCY:
        return None
    return Statement(unable_to_consent=True, immediate_risk=True, reason=step.reason)
