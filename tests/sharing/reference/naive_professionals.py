"""decision.md §4 lines 8 to 10, and §5: what professionals are answered."""

# Straight loops on purpose: each follows its sentence.

from consents.vocabulary import (
    EXPRESS_CONSENT_KINDS,
    PROFESSION_KINDS,
    CareBasis,
    Obligation,
    OrganisationKind,
    Profession,
    ProfessionKind,
    Purpose,
    RecipientKind,
    SettingName,
    Stance,
    SubjectKind,
)
from sharing.engine.facts import Facts, Preference, Professional, Recipient
from sharing.engine.question import Question
from tests.sharing.reference import naive_basis
from tests.sharing.reference import naive_words as words
from tests.sharing.reference.asked import Asked, Seat
from tests.sharing.reference.naive_voices import Voice
from tests.sharing.reference.told import Line, deny, permit

WATCHED = (Obligation.RECORD, Obligation.NOTIFY_PATIENT, Obligation.NOTIFY_TREATING_PHYSICIAN, Obligation.REVIEW)
UNTOLD = (Obligation.RECORD, Obligation.NOTIFY_PATIENT, Obligation.REVIEW)


def answer(asked: Asked, seat: Seat) -> Line:
    """Lines 8 to 10; the purpose was found to be one that he may state."""
    if line_8(asked, seat):
        return permit("R29")
    if seat.works.profession is Profession.DIM_PHYSICIAN:
        return _line_9(asked, seat)
    if asked.purpose in (Purpose.EMERGENCY, Purpose.SAMU_CALL):
        return _emergency(asked, seat)
    return _care(asked, seat)


def answered_as(question: Question, facts: Facts, seat: Seat) -> Purpose:
    """10.1 "`emergency` stated by a health professional entitled to it, `samu_call` by a SAMU regulator → §5; stated by
    any other professional it is asked as `care`"."""
    if question.purpose is Purpose.EMERGENCY and not may_break_the_glass(seat):
        return Purpose.CARE
    if question.purpose is Purpose.SAMU_CALL and not _regulates(facts, seat):
        return Purpose.CARE
    return question.purpose


def may_break_the_glass(seat: Seat) -> bool:
    """§5 "a health professional in his own right (kind *health*; not … assistants, students)"."""
    return not seat.is_assistant and PROFESSION_KINDS[seat.asks.profession] is ProfessionKind.HEALTH


def _regulates(facts: Facts, seat: Seat) -> bool:
    """§9.7 "`samu_call` is open only to a regulator asking from a `samu`"."""
    at_samu = facts.organisations[seat.place].kind is OrganisationKind.SAMU
    return not seat.is_assistant and seat.asks.profession is Profession.SAMU_REGULATOR and at_samu


def is_occupational(facts: Facts, seat: Seat) -> bool:
    """§9.7 "Place counts as much as title: whoever asks from an occupational health service is held by line 10.2"."""
    at_work = facts.organisations[seat.place].kind is OrganisationKind.OCCUPATIONAL_HEALTH
    return at_work or seat.works.profession is Profession.OCCUPATIONAL_PHYSICIAN


def is_author(asked: Asked, seat: Seat) -> bool:
    return asked.document is not None and asked.document.author == seat.works.id


def line_8(asked: Asked, seat: Seat) -> bool:
    """ "The author of the document, a professional, purpose `care`, `occupational_health` or `emergency`"."""
    purposes = (Purpose.CARE, Purpose.OCCUPATIONAL_HEALTH, Purpose.EMERGENCY)
    return is_author(asked, seat) and asked.purpose in purposes


def unless_bound(asked: Asked, seat: Seat, line: Line) -> Line:
    """§3 "an opposition that names them, their organisation or their profession also binds them": deny R08 of what the
    one assisted would be permitted."""
    if not seat.is_assistant or not line.permit:
        return line
    covers = words.covers_professional(asked, seat, seat.asks.id)
    named = words.weigh(asked, lambda word: word.to.kind is not RecipientKind.EVERYONE and covers(word))
    return deny("R08") if any(each.denies for each in named) else line


def _line_9(asked: Asked, seat: Seat) -> Line:
    # "purpose `activity_analysis`, document made in his establishment → permit R79, obligation `record`"
    made_here = asked.document is not None and asked.is_in(asked.document.organisation, seat.place)
    if asked.purpose is Purpose.ACTIVITY_ANALYSIS and made_here:
        return permit("R79", Obligation.RECORD)
    return deny("R15")


