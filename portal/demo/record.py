"""Feeds the facts through intake, as a hospital's software would: who, where, in whose care, which documents."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from consents.calendar import PARIS, paris_day
from consents.services import intake
from consents.verification import INS_TEST
from consents.words import Identifier
from portal.demo import care, documents, facts, identities
from portal.demo.people import PEOPLE
from portal.demo.places import PLACES, TOWN
from portal.demo.professionals import WORKERS

_OPENING_HOUR = 8


@dataclass
class Cast:
    """What each name of the story has become; `at` is the moment at which the demonstration first began."""

    at: datetime
    people: dict[str, UUID] = field(default_factory=dict)
    places: dict[str, UUID] = field(default_factory=dict)
    workers: dict[str, UUID] = field(default_factory=dict)
    papers: dict[str, UUID] = field(default_factory=dict)
    #: By patient.
    reports: dict[str, UUID] = field(default_factory=dict)
    reviewer: UUID | None = None
    #: Where the hospital is told of changes.
    receiver: str = ""

    @property
    def today(self) -> date:
        return paris_day(self.at)

    def ago(self, days: int, clock: str = "") -> datetime:
        """So many days before, at that hour in Paris."""
        hour = time.fromisoformat(clock) if clock else time(_OPENING_HOUR)
        return datetime.combine(self.today - timedelta(days=days), hour, PARIS)

    def ins(self, name: str) -> Identifier:
        return Identifier(INS_TEST, PEOPLE[name].ins(self.today))


def feed(cast: Cast) -> None:
    """Everyone and everything, in the order in which one needs the other."""
    for record in (people, places, workers, papers, team, family, deaths):
        record(cast)


def people(cast: Cast) -> None:
    for name, one in PEOPLE.items():
        cast.people[name] = intake.record_person(
            at=cast.ago(720),
            birth_name=one.birth_name or one.family.upper(),
            birth_given_names=one.given,
            used_name=one.family,
            used_given_name=one.given,
            born_on=one.born_on(cast.today),
            ins=one.ins(cast.today),
            ins_system=INS_TEST,
            sex=one.sex,
            identity_status="QUAL",
        ).id


def places(cast: Cast) -> None:
    for name, one in PLACES.items():
        cast.places[name] = intake.record_organisation(name=one.name, kind=one.kind, finess=one.finess, city=TOWN).id


def workers(cast: Cast) -> None:
    for name, one in WORKERS.items():
        cast.workers[name] = intake.record_professional(
            family_name=one.family,
            given_name=one.given,
            title=one.title,
            rpps=one.rpps,
            profession=one.profession,
            specialty=one.specialty,
            assists=cast.workers.get(one.assists),
            email=one.email,
        ).id
        for position, place in enumerate(one.places):
            intake.record_practice(professional=cast.workers[name], organisation=cast.places[place], position=position)


def papers(cast: Cast) -> None:
    for one in documents.PAPERS:
        system, code = facts.TYPES[one.kind]
        cast.papers[one.name] = intake.record_document(
            cast.people[one.patient],
            deposited=cast.ago(one.days),
            made_on=cast.today - timedelta(days=one.days),
            type_system=system,
            type_code=code,
            specialty=one.specialty,
            author=cast.workers.get(one.author),
            organisation=cast.places.get(one.place),
            third_party=one.third_party,
            announcement_pending=one.pending,
            source_system=identities.DOCUMENTS,
            source_value=one.name,
            replaces=cast.papers.get(f"{one.patient}-{one.replaces:02d}"),
        ).id


def team(cast: Cast) -> None:
    for one in care.CARE:
        intake.record_care(
            cast.people[one.patient],
            professional=cast.workers[one.professional],
            basis=one.basis,
            begins_at=cast.ago(one.begins),
            ends_at=None if one.ends is None else cast.ago(one.ends),
            organisation=cast.places.get(one.place),
            source=identities.DOCUMENTS,
        )


def family(cast: Cast) -> None:
    for child, holder in care.AUTHORITY:
        intake.record_authority(cast.people[child], holder=cast.people[holder])
    for adult, guardian, measure, since in care.PROTECTION:
        intake.record_protection(
            cast.people[adult], guardian=cast.people[guardian], measure=measure, begins_at=cast.ago(since)
        )
    for deceased, survivor, relation in care.SURVIVORS:
        intake.record_survivor(cast.people[deceased], survivor=cast.people[survivor], relation=relation)


def deaths(cast: Cast) -> None:
    for name, days in care.DEATHS:
        intake.record_death(cast.people[name], died_at=cast.ago(days, "06:10"))
