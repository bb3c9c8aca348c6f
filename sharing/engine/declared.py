"""The facts as they would stand right after one declaration, made at the moment asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from consents.vocabulary import DeclarationKind, Stance
from sharing.engine.facts import (
    Facts,
    Mandate,
    NotToKnow,
    PatientFacts,
    Period,
    Preference,
    Secrecy,
    Setting,
)
from sharing.engine.whatif import Change

#: The identifier of a preference that nobody has declared yet.
SUPPOSED = "supposed"


def after(change: Change, facts: Facts, at: datetime) -> Facts:
    """A new word of the same voice, to the same about the same, replaces the earlier (§1.2)."""
    patient = facts.patient
    if patient is None:
        return facts
    return replace(facts, patient=_EFFECTS[change.kind](change, patient, at))


def _preference(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    if change.to is None or change.about is None:
        return patient
    stance = Stance(change.kind.value)
    word = Preference(SUPPOSED, change.voice, stance, change.to, change.about, at, Period(at))
    ended = _withdraw(change, patient, at)
    return replace(ended, preferences=(*ended.preferences, word))


def _withdraw(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    """Words that came to the voice from another are its own to end."""
    kept = tuple(
        replace(word, period=_cut(word.period, at))
        if (word.to, word.about) == (change.to, change.about) and _is_its_own(word, change)
        else word
        for word in patient.preferences
    )
    return replace(patient, preferences=kept)


def _is_its_own(word: Preference, change: Change) -> bool:
    return word.voice == change.voice or word.voice in change.came_from


def _choice(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    if change.setting is None or change.value is None:
        return patient
    others = tuple(
        setting for setting in patient.settings if (setting.voice, setting.name) != (change.voice, change.setting)
    )
    said = Setting(change.voice, change.setting, change.value, at, Period(at))
    return replace(patient, settings=(*others, said))


def _mandate(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    if change.to is None or change.about is None:
        return patient
    mandate = Mandate(change.to.ref, change.about, change.voice, Period(at))
    return replace(patient, mandates=(*patient.mandates, mandate))


def _withdraw_mandate(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    person = change.to.ref if change.to else None
    kept = tuple(mandate for mandate in patient.mandates if (mandate.person, mandate.about) != (person, change.about))
    return replace(patient, mandates=kept)


def _minor_secrecy(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    secrecy = Secrecy(_document(change), None, Period(at))
    return replace(patient, secrecies=(*patient.secrecies, secrecy))


def _withdraw_minor_secrecy(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    document = _document(change)
    kept = tuple(each for each in patient.secrecies if each.document != document)
    return replace(patient, secrecies=kept)


def _not_to_know(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    wish = NotToKnow(_document(change), Period(at))
    return replace(patient, not_to_know=(*patient.not_to_know, wish))


def _withdraw_not_to_know(change: Change, patient: PatientFacts, at: datetime) -> PatientFacts:
    document = _document(change)
    kept = tuple(each for each in patient.not_to_know if each.document != document)
    return replace(patient, not_to_know=kept)


def _document(change: Change) -> str:
    return change.about.ref if change.about else ""


def _cut(period: Period, at: datetime) -> Period:
    return replace(period, ends=at) if period.covers(at) else period


_Effect = Callable[[Change, PatientFacts, datetime], PatientFacts]

_EFFECTS: dict[DeclarationKind, _Effect] = {
    DeclarationKind.GRANT: _preference,
    DeclarationKind.OPPOSE: _preference,
    DeclarationKind.WITHDRAW: _withdraw,
    DeclarationKind.EMERGENCY: _choice,
    DeclarationKind.TREATING_PHYSICIAN: _choice,
    DeclarationKind.THROUGH_PHYSICIAN: _choice,
    DeclarationKind.MANDATE: _mandate,
    DeclarationKind.WITHDRAW_MANDATE: _withdraw_mandate,
    DeclarationKind.MINOR_SECRECY: _minor_secrecy,
    DeclarationKind.WITHDRAW_MINOR_SECRECY: _withdraw_minor_secrecy,
    DeclarationKind.NOT_TO_KNOW: _not_to_know,
    DeclarationKind.WITHDRAW_NOT_TO_KNOW: _withdraw_not_to_know,
}
