"""The one door through which a patient's choice leaves these pages: declared, then the notices nudged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from consents.actor import Actor
from consents.services import preferences, undoing
from consents.services.preferences import Declared
from consents.vocabulary import RecipientKind, SubjectKind
from consents.words import Recipient, Subject
from sharing.services import nudge, preview
from sharing.services.preview import Effect


@dataclass(frozen=True, slots=True)
class Choice:
    """A verb, to whom, about what, until which day (included), as the page names them."""

    verb: str
    to: tuple[str, str]
    about: tuple[str, str]
    until: date | None = None

    @property
    def recipient(self) -> Recipient:
        return Recipient(RecipientKind(self.to[0]), self.to[1])

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind(self.about[0]), self.about[1])


def declare(patient_id: UUID, choice: Choice, *, by: Actor, at: datetime, shown: int | None) -> int:
    """The revision declared; raises what the service raises."""
    declared = _service(patient_id, choice, by=by, at=at, shown=shown)()
    nudge.after_commit()
    return declared.revision


def undo(patient_id: UUID, revision: int, *, by: Actor, at: datetime, shown: int) -> int:
    """The revision that undoes another one."""
    declared = undoing.undo(patient_id, revision, by=by, at=at, shown=shown)
    nudge.after_commit()
    return declared.revision


def effect(patient_id: UUID, choice: Choice, *, by: Actor, at: datetime) -> Effect:
    """What the choice would change; nothing is kept."""
    return preview.preview(patient_id, _service(patient_id, choice, by=by, at=at, shown=None), by=by, at=at)


def _service(patient_id: UUID, choice: Choice, *, by: Actor, at: datetime, shown: int | None) -> Callable[[], Declared]:
    to, about, until = choice.recipient, choice.subject, choice.until
    services: dict[str, Callable[[], Declared]] = {
        "grant": lambda: preferences.grant(patient_id, to=to, about=about, by=by, at=at, ends_at=until, shown=shown),
        "oppose": lambda: preferences.oppose(patient_id, to=to, about=about, by=by, at=at, ends_at=until),
        "withdraw": lambda: preferences.withdraw(patient_id, to=to, about=about, by=by, at=at, shown=shown),
    }
    return services[choice.verb]
