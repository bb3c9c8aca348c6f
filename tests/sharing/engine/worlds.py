"""Generated worlds: any patient, any words, any asker, any moment. Small on purpose, so that words
meet; nothing here follows the rules. A world is made from a number and is the same each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from consents.calendar import first_instant
from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    OrganisationKind,
    PostMortemScope,
    Profession,
    ProtectionMeasure,
    Purpose,
    RecipientKind,
    SettingName,
    Specialty,
    Stance,
    SubjectKind,
    SurvivorRelation,
)
from sharing.engine import matrix
from sharing.engine.decision import Decision
from sharing.engine.facts import (
    Authority,
    CareEntry,
    Document,
    Episode,
    Facts,
    Mandate,
    Measure,
    NotToKnow,
    Organisation,
    PatientFacts,
    Period,
    Person,
    PostMortem,
    Preference,
    Professional,
    Recipient,
    Secrecy,
    Setting,
    Subject,
    Survivor,
    TrustedPerson,
    Withholding,
)
from sharing.engine.question import Asker, AskerKind, Question
from tests.sharing.engine.moments import NOW, UNCONSCIOUS

PATIENT = "ana"
#: Adult, minor, eighteen for a week.
BIRTHS = (date(1980, 5, 2), date(2011, 9, 14), date(2008, 2, 22))

ORGANISATIONS = {
    name: Organisation(name, OrganisationKind(kind), part_of=part_of)
    for name, kind, part_of in (
        ("chu", "hospital", None),
        ("north", "hospital", "chu"),
        ("msp", "group_practice", None),
        ("cabinet", "private_practice", None),
        ("spst", "occupational_health", None),
        ("samu15", "samu", None),
        ("axe", "insurer", None),
    )
}

PROFESSIONALS = {
    name: Professional(name, Profession(profession), at, assists=assists)
    for name, profession, at, assists in (
        ("martin", "physician", ("chu", "cabinet"), None),
        ("nora", "nurse", ("north",), None),
        ("hana", "pharmacist", ("msp",), None),
        ("durand", "physician", ("cabinet", "spst"), None),
        ("tessa", "occupational_physician", ("spst",), None),
        ("sami", "samu_regulator", ("samu15",), None),
        ("dora", "dim_physician", ("chu",), None),
        ("sec", "medical_secretary", ("chu",), "martin"),
        ("aide", "nurse_assistant", ("chu",), None),
        ("ivan", "physician", ("axe",), None),
        ("loic", "lawyer", ("cabinet",), None),
    )
}

#: Those who may be in a care team, or assist one who is.
_OFTEN = ("martin", "nora", "hana", "durand", "sec")

PEOPLE = ("mona", "paul", "greg", "zed")

_VALUES = {
    SettingName.EMERGENCY_BREAK_GLASS: (Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_SAMU: (Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_HIDDEN: (Choice.ALLOW, Choice.REFUSE),
    SettingName.EMERGENCY_BLOCKS_HOLD: (Choice.YES, Choice.NO),
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: (Choice.YES, Choice.NO),
    SettingName.TREATING_PHYSICIAN_INFORMED: (Choice.YES, Choice.NO),
    SettingName.THROUGH_PHYSICIAN: (Choice.YES, Choice.NO),
}

_POST_MORTEM = (
    PostMortem(PostMortemScope.EVERYTHING),
    PostMortem(PostMortemScope.MOTIVE, Purpose.AFTER_DEATH_CAUSES),
    PostMortem(PostMortemScope.PERSON, "zed"),
    PostMortem(PostMortemScope.DOCUMENT, "d0"),
)

_CATEGORIES = (Category.REPORT, Category.REPORT, Category.PRESCRIPTION, Category.MENTAL_HEALTH)
_SPECIALTIES = (Specialty.CARDIOLOGY, Specialty.PSYCHIATRY)
_VOICES = (PATIENT, PATIENT, "mona", "paul", "greg")
_DOCUMENTS = ("d0", "d1", "d2")

_Fact = TypeVar("_Fact")


class Dice(Random):
    """Draws facts at random; the same seed draws the same facts."""

    def moment(self) -> datetime:
        return NOW + timedelta(days=self.randint(-12, 6))

    def perhaps_moment(self, chance: float = 0.4) -> datetime | None:
        return self.moment() if self.random() < chance else None

    def period(self) -> Period:
        return Period(self.perhaps_moment(0.3), self.perhaps_moment(0.2))

    def some(self, draw: Callable[[], _Fact], most: int) -> tuple[_Fact, ...]:
        return tuple(draw() for _ in range(self.randint(0, most)))

    def recipient(self) -> Recipient:
        kind = self.choice((RecipientKind.PROFESSIONAL, *RecipientKind))
        refs = {
            RecipientKind.PROFESSIONAL: ("martin", "nora", "durand", "tessa", "sec"),
            RecipientKind.ORGANISATION: ("chu", "north", "msp", "spst"),
            RecipientKind.PROFESSION: (Profession.PHYSICIAN, Profession.NURSE),
            RecipientKind.PERSON: PEOPLE,
            RecipientKind.EVERYONE: ("",),
        }
        return Recipient(kind, self.choice(refs[kind]))

    def subject(self) -> Subject:
        kind = self.choice((SubjectKind.EVERYTHING, *SubjectKind))
        refs = {
            SubjectKind.DOCUMENT: _DOCUMENTS,
            SubjectKind.CATEGORY: _CATEGORIES,
            SubjectKind.SPECIALTY: _SPECIALTIES,
            SubjectKind.EVERYTHING: ("",),
        }
        return Subject(kind, self.choice(refs[kind]))

    def preference(self, stance: Stance | None = None) -> Preference:
        return Preference(
            id=f"w{self.getrandbits(60)}",
            voice=self.choice(_VOICES),
            stance=stance or self.choice(list(Stance)),
            to=self.recipient(),
            about=self.subject(),
            declared_at=self.moment(),
            period=self.period(),
        )

    def setting(self) -> Setting:
        name = self.choice(list(_VALUES))
        value = self.choice(_VALUES[name])
        return Setting(self.choice(_VOICES), name, value, self.moment(), self.period())

    def care(self) -> CareEntry:
        professional = self.choice(_OFTEN)
        place = self.choice((*PROFESSIONALS[professional].organisations, "chu", None))
        return CareEntry(professional, self.choice(list(CareBasis)), place, self.period())

    def person(self) -> str:
        return self.choice(PEOPLE)

    def document_name(self) -> str:
        return self.choice(_DOCUMENTS)

    def patient(self) -> PatientFacts:
        return PatientFacts(
            id=PATIENT,
            born=self.choice(BIRTHS),
            died=date(2026, 3, 1) if self.random() < 0.1 else None,
            care=self.some(self.care, 7),
            preferences=self.some(self.preference, 14),
            settings=self.some(self.setting, 3),
            secrecies=self.some(self.secrecy, 2),
            not_to_know=self.some(lambda: NotToKnow(self.document_name(), self.period()), 1),
            mandates=self.some(
                lambda: Mandate(self.person(), self.subject(), self.choice(_VOICES), self.period()),
                2,
            ),
            post_mortem=self.some(lambda: self.choice(_POST_MORTEM), 1),
            trusted_persons=self.some(lambda: TrustedPerson(self.person(), self.period()), 1),
            withholdings=self.some(
                lambda: Withholding(self.person(), "R65", self.choice((None, *_DOCUMENTS)), self.period()),
                1,
            ),
            authorities=tuple(
                Authority(parent, self.period() if self.random() < 0.3 else Period())
                for parent in ("mona", "paul")
                if self.random() < 0.8
            ),
            measures=self.some(lambda: Measure("greg", self.choice(list(ProtectionMeasure)), self.period()), 1),
            survivors=self.some(lambda: Survivor(self.person(), self.choice(list(SurvivorRelation))), 2),
        )

    def secrecy(self) -> Secrecy:
        towards, period = self.choice((None, *PEOPLE)), self.period()
        if self.random() < 0.5:
            return Secrecy(self.document_name(), towards, period)
        since = (NOW - timedelta(days=self.randint(0, 60))).date()
        who, where = self.choice((("martin", None), (None, "chu"), ("nora", "north")))
        return Secrecy(
            None, towards, period, Episode(who, where, since, self.choice((None, since + timedelta(days=20))))
        )

    def document(self, name: str, earlier: tuple[str, ...]) -> Document:
        on = (NOW - timedelta(days=self.randint(-2, 60))).date()
        return Document(
            id=name,
            patient="ben" if self.random() < 0.05 else PATIENT,
            category=self.choice(_CATEGORIES),
            deposited_at=first_instant(on),
            deposited_on=on,
            specialty=self.choice((None, *_SPECIALTIES)),
            author=self.choice((None, None, "martin", "nora")),
            organisation=self.choice((None, "chu", "north", "msp")),
            third_party=self.random() < 0.1,
            announcement_pending=self.random() < 0.1,
            announced_at=self.perhaps_moment(0.2),
            replaces=earlier if self.random() < 0.3 else (),
            made_on=self.choice((None, on - timedelta(days=3))),
        )

    def facts(self) -> Facts:
        documents = {
            "d0": self.document("d0", ()),
            "d1": self.document("d1", ("d0",)),
            "d2": self.document("d2", ("d0",)),
        }
        dead = self.choice((None, None, None, "mona", "paul"))
        people = {name: Person(name, died=date(2026, 2, 18) if name == dead else None) for name in PEOPLE}
        mine = matrix.in_force(NOW)
        return Facts(self.patient(), mine, documents, ORGANISATIONS, PROFESSIONALS, people)

    def asker(self) -> Asker:
        if self.random() < 0.3:
            return Asker.person(self.choice((PATIENT, *PEOPLE)))
        if self.random() < 0.02:
            return Asker.of_organisation("axe")
        some = _OFTEN if self.random() < 0.7 else sorted(PROFESSIONALS)
        professional = PROFESSIONALS[self.choice(some)]
        return Asker.professional(professional.id, self.choice(professional.organisations))

    def purpose(self, asker: Asker) -> Purpose:
        """Mostly one that this asker may state, so that worlds go beyond line 2."""
        if self.random() < 0.1:
            return self.choice(list(Purpose))
        if asker.kind is AskerKind.PERSON:
            return self.choice(_STATED.get(asker.ref, (Purpose.FAMILY_ACCESS, Purpose.MANDATE)))
        if asker.ref == "dora":
            return Purpose.ACTIVITY_ANALYSIS
        return self.choice(_AT_WORK)

    def question(self, asker: Asker | None = None) -> Question:
        asker = asker or self.asker()
        about = self.choice((*_DOCUMENTS, None))
        at = self.moment()
        return Question(asker, PATIENT, about, self.purpose(asker), at, UNCONSCIOUS)


_AT_WORK = (Purpose.CARE, Purpose.CARE, Purpose.CARE, Purpose.EMERGENCY, Purpose.SAMU_CALL)

_STATED = {
    PATIENT: (Purpose.OWN_ACCESS,),
    "mona": (Purpose.REPRESENTATION, Purpose.FAMILY_ACCESS),
    "paul": (Purpose.REPRESENTATION, Purpose.AFTER_DEATH_CAUSES, Purpose.SUPPORT),
    "greg": (Purpose.REPRESENTATION,),
}


@dataclass(frozen=True)
class Told:
    """What two answers are compared by: everything but how they came about."""

    permit: bool
    rule: str
    code: str
    obligations: frozenset[str]


def told(decision: Decision) -> Told:
    return Told(decision.permit, decision.rule, decision.code, frozenset(decision.obligations))
