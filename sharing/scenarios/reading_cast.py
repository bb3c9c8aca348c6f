"""Who and what has a name in a story, and what ties them before anybody declares anything."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from consents.calendar import after_last_instant, first_instant
from consents.vocabulary import (
    CareBasis,
    Category,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Regime,
    Specialty,
    SurvivorRelation,
)
from sharing.scenarios.story import (
    AuthorityLine,
    CareLine,
    DocumentLine,
    OrganisationLine,
    PersonLine,
    ProfessionalLine,
    ProtectionLine,
    SurvivorLine,
)
from sharing.scenarios.yaml_nodes import Place

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
_LONGEST_NAME = 100
_NO_NAMES = ("everyone", "everything")


@dataclass
class Cast:
    """The names of a story, each used once; `sections` holds them before anything is read."""

    sections: dict[str, frozenset[str]] = field(default_factory=dict)
    people: dict[str, PersonLine] = field(default_factory=dict)
    organisations: dict[str, OrganisationLine] = field(default_factory=dict)
    professionals: dict[str, ProfessionalLine] = field(default_factory=dict)
    documents: dict[str, DocumentLine] = field(default_factory=dict)
    care: tuple[CareLine, ...] = ()
    family: tuple[AuthorityLine | ProtectionLine | SurvivorLine, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*self.sections.values())

    def collect(self, section: str, place: Place) -> None:
        """The names of one section; a name used twice in the story is an error."""
        found = dict(place.entries())
        for name, where in found.items():
            if name in self.names:
                raise where.wrong(f"the name {name!r} is used twice in this story")
            if not name.strip() or len(name) > _LONGEST_NAME or name in _NO_NAMES:
                raise where.wrong(
                    f"a name of at most {_LONGEST_NAME} letters, not {' or '.join(_NO_NAMES)}, was expected"
                )
        self.sections[section] = frozenset(found)

    def named(self, section: str) -> frozenset[str]:
        return self.sections.get(section, frozenset())

    def person(self, place: Place) -> str:
        return _known(place, self.named("people"), "person")

    def organisation(self, place: Place) -> str:
        return _known(place, self.named("organisations"), "organisation")

    def professional(self, place: Place) -> str:
        return _known(place, self.named("professionals"), "professional")

    def document(self, place: Place) -> str:
        return _known(place, self.named("documents"), "document")

    def anyone(self, place: Place) -> str:
        """Someone who may ask: a person, a professional or an organisation."""
        return _known(place, self.names - self.named("documents"), "asker")


def _known(place: Place, names: Container[str], what: str) -> str:
    name = place.text()
    if name not in names:
        raise place.wrong(f"no {what} of this story is called {name!r}")
    return name


def read_people(section: Place, cast: Cast) -> None:
    for name, place in section.entries():
        found = place.mapping(needed=("born",), allowed=("died",))
        cast.people[name] = PersonLine(born=found["born"].day(), died=found["died"].day() if "died" in found else None)


def read_organisations(section: Place, cast: Cast) -> None:
    for name, place in section.entries():
        found = place.mapping(needed=("kind",), allowed=("regime", "active", "part_of"))
        cast.organisations[name] = OrganisationLine(
            kind=found["kind"].one_of(OrganisationKind),
            team="regime" in found and found["regime"].one_of(Regime) is Regime.TEAM,
            active=found["active"].yes_no() if "active" in found else True,
            part_of=cast.organisation(found["part_of"]) if "part_of" in found else None,
        )
    _no_ring(section, {name: line.part_of for name, line in cast.organisations.items()}, "is part of")


def _no_ring(section: Place, leads_to: Mapping[str, str | None], how: str) -> None:
    """Nothing leads back to itself."""
    for name in leads_to:
        met, following = {name}, leads_to[name]
        while following is not None and following not in met:
            met.add(following)
            following = leads_to.get(following)
        if following is not None:
            raise section.wrong(f"{following!r} {how} itself, directly or through others")


def read_professionals(section: Place, cast: Cast) -> None:
    for name, place in section.entries():
        found = place.mapping(needed=("profession",), allowed=("specialty", "at", "assists", "active", "person"))
        cast.professionals[name] = ProfessionalLine(
            profession=found["profession"].one_of(Profession),
            specialty=str(found["specialty"].one_of(Specialty)) if "specialty" in found else "",
            at=_places_of_work(found["at"], cast) if "at" in found else (),
            assists=cast.professional(found["assists"]) if "assists" in found else None,
            active=found["active"].yes_no() if "active" in found else True,
            person=cast.person(found["person"]) if "person" in found else None,
        )
        if cast.professionals[name].assists == name:
            raise found["assists"].wrong("nobody assists himself")


def _places_of_work(place: Place, cast: Cast) -> tuple[str, ...]:
    if place.is_list:
        return tuple(cast.organisation(item) for item in place.items())
    return (cast.organisation(place),)


def read_documents(section: Place, cast: Cast) -> None:
    for name, place in section.entries():
        found = place.mapping(
            needed=("patient", "category", "date"),
            allowed=("specialty", "author", "at", "flags", "replaces"),
        )
        flags = _flags(found.get("flags"))
        cast.documents[name] = DocumentLine(
            patient=cast.person(found["patient"]),
            category=found["category"].one_of(Category),
            specialty=found["specialty"].one_of(Specialty) if "specialty" in found else None,
            author=cast.professional(found["author"]) if "author" in found else None,
            at=cast.organisation(found["at"]) if "at" in found else None,
            day=found["date"].day(),
            third_party="third_party" in flags,
            announcement_pending="announcement_pending" in flags,
            replaces=cast.document(found["replaces"]) if "replaces" in found else None,
        )
    _no_ring(section, {name: line.replaces for name, line in cast.documents.items()}, "replaces")


def _flags(place: Place | None) -> set[str]:
    known = ("third_party", "announcement_pending")
    return {item.one_of(known) for item in place.items()} if place else set()


def read_care(section: Place, cast: Cast) -> None:
    cast.care = tuple(_care_line(item, cast) for item in section.items())


def _care_line(place: Place, cast: Cast) -> CareLine:
    found = place.mapping(needed=("patient", "professional"), allowed=("at", "basis", "from", "until"))
    professional = cast.professional(found["professional"])
    works_at = cast.professionals[professional].at
    at = cast.organisation(found["at"]) if "at" in found else (works_at[0] if works_at else None)
    return CareLine(
        patient=cast.person(found["patient"]),
        professional=professional,
        basis=found["basis"].one_of(CareBasis) if "basis" in found else CareBasis.ESTABLISHMENT,
        at=at,
        begins=_begin(found["from"].day_or_moment()) if "from" in found else LONG_AGO,
        ends=_end(found["until"].day_or_moment()) if "until" in found else None,
    )


def _begin(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else first_instant(value)


def _end(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else after_last_instant(value)


def read_family(section: Place, cast: Cast) -> None:
    cast.family = tuple(_family_line(item, cast) for item in section.items())


def _family_line(place: Place, cast: Cast) -> AuthorityLine | ProtectionLine | SurvivorLine:
    keys = {key for key, _ in place.entries()}
    if "child" in keys:
        found = place.mapping(needed=("child", "holder", "authority"))
        return AuthorityLine(
            cast.person(found["child"]),
            cast.person(found["holder"]),
            found["authority"].one_of(("held", "withdrawn")) == "withdrawn",
        )
    if "protected" in keys:
        found = place.mapping(needed=("protected", "guardian", "measure"))
        return ProtectionLine(
            cast.person(found["protected"]),
            cast.person(found["guardian"]),
            found["measure"].one_of(ProtectionMeasure),
        )
    found = place.mapping(needed=("deceased", "survivor", "relation"))
    return SurvivorLine(
        cast.person(found["deceased"]),
        cast.person(found["survivor"]),
        found["relation"].one_of(SurvivorRelation),
    )
