"""Declarations other than grant, oppose and withdraw, as the story tells them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from consents.calendar import paris_day
from consents.services import calling, designations, directives, minors, settings, trusting
from consents.vocabulary import Choice, TrustedRole
from portal import commitment
from portal.demo.record import Cast

Said = Mapping[Any, Any]
Turn = dict[str, Any]


def _designate(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    designations.designate(patient, professional=cast.workers[said["professional"]], basis=said["basis"], **turn)


def _relatives(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    settings.wish_for_relatives(patient, grave_prognosis=Choice.ONLY, only=[cast.people[said["only"]]], **turn)


def _trusted_person(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    directives.designate_trusted_person(patient, person=cast.people[said["person"]], accepted=False, **turn)


def _name(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    trusting.designate(patient, contact=said["contact"], role=TrustedRole.HEALTH, **turn)


def _paper(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    """Signed on that very day."""
    day = paris_day(turn["at"])
    trusting.sign_on_paper(patient, role=TrustedRole.HEALTH, signed_on=day, text=commitment.VERSION, **turn)


def _call(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    calling.call(patient, who=said["who"], **turn)


def _accept(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    directives.accept_designation(patient, **turn)


def _emergency(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    settings.choose_for_emergencies(patient, choices=said, **turn)


def _treating_physician(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    settings.choose_for_treating_physician(patient, choices=said, **turn)


def _not_to_know(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    directives.wish_not_to_know(patient, document=cast.papers[said["document"]], **turn)


def _secret(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    minors.keep_secret(patient, document=cast.papers[said["document"]], **turn)


def _after_death(patient: UUID, said: Said, cast: Cast, turn: Turn) -> None:
    directives.oppose_after_death(patient, documents=[cast.papers[said["documents"]]], **turn)


WORDS: Mapping[str, Callable[[UUID, Said, Cast, Turn], None]] = {
    "designate": _designate,
    "relatives": _relatives,
    "trusted_person": _trusted_person,
    "accept": _accept,
    "name": _name,
    "paper": _paper,
    "call": _call,
    "emergency": _emergency,
    "treating_physician": _treating_physician,
    "not_to_know": _not_to_know,
    "secret": _secret,
    "after_death": _after_death,
}