def _care(asked: Asked, seat: Seat) -> Line:
    """Line 10, what is asked as `care` or `occupational_health`; line 8 holds for what is asked as care."""
    if is_author(asked, seat):
        return permit("R29")
    # 10.2 "the occupational physician"
    if is_occupational(asked.facts, seat):
        return _occupational(asked, seat)
    # 10.3 "the matrix (§3) does not allow → deny R06"
    if not _matrix_allows(asked, seat):
        return deny("R06")
    return _preferences(asked, seat)


def _occupational(asked: Asked, seat: Seat) -> Line:
    """ "purpose `occupational_health` with a standing grant to him about this document or its category, and nothing
    narrower or incomparable opposing → permit R75; else deny R75"."""
    if asked.purpose is not Purpose.OCCUPATIONAL_HEALTH:
        return deny("R75")
    outcomes = words.weigh(asked, words.covers_professional(asked, seat, seat.works.id))
    if words.verdict(outcomes) is not Stance.GRANT:
        return deny("R75")
    for outcome in outcomes:
        for word in outcome.voice.words:
            to_him = word.to.kind is RecipientKind.PROFESSIONAL and word.to.ref == seat.works.id
            about_it = word.about.kind in (SubjectKind.DOCUMENT, SubjectKind.CATEGORY)
            grants = word.stance is Stance.GRANT and to_him and about_it and words.covers_document(asked, word)
            if grants and not _opposed(asked, seat, outcome.voice, word):
                # "Nothing widens a remit … even with a grant (R06)"
                return permit("R75") if _matrix_allows(asked, seat) else deny("R06")
    return deny("R75")


def _opposed(asked: Asked, seat: Seat, voice: Voice, grant: Preference) -> bool:
    covers = words.covers_professional(asked, seat, seat.works.id)
    for other in voice.words:
        opposes = other.stance is Stance.OPPOSE and covers(other) and words.covers_document(asked, other)
        if opposes and not words.narrower(asked, grant, other):
            return True
    return False


def _matrix_allows(asked: Asked, seat: Seat) -> bool:
    matrix = asked.facts.matrix
    if asked.document is None:
        # "a profession with no readable category at all → deny R06"
        return matrix.reads_anything(seat.works.profession)
    return matrix.allows(seat.works.profession, asked.document.category)


# 10.4 ---------------------------------------------------------------------------------------------


def _preferences(asked: Asked, seat: Seat) -> Line:
    full = words.weigh(asked, words.covers_professional(asked, seat, seat.works.id))
    if not _is_treating_physician(asked, seat) or words.verdict(full) is not Stance.OPPOSE:
        return _by(asked, seat, full)

    # "For the treating physician whom the patient allowed to see what is hidden, oppositions to everyone are left out
    # first; a permit, by grant or by basis, that they would have denied is R30, with `record` and `notify_patient`"
    def keep(voice: Voice, word: Preference) -> bool:
        hides = word.stance is Stance.OPPOSE and word.to.kind is RecipientKind.EVERYONE
        return not (hides and words.lifts(asked, voice, word, SettingName.TREATING_PHYSICIAN_SEES_HIDDEN))

    left = words.weigh(asked, words.covers_professional(asked, seat, seat.works.id), keep)
    answered = _by(asked, seat, left)
    return permit("R30", Obligation.RECORD, Obligation.NOTIFY_PATIENT) if answered.permit else answered


def _is_treating_physician(asked: Asked, seat: Seat) -> bool:
    for entry in asked.patient.care:
        his = entry.professional == seat.works.id and entry.basis is CareBasis.TREATING_PHYSICIAN
        if his and asked.in_force(entry, grace=False):
            return True
    return False


def _by(asked: Asked, seat: Seat, outcomes: list[words.Outcome]) -> Line:
    said = words.verdict(outcomes)
    if said is Stance.OPPOSE:
        # "R28 when a deciding opposition is to everyone about this document, else R08"
        for outcome in outcomes:
            for word in outcome.oppositions:
                if word.to.kind is RecipientKind.EVERYONE and word.about.kind is SubjectKind.DOCUMENT:
                    return deny("R28")
        return deny("R08")
    if said is Stance.GRANT:
        return permit(_rule_of_the_grant(asked, outcomes))
    return naive_basis.answer(asked, seat)


