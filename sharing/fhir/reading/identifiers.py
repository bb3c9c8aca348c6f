"""Identifiers: which system says what, and which numbers name a record (interop: FR Core, ANS)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consents.errors import InvalidFact
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.values import Identifier, Warned

INS_NIR = "urn:oid:1.2.250.1.213.1.4.8"
INS_NIA = "urn:oid:1.2.250.1.213.1.4.9"
INS_TEST = "urn:oid:1.2.250.1.213.1.4.10"
INS_DEMO = "urn:oid:1.2.250.1.213.1.4.11"
#: the best first: a real number, a waiting one, then those of tests and demonstrations
INS_SYSTEMS = (INS_NIR, INS_NIA, INS_TEST, INS_DEMO)
RPPS = "https://rpps.esante.gouv.fr"
IDNPS = "urn:oid:1.2.250.1.71.4.2.1"
FINESS = "https://finess.esante.gouv.fr"
IDNST = "urn:oid:1.2.250.1.71.4.2.2"
URI = "urn:ietf:rfc:3986"

_OID = re.compile(r"[0-2](\.\d+)+", re.ASCII)

#: the billing number: same system as the INS, and a child may carry a parent's
_BILLING = "NH"


@dataclass(frozen=True, slots=True)
class Identifiers:
    kept: tuple[Identifier, ...]
    warnings: tuple[Warned, ...]

    def of(self, *systems: str) -> Identifier | None:
        found = {identifier.system: identifier for identifier in reversed(self.kept)}
        return next((found[system] for system in systems if system in found), None)

    def but(self, *systems: str) -> tuple[Identifier, ...]:
        return tuple(identifier for identifier in self.kept if identifier.system not in systems)


def _types(identifier: Element) -> frozenset[str]:
    return frozenset(coding.code for coding in identifier.codings("type"))


def _one(identifier: Element, source: str) -> Identifier | Warned | None:
    system, value = identifier.text("system") or source, identifier.text("value")
    if not value or identifier.text("use") == "old":
        return None
    if _BILLING in _types(identifier):
        return Warned(identifier.path, "billing_number")
    if not system:
        return Warned(identifier.at("system"), "identifier_without_system")
    return Identifier(normal_system(system), value, identifier.at("value"), _types(identifier))


def normal_system(system: str) -> str:
    """An OID may be written bare; the rest is compared as written."""
    return f"urn:oid:{system}" if _OID.fullmatch(system) else system


def _each(resource: Element, source: str) -> Iterator[Identifier | Warned]:
    for identifier in resource.children("identifier"):
        found = _one(identifier, source)
        if found is not None:
            yield found


def read(resource: Element, source: str) -> Identifiers:
    """Every identifier in use, once; `source` names the system of those that name none."""
    kept: dict[tuple[str, str], Identifier] = {}
    warnings = []
    for found in _each(resource, source):
        if isinstance(found, Warned):
            warnings.append(found)
        else:
            kept.setdefault(found.pair, found)
    return Identifiers(tuple(_of_the_site(list(kept.values()))), tuple(warnings))


def _of_the_site(kept: list[Identifier]) -> list[Identifier]:
    """A site that also names its legal entity is the site: FINEG stays, FINEJ names another organisation."""
    is_a_site = any("FINEG" in identifier.types for identifier in kept)
    return [identifier for identifier in kept if not (is_a_site and "FINEJ" in identifier.types)]


def normal_pair(system: str, value: str) -> tuple[str, str]:
    """A national number and the directory number it contains are one (IDNPS 8 + RPPS, IDNST 1 + FINESS)."""
    system = normal_system(system)
    if system == IDNPS and value.isdigit():
        if len(value) == 12 and value.startswith("8"):
            return RPPS, value[1:]
        if len(value) == 11:
            return RPPS, value
    if system == IDNST and len(value) == 10 and value.startswith("1"):
        return FINESS, value[1:]
    return system, value


def directory_number(found: Identifiers, directory: str, national: str) -> Identifier | None:
    """The RPPS or FINESS, said plainly or inside the national number."""
    plain = found.of(directory)
    if plain is not None:
        return plain
    composed = found.of(national)
    if composed is None:
        return None
    system, value = normal_pair(*composed.pair)
    return Identifier(system, value, composed.path) if system == directory else None


def logical(reference: Element) -> tuple[str, str] | None:
    """The identifier by which a Reference names its target."""
    identifier = reference.child("identifier")
    if identifier is None:
        return None
    system, value = identifier.text("system"), identifier.text("value")
    if not value:
        return None
    if not system:
        raise InvalidFact(identifier.at("system"), "missing")
    return normal_pair(system, value)
