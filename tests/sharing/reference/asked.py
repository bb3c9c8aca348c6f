"""The facts of one question, as the sentences of decision.md name them. Slow and plain on purpose."""

# ruff: noqa: PERF401, SIM110
# Straight loops on purpose: each follows its sentence.

from dataclasses import dataclass
from datetime import datetime

from consents.calendar import first_instant, majority, month_later
from consents.vocabulary import ASSISTANCE_MEASURES, REPRESENTATION_MEASURES, CareBasis, Purpose
from sharing.engine.facts import CareEntry, Document, Facts, Measure, Organisation, PatientFacts, Professional, Secrecy
from sharing.engine.question import Question


@dataclass(frozen=True)
class Asked:
    """A question whose patient and document are known. `document` None: the record as a whole."""

    question: Question
    facts: Facts
    patient: PatientFacts
    document: Document | None
    at: datetime
    purpose: Purpose

    @property
    def whole(self) -> bool:
        """ "The record as a whole" is asked as a document without author, category, specialty, flags or place."""
        return self.document is None

    def is_minor(self) -> bool:
        """ "Majority begins at the first instant of the eighteenth birthday"."""
        return self.at < majority(self.patient.born)

    def has_died(self) -> bool:
        return self.patient.died is not None and first_instant(self.patient.died) <= self.at

    def versions(self) -> list[Document]:
        """The document and what it replaces: "a secret follows its document" (§9.2)."""
        if self.document is None:
            return []
        found = [self.document]
        for earlier in self.document.replaces:
            if earlier in self.facts.documents:
                found.append(self.facts.documents[earlier])
        return found

    def version_ids(self) -> list[str]:
        return [each.id for each in self.versions()] + list(self.document.replaces if self.document else ())

    def third_party(self) -> bool:
        return self.document is not None and self.document.third_party

    def announcement_pending(self) -> bool:
        """ "until the same day of the month after its deposit (or that month's last day), on which it shows";
        a corrected version keeps the announcement of what it replaces (§9.2)."""
        for each in self.versions():
            if not each.announcement_pending:
                continue
            own = self.document  # what is announced of this version is said otherwise
            if own is not None and own.announced_at is not None and own.announced_at <= self.at:
                return False
            announced = each.announced_at is not None and each.announced_at <= self.at
            shows = first_instant(month_later(each.deposited_on))
            if not announced and self.at < shows:
                return True
        return False

    def not_to_know(self) -> bool:
        ids = self.version_ids()
        for wish in self.patient.not_to_know:
            if wish.document in ids and wish.period.covers(self.at):
                return True
        return False

    def secret_from(self, person: str) -> bool:
        """Kept secret by the minor from everyone, or from this person."""
        for towards in self.secrecies():
            if towards is None or towards == person:
                return True
        return False

    def secrecies(self) -> list[str | None]:
        """Towards whom it is kept: by its name, or by the care episode in which it was made (R63)."""
        found = []
        for each in self.patient.secrecies:
            if each.period.covers(self.at) and (each.document in self.version_ids() or self._of_episode(each)):
                found.append(each.towards)
        return found

    def _of_episode(self, secrecy: Secrecy) -> bool:
        """What the named professional wrote, or the named place (its sites too) made, on a day of the episode; what
        says no day is of it unless it came before."""
        episode = secrecy.episode
        if episode is None:
            return False
        for each in self.versions():
            written = each.author is not None and each.author == episode.professional
            made_there = self.is_in(each.organisation, episode.organisation)
            if each.made_on is None:
                then = not each.deposited_on < episode.since
            else:
                then = not (
                    each.made_on < episode.since or (episode.until is not None and each.made_on > episode.until)
                )
            if (written or made_there) and then:
                return True
        return False

    def withheld_from(self, person: str) -> str | None:
        """The rule of a physician's reasoned withholding from this representative (§9.3); None: there is none."""
        ids = self.version_ids()
        found = None
        for each in self.patient.withholdings:
            about_it = each.document is None or each.document in ids
            if each.person == person and about_it and each.period.covers(self.at):
                found = found or each.rule
        return found

    def measures(self, guardian: str) -> list[Measure]:
        """In force at this moment, and naming him."""
        return [each for each in self.patient.measures if each.guardian == guardian and each.period.covers(self.at)]

    def represents(self, guardian: str) -> bool:
        return any(each.measure in REPRESENTATION_MEASURES for each in self.measures(guardian))

    def assists(self, guardian: str) -> bool:
        return any(each.measure in ASSISTANCE_MEASURES for each in self.measures(guardian))

    def is_title(self, person: str) -> bool:
        """ "parents, guardians": named by an authority or a measure that has begun, whatever became of it."""
        holders = [each.holder for each in self.patient.authorities if each.held.has_begun(self.at)]
        return person in holders or person in [e.guardian for e in self.patient.measures if e.period.has_begun(self.at)]

    def organisation(self, ref: str | None) -> Organisation | None:
        return self.facts.organisations.get(ref) if ref is not None else None

    def is_in(self, place: str | None, whole: str | None) -> bool:
        """ "An organisation contains its sites" (§9.11): is this place that organisation, or one of its sites?"""
        if place is None or whole is None:
            return False
        if place == whole:
            return True
        known = self.organisation(place)
        return known is not None and known.part_of == whole

    def in_force(self, entry: CareEntry, *, grace: bool) -> bool:
        """ "in force at the moment asked (with the establishment's grace, default none)"."""
        if entry.period.covers(self.at):
            return True
        place = self.organisation(entry.organisation)
        if not grace or place is None or entry.period.ends is None or not entry.period.has_begun(self.at):
            return False
        stays = (CareBasis.ESTABLISHMENT, CareBasis.COORDINATED)
        return entry.basis in stays and self.at < entry.period.ends + place.grace


@dataclass(frozen=True)
class Seat:
    """A professional and the place he asks from. For an assistant, `works` is the one he assists (R18)."""

    asks: Professional
    works: Professional
    place: str

    @property
    def is_assistant(self) -> bool:
        return self.asks.id != self.works.id
