"""Seeded worlds and questions for the comparison of the engine with the reference.

Small casts and few moments, so that words, periods and boundaries meet. What a world assumes is what the services
can produce (`docs/proofs.md`): no two words of one voice about the same `to × about` overlap; a grant goes to a
professional, an organisation or a person, never to one who may not read nor to a representative by a representative;
nobody speaks before he has a voice, nor for a patient who has died; a minor declares his secrecy and nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from consents.calendar import first_instant, majority, paris_day
from consents.vocabulary import (
    CareBasis,
    Category,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Specialty,
    SurvivorRelation,
)
from sharing.engine import matrix
from sharing.engine.facts import (
    Authority,
    CareEntry,
    Document,
    Facts,
    Measure,
    Organisation,
    PatientFacts,
    Period,
    Person,
    Professional,
    Survivor,
)

DAY = timedelta(days=1)
#: The moments at which things begin, end and are asked: they often coincide.
MOMENTS = (
    *(first_instant(date(2026, 2, day)) for day in (2, 6, 10, 14, 20, 26)),
    first_instant(date(2026, 3, 1)),
    first_instant(date(2026, 3, 1)) + timedelta(hours=9),
    first_instant(date(2026, 3, 8)),
)
EIGHTEEN = date(2008, 2, 14)
BIRTHS = (date(1980, 5, 2), date(1980, 5, 2), date(2012, 9, 14), EIGHTEEN, date(2008, 2, 29))
PATIENT, OTHER = "ana", "ben"
PARENTS = ("mona", "paul")
PEOPLE = (*PARENTS, "greg", "nils")

CATEGORIES = (Category.REPORT, Category.MENTAL_HEALTH, Category.BIRTH, Category.UNKNOWN)
SPECIALTIES = (None, Specialty.CARDIOLOGY, Specialty.PSYCHIATRY)

_KINDS = (
    ("chu", OrganisationKind.HOSPITAL, None),
    ("north", OrganisationKind.HOSPITAL, "chu"),
    ("clinic", OrganisationKind.CLINIC, None),
    ("msp", OrganisationKind.GROUP_PRACTICE, None),
    ("centre", OrganisationKind.HEALTH_CENTRE, None),
    ("cabinet", OrganisationKind.PRIVATE_PRACTICE, None),
    ("spst", OrganisationKind.OCCUPATIONAL_HEALTH, None),
    ("samu15", OrganisationKind.SAMU, None),
    ("axe", OrganisationKind.INSURER, None),
    ("desk", OrganisationKind.CLINIC, "axe"),
)
_STAFF: tuple[tuple[str, tuple[Profession, ...], tuple[str, ...]], ...] = (
    (
        "martin",
        (Profession.PHYSICIAN, Profession.PHYSICIAN, Profession.COORDINATING_PHYSICIAN),
        ("chu", "north", "msp"),
    ),
    ("nora", (Profession.NURSE, Profession.MIDWIFE, Profession.NURSE_ASSISTANT), ("chu", "centre", "cabinet")),
    ("durand", (Profession.PHYSICIAN,), ("cabinet", "msp", "clinic")),
    ("dora", (Profession.DIM_PHYSICIAN,), ("chu", "north")),
    ("tessa", (Profession.OCCUPATIONAL_PHYSICIAN, Profession.NURSE), ("spst", "chu")),
    ("sami", (Profession.SAMU_REGULATOR,), ("samu15", "chu")),
    (
        "olga",
        (Profession.OSTEOPATH, Profession.PSYCHOLOGIST, Profession.SOCIAL_WORKER, Profession.UNKNOWN),
        ("cabinet", "chu"),
    ),
    (
        "ivan",
        (Profession.PHYSICIAN, Profession.FUND_PHYSICIAN, Profession.LAWYER, Profession.INSURER_PHYSICIAN),
        ("axe", "chu", "desk"),
    ),
)
_ASSISTANTS = (
    ("sonia", Profession.MEDICAL_SECRETARY, ("martin", "nora", "dora", "tessa", "durand", "sonia")),
    ("ines", Profession.STUDENT, ("martin", "durand", "sami", "ivan", "sonia", "nobody")),
)


@dataclass(frozen=True)
class Cast:
    """What the words of a world may name."""

    random: Random
    born: date
    died: date | None
    organisations: dict[str, Organisation]
    professionals: dict[str, Professional]
    persons: dict[str, Person]
    documents: dict[str, Document]
    authorities: tuple[Authority, ...]
    measures: tuple[Measure, ...]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def moment(self) -> datetime:
        return self.random.choice(MOMENTS)

    def period(self, *, since: datetime | None = None) -> Period:
        """Never empty; from `since` or a later moment."""
        begins = since or (self.moment() if self.chance(0.6) else MOMENTS[0] - 300 * DAY)
        later = [each for each in MOMENTS if each > begins]
        return Period(begins, self.random.choice(later) if later and self.chance(0.4) else None)


def world(random: Random) -> Facts:
    from tests.sharing.reference import sayings  # what is said comes after who is there

    cast = _cast(random)
    if random.random() < 0.02:
        patient = None
    else:
        patient = PatientFacts(
            id=PATIENT,
            born=cast.born,
            died=cast.died,
            care=tuple(_care(cast) for _ in range(random.choice((0, 2, 3, 5, 7)))),
            authorities=cast.authorities,
            measures=cast.measures,
            survivors=_survivors(cast) if cast.died or cast.chance(0.1) else (),
            **sayings.said(cast),
        )
    return Facts(
        patient, matrix.in_force(MOMENTS[-1]), cast.documents, cast.organisations, cast.professionals, cast.persons
    )


def _cast(random: Random) -> Cast:
    born = random.choice(BIRTHS)
    died = random.choice((date(2026, 2, 10), date(2026, 2, 26))) if random.random() < 0.15 else None
    organisations = {name: _organisation(random, name, kind, whole) for name, kind, whole in _KINDS}
    professionals = _professionals(random)
    persons = {name: Person(name, died=date(2026, 2, 20) if random.random() < 0.05 else None) for name in PEOPLE}
    persons[PATIENT] = Person(PATIENT, born, died)
    cast = Cast(random, born, died, organisations, professionals, persons, {}, _authorities(random, born), ())
    cast = Cast(random, born, died, organisations, professionals, persons, {}, cast.authorities, _measures(cast))
    names = ("d0", "d1", "d2", "d3")[: random.choice((2, 3, 4))]
    for name in names:
        cast.documents[name] = _document(cast, name)
    return cast


def _organisation(random: Random, name: str, kind: OrganisationKind, whole: str | None) -> Organisation:
    return Organisation(
        name,
        kind,
        team_regime=random.random() < 0.4,
        active=random.random() > 0.01,
        part_of=whole,
        grace=random.choice((timedelta(0), timedelta(0), 4 * DAY)),
        minors_see_documents=random.random() < 0.2,
    )


def _professionals(random: Random) -> dict[str, Professional]:
    found = {}
    for name, professions, places in _STAFF:
        chosen = tuple(random.sample(places, random.choice((1, 1, 2))))
        human = random.choice((*PEOPLE, PATIENT)) if random.random() < 0.08 else None
        found[name] = Professional(name, random.choice(professions), chosen, random.random() > 0.02, person=human)
    for name, profession, bosses in _ASSISTANTS:
        boss = random.choice((*bosses, None))
        places = found[boss].organisations if boss in found and random.random() < 0.9 else ("chu",)
        human = random.choice((*PEOPLE, PATIENT)) if random.random() < 0.08 else None
        found[name] = Professional(name, profession, places[:1], random.random() > 0.02, boss, human)
    return found


def _authorities(random: Random, born: date) -> tuple[Authority, ...]:
    found = []
    for parent in PARENTS:
        if random.random() < (0.8 if born.year > 2000 else 0.1):
            ends = random.choice((None, None, None, None, first_instant(born), *MOMENTS[:7]))
            found.append(Authority(parent, Period(first_instant(born), ends)))
    return tuple(found)


def _measures(cast: Cast) -> tuple[Measure, ...]:
    """For an adult any measure; for a child only those that stand for the person, or for property."""
    random, found = cast.random, []
    adult = majority(cast.born) <= MOMENTS[0]
    of_children = (ProtectionMeasure.GUARDIANSHIP_PERSON, ProtectionMeasure.GUARDIANSHIP_PROPERTY)
    for guardian in ("greg", random.choice(PEOPLE)):
        if random.random() < (0.4 if adult else 0.15):
            kind = random.choice(tuple(ProtectionMeasure) if adult else of_children)
            found.append(Measure(guardian, kind, cast.period()))
    return tuple(found)


def _survivors(cast: Cast) -> tuple[Survivor, ...]:
    names = cast.random.sample(PEOPLE, 2)
    return tuple(Survivor(name, cast.random.choice(tuple(SurvivorRelation))) for name in names)


def _care(cast: Cast) -> CareEntry:
    """Where he works, mostly; the roles that the patient gave have no place."""
    random = cast.random
    who = random.choice(("martin", "martin", "nora", "nora", "durand", "tessa", "olga", "sami"))
    basis = random.choice((CareBasis.ESTABLISHMENT, CareBasis.ESTABLISHMENT, *CareBasis))
    if basis in (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED):
        return CareEntry(who, basis, None, cast.period())
    places = (*cast.professionals[who].organisations, random.choice(("chu", "north", "msp")))
    return CareEntry(who, basis, random.choice(places), cast.period())


def _document(cast: Cast, name: str) -> Document:
    random = cast.random
    deposited = random.choice((MOMENTS[0] - 32 * DAY, MOMENTS[0] - 31 * DAY, *MOMENTS[:2] * 2, *MOMENTS[2:5]))
    pending = cast.chance(0.25)
    earlier = [each for each in cast.documents.values() if each.patient == PATIENT and each.deposited_at <= deposited]
    replaces: tuple[str, ...] = ()
    if earlier and cast.chance(0.4):
        before = random.choice(earlier)
        replaces = (before.id, *before.replaces)
    return Document(
        id=name,
        patient=OTHER if cast.chance(0.05) else PATIENT,
        category=random.choice(CATEGORIES[:3] * 5 + CATEGORIES),
        deposited_at=deposited,
        deposited_on=paris_day(deposited),
        specialty=random.choice(SPECIALTIES),
        author=random.choice((None, None, None, "martin", "nora", "durand", "dora", "sami", "tessa", "sonia")),
        organisation=random.choice((None, "chu", "chu", "north", "clinic", "msp", "centre")),
        third_party=cast.chance(0.12),
        announcement_pending=pending,
        announced_at=cast.moment() if pending and cast.chance(0.3) else None,
        replaces=replaces,
        made_on=random.choice((None, paris_day(deposited), paris_day(deposited - 20 * DAY))),
    )
