"""One patient's record at one moment, as he may himself see it: what is small at once, what may be large by thousands.

A minor's copy is that of his pages (R67): his own words only, no revision from which his parents' could be counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from consents.cards import Care, Carer, Identity, Place, Preference
from consents.selectors import declarations, facts, minors, portrait, whole
from consents.selectors.declarations import DeclarationCard
from consents.selectors.facts import Row
from consents.selectors.readers import Reader
from consents.selectors.whole import Entry
from consents.vocabulary import CareBasis
from portal.patient.presenters import words
from sharing.selectors import whole as kept
from sharing.selectors.whole import Access, Shown, Told

#: What stands besides sharing preferences, by the name it has in the file, and the columns that are the patient's own.
_CHOICES = {
    "settings": ("name", "value", "only", "begins_at", "ends_at", "declared_at", "voice_id"),
    "secrecies": (
        "document_id",
        "professional_id",
        "organisation_id",
        "since",
        "until",
        "towards_id",
        "begins_at",
        "ends_at",
    ),
    "not_to_know": ("document_id", "begins_at", "ends_at"),
    "mandates": ("to_person_id", "about_kind", "about_document_id", "about_word", "begins_at", "ends_at"),
    "post_mortem": ("scope", "motive", "person_id", "document_id", "begins_at", "ends_at"),
    "trusted_persons": ("person_id", "contact_id", "role", "accepted_at", "begins_at", "ends_at"),
    "authorities": ("holder_id", "begins_at", "withdrawn_at"),
    "measures": ("guardian_id", "measure", "begins_at", "ends_at"),
}
#: Of which a minor is shown his own (R62–R64).
_A_MINORS = ("settings", "secrecies")
_PERSONS = ("voice_id", "towards_id", "to_person_id", "person_id", "contact_id", "holder_id", "guardian_id")


class Unknown(LookupError):
    """Nobody is known by this identifier."""


@dataclass(slots=True)
class Named:
    """Whom and what the copy names so far: looked up together at the end."""

    professionals: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    systems: set[str] = field(default_factory=set)

    def add(self, kind: str, reference: str | None) -> None:
        shelves = {
            "professional": self.professionals, "organisation": self.places,
            "person": self.people, "system": self.systems,
        }  # fmt: skip
        if reference and kind in shelves:
            shelves[kind].add(reference)


@dataclass(frozen=True, slots=True)
class Directory:
    carers: tuple[Carer, ...]
    places: tuple[Place, ...]
    people: Mapping[str, str]
    systems: Mapping[str, str]


@dataclass(slots=True)
class Record:
    """Read in this order: what is here, `documents`, `accesses`, then `directory`, which knows whom they named."""

    at: datetime
    minor: bool
    patient: Identity
    care: tuple[Care, ...]
    preferences: tuple[Preference, ...]
    choices: Mapping[str, tuple[Row, ...]]
    entries: tuple[Entry, ...]
    declared: tuple[DeclarationCard, ...]
    told: tuple[Told, ...]
    to_read: int
    read: int = 0
    visible: dict[str, bool] = field(default_factory=dict)
    named: Named = field(default_factory=Named)

    @property
    def percent(self) -> int:
        """Of what the patient may see: what is kept from him moves no bar."""
        return min(99, 100 * self.read // (self.to_read + 1))

    @property
    def treating(self) -> str:
        """The treating physician in force; empty when there is none."""
        wanted = CareBasis.TREATING_PHYSICIAN
        standing = [one for one in self.care if one.basis == wanted and (one.ends_at is None or one.ends_at > self.at)]
        return standing[-1].professional if standing else ""

    def documents(self) -> Iterator[tuple[Shown, ...]]:
        patient = UUID(self.patient.id)
        for page in kept.visible(patient, at=self.at):
            self.visible.update(page)
        self.to_read += len(self.visible)
        for some in kept.documents(patient, self.visible):
            for shown in some:
                self.named.add("professional", shown.paper.author)
                self.named.add("organisation", shown.paper.place)
            yield some
            self.read += len(some)

    def accesses(self) -> Iterator[tuple[Access, ...]]:
        for some in kept.accesses(UUID(self.patient.id), self.visible, at=self.at):
            for one in some:
                self.named.add(one.asker_kind, one.asker)
                self.named.add("professional", one.on_behalf_of)
                self.named.add("organisation", one.place)
                self.named.add("system", one.system)
            yield some
            self.read += len(some)

    def directory(self) -> Directory:
        """Whoever was named, and where those professionals work; nobody else."""
        carers = whole.carers(self.named.professionals)
        assisted = {one.assists for one in carers if one.assists} - self.named.professionals
        carers += whole.carers(assisted)
        works = {work.place for one in carers for work in one.works}
        return Directory(
            carers=carers,
            places=whole.places(self.named.places | works),
            people=portrait.people(self.named.people - {self.patient.id}),
            systems=kept.system_names(self.named.systems),
        )


def begin(patient_id: UUID, *, at: datetime) -> Record:
    """Raises Unknown for a person who is not kept."""
    who = whole.identity(patient_id)
    if who is None:
        raise Unknown
    minor = minors.is_minor(patient_id, at=at)
    entries, declared = (
        whole.entries(patient_id),
        declarations.declarations(patient_id, reader=Reader.patient(patient_id)),
    )
    own = {each.entry for each in declared if each.by_the_patient or not minor}
    record = Record(
        at=at,
        minor=minor,
        patient=who,
        care=whole.care(patient_id, at=at),
        preferences=() if minor else whole.preferences(patient_id),
        choices=_choices(patient_id, minor=minor),
        entries=tuple(each for each in entries if each.id in own),
        declared=tuple(each for each in declared if each.entry in own),
        told=tuple(each for each in kept.told(patient_id, at=at) if each.entry is None or each.entry in own),
        to_read=kept.how_often_asked(patient_id, at=at),
    )
    _name(record)
    return record


def _choices(patient_id: UUID, *, minor: bool) -> dict[str, tuple[Row, ...]]:
    declared = facts.declared([patient_id])
    found = {}
    for name in _A_MINORS if minor else _CHOICES:
        rows = (row for row in getattr(declared, name) if not minor or row.get("voice_id", patient_id) == patient_id)
        found[name] = tuple({column: row[column] for column in _CHOICES[name]} for row in rows)
    return found if minor else found | {"persons_to_call": whole.persons_to_call(patient_id)}


def _name(record: Record) -> None:
    """Whom the small parts name."""
    for entry in record.care:
        record.named.add("professional", entry.professional)
        record.named.add("organisation", entry.place)
    for word in record.preferences:
        record.named.add(word.to_kind, word.to)
        record.named.add("person", word.voice)
    for told in record.told:
        record.named.add(told.recipient_kind, told.recipient)
    for row in record.choices.get("secrecies", ()):
        record.named.add("professional", _ref(row["professional_id"]))
        record.named.add("organisation", _ref(row["organisation_id"]))
    found = words.named_by(record.declared)
    record.named.professionals |= found["professional"]
    record.named.places |= found["place"]
    record.named.people |= found["person"] | _people(record)


def _people(record: Record) -> set[str]:
    rows = [row for some in record.choices.values() for row in some]
    named = {str(row[column]) for row in rows for column in _PERSONS if row.get(column)}
    return named | {str(each) for row in rows for each in row.get("only", ())} | _speakers(record)


def _speakers(record: Record) -> set[str]:
    return {each.by for each in record.entries}


def _ref(key: UUID | None) -> str | None:
    return str(key) if key else None
