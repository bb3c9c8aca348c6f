"""From what a line said to the answer that is kept and told (decision.md §6, §9.9)."""

from collections.abc import Iterable

from consents.vocabulary import Code, Purpose
from sharing.engine import boundaries, outward, settings
from sharing.engine.answer import Answer
from sharing.engine.articles import ARTICLES
from sharing.engine.case import Case
from sharing.engine.decision import Decision, Trace, VoiceVerdict, Wish
from sharing.engine.item import Item


def decision(answer: Answer, case: Case, item: Item, about: str | None) -> Decision:
    return Decision(
        permit=answer.permit,
        rule=answer.rule,
        article=ARTICLES[answer.rule],
        code=outward.code(answer, about),
        trace=_trace(answer, case),
        obligations=answer.obligations,
        wish=_wish(answer, case),
        valid_until=boundaries.earliest(case.next_change, boundaries.next_of_item(item, case.at)),
    )


def failure(error: Exception, about: str | None) -> Decision:
    """Whatever fails is denied (R05); the caller logs `trace.error`."""
    return Decision(
        permit=False,
        rule="R05",
        article=ARTICLES["R05"],
        code=Code.CONSENT_REQUIRED if about is None else Code.NOT_VISIBLE,
        trace=Trace("4", error=f"{type(error).__name__}: {error}"),
    )


def _trace(answer: Answer, case: Case) -> Trace:
    assisted = case.acting.id if case.is_assistant and case.acting else None
    weighing = answer.weighing
    if weighing is None:
        return Trace(answer.line, basis=answer.basis, assisted=assisted)
    return Trace(
        line=answer.line,
        took_part=_ids(word.id for voice in weighing.voices for word in voice.took_part),
        deciding=_ids(word.id for word in weighing.deciding()),
        set_aside=tuple(pair for voice in weighing.voices for pair in voice.set_aside),
        left_out=_ids(word.id for word in weighing.left_out),
        voices=tuple(VoiceVerdict(voice.owner, voice.verdict) for voice in weighing.voices),
        basis=answer.basis,
        assisted=assisted,
    )


def _ids(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _wish(answer: Answer, case: Case) -> Wish | None:
    """Given to the care team with what it may see, and kept with a relative's question; never told
    to the relative.
    """
    to_the_team = case.person is None and answer.permit and bool(case.care)
    if to_the_team or case.asked_as is Purpose.SUPPORT:
        return settings.wish(case.voices)
    return None
