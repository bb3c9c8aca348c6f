"""Whose words are whose: one voice for an adult, several for a minor or a protected adult (decision.md §1.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consents.calendar import majority
from consents.models import ParentalAuthority, Person, Protection
from consents.vocabulary import REPRESENTATION_MEASURES


@dataclass(frozen=True, slots=True)
class Family:
    """Who may speak for one patient, as the judgments and the civil registry say."""

    patient: UUID
    majority: datetime
    authorities: Sequence[ParentalAuthority]
    measures: Sequence[Protection]

    def is_minor(self, at: datetime) -> bool:
        return at < self.majority

    def authority_of(self, person: UUID) -> ParentalAuthority | None:
        return next((row for row in self.authorities if row.holder_id == person), None)

    def holders(self, at: datetime) -> set[UUID]:
        """Who holds parental authority at that moment (R59, R60); nobody once the child is of age."""
        return {row.holder_id for row in self.authorities if self.is_minor(at) and holds(row, at)}

    def measures_of(self, person: UUID) -> list[Protection]:
        return [row for row in self.measures if row.guardian_id == person]

    def representatives(self, at: datetime) -> set[UUID]:
        """Guardians whose measure represents the person at that moment (R72)."""
        return {row.guardian_id for row in self.measures if in_force(row, at) and represents(row)}

    def legal(self, at: datetime) -> set[UUID]:
        """Everyone who stands for the patient by law at that moment, whatever the scope (decision.md §9.1)."""
        return self.holders(at) | {row.guardian_id for row in self.measures if in_force(row, at)}

    def owners(self, voice: UUID, declared_at: datetime, at: datetime) -> set[UUID]:
        """The voices that may replace or withdraw, at `at`, a word that `voice` said at `declared_at`.

        At eighteen the parents' words become the patient's own; when authority or a measure ends
        otherwise they pass to the patient's other voices. A word nobody is left to own stays its speaker's.
        """
        if voice == self.patient:
            return {voice}
        if declared_at < self.majority:
            return self._owners_of_a_parents_word(voice, at)
        if self.lasts(voice, declared_at, at):
            return {voice}
        return {self.patient} | (self.representatives(at) - {voice})

    def _owners_of_a_parents_word(self, voice: UUID, at: datetime) -> set[UUID]:
        if not self.is_minor(at):
            return {self.patient}
        speaking = self.holders(at) | self.representatives(at)
        return {voice} if voice in speaking else speaking or {voice}

    def lasts(self, guardian: UUID, since: datetime, until: datetime) -> bool:
        """Whether this guardian has represented the person from `since` to `until` without a gap."""
        end = self.represented_until(guardian, since)
        return end is None or (end > until and end > since)

    def represented_until(self, guardian: UUID, since: datetime) -> datetime | None:
        """When this guardian's representation, standing at `since`, ends; None: no end is known."""
        reached = since
        for row in sorted(filter(represents, self.measures_of(guardian)), key=_begin):
            ends_at = first(row.ends_at, row.guardian.died_at)
            if (row.begins_at is None or row.begins_at <= reached) and (ends_at is None or ends_at > reached):
                if ends_at is None:
                    return None
                reached = ends_at
        return reached


def _begin(row: Protection) -> float:
    return row.begins_at.timestamp() if row.begins_at else float("-inf")


def represents(row: Protection) -> bool:
    return row.measure in REPRESENTATION_MEASURES


def holds(row: ParentalAuthority, at: datetime) -> bool:
    """Authority ends with the holder's life too."""
    begun = row.begins_at is None or row.begins_at <= at
    return begun and _before(at, first(row.withdrawn_at, row.holder.died_at))


def in_force(row: Protection, at: datetime) -> bool:
    """A measure ends with the guardian's life too."""
    return (row.begins_at is None or row.begins_at <= at) and _before(at, first(row.ends_at, row.guardian.died_at))


def first(*ends: datetime | None) -> datetime | None:
    """The earliest of these ends; None: none is known."""
    return min((end for end in ends if end is not None), default=None)


def _before(at: datetime, end: datetime | None) -> bool:
    return end is None or at < end


def family_of(patient: Person) -> Family:
    return Family(
        patient=patient.pk,
        majority=majority(patient.born_on),
        authorities=list(ParentalAuthority.objects.filter(child=patient).select_related("holder")),
        measures=list(Protection.objects.filter(protected=patient).select_related("guardian")),
    )
