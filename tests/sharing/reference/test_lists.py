"""Lists, and many documents asked at once, give exactly what single questions give."""

from dataclasses import replace
from random import Random

import pytest

from sharing.engine import lists
from sharing.engine.decide import decide, decide_each
from sharing.engine.facts import Document, Facts
from sharing.engine.question import Question, QuestionError
from tests.sharing.reference.questions import question
from tests.sharing.reference.worlds import MOMENTS, world

PARTS = range(0, 200, 25)


def with_twins(facts: Facts, random: Random) -> Facts:
    """Beside each document one like it that nothing is said about, in any order: the two must not be confused."""
    plain = {f"{name}-plain": _plain(each, f"{name}-plain") for name, each in facts.documents.items()}
    mixed = list({**facts.documents, **plain}.items())
    random.shuffle(mixed)
    return replace(facts, documents=dict(mixed))


def _plain(document: Document, name: str) -> Document:
    plain = replace(document, id=name, replaces=(), announcement_pending=False, announced_at=None)
    return replace(plain, deposited_at=MOMENTS[0], deposited_on=MOMENTS[0].date())


def one_by_one(asked: Question, facts: Facts) -> dict[str | None, bool] | None:
    """None: a malformed question."""
    try:
        return {name: decide(replace(asked, about=name), facts).permit for name in (*facts.documents, None)}
    except QuestionError:
        return None


@pytest.mark.parametrize("seed", PARTS)
def test_a_list_is_what_single_questions_permit(seed: int) -> None:
    for number in range(seed, seed + 25):
        random = Random(number)
        facts = with_twins(world(random), random)
        asked = replace(question(random, facts), about=None)
        single = one_by_one(asked, facts)
        if single is not None:
            shown = {name for name, permitted in single.items() if permitted and name is not None}
            assert set(lists.decide_list(asked, facts)) == shown, f"seed {number}: {asked}"


@pytest.mark.parametrize("seed", PARTS)
def test_asking_about_many_documents_is_asking_about_each(seed: int) -> None:
    for number in range(seed, seed + 25):
        random = Random(number)
        facts = with_twins(world(random), random)
        for _ in range(4):
            asked = question(random, facts)
            if one_by_one(asked, facts) is not None:
                together = decide_each(asked, (*facts.documents, None), facts)
                for name, decision in together.items():
                    assert decision == decide(replace(asked, about=name), facts), f"seed {number}: {asked} {name}"
