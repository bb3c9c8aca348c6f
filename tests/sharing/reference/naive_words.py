"""decision.md §2: when preferences meet."""

# ruff: noqa: SIM102
# Straight loops on purpose: each follows its sentence.

from collections.abc import Callable
from dataclasses import dataclass

from consents.vocabulary import RecipientKind, SettingName, Stance, SubjectKind
from sharing.engine.facts import Preference, Recipient, Subject
from tests.sharing.reference.asked import Asked, Seat
from tests.sharing.reference.naive_voices import STRICTER, Voice, voices

Keep = Callable[[Voice, Preference], bool]


@dataclass
class Outcome:
    """What remains of one voice after §2. `voice` says whose."""

    voice: Voice
    remaining: list[Preference]

    @property
    def oppositions(self) -> list[Preference]:
        return [each for each in self.remaining if each.stance is Stance.OPPOSE]

    @property
    def denies(self) -> bool:
        """ "Among those that remain, one opposition is enough to deny." """
        return bool(self.oppositions)

    @property
    def permits(self) -> bool:
        """ "Otherwise one grant is enough to permit" """
        return bool(self.remaining) and not self.denies


def keep_all(voice: Voice, word: Preference) -> bool:
    return True


def weigh(asked: Asked, covers_asker: Callable[[Preference], bool], keep: Keep = keep_all) -> list[Outcome]:
    """ "Voices are weighed apart". `keep` leaves words out before they meet."""
    found = []
    for voice in voices(asked):
        part = [e for e in voice.words if covers_asker(e) and covers_document(asked, e) and keep(voice, e)]
        part = [e for e in part if not _said_otherwise(asked, e, part, voice)]
        remaining = [one for one in part if not _is_set_aside(asked, voice, one, part)]
        found.append(Outcome(voice, remaining))
    return found


def _is_set_aside(asked: Asked, voice: Voice, one: Preference, part: list[Preference]) -> bool:
    """ "A preference is set aside when a narrower one also takes part." An opposition that a grant has set aside sets
    nothing aside itself: a new opposition never opens anything."""
    for other in part:
        if narrower(asked, other, one) and _may_lift(voice, other, one):
            if other.stance is Stance.GRANT or not _is_set_aside(asked, voice, other, part):
                return True
    return False


def verdict(outcomes: list[Outcome]) -> Stance | None:
    """ "one voice that denies, denies; else one that permits, permits; all silent: the basis of care decides"."""
    for each in outcomes:
        if each.denies:
            return Stance.OPPOSE
    for each in outcomes:
        if each.permits:
            return Stance.GRANT
    return None


# What is covered ----------------------------------------------------------------------------------


def covers_document(asked: Asked, word: Preference) -> bool:
    """An opposition also covers what replaces a document that it covers (§9.2); a grant does not."""
    if word.about.kind is SubjectKind.EVERYTHING:
        return True
    if asked.document is None:
        return False
    versions = asked.versions() if word.stance is Stance.OPPOSE else [asked.document]
    for version in versions:
        meant = {
            SubjectKind.DOCUMENT: version.id,
            SubjectKind.CATEGORY: version.category,
            SubjectKind.SPECIALTY: version.specialty,
        }
        if word.about.ref == meant[word.about.kind]:
            return True
    return False


def covers_professional(asked: Asked, seat: Seat, who: str) -> Callable[[Preference], bool]:
    """`who`: the identifier of the assisted, or of the assistant himself."""
    profession = seat.works.profession if who == seat.works.id else seat.asks.profession

    def covers(word: Preference) -> bool:
        if word.to.kind is RecipientKind.ORGANISATION:
            # "An opposition to an organisation covers everyone who asks from it."
            here = asked.is_in(seat.place, word.to.ref)
            return here and (word.stance is Stance.OPPOSE or _has_care_there(asked, seat, word.to.ref))
        return {
            RecipientKind.EVERYONE: True,
            RecipientKind.PROFESSIONAL: word.to.ref == who,
            RecipientKind.PROFESSION: word.to.ref == profession,
            RecipientKind.PERSON: False,
        }[word.to.kind]

    return covers


