"""What a patient may declare on these pages, each as its address names it and as its service takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from consents.actor import Actor
from consents.calendar import first_instant
from consents.selectors import portrait
from consents.services import designations, directives, preferences, settings
from consents.vocabulary import CareBasis, RecipientKind, SettingName, SubjectKind
from consents.vocabulary import Choice as Value
from consents.words import Recipient, Subject

Address = Sequence[tuple[str, str]]


class Entered(Protocol):
    """What a service answers: at least the revision that was written."""

    @property
    def revision(self) -> int: ...


class Declaration(Protocol):
    """One choice, looked at and then made. `professional`: whom it names, if anyone."""

    @property
    def verb(self) -> str: ...
    @property
    def professional(self) -> str: ...
    @property
    def address(self) -> Address: ...
    def begins(self) -> datetime | None: ...
    def shown(self, patient_id: UUID) -> int:
        """The revision that its page shows, which its service compares (decision.md §1.6)."""

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered: ...


class AtOnce:
    """What counts from the moment it is said, and shows the ledger's own revision."""

    def begins(self) -> datetime | None:
        return None

    def shown(self, patient_id: UUID) -> int:
        return portrait.revision(patient_id)


@dataclass(frozen=True, slots=True)
class Preference:
    """Grant, oppose or withdraw: to whom, about what, from which day until which day (both included)."""

    verb: str
    to: tuple[str, str]
    about: tuple[str, str]
    since: date | None = None
    until: date | None = None

    @property
    def professional(self) -> str:
        return self.to[1] if self.to[0] == RecipientKind.PROFESSIONAL else ""

    @property
    def address(self) -> Address:
        days = (("des", self.since), ("jusqu_au", self.until))
        named = [("verbe", self.verb), ("a", _joined(self.to)), ("sur", _joined(self.about))]
        return [*named, *((name, day.isoformat()) for name, day in days if day)]

    def begins(self) -> datetime | None:
        return first_instant(self.since) if self.since else None

    def shown(self, patient_id: UUID) -> int:
        return portrait.preference_revision(patient_id)

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered:
        to, about = Recipient(RecipientKind(self.to[0]), self.to[1]), Subject(SubjectKind(self.about[0]), self.about[1])
        since, until = self.since, self.until
        if self.verb == "withdraw":
            return preferences.withdraw(patient_id, to=to, about=about, by=by, at=at, shown=shown)
        if self.verb == "oppose":
            return preferences.oppose(patient_id, to=to, about=about, by=by, at=at, begins_at=since, ends_at=until)
        return preferences.grant(
            patient_id, to=to, about=about, by=by, at=at, begins_at=since, ends_at=until, shown=shown
        )


@dataclass(frozen=True, slots=True)
class Setting(AtOnce):
    """One choice for emergencies or for the treating physician (R25, R30, R34–R37)."""

    name: SettingName
    value: Value
    verb: str = "set"
    professional: str = ""

    @property
    def address(self) -> Address:
        return [("verbe", self.verb), ("quoi", self.name.value), ("valeur", self.value.value)]

    @property
    def for_emergencies(self) -> bool:
        return self.name in settings.EMERGENCY

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered:
        choose = settings.choose_for_emergencies if self.for_emergencies else settings.choose_for_treating_physician
        return choose(patient_id, choices={self.name: self.value}, by=by, at=at, shown=shown)


@dataclass(frozen=True, slots=True)
class Wish(AtOnce):
    """Not to be shown one document, or to be shown it again (R02c)."""

    verb: str
    document: str
    professional: str = ""

    @property
    def address(self) -> Address:
        return [("verbe", self.verb), ("sur", f"document:{self.document}")]

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered:
        say = directives.wish_not_to_know if self.verb == "not_to_know" else directives.withdraw_not_to_know
        return say(patient_id, document=UUID(self.document), by=by, at=at)


@dataclass(frozen=True, slots=True)
class Role(AtOnce):
    """Treating physician, or member of the team by the patient's own word (R12): given or ended."""

    verb: str
    professional: str
    basis: CareBasis

    @property
    def address(self) -> Address:
        return [("verbe", self.verb), ("a", f"professional:{self.professional}"), ("role", self.basis.value)]

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered:
        who = UUID(self.professional)
        if self.verb == "release":
            return designations.end_designation(patient_id, professional=who, basis=self.basis, by=by, at=at)
        return designations.designate(patient_id, professional=who, basis=self.basis, by=by, at=at, shown=shown)


def _joined(pair: tuple[str, str]) -> str:
    return f"{pair[0]}:{pair[1]}" if pair[1] else pair[0]