def _rule_of_the_grant(asked: Asked, outcomes: list[words.Outcome]) -> str:
    """ "to the professional R19, to a health centre or group practice R14, to another organisation R16 (several: in that
    order)"."""
    rules = set()
    for outcome in outcomes:
        for grant in outcome.remaining if outcome.permits else []:
            to = asked.organisation(grant.to.ref)
            if grant.to.kind is RecipientKind.PROFESSIONAL:
                rules.add("R19")
            elif to is not None and to.kind in EXPRESS_CONSENT_KINDS:
                rules.add("R14")
            else:
                rules.add("R16")
    return next(rule for rule in ("R19", "R14", "R16") if rule in rules)


# §5 -----------------------------------------------------------------------------------------------


def _emergency(asked: Asked, seat: Seat) -> Line:
    # "What `care` would permit is answered as `care` would, with its rule; no emergency is opened."
    as_care = Asked(asked.question, asked.facts, asked.patient, asked.document, asked.at, Purpose.CARE)
    answered = _care(as_care, seat)
    if answered.permit:
        return answered
    call = asked.purpose is Purpose.SAMU_CALL
    rule = "R35" if call else "R34"
    # "The patient refused this door → deny R34 (`emergency`), R35 (`samu_call`)."
    if words.refused(asked, SettingName.EMERGENCY_SAMU if call else SettingName.EMERGENCY_BREAK_GLASS):
        return deny(rule)
    refusal = _what_remains(asked, seat)
    if refusal is not None:
        return deny(refusal)
    # "The matrix: his profession's row; for `samu_call` the regulator's → deny R06."
    if not _matrix_allows(asked, seat):
        return deny("R06")
    return permit(rule, *WATCHED) if _told_to_the_treating_physician(asked) else permit(rule, *UNTOLD)


def _told_to_the_treating_physician(asked: Asked) -> bool:
    """§9.10 "The treating physician is told of others' interventions unless the patient opposed it (R25) or opposes
    him": opposed by name, by his organisation or by his profession about what is asked."""
    if words.refused(asked, SettingName.TREATING_PHYSICIAN_INFORMED):
        return False
    found = [
        asked.facts.professionals[entry.professional]
        for entry in asked.patient.care
        if entry.basis is CareBasis.TREATING_PHYSICIAN and asked.in_force(entry, grace=False)
    ]
    return not found or any(not _opposed_by_name(asked, each) for each in found)


def _opposed_by_name(asked: Asked, physician: Professional) -> bool:
    def covers(word: Preference) -> bool:
        to = word.to
        here = to.kind is RecipientKind.ORGANISATION and asked.is_in(physician.organisations[0], to.ref)
        return (
            to == Recipient(RecipientKind.PROFESSIONAL, physician.id)
            or to == Recipient(RecipientKind.PROFESSION, physician.profession)
            or (here and word.stance is Stance.OPPOSE)
        )

    return any(each.denies for each in words.weigh(asked, covers))


def _what_remains(asked: Asked, seat: Seat) -> str | None:
    """§5.3: the rule of the opposition that closes this door; None: nothing closes it."""

    # "When the patient said that his blocks do not hold in an emergency, oppositions that name a professional, an
    # organisation or a profession are left out."
    def keep(voice: Voice, word: Preference) -> bool:
        names = word.stance is Stance.OPPOSE and word.to.kind is not RecipientKind.EVERYONE
        return not (names and words.lifts(asked, voice, word, SettingName.EMERGENCY_BLOCKS_HOLD))

    outcomes = words.weigh(asked, words.covers_professional(asked, seat, seat.asks.id), keep)
    for outcome in outcomes:
        # "an opposition naming the asker, his organisation or his profession → deny R37"
        if any(word.to.kind is not RecipientKind.EVERYONE for word in outcome.oppositions):
            return "R37"
    for outcome in outcomes:
        # "an opposition to everyone about a document, a category or a specialty → deny R36, unless the patient allowed
        # hidden documents in an emergency"
        for word in outcome.oppositions:
            hides = word.about.kind is not SubjectKind.EVERYTHING
            if hides and not words.lifts(asked, outcome.voice, word, SettingName.EMERGENCY_HIDDEN):
                return "R36"
    return None
