"""A small world in plain words, for the engine's tests: names stand for identifiers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

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
from sharing.engine import lists, matrix
from sharing.engine.decide import decide
from sharing.engine.decision import Decision
from sharing.engine.explain import Explanation, explain
from sharing.engine.facts import (
    Authority,
    CareEntry,
    Document,
    EmergencyOpening,
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
from sharing.engine.question import Asker, EmergencyStatement, Question
from tests.sharing.engine.moments import NOW, UNCONSCIOUS, moment, period


@dataclass
class World:
    """One patient, `ana` unless said otherwise; every method may be chained."""

    patient: PatientFacts = field(default_factory=lambda: PatientFacts("ana", date(1980, 5, 2)))
    documents: dict[str, Document] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    professionals: dict[str, Professional] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    words: int = 0

    def of(self, name: str, born: str, died: str | None = None) -> "World":
        died_on = date.fromisoformat(died) if died else None
        self.patient = replace(self.patient, id=name, born=date.fromisoformat(born), died=died_on)
        return self

    def people(self, *names: str, died: str | None = None) -> "World":
        died_on = date.fromisoformat(died) if died else None
        self.persons |= {name: Person(name, date(1975, 1, 1), died_on) for name in names}
        return self

    def organisation(self, name: str, kind: str, **more: Any) -> "World":
        self.organisations[name] = Organisation(name, OrganisationKind(kind), **more)
        return self

    def professional(self, name: str, profession: str, *at: str, **more: Any) -> "World":
        self.professionals[name] = Professional(name, Profession(profession), at, **more)
        return self

    def document(self, name: str, category: str = "report", **more: Any) -> "World":
        on = date.fromisoformat(more.pop("on", "2026-02-03"))
        specialty = more.pop("specialty", None)
        self.documents[name] = Document(
            id=name,
            patient=more.pop("patient", self.patient.id),
            category=Category(category),
            deposited_at=first_instant(on),
            deposited_on=on,
            specialty=Specialty(specialty) if specialty else None,
            organisation=more.pop("at", None),
            **more,
        )
        return self

    def care(
        self,
        professional: str,
        at: str | None = None,
        basis: str = "establishment",
        during: Period | None = None,
    ) -> "World":
        return self._add("care", CareEntry(professional, CareBasis(basis), at, during or period("2026-02-01")))

    def grant(self, to: str, about: str = "everything", **more: Any) -> "World":
        return self._say(Stance.GRANT, to, about, **more)

    def oppose(self, to: str, about: str = "everything", **more: Any) -> "World":
        return self._say(Stance.OPPOSE, to, about, **more)

    def _say(
        self,
        stance: Stance,
        to: str,
        about: str,
        by: str | None = None,
        during: Period | None = None,
        said: str = "2026-02-05",
    ) -> "World":
        self.words += 1
        said_at = moment(said)
        word = Preference(
            f"w{self.words:02}",
            by or self.patient.id,
            stance,
            self.to(to),
            self.about(about),
            said_at,
            during or Period(said_at),
        )
        return self._add("preferences", word)

    def choose(self, name: str, value: str, by: str | None = None, said: str = "2026-02-05", **more: Any) -> "World":
        said_at = moment(said)
        voice = by or self.patient.id
        setting = Setting(voice, SettingName(name), Choice(value), said_at, Period(said_at), **more)
        return self._add("settings", setting)

    def secret(self, document: str, towards: str | None = None, **more: Any) -> "World":
        return self._add("secrecies", Secrecy(document, towards, **more))

    def secret_episode(self, by: str | None, at: str | None, since: str, **more: Any) -> "World":
        """What `by` wrote or `at` made from that day on, or until the day `until`."""
        until = more.pop("until", None)
        days = date.fromisoformat(since), date.fromisoformat(until) if until else None
        return self._add("secrecies", Secrecy(None, episode=Episode(by, at, *days), **more))

    def not_to_know(self, document: str) -> "World":
        return self._add("not_to_know", NotToKnow(document))

    def mandate(self, person: str, about: str, **more: Any) -> "World":
        by = more.pop("by", self.patient.id)
        return self._add("mandates", Mandate(person, self.about(about), by, **more))

    def post_mortem(self, scope: str, ref: str = "", during: Period | None = None) -> "World":
        opposition = PostMortem(PostMortemScope(scope), ref, during or Period())
        return self._add("post_mortem", opposition)

    def trusts(self, person: str, **more: Any) -> "World":
        return self._add("trusted_persons", TrustedPerson(person, **more))

    def withhold(self, person: str, rule: str, document: str | None = None) -> "World":
        return self._add("withholdings", Withholding(person, rule, document))

    def parent(self, person: str, held: Period | None = None) -> "World":
        return self.people(person)._add("authorities", Authority(person, held or Period()))

    def guardian(self, person: str, measure: str, during: Period | None = None) -> "World":
        kind = ProtectionMeasure(measure)
        return self.people(person)._add("measures", Measure(person, kind, during or Period()))

    def survivor(self, person: str, relation: str) -> "World":
        return self.people(person)._add("survivors", Survivor(person, SurvivorRelation(relation)))

    def opening(self, professional: str, during: Period) -> "World":
        return self._add("openings", EmergencyOpening(professional, Purpose.EMERGENCY, during))

    def _add(self, facts: str, fact: object) -> "World":
        self.patient = replace(self.patient, **{facts: (*getattr(self.patient, facts), fact)})
        return self

    def to(self, word: str) -> Recipient:
        if word == "everyone":
            return Recipient(RecipientKind.EVERYONE)
        if word in self.professionals:
            return Recipient(RecipientKind.PROFESSIONAL, word)
        if word in self.organisations:
            return Recipient(RecipientKind.ORGANISATION, word)
        if word in self.persons:
            return Recipient(RecipientKind.PERSON, word)
        return Recipient(RecipientKind.PROFESSION, Profession(word))

    def about(self, word: str) -> Subject:
        if word == "everything":
            return Subject(SubjectKind.EVERYTHING)
        if word in self.documents:
            return Subject(SubjectKind.DOCUMENT, word)
        if word in list(Category):
            return Subject(SubjectKind.CATEGORY, Category(word))
        return Subject(SubjectKind.SPECIALTY, Specialty(word))

    def facts(self) -> Facts:
        return Facts(
            self.patient,
            matrix.in_force(NOW),
            self.documents,
            self.organisations,
            self.professionals,
            self.persons,
        )

    def asker(self, who: str, place: str | None = None) -> Asker:
        if who in self.organisations:
            return Asker.of_organisation(who)
        if who in self.professionals or place:
            return Asker.professional(who, place)
        return Asker.person(who)

    def question(
        self,
        who: str,
        about: str = "everything",
        purpose: str | None = None,
        at: datetime = NOW,
        place: str | None = None,
        statement: EmergencyStatement | None = None,
        patient: str | None = None,
    ) -> Question:
        asker, subject = self.asker(who, place), patient or self.patient.id
        stated = Purpose(purpose) if purpose else lists.default_purpose(asker, subject, at, self.facts())
        whole = None if about == "everything" else about
        return Question(asker, subject, whole, stated, at, statement)

    def ask(self, who: str, about: str = "everything", **more: Any) -> Decision:
        decision = decide(self.question(who, about, **more), self.facts())
        assert decision.trace.error is None
        return decision

    def rule(self, who: str, about: str = "everything", **more: Any) -> str:
        """'permit R10' or 'deny R04'."""
        decision = self.ask(who, about, **more)
        return f"{'permit' if decision.permit else 'deny'} {decision.rule}"

    def emergency(self, who: str, about: str = "everything", **more: Any) -> str:
        return self.rule(who, about, purpose="emergency", statement=UNCONSCIOUS, **more)

    def explain(self, who: str, about: str = "everything", **more: Any) -> Explanation:
        return explain(self.question(who, about, **more), self.facts())

    def list_for(self, who: str, **more: Any) -> tuple[str, ...]:
        return lists.decide_list(self.question(who, **more), self.facts())

    def who_sees(self, document: str, names: Iterable[str]) -> set[str]:
        askers = [self.asker(name) for name in names]
        seeing = lists.who_may_see(document, self.facts(), NOW, askers)
        return {asker.ref for asker in seeing}


def hospital() -> World:
    """`ana` in the `chu`, cared for by `nora` and `martin`; `odile` works there without her."""
    return (
        World()
        .organisation("chu", "hospital")
        .organisation("radio", "imaging_centre")
        .organisation("cabinet", "private_practice")
        .organisation("msp", "group_practice")
        .professional("martin", "physician", "chu")
        .professional("nora", "nurse", "chu")
        .professional("odile", "nurse", "chu")
        .professional("durand", "physician", "cabinet")
        .care("martin", "chu")
        .care("nora", "chu")
        .document("ecg", specialty="cardiology", author="martin", at="chu")
        .document("op", specialty="surgery", at="chu")
        .document("scan", "imaging", specialty="radiology", at="radio")
        .document("psy", "mental_health", specialty="psychiatry", at="chu")
    )


def child() -> World:
    """`lea`, fifteen; `mona` and `paul` hold authority."""
    world = hospital()
    world.of("lea", "2010-09-14")
    world.documents = {name: replace(document, patient="lea") for name, document in world.documents.items()}
    return world.parent("mona").parent("paul")
