"""Any resource, and those it contains, to our values."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from consents.errors import InvalidFact
from sharing.fhir.reading import care, document, identifiers, organization, patient, practitioner, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import NotUsed, Origin, Read

_READERS: dict[str, Callable[[Element, Standing], Read]] = {
    "Patient": patient.read,
    "Practitioner": practitioner.read,
    "PractitionerRole": practitioner.read_role,
    "Organization": organization.read,
    "Encounter": care.read_encounter,
    "CareTeam": care.read_care_team,
    "DocumentReference": document.read,
}
_CONTAINED = ("Practitioner", "PractitionerRole", "Organization", "Patient")


def _not_used(resource: Element, standing: Standing, kind: str, because: str = "") -> NotUsed:
    names = references.names(standing, resource, kind)
    return NotUsed(origin=Origin(path=resource.path, names=names), type=kind, because=because)


def _contained(resource: Element, standing: Standing) -> Iterator[Read]:
    """A contained resource has no life of its own: it is kept only when an identifier names it."""
    for inner in resource.children("contained"):
        kind = inner.text("resourceType")
        place = replace(standing, path=inner.path, full_url=f"{standing.path}#{inner.text('id')}", source="")
        try:
            yield _READERS[kind](inner, place) if kind in _CONTAINED else _not_used(inner, place, kind)
        except InvalidFact as fault:
            if fault.because != "no_identity":
                raise
            yield _not_used(inner, place, kind, "contained_without_identifier")


def read(value: object, standing: Standing) -> Iterator[Read]:
    """Raises InvalidFact at the first fault of the resource; a type that is never used is not looked into."""
    resource = Element.of(value, standing.path)
    kind = resource.text("resourceType")
    if not kind:
        raise InvalidFact(resource.at("resourceType"), "missing")
    if kind not in _READERS:
        yield _not_used(resource, standing, kind)
        return
    found = [*_contained(resource, standing), _READERS[kind](resource, standing)]
    yield from found


def names_of_refused(value: object, standing: Standing) -> tuple[str, ...]:
    """How the rest of the file may name a resource that could not be read."""
    try:
        resource = Element.of(value, standing.path)
        return references.names(standing, resource, resource.text("resourceType"), _stated(resource))
    except InvalidFact:
        return (standing.full_url,) if standing.full_url else ()


def _stated(resource: Element) -> list[tuple[str, str]]:
    """Its identifiers, as far as they can be read."""
    try:
        return [identifier.pair for identifier in identifiers.read(resource, "").kept if identifier.names_the_record]
    except InvalidFact:
        return []
