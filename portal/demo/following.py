"""What follows a choice or a question: notices that leave or do not, reports, a reviewer who looks."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from consents.actor import Actor
from consents.selectors.readers import Reader
from consents.selectors.review import Wanted
from consents.vocabulary import ActorKind, Door
from portal.demo.record import Cast
from portal.demo.steps import HERE, EverybodyReads, Examined, Post, Receiver, Report, Reviewed
from sharing.selectors import accesses
from sharing.selectors.review import WantedQuestions
from sharing.services import announcing, comings, delivery, reports, review, telling, upkeep
from sharing.services.callers import Caller
from sharing.services.review import Slice

Systems = Mapping[str, Caller]
_PAGE = Slice(0, 30)


def _report(step: Report, cast: Cast, systems: Systems) -> None:
    patient = cast.people[step.patient]
    newest = accesses.accesses(patient, first=0, most=1, reader=Reader.patient(patient))[0]
    cast.reports[step.patient] = reports.report(
        patient,
        UUID(newest.id),
        reason=step.reason,
        words=step.words,
        by=Actor.person(patient),
        at=cast.ago(step.days, step.clock),
    )


def _examined(step: Examined, cast: Cast, systems: Systems) -> None:
    found, turn = cast.reports[step.patient], _turn(step, cast)
    if step.outcome is None:
        reports.take(found, **turn)
    else:
        reports.answer(found, outcome=step.outcome, said=step.said, **turn)


def _reviewed(step: Reviewed, cast: Cast, systems: Systems) -> None:
    turn = _turn(step, cast)
    if step.page == "oppositions":
        review.oppositions(Wanted(), _PAGE, **turn)
    else:
        review.questions(WantedQuestions(), _PAGE, **turn)


def _receiver(step: Receiver, cast: Cast, systems: Systems) -> None:
    address = cast.receiver if step.address == HERE else step.address
    upkeep.move_receiver(systems[step.place].id, webhook_url=address)


def _post(step: Post, cast: Cast, systems: Systems) -> None:
    """What failed two years ago is the story, not news for the terminal."""
    logging.disable()
    try:
        delivery.deliver_notices(at=cast.ago(step.days, step.clock), private_hosts=settings.WEBHOOK_ALLOW_PRIVATE)
    finally:
        logging.disable(logging.NOTSET)


def _everybody_reads(step: EverybodyReads, cast: Cast, systems: Systems) -> None:
    at = cast.ago(step.days, step.clock)
    comings.plan_comings(at=at)
    for person in cast.people.values():
        telling.mark_read(person, at=at)


def at_last(cast: Cast) -> None:
    """What the worker's sweeps would tell on the day of the first start."""
    comings.plan_comings(at=cast.at)
    announcing.plan_announcements(at=cast.at)


def _turn(step: Examined | Reviewed, cast: Cast) -> dict[str, Any]:
    """The reviewer, at that moment."""
    by = Actor(ActorKind.REVIEWER, str(cast.reviewer), Door.SITE)
    return {"by": by, "at": cast.ago(step.days, step.clock)}


PLAYS: Mapping[type, Callable[[Any, Cast, Systems], None]] = {
    Report: _report,
    Examined: _examined,
    Reviewed: _reviewed,
    Receiver: _receiver,
    Post: _post,
    EverybodyReads: _everybody_reads,
}
