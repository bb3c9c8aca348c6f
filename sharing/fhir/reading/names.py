"""Human names: at birth, in use, and of professionals."""

from dataclasses import dataclass

from consents.errors import InvalidFact
from sharing.fhir.reading.elements import Element

_FAMILY, _GIVEN = 120, 200


@dataclass(frozen=True, slots=True)
class HumanName:
    family: str
    given: tuple[str, ...]
    all_given_at_birth: str
    prefix: tuple[str, ...]
    suffix: tuple[str, ...]


_BIRTH_LIST = (
    "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name",
    "http://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name",
    "http://interopsante.org/fhir/StructureDefinition/FrPatientBirthListGivenName",
)


def _read(name: Element) -> HumanName:
    listed = name.extension(*_BIRTH_LIST)
    family = name.text("family", most=_FAMILY) or name.text("text", most=_FAMILY)
    given = tuple(name.texts("given", most=_FAMILY))
    at_birth = listed.text("valueString", most=_GIVEN) if listed else ""
    if len(" ".join(given)) > _GIVEN:
        raise InvalidFact(name.at("given"), "too_long")
    return HumanName(family, given, at_birth, tuple(name.texts("prefix")), tuple(name.texts("suffix")))


def by_use(resource: Element) -> dict[str, HumanName]:
    """The first name of each use that names a family; at least one, or the resource is refused."""
    found: dict[str, HumanName] = {}
    for name in resource.children("name"):
        read = _read(name)
        if read.family and name.text("use") != "old":
            found.setdefault(name.text("use") or "unsaid", read)
    if not found:
        raise InvalidFact(resource.at("name"), "missing")
    return found


def at_birth_and_in_use(resource: Element) -> tuple[HumanName, HumanName]:
    """FR Core says the birth name `official` and the used one `usual`; others say `maiden` and `official`."""
    found = by_use(resource)
    first = next(iter(found.values()))
    official = found.get("official", first)
    return found.get("maiden", official), found.get("usual", official)
