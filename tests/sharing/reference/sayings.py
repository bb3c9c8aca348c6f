"""What is declared by or about the patient of a generated world, as the services can leave it."""

from datetime import datetime
from typing import Any

from consents.calendar import first_instant, majority
from consents.vocabulary import (
    REPRESENTATION_MEASURES,
    Choice,
    OrganisationKind,
    PostMortemScope,
    Profession,
    Purpose,
    RecipientKind,
    SettingName,
    Stance,
    SubjectKind,
)
from sharing.engine.facts import (
    EmergencyOpening,
    Episode,
    Mandate,
    NotToKnow,
    Period,
    PostMortem,
    Preference,
    Recipient,
    Secrecy,
    Setting,
    Subject,
    TrustedPerson,
    Withholding,
)
from tests.sharing.reference.worlds import CATEGORIES, DAY, MOMENTS, PATIENT, PEOPLE, SPECIALTIES, Cast

VALUES = {
    SettingName.EMERGENCY_BREAK_GLASS: (Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_SAMU: (Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_HIDDEN: (Choice.ALLOW, Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_BLOCKS_HOLD: (Choice.YES, Choice.NO, Choice.NO),
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: (Choice.YES, Choice.YES, Choice.NO),
    SettingName.TREATING_PHYSICIAN_INFORMED: (Choice.YES, Choice.NO),
}
_PROFESSIONALS = (
    "martin",
    "nora",
    "durand",
    "martin",
    "nora",
    "durand",
    "tessa",
    "tessa",
    "sami",
    "sonia",
    "ines",
    "dora",
    "olga",
)
_PLACES = ("chu", "chu", "north", "msp", "msp", "centre", "cabinet", "clinic", "spst")
_PROFESSIONS = (Profession.PHYSICIAN, Profession.NURSE, Profession.MEDICAL_SECRETARY, Profession.STUDENT)


def said(cast: Cast) -> dict[str, Any]:
    return {
        "preferences": tuple(_preferences(cast)),
        "settings": tuple(_settings(cast)),
        "secrecies": tuple(_secrecies(cast)),
        "not_to_know": tuple(_wishes(cast)),
        "mandates": tuple(_mandates(cast)),
        "post_mortem": tuple(_post_mortem(cast)),
        "trusted_persons": tuple(_trusted(cast)),
        "withholdings": tuple(_withholdings(cast)),
        "openings": tuple(_openings(cast)),
    }


def speakers(cast: Cast, at: datetime) -> list[str]:
    """Who has a voice at that moment (§1.4); nobody for a patient who has died."""
    if cast.died and first_instant(cast.died) <= at:
        return []
    of_measures = {
        each.guardian for each in cast.measures if each.measure in REPRESENTATION_MEASURES and each.period.covers(at)
    }
    if at >= majority(cast.born):
        return sorted({PATIENT} | of_measures)
    return sorted({each.holder for each in cast.authorities if each.held.covers(at)} | of_measures)


def _turn(cast: Cast) -> tuple[str, datetime] | None:
    """Someone who speaks, and when."""
    at = cast.random.choice((*(MOMENTS[0] - 200 * DAY,) * 3, *MOMENTS[:2] * 2, *MOMENTS))
    voices = speakers(cast, at)
    return (cast.random.choice(voices), at) if voices else None


def _preferences(cast: Cast) -> list[Preference]:
    found: list[Preference] = []
    for number in range(cast.random.choice((0, 2, 4, 6, 8, 12))):
        turn = _turn(cast)
        if turn is None:
            continue
        voice, at = turn
        stance = cast.random.choice((Stance.GRANT, Stance.OPPOSE))
        to, about = _to(cast, stance), _about(cast, at)
        if found and cast.chance(0.4):
            to, about = _again(cast, stance, cast.random.choice(found), to, about)
        period = cast.period(since=at if cast.chance(0.8) else None)
        if not _said_in_time(cast, about, at) or period.begins is None or period.begins < at:
            continue
        if _refused(cast, voice, stance, to, about, at):
            continue
        if not any(_overlap(each, voice, to, about, period) for each in found):
            found.append(Preference(f"p{number}", voice, stance, to, about, at, period))
    return found


def _said_in_time(cast: Cast, about: Subject, at: datetime) -> bool:
    """Nobody speaks about a document that is not there yet."""
    return about.kind is not SubjectKind.DOCUMENT or cast.documents[about.ref].deposited_at <= at


def _again(cast: Cast, stance: Stance, earlier: Preference, to: Recipient, about: Subject) -> tuple[Recipient, Subject]:
    """The same recipient again, about the same, or about another version of the same document."""
    if stance is Stance.OPPOSE or earlier.to.kind in (RecipientKind.PROFESSIONAL, RecipientKind.ORGANISATION):
        to = earlier.to if earlier.to.kind is not RecipientKind.PERSON else to
    versions = [each.id for each in cast.documents.values() if earlier.about.ref in each.replaces]
    if versions and cast.chance(0.7):
        return to, Subject(SubjectKind.DOCUMENT, cast.random.choice(versions))
    return to, earlier.about if cast.chance(0.5) else about


def _overlap(word: Preference, voice: str, to: Recipient, about: Subject, period: Period) -> bool:
    """A later word would have ended the earlier one where they meet."""
    if (word.voice, word.to, word.about) != (voice, to, about):
        return False
    one, other = word.period, period
    assert one.begins is not None
    assert other.begins is not None
    return (one.ends is None or other.begins < one.ends) and (other.ends is None or one.begins < other.ends)


def _to(cast: Cast, stance: Stance) -> Recipient:
    random = cast.random
    kinds = [RecipientKind.PROFESSIONAL] * 3 + [RecipientKind.ORGANISATION] * 2
    if stance is Stance.GRANT:
        kind = random.choice((*kinds, RecipientKind.PERSON, RecipientKind.PERSON))
    else:
        kind = random.choice((*kinds, RecipientKind.PROFESSION, RecipientKind.EVERYONE, RecipientKind.EVERYONE))
    refs: dict[RecipientKind, tuple[str, ...]] = {
        RecipientKind.PROFESSIONAL: _PROFESSIONALS,
        RecipientKind.ORGANISATION: _PLACES,
        RecipientKind.PROFESSION: _PROFESSIONS,
        RecipientKind.EVERYONE: ("",),
        RecipientKind.PERSON: PEOPLE,
    }
    return Recipient(kind, str(random.choice(refs[kind])))


def _about(cast: Cast, at: datetime) -> Subject:
    random = cast.random
    kind = random.choice((SubjectKind.EVERYTHING, *SubjectKind, SubjectKind.DOCUMENT))
    papers = [each.id for each in cast.documents.values() if each.deposited_at <= at and each.patient == PATIENT]
    if kind is SubjectKind.DOCUMENT and papers:
        return Subject(kind, random.choice(papers))
    if kind is SubjectKind.CATEGORY:
        return Subject(kind, random.choice(CATEGORIES[:3]))
    if kind is SubjectKind.SPECIALTY:
        return Subject(kind, random.choice([each for each in SPECIALTIES if each]))
    return Subject(SubjectKind.EVERYTHING)


def _refused(cast: Cast, voice: str, stance: Stance, to: Recipient, about: Subject, at: datetime) -> bool:
    """What the services refuse: §1.1, §1.5 (R29) and §9.1."""
    if stance is Stance.OPPOSE:
        author = cast.documents[about.ref].author if about.kind is SubjectKind.DOCUMENT else None
        return to.kind is RecipientKind.PROFESSIONAL and to.ref == author
    human = to.ref if to.kind is RecipientKind.PERSON else None
    if to.kind is RecipientKind.PROFESSIONAL:
        human = cast.professionals[to.ref].person
        kinds = [cast.organisations[each].kind for each in cast.professionals[to.ref].organisations]
        if all(kind is OrganisationKind.INSURER for kind in kinds):
            return True
    standing = {each.holder for each in cast.authorities if each.held.covers(at) and at < majority(cast.born)}
    standing |= {each.guardian for each in cast.measures if each.period.covers(at)}
    return human == PATIENT or (voice != PATIENT and human in standing | {voice})


def _settings(cast: Cast) -> list[Setting]:
    found: list[Setting] = []
    for _ in range(cast.random.choice((0, 0, 1, 2, 4))):
        turn = _turn(cast)
        name = cast.random.choice(tuple(VALUES))
        if turn is None or any((each.voice, each.name) == (turn[0], name) for each in found):
            continue
        value = cast.random.choice(VALUES[name])
        found.append(Setting(turn[0], name, value, turn[1], cast.period(since=turn[1])))
    at = cast.moment()
    if at < majority(cast.born) and cast.chance(0.4) and not _dead(cast, at):
        value = cast.random.choice((Choice.YES, Choice.YES, Choice.NO))
        found.append(Setting(PATIENT, SettingName.THROUGH_PHYSICIAN, value, at, cast.period(since=at)))
    return found


def _dead(cast: Cast, at: datetime) -> bool:
    return cast.died is not None and first_instant(cast.died) <= at


def _paper(cast: Cast) -> str | None:
    papers = [each.id for each in cast.documents.values() if each.patient == PATIENT]
    return cast.random.choice(papers) if papers else None


def _secrecies(cast: Cast) -> list[Secrecy]:
    """Said by a minor, in life; they last after eighteen."""
    at, paper = cast.moment(), _paper(cast)
    said = at < majority(cast.born) and not _dead(cast, at)
    if paper is None or not said or not cast.chance(0.6):
        return []
    towards = cast.random.choice((None, None, *PEOPLE))
    if cast.chance(0.5):
        return [Secrecy(None, towards, cast.period(since=at), _episode(cast, at))]
    return [Secrecy(paper, towards, cast.period(since=at))]


def _episode(cast: Cast, at: datetime) -> Episode:
    """From about when it was said; open, or of some weeks."""
    since = (at - cast.random.choice((-1, 0, 30, 400)) * DAY).date()
    named = (("martin", None), ("nora", "chu"), (None, "chu"), (None, "clinic"), ("durand", "msp"))
    who, where = cast.random.choice(named)
    return Episode(who, where, since, cast.random.choice((None, since, since + 60 * DAY)))


def _own(cast: Cast, share: float) -> datetime | None:
    """When an adult said something that only he may say; None: he did not."""
    at = cast.random.choice((MOMENTS[0] - 200 * DAY, *MOMENTS))
    return at if cast.chance(share) and at >= majority(cast.born) and not _dead(cast, at) else None


def _wishes(cast: Cast) -> list[NotToKnow]:
    at, paper = _own(cast, 0.3), _paper(cast)
    return [NotToKnow(paper, cast.period(since=at))] if at and paper else []


def _mandates(cast: Cast) -> list[Mandate]:
    found = []
    for _ in range(2):
        at = _own(cast, 0.4)
        if at:
            found.append(Mandate(cast.random.choice(PEOPLE), _about(cast, at), PATIENT, cast.period(since=at)))
    return found


def _post_mortem(cast: Cast) -> list[PostMortem]:
    at, paper = _own(cast, 0.5 if cast.died else 0.1), _paper(cast)
    if at is None:
        return []
    choices: list[tuple[PostMortemScope, str | Purpose]] = [
        (PostMortemScope.EVERYTHING, ""),
        (PostMortemScope.MOTIVE, Purpose.AFTER_DEATH_RIGHTS),
        (PostMortemScope.PERSON, cast.random.choice(PEOPLE)),
    ]
    if paper:
        choices.append((PostMortemScope.DOCUMENT, paper))
    scope, ref = cast.random.choice(choices)
    return [PostMortem(scope, ref, cast.period(since=at))]


def _trusted(cast: Cast) -> list[TrustedPerson]:
    at = _own(cast, 0.3)
    return [TrustedPerson(cast.random.choice(PEOPLE), cast.period(since=at))] if at else []


def _withholdings(cast: Cast) -> list[Withholding]:
    """A physician's decision towards a representative."""
    named = sorted({each.holder for each in cast.authorities} | {each.guardian for each in cast.measures})
    if not named or not cast.chance(0.25):
        return []
    rule = cast.random.choice(("R65", "R68", "R71"))
    paper = None if cast.chance(0.3) else _paper(cast)
    return [Withholding(cast.random.choice(named), rule, paper, cast.period())]


def _openings(cast: Cast) -> list[EmergencyOpening]:
    if not cast.chance(0.2):
        return []
    who = cast.random.choice(("martin", "nora", "durand"))
    return [EmergencyOpening(who, Purpose.EMERGENCY, cast.period())]
