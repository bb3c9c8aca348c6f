"""Asks what a story asks, through the decision service, and compares."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from consents.vocabulary import Purpose
from sharing import gather
from sharing.asked import Asked, AskerKind, AskerNamed, Statement
from sharing.engine.lists import default_purpose
from sharing.engine.question import QuestionError
from sharing.scenarios.results import Result
from sharing.scenarios.staging import Stage, identifier
from sharing.scenarios.story import AskCheck, Check, ListCheck, NoticesCheck, WhoSeesCheck
from sharing.selectors import notices
from sharing.services import decisions
from sharing.services.answers import Answer


def check(number: int, expected: Check, stage: Stage, result: Result) -> None:
    """Adds to the result: passed, or failed with what came."""
    failures = len(result.failures)
    where = f"check {number}"
    try:
        _check(where, expected, stage, result)
    except QuestionError as error:
        result.fail(where, "an answer", f"error ({error.because})")
    result.passed += len(result.failures) == failures


def _check(where: str, expected: Check, stage: Stage, result: Result) -> None:
    if isinstance(expected, AskCheck):
        _ask(where, expected, stage, result)
    elif isinstance(expected, ListCheck):
        _compare(where, _list(expected, stage), expected.expect, result)
    elif isinstance(expected, WhoSeesCheck):
        _compare(where, _who_sees(expected, stage), expected.expect, result)
    else:
        _compare(where, _notices(expected, stage), frozenset(map(str, expected.expect)), result)


def _ask(where: str, expected: AskCheck, stage: Stage, result: Result) -> None:
    try:
        answer = _answer(expected, stage)
    except QuestionError as error:
        if expected.expect != "error":
            result.fail(where, expected.expect, f"error ({error.because})")
        return
    came = "permit" if answer.permit else "deny"
    result.answered.add(answer.rule)
    wanted, got = [expected.expect], [came]
    if expected.rule is not None:
        wanted, got = [*wanted, expected.rule], [*got, answer.rule]
    if expected.code is not None:
        wanted, got = [*wanted, str(expected.code)], [*got, answer.code]
    if expected.obligations is not None:
        wanted.append(_words(map(str, expected.obligations)))
        got.append(_words(map(str, answer.decision.obligations)))
    if wanted != got:
        result.fail(where, ", ".join(wanted), ", ".join(got), answer.rule)


def _answer(expected: AskCheck, stage: Stage) -> Answer:
    about = None if expected.about == "everything" else identifier(expected.about)
    statement = Statement(expected.unable_to_consent, expected.immediate_risk, expected.reason)
    asked = Asked(
        _asker(expected.who, expected.origin, stage),
        identifier(expected.patient),
        about,
        expected.purpose or "",
        statement,
    )
    (one,) = _with_purposes([asked], expected.at, stage)
    return decisions.decide_one(one, at=expected.at)


def _asker(name: str, origin: str | None, stage: Stage) -> AskerNamed:
    place = identifier(origin) if origin else None
    if name in stage.story.professionals:
        return AskerNamed(AskerKind.PROFESSIONAL, identifier(name), place)
    if name in stage.story.organisations:
        return AskerNamed(AskerKind.ORGANISATION, identifier(name), place)
    return AskerNamed(AskerKind.PERSON, identifier(name), place)


def _with_purposes(asked: Sequence[Asked], at: datetime, stage: Stage) -> list[Asked]:
    """Each with the purpose stated, or the asker's own (vocabulary, table C).

    Nothing is declared any more: the purpose of an asker about a patient at a moment is looked up once a story.
    """
    unsaid = {(one.asker, one.patient, at): one for one in asked if not one.purpose}
    missing = [one for key, one in unsaid.items() if key not in stage.purposes]
    plain = [replace(one, purpose=str(Purpose.CARE), document=None) for one in missing]
    found = gather.gather(plain, gather.known(plain), at=at) if plain else []
    for one, gathered in zip(missing, found, strict=True):
        stage.purposes[one.asker, one.patient, at] = str(_own_purpose(gathered, at))
    return [replace(one, purpose=one.purpose or stage.purposes[one.asker, one.patient, at]) for one in asked]


def _own_purpose(gathered: gather.Gathered, at: datetime) -> Purpose:
    question = gathered.question
    return default_purpose(question.asker, question.patient, at, gathered.facts)


def _list(expected: ListCheck, stage: Stage) -> frozenset[str]:
    """Every document of the patient, asked in one request; those permitted."""
    patient = identifier(expected.patient)
    names = [name for name, line in stage.story.documents.items() if line.patient == expected.patient]
    asker = _asker(expected.who, expected.origin, stage)
    asked = [Asked(asker, patient, identifier(name), expected.purpose or "") for name in names]
    return _permitted(names, asked, expected.at, stage)


def _who_sees(expected: WhoSeesCheck, stage: Stage) -> frozenset[str]:
    """Everyone of the story who asks, each with the default purpose; emergencies are not counted."""
    line = stage.story.documents[expected.about]
    patient, document = identifier(line.patient), identifier(expected.about)
    names = [*stage.story.people, *stage.story.professionals, *stage.story.organisations]
    asked = [Asked(_asker(name, None, stage), patient, document, "") for name in names]
    return _permitted(names, asked, expected.at, stage)


def _permitted(names: Sequence[str], asked: Sequence[Asked], at: datetime, stage: Stage) -> frozenset[str]:
    """The names whose question is answered permit, all asked in one request."""
    answers = decisions.decide_many(_with_purposes(asked, at, stage), at=at)
    return frozenset(name for name, answer in zip(names, answers, strict=True) if answer.permit)


def _notices(expected: NoticesCheck, stage: Stage) -> frozenset[str]:
    """The kinds sent by then to a professional, a person, or an organisation's system."""
    story = stage.story
    kind = "professional" if expected.to in story.professionals else "person"
    if expected.to in story.organisations:
        kind = "organisation"
    return frozenset(notices.kinds_for(kind, stage.ids[expected.to], at=story.now))


def _compare(where: str, came: frozenset[str], expected: frozenset[str], result: Result) -> None:
    if came != expected:
        result.fail(where, _words(expected), _words(came))


def _words(words: Iterable[str]) -> str:
    return f"[{', '.join(sorted(words))}]"
