"""Organization: FINESS, kind by sector of activity (TRE_R02) and by our word, legal entity."""

from consents import terminology
from consents.cards import Place
from sharing.fhir.writing.words import (
    ORGANISATION_KIND,
    Links,
    Resource,
    coding,
    concept,
    identifiers,
    ref,
    without_nothing,
)

_SECTORS = "https://mos.esante.gouv.fr/NOS/TRE_R02-SecteurActivite/FHIR/TRE-R02-SecteurActivite"


def organization(place: Place, link: Links) -> Resource:
    return without_nothing(
        {
            "resourceType": "Organization",
            "id": place.id,
            "identifier": identifiers(place.identifiers),
            "type": [concept(*_kinds(place))],
            "name": place.name,
            "address": [{"city": place.city}] if place.city else [],
            "partOf": ref(link, "Organization", place.part_of) if place.part_of else {},
        }
    )


def _kinds(place: Place) -> list[Resource]:
    """A sector only when it says the kind that an administrator keeps: a wrong one would change who sees what."""
    sector = place.sector_code or terminology.sector_of(place.kind)
    agrees = bool(sector) and terminology.organisation_kind(sector) == place.kind
    said = [coding(_SECTORS, sector)] if agrees else []
    return [*said, coding(ORGANISATION_KIND, place.kind)]
