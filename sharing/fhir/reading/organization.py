"""Organization → an organisation: FINESS, kind by sector of activity, `unknown` until mapped."""

from dataclasses import replace

from consents.errors import InvalidFact
from consents.vocabulary import OrganisationKind
from sharing.fhir.reading import codes, identifiers, identity, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.identifiers import FINESS, IDNST
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import OrganisationRead


def _kind(resource: Element) -> tuple[str, str]:
    """Our word and the code received; among several, the first that is mapped."""
    received = list(resource.codings("type"))
    for coding in received:
        kind = codes.organisation_kind(coding)
        if kind is not OrganisationKind.UNKNOWN:
            return kind.value, coding.code[:20]
    return OrganisationKind.UNKNOWN.value, received[0].code[:20] if received else ""


def _name(resource: Element) -> str:
    aliases = resource.texts("alias")
    name = resource.text("name") or (aliases[0] if aliases else "")
    if not name:
        raise InvalidFact(resource.at("name"), "missing")
    return name


def _city(resource: Element) -> str:
    cities = (address.text("city")[:120] for address in resource.children("address"))
    return next((city for city in cities if city), "")


def read(resource: Element, standing: Standing) -> OrganisationRead:
    known = identity.read(resource, standing, "Organization")
    finess = identifiers.directory_number(known.found, FINESS, IDNST)
    kind, sector = _kind(resource)
    above = resource.child("partOf")
    base = references.base_of(standing, resource)
    elements = {"finess": finess.path} if finess else {}
    return OrganisationRead(
        origin=known.origin(resource.path, elements | {"kind": resource.at("type"), "part_of": resource.at("partOf")}),
        finess=replace(finess, value=finess.value.upper()) if finess else None,
        identifiers=known.others(FINESS),
        name=_name(resource),
        kind=kind,
        sector_code=sector,
        city=_city(resource),
        is_active=resource.flag("active"),
        part_of=references.read(above, base=base, owner=standing.path) if above else None,
    )