def _has_care_there(asked: Asked, seat: Seat, organisation: str) -> bool:
    """§1.1 "those who ask from it and have a care entry there for this patient, whatever its basis, at the moment
    asked"."""
    for entry in asked.patient.care:
        his = entry.professional == seat.works.id and asked.is_in(entry.organisation, organisation)
        if his and asked.in_force(entry, grace=True):
            return True
    return False


# What is narrower ---------------------------------------------------------------------------------


def narrower(asked: Asked, one: Preference, other: Preference) -> bool:
    """ "A's `to` is contained in or equal to B's, A's `about` is contained in or equal to B's, and they are not the
    same on both"."""
    inside = _to_inside(asked, one.to, other.to) and _about_inside(one.about, other.about)
    same = one.to == other.to and (_about_inside(one.about, other.about) and _about_inside(other.about, one.about))
    return inside and not same


def _may_lift(voice: Voice, one: Preference, other: Preference) -> bool:
    """ "where two parents' words … differ, the stricter alone becomes his": once both are the child's own, the word of
    one parent still lifts no opposition of the other; the adult's own word does."""
    if other.stance is Stance.GRANT or one.voice == other.voice:
        return True
    return voice.owner in (one.voice, other.voice)


def _to_inside(asked: Asked, one: Recipient, other: Recipient) -> bool:
    if one == other or other.kind is RecipientKind.EVERYONE:
        return True
    if one.kind is RecipientKind.PROFESSIONAL:
        # "professional ⊂ the organisation he asks from", "professional ⊂ his profession": both take part
        return other.kind in (RecipientKind.ORGANISATION, RecipientKind.PROFESSION)
    both = one.kind is other.kind is RecipientKind.ORGANISATION
    return both and asked.is_in(one.ref, other.ref)


def _about_inside(one: Subject, other: Subject) -> bool:
    """Two versions of a document are one `about`: a secret follows its document (§9.2)."""
    if one == other or other.kind is SubjectKind.EVERYTHING:
        return True
    return one.kind is SubjectKind.DOCUMENT


def _said_otherwise(asked: Asked, word: Preference, part: list[Preference], voice: Voice) -> bool:
    """§9.2 "until the person who declared them says otherwise": a later word of that person, or of the voice that it
    came to, to the same recipient about this version."""
    document = asked.document
    if document is None or word.about.kind is not SubjectKind.DOCUMENT or word.about.ref == document.id:
        return False
    for other in part:
        about_this = other.about.kind is SubjectKind.DOCUMENT and other.about.ref == document.id
        if about_this and other.to == word.to and other.voice in (word.voice, voice.owner):
            if other.declared_at >= word.declared_at:
                return True
    return False


# Settings -----------------------------------------------------------------------------------------


def refused(asked: Asked, name: SettingName) -> bool:
    """ "Where two voices set a setting, the stricter holds." """
    return any(STRICTER[name] is each.value for voice in voices(asked) for each in voice.settings if each.name is name)


def lifts(asked: Asked, voice: Voice, word: Preference, name: SettingName) -> bool:
    """§9.5 "A setting never lifts another voice's opposition … counts for the oppositions of the voice that said so";
    and nobody's where another voice said the stricter value. Among the words of a childhood, a parent's setting counts
    for his own words and for those that the adult has added."""
    if refused(asked, name):
        return False
    for setting in voice.settings:
        if setting.name is name and (setting.voice in (voice.owner, word.voice) or word.voice == voice.owner):
            return True
    return False


# Persons ------------------------------------------------------------------------------------------


def _covers_person(who: str) -> Callable[[Preference], bool]:
    def covers(word: Preference) -> bool:
        if word.stance is Stance.GRANT and word.voice == who:  # §9.1 "Nobody opens the record to himself."
            return False
        named = word.to.kind is RecipientKind.PERSON and word.to.ref == who
        return named or word.to.kind is RecipientKind.EVERYONE

    return covers


def granted_to_a_person(asked: Asked, who: str) -> bool:
    """ "granted by the patient to this person (§2)"."""
    return verdict(weigh(asked, _covers_person(who))) is Stance.GRANT


def granted_by_the_adult(asked: Asked, who: str) -> bool:
    """ "with the adult's grant to this person": no voice denies, and the adult's own permits."""
    outcomes = weigh(asked, _covers_person(who))
    own = [each for each in outcomes if each.voice.owner == asked.patient.id]
    return verdict(outcomes) is Stance.GRANT and verdict(own) is Stance.GRANT
