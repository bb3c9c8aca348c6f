"""Put the same questions to the engine and to the reference: `python -m tests.sharing.reference.compare --worlds 20000`.

Prints each disagreement with its seed and a dump of the little that matters, then how often each rule was answered.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from sharing.engine.decide import decide
from sharing.engine.facts import Facts
from sharing.engine.question import Question, QuestionError
from tests.sharing.reference import naive
from tests.sharing.reference.questions import question
from tests.sharing.reference.told import Told
from tests.sharing.reference.worlds import world

QUESTIONS = 12


@dataclass(frozen=True)
class Disagreement:
    seed: int
    question: Question
    facts: Facts
    engine: Told | str
    reference: Told | str

    def __str__(self) -> str:
        lines = [f"seed {self.seed}", f"  engine    {self.engine}", f"  reference {self.reference}"]
        return "\n".join([*lines, f"  {self.question}", *_dump(smallest(self).facts)])


def engine(asked: Question, facts: Facts) -> Told | str:
    """Everything but how the answer came about; "error" for a malformed question."""
    try:
        decision = decide(asked, facts)
    except QuestionError:
        return "error"
    assert decision.trace.error is None, decision.trace.error
    return Told(decision.permit, decision.rule, decision.code, frozenset(decision.obligations))


def cases(seed: int) -> Iterator[tuple[Question, Facts]]:
    random = Random(seed)
    facts = world(random)
    for _ in range(QUESTIONS):
        yield question(random, facts), facts


def disagreements(seed: int, rules: Counter[str] | None = None) -> Iterator[Disagreement]:
    for asked, facts in cases(seed):
        mine, theirs = naive.answer(asked, facts), engine(asked, facts)
        if rules is not None:
            rules[f"{'permit' if mine.permit else 'deny'} {mine.rule}" if isinstance(mine, Told) else mine] += 1
        if mine != theirs:
            yield Disagreement(seed, asked, facts, theirs, mine)


def smallest(found: Disagreement) -> Disagreement:
    """Leaves out every fact without which the two still disagree in the same way."""
    patient = found.facts.patient
    if patient is None:
        return found
    for one in fields(patient):
        rows = getattr(patient, one.name)
        for row in rows if isinstance(rows, tuple) else ():
            fewer = replace(patient, **{one.name: tuple(each for each in getattr(patient, one.name) if each != row)})
            if _same(found, replace(found.facts, patient=fewer)):
                patient = fewer
    return replace(found, facts=replace(found.facts, patient=patient))


def _same(found: Disagreement, facts: Facts) -> bool:
    return (engine(found.question, facts), naive.answer(found.question, facts)) == (found.engine, found.reference)


def _dump(facts: Facts) -> list[str]:
    found = []
    if facts.patient is not None:
        found.append(f"  patient born {facts.patient.born} died {facts.patient.died}")
        for one in fields(facts.patient):
            rows: Any = getattr(facts.patient, one.name)
            found += [f"    {row}" for row in rows] if isinstance(rows, tuple) else []
    found += [f"  {each}" for each in facts.documents.values()]
    found += [f"  {each}" for each in facts.professionals.values()]
    return found + [f"  {each}" for each in facts.organisations.values()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=3)
    arguments = parser.parse_args()
    began, wrong, rules = time.monotonic(), 0, Counter[str]()
    pairs = Counter[str]()
    for seed in range(arguments.seed, arguments.seed + arguments.worlds):
        for each in disagreements(seed, rules):
            wrong += 1
            pairs[f"{_short(each.engine)} / {_short(each.reference)}"] += 1
            if wrong <= arguments.show:
                print(each)
    print(", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())))
    for pair, count in pairs.most_common():
        print(f"engine / reference: {pair}: {count}")
    asked = arguments.worlds * QUESTIONS
    print(
        f"seed {arguments.seed}: {arguments.worlds} worlds, {asked} questions, {wrong} disagreements, "
        f"{time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


def _short(told: Told | str) -> str:
    return told if isinstance(told, str) else f"{'permit' if told.permit else 'deny'} {told.rule} {told.code}"


if __name__ == "__main__":
    sys.exit(main())
