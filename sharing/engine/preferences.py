"""When preferences meet (decision.md §2): the narrower word prevails; between two words of which
neither is narrower, the opposition prevails; the strictest voice holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from consents.vocabulary import RecipientKind, Stance, SubjectKind
from sharing.engine.decision import SetAside, Verdict
from sharing.engine.facts import Preference, Recipient, Subject
from sharing.engine.item import Item, earlier_subjects, subjects
from sharing.engine.places import Organisations, within

_PART_OF_SUBJECT = frozenset({SubjectKind.CATEGORY, SubjectKind.SPECIALTY, SubjectKind.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of one voice that reach the asker, by what they are about."""

    owner: str | None
    words: Mapping[Subject, tuple[Preference, ...]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one voice says about one item to one asker."""

    owner: str | None
    verdict: Verdict
    took_part: tuple[Preference, ...]
    remaining: tuple[Preference, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """All the voices together: one that denies, denies; else one that permits, permits."""

    verdict: Verdict
    voices: tuple[Weighed, ...]
    left_out: tuple[Preference, ...] = ()

    def deciding(self) -> tuple[Preference, ...]:
        """The oppositions, or else the grants, that carried the verdict."""
        stance = Stance.OPPOSE if self.verdict is Verdict.DENY else Stance.GRANT
        carrying = (voice for voice in self.voices if voice.verdict is self.verdict)
        return tuple(word for voice in carrying for word in voice.remaining if word.stance is stance)

    def oppositions(self) -> tuple[tuple[str | None, Preference], ...]:
        """Every opposition that remains, with the owner of the voice it is in."""
        remaining = ((voice.owner, word) for voice in self.voices for word in voice.remaining)
        return tuple(each for each in remaining if each[1].stance is Stance.OPPOSE)


#: Says whether a setting of the patient leaves out a word: whose voice it is in, and the word.
LeftOut = Callable[[str | None, Preference], bool]


def weigh(
    heard: Iterable[Heard],
    item: Item,
    organisations: Organisations,
    left_out: LeftOut | None = None,
) -> Weighing:
    """Each voice apart, then the strictest (decision.md §2)."""
    voices, skipped = [], []
    for voice in heard:
        words = _covering(voice, item)
        if left_out is not None:
            skipped += [word for word in words if left_out(voice.owner, word)]
            words = [word for word in words if not left_out(voice.owner, word)]
        voices.append(_weigh_voice(voice.owner, words, organisations))
    return Weighing(_strictest(voices), tuple(voices), tuple(skipped))


def _strictest(voices: Iterable[Weighed]) -> Verdict:
    verdicts = {voice.verdict for voice in voices}
    for verdict in (Verdict.DENY, Verdict.PERMIT):
        if verdict in verdicts:
            return verdict
    return Verdict.SILENT


def _covering(voice: Heard, item: Item) -> list[Preference]:
    """The words about the item, and the oppositions that follow it from what it replaces."""
    if not voice.words:
        return []
    found = [word for subject in subjects(item) for word in voice.words.get(subject, ())]
    if not item.earlier:
        return found
    followed = {
        word.id: word
        for subject in earlier_subjects(item)
        for word in voice.words.get(subject, ())
        if word.stance is Stance.OPPOSE and word not in found
    }
    return found + [word for word in followed.values() if not _said_otherwise(voice, word, found)]


def _said_otherwise(voice: Heard, followed: Preference, found: Iterable[Preference]) -> bool:
    """The one who opposed the earlier document has since settled the new one, for the same."""
    return any(
        word.to == followed.to
        and word.about.kind is SubjectKind.DOCUMENT
        and word.declared_at >= followed.declared_at
        and word.voice in (followed.voice, voice.owner)
        for word in found
        if followed.about.kind is SubjectKind.DOCUMENT
    )


def _weigh_voice(owner: str | None, words: list[Preference], organisations: Organisations) -> Weighed:
    """§2.1 set aside what a narrower word covers; §2.2 one opposition is enough to deny."""
    if not words:
        return Weighed(owner, Verdict.SILENT, (), (), ())
    remaining: list[Preference] = []
    set_aside = []
    grants = [word for word in words if word.stance is Stance.GRANT]
    for word in _narrowest_first(words, organisations):
        by = _set_aside_by(word, owner, remaining + grants, organisations)
        if by is None:
            remaining.append(word)
        else:
            set_aside.append(SetAside(word.id, by.id))
    stances = {word.stance for word in remaining}
    verdict = Verdict.DENY if Stance.OPPOSE in stances else Verdict.PERMIT
    return Weighed(owner, verdict, tuple(words), tuple(remaining), tuple(set_aside))


def _narrowest_first(words: list[Preference], organisations: Organisations) -> list[Preference]:
    if len(words) == 1:
        return words

    def narrower_ones(word: Preference) -> int:
        return sum(is_narrower(other, word, organisations) for other in words)

    return sorted(words, key=narrower_ones)


def _set_aside_by(
    word: Preference, owner: str | None, words: list[Preference], organisations: Organisations
) -> Preference | None:
    """A narrower word that remains itself, or a grant: what the adult granted lifts a parent's opposition even
    where the other parent granted something narrower still (§2.1, §1.3).
    """
    return next(
        (other for other in words if is_narrower(other, word, organisations) and _may_set_aside(other, word, owner)),
        None,
    )


def is_narrower(one: Preference, other: Preference, organisations: Organisations) -> bool:
    """Contained in or equal on both sides, and not the same on both. Both cover the item."""
    return (
        _to_within(one.to, other.to, organisations)
        and _about_within(one.about, other.about)
        and not (_to_within(other.to, one.to, organisations) and _about_within(other.about, one.about))
    )


def _may_set_aside(narrower: Preference, word: Preference, owner: str | None) -> bool:
    """Once their words are the child's own, a parent's word still lifts no opposition of the other
    parent: where they differ the stricter alone became his (decision.md §1.3).
    """
    if word.stance is Stance.GRANT or narrower.voice == word.voice:
        return True
    return owner in (narrower.voice, word.voice)


def _to_within(inner: Recipient, outer: Recipient, organisations: Organisations) -> bool:
    """Both reach the asker: professional ⊂ his organisation ⊂ everyone, and so on (§2)."""
    if inner == outer or outer.kind is RecipientKind.EVERYONE:
        return True
    if inner.kind is RecipientKind.PROFESSIONAL:
        return True
    both_organisations = inner.kind is outer.kind is RecipientKind.ORGANISATION
    return both_organisations and within(inner.ref, outer.ref, organisations)


def _about_within(inner: Subject, outer: Subject) -> bool:
    """Both cover the item: document ⊂ its category, its specialty ⊂ everything (§2)."""
    if inner == outer or outer.kind is SubjectKind.EVERYTHING:
        return True
    return inner.kind is SubjectKind.DOCUMENT and outer.kind in _PART_OF_SUBJECT
