"""From the engine's decision to what may leave: the outward code, the outward obligations, the token."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from consents.vocabulary import NEVER_ORGANISATIONS, Code, Obligation, Stance
from sharing import sealing
from sharing.engine import present
from sharing.engine.decide import decide_each
from sharing.engine.decision import Decision
from sharing.engine.facts import Facts, PatientFacts
from sharing.engine.places import chain
from sharing.engine.question import Question, QuestionError
from sharing.engine.standing import in_force
from sharing.gather import Gathered
from sharing.services import references
from sharing.services.callers import Caller

#: A permit may be relied upon for so long without asking again.
PERMIT_HOLDS = timedelta(seconds=60)
#: Denies that must not be told apart carry nothing.
_SILENT = frozenset({Code.NOT_VISIBLE, Code.CONSENT_REQUIRED, Code.EMERGENCY_REFUSED})
#: A permit that is told like any other: its obligations would say that the document is hidden from others (R30).
_TOLD_AS_ANY = frozenset({"R30"})
#: By document's identifier; None: the record as a whole.
Decisions = Mapping[str | None, Decision]
logger = structlog.get_logger("sharing.decisions")


@dataclass(frozen=True, slots=True)
class Answer:
    """`permit`, `code`, `obligations`, `patient`, `token` and `valid_until` leave the house; `decision` never does.

    `patient` is what the notices of this system call the patient who was named, known or not.
    """

    decision_id: uuid.UUID
    decision: Decision
    obligations: tuple[str, ...]
    patient: str
    token: str
    valid_until: datetime | None

    @property
    def permit(self) -> bool:
        return self.decision.permit

    @property
    def code(self) -> str:
        return self.decision.code.value

    @property
    def rule(self) -> str:
        return self.decision.rule


def decided(questions: Sequence[Question], facts: Facts) -> list[Decision | QuestionError]:
    """The engine's decisions about one patient, in the order asked; what questions share is worked out once.

    A fault of the engine is a deny (R05) and an error in the log, never a permit.
    """
    together: dict[Question, set[str | None]] = {}
    for question in questions:
        together.setdefault(replace(question, about=None), set()).add(question.about)
    found = {shared: _each(shared, abouts, facts) for shared, abouts in together.items()}
    return [_of(found[replace(question, about=None)], question.about) for question in questions]


def decide_each_safely(question: Question, abouts: Collection[str | None], facts: Facts) -> Decisions:
    """As the engine's `decide_each`, with its faults told in the log."""
    try:
        decisions = decide_each(question, abouts, facts)
    except QuestionError:
        raise
    except Exception as fault:
        logger.exception("the engine failed")
        return {about: present.failure(fault, about) for about in abouts}
    for failed in (each for each in decisions.values() if each.trace.error):
        logger.error("a rule failed", error=failed.trace.error)
    return decisions


def _each(question: Question, abouts: Collection[str | None], facts: Facts) -> Decisions | QuestionError:
    try:
        return decide_each_safely(question, abouts, facts)
    except QuestionError as malformed:
        return malformed


def _of(found: Decisions | QuestionError, about: str | None) -> Decision | QuestionError:
    return found if isinstance(found, QuestionError) else found[about]


def answer(decision: Decision, gathered: Gathered, *, caller: Caller | None, named: str, at: datetime) -> Answer:
    """`named` is the patient as he was named, whether or not he is known."""
    return Answer(
        decision_id=uuid.uuid4(),
        decision=decision,
        obligations=outward_obligations(decision),
        patient=references.patient_reference(caller.id, named) if caller else "",
        token=freshness(gathered, caller, named, at) if caller else "",
        valid_until=_valid_until(decision, at) if decision.permit else None,
    )


def outward_obligations(decision: Decision) -> tuple[str, ...]:
    if decision.code in _SILENT or decision.rule in _TOLD_AS_ANY:
        return ()
    return sorted_words(decision.obligations)


def sorted_words(obligations: frozenset[Obligation]) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in obligations))


def freshness(gathered: Gathered, caller: Caller, named: str, at: datetime) -> str:
    """An opaque token that changes only with what this system may know (decision.md §1.7).

    For a patient it has nothing to do with, it never changes: he looks like someone we do not know.
    """
    patient = gathered.facts.patient
    if patient is None or not _is_told(caller, patient, gathered.facts, at):
        return sealing.freshness_token(caller.id, sealing.nobody(named), 0)
    return sealing.freshness_token(caller.id, uuid.UUID(patient.id), gathered.preference_revision or 0)


def _is_told(caller: Caller, patient: PatientFacts, facts: Facts, at: datetime) -> bool:
    """Whether notices about this patient reach this system: care in force there, or a grant (decision.md §7).

    Never one of those who never read, though someone the patient granted also works there (§9.8).
    """
    reached = {entry.organisation for entry in in_force(patient.care, at, facts.organisations)}
    for word in patient.preferences:
        if word.stance is Stance.GRANT and word.period.covers(at):
            granted = facts.professionals.get(word.to.ref)
            reached |= {word.to.ref, *(granted.organisations if granted else ())}
    lineages = [chain(place, facts.organisations) for place in reached if place]
    return any(caller.organisations.intersection(each) for each in lineages if not _never_reads(each, facts))


def _never_reads(lineage: Collection[str], facts: Facts) -> bool:
    known = (facts.organisations.get(place) for place in lineage)
    return any(place is not None and place.kind in NEVER_ORGANISATIONS for place in known)


def _valid_until(decision: Decision, at: datetime) -> datetime:
    """Never so far ahead that it tells when a word of the patient begins or ends."""
    soon = at + PERMIT_HOLDS
    return min(soon, decision.valid_until) if decision.valid_until else soon
