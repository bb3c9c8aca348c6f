"""What every resource is made of: references, codings, moments, names of our own words."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from consents import terminology
from sharing.fhir.reading.identifiers import INS_DEMO, INS_NIA, INS_NIR, INS_TEST

Resource = dict[str, Any]
#: (type of resource, our identifier) → what stands in `Reference.reference`
Links = Callable[[str, str], str]

CATEGORY = terminology.CATEGORY_SYSTEM
ORGANISATION_KIND = terminology.ORGANISATION_KIND_SYSTEM
PROFESSION = "urn:mes-partages:profession"
SPECIALTY = "urn:mes-partages:specialty"
BASIS = "urn:mes-partages:care-basis"
RULE = "urn:mes-partages:rule"
URI = "urn:ietf:rfc:3986"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_IDENTIFIER_TYPES = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
_INS_TYPES = {INS_NIR: "INS-NIR", INS_NIA: "INS-NIA", INS_TEST: "INS-NIR-TEST", INS_DEMO: "INS-NIR-DEMO"}


def in_a_bundle(_kind: str, reference: str) -> str:
    """Our identifiers are UUIDs: inside a Bundle they name the entry whose fullUrl they are."""
    return f"urn:uuid:{reference}"


def ref(link: Links, kind: str, reference: str, **more: object) -> Resource:
    return {"reference": link(kind, reference), "type": kind, **more}


def coding(system: str, code: str, display: str = "") -> Resource:
    return {"system": system, "code": code, **({"display": display} if display else {})}


def concept(*codings: Resource) -> Resource:
    return {"coding": list(codings)}


def identifiers(pairs: Iterable[tuple[str, str]]) -> list[Resource]:
    return [{**_typed(system), "system": system, "value": value} for system, value in pairs]


def _typed(system: str) -> Resource:
    if system not in _INS_TYPES:
        return {}
    return {"use": "official", "type": concept(coding(_IDENTIFIER_TYPES, _INS_TYPES[system]))}


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def period(begins_at: datetime | None, ends_at: datetime | None) -> Resource:
    """Our ends are excluded, as a moment at the end of a Period is read here (docs/import-fhir.md)."""
    said = {"start": begins_at, "end": ends_at}
    return {name: instant(moment) for name, moment in said.items() if moment}


def without_nothing(resource: Resource) -> Resource:
    """FHIR knows no empty value: what is not known is not said."""
    return {name: value for name, value in resource.items() if value not in ("", None, [], {})}
