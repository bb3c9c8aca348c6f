"""By what a resource is the same one the next time it is seen: without it nothing is kept."""

from dataclasses import dataclass

from consents.errors import InvalidFact
from sharing.fhir.reading import identifiers, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.identifiers import Identifiers
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import Identifier, Origin, Warned


@dataclass(frozen=True, slots=True)
class Identity:
    found: Identifiers
    #: what the record is known by besides its directory number, its place in the source included
    addresses: tuple[Identifier, ...]
    names: tuple[str, ...]

    def others(self, *systems: str) -> tuple[Identifier, ...]:
        return self.found.but(*systems) + self.addresses

    def origin(self, path: str, elements: dict[str, str], *warnings: Warned) -> Origin:
        return Origin(path=path, names=self.names, elements=elements, warnings=(*self.found.warnings, *warnings))


def _addresses(resource: Element, standing: Standing, kind: str, found: Identifiers) -> list[tuple[str, str]]:
    """The uuid of an entry changes from one export to the next: it serves only when nothing else names the record."""
    known = any(identifier.names_the_record for identifier in found.kept)
    every = references.addresses(standing, resource, kind)
    return [pair for pair in every if pair[0] != identifiers.URI or not known]


def read(resource: Element, standing: Standing, kind: str) -> Identity:
    found = identifiers.read(resource, references.base_of(standing, resource))
    places = [Identifier(*pair, resource.at("id")) for pair in _addresses(resource, standing, kind, found)]
    if not places and not any(identifier.names_the_record for identifier in found.kept):
        raise InvalidFact(resource.at("identifier"), "no_identity")
    kept = {identifier.pair for identifier in found.kept}
    naming = [identifier.pair for identifier in found.kept if identifier.names_the_record]
    names = references.names(standing, resource, kind, [*naming, *(identifiers.normal_pair(*pair) for pair in naming)])
    return Identity(found, tuple(place for place in places if place.pair not in kept), names)


def source(resource: Element, standing: Standing, kind: str) -> tuple[str, str]:
    """The one identity of a document or of a care relation at its source; empty when it has none."""
    master = resource.child("masterIdentifier") if kind == "DocumentReference" else None
    if master and master.text("system") and master.text("value"):
        return identifiers.normal_system(master.text("system")), master.text("value")
    found = identifiers.read(resource, references.base_of(standing, resource))
    places = references.addresses(standing, resource, kind)
    pairs = [identifier.pair for identifier in found.kept] + places
    return pairs[0] if pairs else ("", "")
