"""No shadow for software either: what is hidden from a professional, and what is sealed until death, leave his
hospital's software the same bytes, statements, lists and changes (decision.md §6, §7, §9.8; R28, R54).
"""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actor import Actor
from consents.models import Person
from consents.services import directives, intake, minors, preferences
from consents.vocabulary import AFTER_DEATH_PURPOSES, Category, Purpose, RecipientKind, SubjectKind
from consents.words import EVERYONE, Recipient, Subject
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.models import Notice
from sharing.services import changes, decisions, planning
from tests.sharing.hospital import BEFORE, Hospital

#: Sealed, or another for any two answers.
_CHANGING = re.compile(rb'"(decision_id|patient|token|valid_until|next_token|id)":\s*"[^"]*"')
_AFTER_DEATH = sorted(each.value for each in AFTER_DEATH_PURPOSES)
World = Callable[[Hospital], UUID]


def hides_another_thing(chu: Hospital) -> UUID:
    """As many words, none about a document; one that nobody has is asked about."""
    said: dict[str, Any] = {"by": Actor.person(chu.ana), "at": BEFORE}
    preferences.oppose(
        chu.ana, to=Recipient(RecipientKind.PROFESSION, "pharmacist"), about=_category(Category.GENETICS), **said
    )
    return uuid.uuid4()


def hides_a_document(chu: Hospital) -> UUID:
    """One more document, made in the hospital, closed to everyone."""
    one = chu.report(author=None)
    about = Subject(SubjectKind.DOCUMENT, str(one))
    preferences.oppose(chu.ana, to=EVERYONE, about=about, by=Actor.person(chu.ana), at=BEFORE)
    return one


def says_nothing_of_death(chu: Hospital) -> UUID:
    return chu.seen


def opposes_after_death(chu: Hospital) -> UUID:
    """Wholly, for a motive, to a person, about a document: all of it sealed while she lives."""
    said: dict[str, Any] = {"by": Actor.person(chu.ana), "at": BEFORE}
    directives.oppose_after_death(chu.ana, everything=True, **said)
    directives.oppose_after_death(
        chu.ana, motives=[Purpose.AFTER_DEATH_RIGHTS], persons=[chu.bea], documents=[chu.seen], **said
    )
    return chu.seen


def _category(word: Category) -> Subject:
    return Subject(SubjectKind.CATEGORY, word.value)


def shown(chu: Hospital, ask: Any, question: Any, asked: UUID) -> list[Any]:
    """Each door of the software, for those who treat her and for one who does not: bytes and statements."""
    found: list[Any] = []
    for rpps in (chu.martin_rpps, chu.nora_rpps):
        about = question(asked, rpps=rpps)
        whole = {**about, "resource": {**about["resource"], "type": "record"}}
        several = {**about, "evaluations": [{"resource": question(one)["resource"]} for one in (asked, chu.hidden)]}
        found += [_counted(ask, body) for body in (about, whole, several)]
        found.append(_counted(lambda body: ask(body, path="/access/v1/search/resource"), about))
        stated = {"unable_to_consent": True, "immediate_risk": True, "reason": "Inconsciente, seule chez elle"}
        contexts: list[dict[str, Any]] = [{"purpose": "emergency", "emergency": stated}]
        contexts += [{"purpose": each} for each in _AFTER_DEATH]
        found += [_counted(ask, {**about, "context": context}) for context in contexts]
    return found + [_heir(chu, asked, purpose) for purpose in _AFTER_DEATH]


def _heir(chu: Hospital, document: UUID, purpose: str) -> tuple[Any, int]:
    """She is no heir yet: nobody has died."""
    asked = Asked(AskerNamed(AskerKind.PERSON, chu.bea_ins), chu.ana_ins, document, purpose)
    with CaptureQueriesContext(connection) as captured:
        answer = decisions.decide_one(asked, at=timezone.now()).decision
    return (answer.permit, answer.code, answer.obligations), len(captured)


def _counted(send: Callable[[Any], Any], body: Any) -> tuple[Any, int]:
    """Status, bytes less the opaque values, size, statements; a question that is none would prove nothing."""
    with CaptureQueriesContext(connection) as captured:
        answer = send(body)
    assert answer.status_code == 200, answer.content
    return (_CHANGING.sub(b"", answer.content), len(answer.content)), len(captured)


def changed(chu: Hospital) -> list[Any]:
    """What was told of changes, and what may be read of them."""
    planning.plan_notices(at=timezone.now())
    read = changes.read(chu.credentials.client_id, changes.Wanted())
    return [sorted(Notice.objects.values_list("kind", "channel")), len(read.changes), read.more]


@pytest.mark.parametrize(
    ("one", "other"),
    [(hides_another_thing, hides_a_document), (says_nothing_of_death, opposes_after_death)],
    ids=["a hidden document", "an opposition for after death"],
)
def test_software_cannot_tell_two_worlds_apart(
    one: World, other: World, chu: Hospital, ask: Any, question: Any
) -> None:
    def lived(world: World) -> tuple[list[Any], list[Any]]:
        with transaction.atomic():
            asked = world(chu)
            found = shown(chu, ask, question, asked), changed(chu)
            transaction.set_rollback(True)
        return found

    ask(question(chu.seen))
    here, there = lived(one), lived(other)

    assert len(here[0]) == 19
    for alike, again in zip(here[0], there[0], strict=True):
        assert alike == again
    assert here[1] == there[1]


def test_on_the_day_of_death_what_was_sealed_is_opened(chu: Hospital) -> None:
    """What makes the other test worth something: the same opposition decides as soon as it may (R54)."""
    intake.record_survivor(chu.ana, survivor=chu.bea, relation="heir")
    died = timezone.now() - timedelta(days=1)
    asked = Asked(AskerNamed(AskerKind.PERSON, chu.bea_ins), chu.ana_ins, chu.seen, "after_death_rights")
    opposes_after_death(chu)
    alive = decisions.decide_one(asked, at=timezone.now()).decision.rule
    intake.record_death(chu.ana, died_at=died)
    dead = decisions.decide_one(asked, at=timezone.now()).decision.rule
    assert (alive, dead) == ("R52", "R54")


def test_a_minors_secret_is_no_change_that_any_software_is_told_of(chu: Hospital) -> None:
    """No notice, no line of the feed, whatever she keeps or lifts (decision.md §7)."""
    Person.objects.filter(pk=chu.ana).update(born_on=date(timezone.now().year - 15, 1, 5))
    before = changed(chu)
    said: dict[str, Any] = {"by": Actor.person(chu.ana), "at": timezone.now()}
    minors.keep_secret(chu.ana, document=chu.seen, **said)
    minors.lift_secrecy(chu.ana, document=chu.seen, **said)
    minors.require_physician(chu.ana, required=True, **said)
    assert changed(chu) == before
