"""A case: what is the same for every document of one asker, one patient, one purpose, one moment.

Everything here is worked out once, when first needed; each document is then asked by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from consents.vocabulary import (
    PROFESSION_KINDS,
    CareBasis,
    OrganisationKind,
    Profession,
    ProfessionKind,
    Purpose,
)
from sharing.engine import boundaries, capacity, listeners, places, standing
from sharing.engine.facts import CareEntry, Facts, PatientFacts, Professional
from sharing.engine.item import Item
from sharing.engine.naming import named_documents
from sharing.engine.preferences import Heard, LeftOut, Weighing, weigh
from sharing.engine.question import Asker, AskerKind, EmergencyStatement, Question
from sharing.engine.voices import Voice, speaking


@dataclass(frozen=True)
class Case:
    """`purpose` is the one stated; `asked_as` the one that is answered."""

    asker: Asker
    patient_id: str | None
    purpose: Purpose
    at: datetime
    statement: EmergencyStatement | None
    facts: Facts

    @classmethod
    def of(cls, question: Question, facts: Facts) -> "Case":
        asker, patient = question.asker, question.patient
        return cls(asker, patient, question.purpose, question.at, question.statement, facts)

    @cached_property
    def patient(self) -> PatientFacts | None:
        """None: unknown."""
        known = self.facts.patient
        return known if known is not None and known.id == self.patient_id else None

    @cached_property
    def professional(self) -> Professional | None:
        """The one who asks, under his own account."""
        if self.asker.kind is not AskerKind.PROFESSIONAL:
            return None
        return self.facts.professionals.get(self.asker.ref)

    @cached_property
    def is_assistant(self) -> bool:
        """A secretary or a student (R18)."""
        asking = self.professional
        return asking is not None and _kind(asking) is ProfessionKind.ASSISTANT

    @cached_property
    def acting(self) -> Professional | None:
        """In whose place the question is answered: the one assisted, or himself."""
        if self.professional is None or not self.is_assistant:
            return self.professional
        return self.facts.professionals.get(self.professional.assists or "")

    @cached_property
    def place(self) -> str | None:
        """The organisation asked from."""
        if self.asker.organisation is not None or self.professional is None:
            return self.asker.organisation
        return next(iter(self.professional.organisations), None)

    @cached_property
    def asks_from(self) -> tuple[str, ...]:
        """That organisation and the legal entities it is a site of."""
        return places.chain(self.place, self.facts.organisations)

    @cached_property
    def kinds_of_place(self) -> frozenset[OrganisationKind]:
        known = (self.facts.organisations.get(each) for each in self.asks_from)
        return frozenset(organisation.kind for organisation in known if organisation)

    @cached_property
    def person(self) -> str | None:
        """The person in whose capacity the question is answered (lines 4 to 7), if any."""
        return capacity.person(self)

    @cached_property
    def asked_as(self) -> Purpose:
        return capacity.purpose(self)

    @cached_property
    def may_break_the_glass(self) -> bool:
        """A health professional in his own right (§5)."""
        return self.professional is not None and _kind(self.professional) is ProfessionKind.HEALTH

    @cached_property
    def regulates(self) -> bool:
        """A SAMU regulator asking from a `samu` (§9.7)."""
        asking = self.professional
        regulator = asking is not None and asking.profession is Profession.SAMU_REGULATOR
        return regulator and OrganisationKind.SAMU in self.kinds_of_place

    @cached_property
    def is_occupational(self) -> bool:
        """Place counts as much as title (§9.7)."""
        acting = self.acting
        title = acting is not None and acting.profession is Profession.OCCUPATIONAL_PHYSICIAN
        return title or OrganisationKind.OCCUPATIONAL_HEALTH in self.kinds_of_place

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        return speaking(self.facts, self.at)

    @cached_property
    def care_of_all(self) -> tuple[CareEntry, ...]:
        """Every care entry of the patient in force."""
        entries = self.patient.care if self.patient else ()
        return standing.in_force(entries, self.at, self.facts.organisations)

    @cached_property
    def care(self) -> tuple[CareEntry, ...]:
        """Those of the professional in whose place the question is answered."""
        acting = self.acting.id if self.acting else None
        return tuple(entry for entry in self.care_of_all if entry.professional == acting)

    @cached_property
    def is_treating_physician(self) -> bool:
        return any(entry.basis is CareBasis.TREATING_PHYSICIAN for entry in self.care)

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """The words that reach the asker, voice by voice."""
        if self.person is not None:
            return listeners.hear(self.voices, listeners.as_person(self.person))
        if self.acting is None:
            return ()
        return listeners.hear(self.voices, self._reaches(self.acting))

    @cached_property
    def heard_by_assistant(self) -> tuple[Heard, ...]:
        """The words that name the assistant, his organisation or his profession (§3)."""
        if not self.is_assistant or self.professional is None:
            return ()
        named = listeners.by_name_only(self._reaches(self.professional))
        return listeners.hear(self.voices, named)

    @cached_property
    def named_documents(self) -> frozenset[str]:
        return named_documents(self.facts.patient)

    @cached_property
    def next_change(self) -> datetime | None:
        """The next moment at which a fact about the patient begins or ends."""
        return boundaries.next_of_patient(self.facts, self.at)

    def _reaches(self, professional: Professional) -> listeners.Reaches:
        return listeners.as_professional(
            professional.id, professional.profession, self.asks_from, self._is_cared_for_from
        )

    def _is_cared_for_from(self, organisation: str) -> bool:
        """Has the professional a care entry there, whatever its basis (§1.1)?"""
        known = self.facts.organisations
        return any(places.within(entry.organisation, organisation, known) for entry in self.care)

    def weigh(self, item: Item, left_out: LeftOut | None = None) -> Weighing:
        return weigh(self.heard, item, self.facts.organisations, left_out)


def _kind(professional: Professional) -> ProfessionKind:
    return PROFESSION_KINDS[professional.profession]
