"""Single declarations somebody could make now about what was asked, the smallest telling first.

Who may declare what is decision.md §1; here only those who have a voice are given one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consents.vocabulary import Choice, DeclarationKind, RecipientKind, SettingName, SubjectKind
from sharing.engine import item as items
from sharing.engine import titles
from sharing.engine.case import Case
from sharing.engine.facts import Facts, PatientFacts, Recipient, Subject
from sharing.engine.question import Question
from sharing.engine.voices import Voice

_EVERYONE = Recipient(RecipientKind.EVERYONE)

_WITHDRAWALS = frozenset(
    {
        DeclarationKind.WITHDRAW,
        DeclarationKind.WITHDRAW_MANDATE,
        DeclarationKind.WITHDRAW_MINOR_SECRECY,
        DeclarationKind.WITHDRAW_NOT_TO_KNOW,
    }
)

#: Each choice that may turn an answer round, its two values, and the declaration that carries it.
_CHOICES = (
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES, Choice.NO),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW, Choice.REFUSE),
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW, Choice.REFUSE),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW, Choice.REFUSE),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES, Choice.NO),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One declaration by `voice`. `to` and `about` of a preference, a mandate or an ending;
    `setting` and `value` of a choice. `came_from`: who said the words that this voice has since
    been given, and may therefore end (§1.3).
    """

    kind: DeclarationKind
    voice: str
    to: Recipient | None = None
    about: Subject | None = None
    setting: SettingName | None = None
    value: Choice | None = None
    came_from: frozenset[str] = frozenset()


def size(change: Change) -> tuple[int, int, int, str]:
    """The less it touches the smaller: about what, to whom, and an ending before a new word."""
    about = {None: 3, SubjectKind.DOCUMENT: 0, SubjectKind.EVERYTHING: 2}
    to = {None: 1, RecipientKind.PROFESSIONAL: 0, RecipientKind.PERSON: 0}
    to[RecipientKind.EVERYONE] = 2
    return (
        about.get(change.about.kind if change.about else None, 1),
        to.get(change.to.kind if change.to else None, 1),
        0 if change.kind in _WITHDRAWALS else 1,
        f"{change.voice} {change.kind} {change.to} {change.about} {change.setting} {change.value}",
    )


def candidates(question: Question, facts: Facts) -> Iterator[Change]:
    """Nobody declares for a person who has died (R52)."""
    case = Case.of(question, facts)
    item = items.find(question.about, facts)
    patient = case.patient
    if patient is None or item is None or titles.has_died(patient.id, facts, question.at):
        return
    for voice in case.voices:
        if voice.owner is not None:
            yield from _preferences(voice.owner, case, item)
            yield from _choices(voice.owner)
            yield from _endings(voice.owner, voice)
    yield from _of_the_patient(patient, case, item)


def _endings(owner: str, voice: Voice) -> Iterator[Change]:
    for word in voice.words:
        speakers = {other.voice for other in voice.words if (other.to, other.about) == (word.to, word.about)}
        came_from = frozenset(speakers - {owner})
        yield Change(DeclarationKind.WITHDRAW, owner, word.to, word.about, came_from=came_from)


def _preferences(owner: str, case: Case, item: items.Item) -> Iterator[Change]:
    asker = _recipient(case)
    for about in items.subjects(item):
        if asker is not None and _may_grant(owner, case):
            yield Change(DeclarationKind.GRANT, owner, asker, about)
        if asker is not None and asker.kind is RecipientKind.PROFESSIONAL:
            yield Change(DeclarationKind.OPPOSE, owner, asker, about)
        yield Change(DeclarationKind.OPPOSE, owner, _EVERYONE, about)


def _recipient(case: Case) -> Recipient | None:
    if case.person is not None:
        return Recipient(RecipientKind.PERSON, case.person)
    acting = case.acting
    return Recipient(RecipientKind.PROFESSIONAL, acting.id) if acting else None


def _may_grant(owner: str, case: Case) -> bool:
    """A representative grants neither to himself nor to another representative (§9.1)."""
    representative = case.patient is None or owner != case.patient.id
    to_representative = case.person is not None and case.person in {voice.owner for voice in case.voices}
    return not (representative and to_representative)


def _choices(owner: str) -> Iterator[Change]:
    for setting, *values in _CHOICES:
        hidden = setting is SettingName.TREATING_PHYSICIAN_SEES_HIDDEN
        kind = DeclarationKind.TREATING_PHYSICIAN if hidden else DeclarationKind.EMERGENCY
        for value in values:
            yield Change(kind, owner, setting=setting, value=value)


def _of_the_patient(patient: PatientFacts, case: Case, item: items.Item) -> Iterator[Change]:
    """What only the patient says: mandates when adult; secrets and the wish not to know."""
    person = Recipient(RecipientKind.PERSON, case.person) if case.person else None
    if person is not None and not titles.is_minor(patient, case.at):
        for about in items.subjects(item):
            yield Change(DeclarationKind.MANDATE, patient.id, person, about)
        for mandate in patient.mandates:
            yield Change(DeclarationKind.WITHDRAW_MANDATE, patient.id, person, mandate.about)
    for value in (Choice.YES, Choice.NO):
        name = SettingName.THROUGH_PHYSICIAN
        yield Change(DeclarationKind.THROUGH_PHYSICIAN, patient.id, setting=name, value=value)
    for document in sorted(item.ids()):
        about = Subject(SubjectKind.DOCUMENT, document)
        yield Change(DeclarationKind.WITHDRAW_MINOR_SECRECY, patient.id, about=about)
        yield Change(DeclarationKind.WITHDRAW_NOT_TO_KNOW, patient.id, about=about)
        if titles.is_minor(patient, case.at):
            yield Change(DeclarationKind.MINOR_SECRECY, patient.id, about=about)
        else:
            yield Change(DeclarationKind.NOT_TO_KNOW, patient.id, about=about)
