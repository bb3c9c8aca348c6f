"""No shadow for one who helps: a mandated carer never sees that a choice excludes him (R82, decision.md §6)."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.services import directives, intake
from consents.vocabulary import Category, RecipientKind, SubjectKind
from consents.words import EVERYTHING, Recipient, Subject
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.services import decisions
from tests.sharing.hospital import BEFORE, NOW, Hospital

World = Callable[[Hospital], UUID]
_REPORTS = Subject(SubjectKind.CATEGORY, Category.REPORT.value)
_CHANGING = re.compile(rb'"(decision_id|patient|token|valid_until|next_token|id)":\s*"[^"]*"')


def carer(chu: Hospital) -> Recipient:
    return Recipient(RecipientKind.PERSON, str(chu.bea))


def analysis(chu: Hospital) -> UUID:
    return intake.record_document(
        chu.ana, deposited=date(2026, 1, 11), category=Category.CARE_PLAN, organisation=chu.chu
    ).id


def excludes_nothing(chu: Hospital) -> UUID:
    """The mandate covers all that there is: the document asked about exists nowhere."""
    directives.give_mandate(chu.ana, to=carer(chu), about=_REPORTS, by=Actor.person(chu.ana), at=BEFORE)
    return uuid.uuid4()


def leaves_a_kind_out(chu: Hospital) -> UUID:
    """One more document, of a kind that the mandate leaves out."""
    made = analysis(chu)
    excludes_nothing(chu)
    return made


def takes_a_kind_back(chu: Hospital) -> UUID:
    """The mandate covered it, until she took that part back."""
    made, by = analysis(chu), Actor.person(chu.ana)
    plans = Subject(SubjectKind.CATEGORY, Category.CARE_PLAN.value)
    directives.give_mandate(chu.ana, to=carer(chu), about=plans, by=by, at=BEFORE)
    excludes_nothing(chu)
    later = BEFORE + timedelta(days=1)
    directives.withdraw_mandate(chu.ana, person=chu.bea, about=plans, by=by, at=later)
    return made


def gives_no_mandate(chu: Hospital) -> UUID:
    return chu.seen


def takes_all_back(chu: Hospital) -> UUID:
    by = Actor.person(chu.ana)
    directives.give_mandate(chu.ana, to=carer(chu), about=EVERYTHING, by=by, at=BEFORE)
    directives.withdraw_mandate(chu.ana, person=chu.bea, by=by, at=BEFORE + timedelta(days=1))
    return chu.seen


def shown(chu: Hospital, document: UUID) -> list[Any]:
    """What the carer is answered, about one, about all, in one question and in several; and how many statements."""
    found: list[Any] = []
    who = AskerNamed(AskerKind.PERSON, chu.bea_ins)
    for purpose in ("mandate", "family_access"):
        asked = [Asked(who, chu.ana_ins, one, purpose) for one in (document, None)]
        for questions in (asked[:1], asked[1:], asked):
            with CaptureQueriesContext(connection) as captured:
                answers = decisions.decide_many(questions, at=NOW)
            said = [(each.decision.permit, each.decision.code, each.decision.obligations) for each in answers]
            found += [said, len(captured)]
    return found


def lived(chu: Hospital, world: World) -> tuple[list[Any], bool]:
    """Answers about the document of this world; and that the mandate opens what it covers, if it covers anything."""
    with transaction.atomic():
        document = world(chu)
        found = shown(chu, document)
        covered = Asked(AskerNamed(AskerKind.PERSON, chu.bea_ins), chu.ana_ins, chu.seen, "mandate")
        opens = decisions.decide_one(covered, at=NOW).decision.permit
        transaction.set_rollback(True)
    return found, opens


@pytest.mark.parametrize(
    ("one", "other", "opens"),
    [
        (excludes_nothing, leaves_a_kind_out, True),
        (excludes_nothing, takes_a_kind_back, True),
        (gives_no_mandate, takes_all_back, False),
    ],
    ids=["a kind left out", "a kind taken back", "all taken back"],
)
def test_a_mandated_carer_cannot_tell_that_a_choice_excludes_him(
    one: World, other: World, opens: bool, chu: Hospital
) -> None:
    shown(chu, chu.seen)
    assert lived(chu, one) == lived(chu, other)
    assert lived(chu, other)[1] is opens
