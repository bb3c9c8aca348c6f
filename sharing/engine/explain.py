"""Why this answer, and what would change it: the smallest single declaration that turns it round.

Candidates are tried through `decide` on modified facts, the smallest first: nothing here knows a
rule. For the patient, the reviewer and the operator; the asker never gets it.
"""

from dataclasses import dataclass

from sharing.engine import declared, whatif
from sharing.engine.decide import decide
from sharing.engine.decision import Decision
from sharing.engine.facts import Facts
from sharing.engine.question import Question
from sharing.engine.whatif import Change


@dataclass(frozen=True, slots=True)
class Explanation:
    """`change` None: the law decides, there is nothing the patient can say in one word."""

    decision: Decision
    change: Change | None


def explain(question: Question, facts: Facts) -> Explanation:
    """The answer, its trace, and the smallest declaration that would turn it round."""
    decision = decide(question, facts)
    return Explanation(decision, what_would_change(question, facts, decision))


def what_would_change(question: Question, facts: Facts, decision: Decision) -> Change | None:
    if decision.trace.error is not None:
        return None
    return next(
        (
            change
            for change in sorted(whatif.candidates(question, facts), key=whatif.size)
            if decide(question, declared.after(change, facts, question.at)).permit != decision.permit
        ),
        None,
    )
