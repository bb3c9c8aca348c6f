"""Ending a word, and passing it on to the voices that it came to besides (decision.md §1.3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from consents.models import Person, Setting, SharingPreference
from consents.services.turns import Turn
from consents.vocabulary import Choice, SettingName, Stance

Word = SharingPreference | Setting

#: Values that open something: they end with the authority of the voice that said them.
OPENING = frozenset(
    {
        (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW),
        (SettingName.EMERGENCY_SAMU, Choice.ALLOW),
        (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW),
        (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO),
        (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES),
        (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES),
        (SettingName.GRAVE_PROGNOSIS, Choice.NO_WISH),
    }
)
_TO_AND_ABOUT = (
    "to_kind",
    "to_professional_id",
    "to_organisation_id",
    "to_person_id",
    "to_profession",
    "about_kind",
    "about_document_id",
    "about_word",
)


def opens(word: Word) -> bool:
    if isinstance(word, SharingPreference):
        return word.stance == Stance.GRANT
    return (word.name, word.value) in OPENING


def end_openings(patient: Person, voice: Person, *, at: datetime) -> None:
    """When its authority ends, what a voice opened ends with it; what it closed stays (§1.3)."""
    left = Q(patient=patient, voice=voice) & _left(at)
    words: list[Word] = [*SharingPreference.objects.filter(left), *Setting.objects.filter(left)]
    for word in words:
        if opens(word):
            _end(word, at)


def end(turn: Turn, words: Iterable[Word], *, at: datetime) -> list[int]:
    """End words for this speaker: what has begun ends at that moment, what is to come never begins.

    What closes goes on under every other voice that it had passed to, unless that voice has spoken since:
    the strictest voice holds. Gives the revisions that were ended.
    """
    ended = []
    for word in words:
        begins_at, ends_at = max(word.begins_at, at), word.ends_at
        others = turn.family.owners(word.voice_id, word.declared_at, turn.at) - {turn.voice}
        _end(word, at)
        ended.append(word.revision)
        if not opens(word):
            for voice in others:
                _go_on(word, voice, begins_at, ends_at)
    return ended


def former_quality(turn: Turn, words: Iterable[Word]) -> Sequence[Word]:
    """What this speaker said in a quality that ended: a parent who became the adult's guardian, for instance."""
    return [word for word in words if word.voice_id == turn.voice and not turn.owns(word.voice_id, word.declared_at)]


def _end(word: Word, at: datetime) -> None:
    word.ends_at = max(word.begins_at, at)
    word.save(update_fields=["ends_at"])


def _left(at: datetime) -> Q:
    return Q(ends_at__isnull=True) | Q(ends_at__gt=at)


def _go_on(word: Word, voice: UUID, begins_at: datetime, ends_at: datetime | None) -> None:
    columns = _TO_AND_ABOUT if isinstance(word, SharingPreference) else ("name",)
    same = {column: getattr(word, column) for column in columns}
    if type(word).objects.filter(_left(begins_at), patient=word.patient_id, voice=voice, **same).exists():
        return
    values = {field.attname: getattr(word, field.attname) for field in word._meta.concrete_fields}
    del values["id"]
    copy = type(word)(**values | {"voice_id": voice, "begins_at": begins_at, "ends_at": ends_at})
    copy.save(force_insert=True)
    if isinstance(word, Setting) and isinstance(copy, Setting):
        copy.only.set(word.only.all())
