"""Undo what is no sharing preference: a setting, a wish not to know, a designation; by a new declaration.

A setting takes again the value that stood before; where nothing had been said, the value that silence means
(decision.md §1) is said in so many words. What opens again is refused on a stale page, as a grant is (§1.6).
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from consents.actor import Actor
from consents.errors import Refused, StaleRevision
from consents.selectors import declarations
from consents.selectors.declarations import DeclarationCard
from consents.services import designations, directives, passing, settings
from consents.services.acts import Entered
from consents.silence import SILENCE
from consents.vocabulary import ActorKind, CareBasis, Choice, DeclarationKind, SettingName, SubjectKind
from consents.words import Subject

_SETTINGS = frozenset({DeclarationKind.EMERGENCY, DeclarationKind.TREATING_PHYSICIAN, DeclarationKind.RELATIVES})
_WISHES = frozenset({DeclarationKind.NOT_TO_KNOW, DeclarationKind.WITHDRAW_NOT_TO_KNOW})
KINDS = _SETTINGS | _WISHES | {DeclarationKind.DESIGNATION, DeclarationKind.POST_MORTEM, DeclarationKind.MANDATE}


def return_from(patient_id: UUID, undone: DeclarationCard, *, by: Actor, at: datetime, stale: bool) -> Entered:
    """What is undone was said by the voice that undoes it (§1.3)."""
    if by.kind is not ActorKind.PERSON or not undone.own_voice:
        raise Refused("R05", "unknown_declaration")
    kind = DeclarationKind(undone.kind)
    if kind in _SETTINGS:
        return _setting(patient_id, kind, undone, by=by, at=at, stale=stale)
    if kind in _WISHES:
        return _wish(patient_id, kind, undone, by=by, at=at)
    if kind is DeclarationKind.POST_MORTEM:
        return directives.withdraw_post_mortem(patient_id, by=by, at=at, revision=undone.revision)
    if kind is DeclarationKind.MANDATE:
        return _mandate(patient_id, undone, by=by, at=at)
    return _designation(patient_id, undone, by=by, at=at, stale=stale)


def _setting(
    patient_id: UUID, kind: DeclarationKind, undone: DeclarationCard, *, by: Actor, at: datetime, stale: bool
) -> Entered:
    before = [declarations.declaration(patient_id, revision) for revision in sorted(undone.ended)]
    stood = [card for card in before if card is not None]
    choices = _former([name for name, _ in undone.object.settings], stood)
    _opens_on_a_fresh_page(any(pair in passing.OPENING for pair in choices.items()), stale)
    if kind is DeclarationKind.EMERGENCY:
        return settings.choose_for_emergencies(patient_id, choices=choices, by=by, at=at)
    if kind is DeclarationKind.TREATING_PHYSICIAN:
        return settings.choose_for_treating_physician(patient_id, choices=choices, by=by, at=at)
    wish = choices[SettingName.GRAVE_PROGNOSIS]
    only = [UUID(key) for card in stood for key in card.object.persons] if wish is Choice.ONLY else []
    return settings.wish_for_relatives(patient_id, grave_prognosis=wish, only=only, by=by, at=at)


def _former(names: list[str], stood: list[DeclarationCard]) -> Mapping[SettingName, Choice]:
    """The value that each setting had; the latest of those that were ended."""
    said = {name: Choice(value) for card in stood for name, value in card.object.settings}
    return {SettingName(name): said.get(name, SILENCE[SettingName(name)]) for name in names}


def _wish(patient_id: UUID, kind: DeclarationKind, undone: DeclarationCard, *, by: Actor, at: datetime) -> Entered:
    document = UUID(undone.object.documents[0])
    if kind is DeclarationKind.NOT_TO_KNOW:
        return directives.withdraw_not_to_know(patient_id, document=document, by=by, at=at)
    return directives.wish_not_to_know(patient_id, document=document, by=by, at=at)


def _mandate(patient_id: UUID, undone: DeclarationCard, *, by: Actor, at: datetime) -> Entered:
    kind, reference = undone.object.about
    about = Subject(SubjectKind(kind), reference)
    return directives.withdraw_mandate(patient_id, person=UUID(undone.object.persons[0]), about=about, by=by, at=at)


def _designation(patient_id: UUID, undone: DeclarationCard, *, by: Actor, at: datetime, stale: bool) -> Entered:
    """Whoever had the role before takes it again; nobody does when nobody had it."""
    basis, named = CareBasis(undone.object.basis), undone.object.professional
    former = undone.object.former if undone.object.begins else (named,)
    if not former:
        return designations.end_designation(patient_id, professional=UUID(named), basis=basis, by=by, at=at)
    _opens_on_a_fresh_page(True, stale)
    return designations.designate(patient_id, professional=UUID(former[0]), basis=basis, by=by, at=at)


def _opens_on_a_fresh_page(opens: bool, stale: bool) -> None:
    if opens and stale:
        raise StaleRevision
