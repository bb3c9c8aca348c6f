"""Patient, RelatedPerson, Practitioner, PractitionerRole: FR Core's shapes, read back by `reading.patient` and others."""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from consents import terminology
from consents.cards import Carer, Identity, Work
from sharing.fhir.writing.words import (
    PROFESSION,
    SPECIALTY,
    Links,
    Resource,
    coding,
    concept,
    identifiers,
    instant,
    period,
    ref,
    without_nothing,
)

_FR = "https://hl7.fr/ig/fhir/core"
_TOWNS = "https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM"


def patient(who: Identity, link: Links, *, treating: str = "") -> Resource:
    """`treating`: the treating physician in force, whom the patient designated (CSS L162-5-3)."""
    return without_nothing(
        {
            "resourceType": "Patient",
            "id": who.id,
            "extension": _traits(who),
            "identifier": identifiers(who.identifiers),
            "name": _names(who),
            "gender": who.sex,
            "birthDate": who.born_on.isoformat(),
            "deceasedDateTime": instant(who.died_at) if who.died_at else "",
            "generalPractitioner": [ref(link, "Practitioner", treating)] if treating else [],
        }
    )


def _traits(who: Identity) -> list[Resource]:
    status = coding(f"{_FR}/CodeSystem/fr-core-cs-identity-status", who.identity_status)
    found: list[Resource] = [
        {
            "url": f"{_FR}/StructureDefinition/fr-core-identity-reliability",
            "extension": [{"url": "identityStatus", "valueCoding": status}],
        }
    ]
    return [*found, _born_at(who.birth_place)] if who.birth_place else found


def _born_at(insee: str) -> Resource:
    code = {"url": f"{_FR}/StructureDefinition/fr-core-address-insee-code", "valueCoding": coding(_TOWNS, insee)}
    return {
        "url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
        "valueAddress": {"extension": [code]},
    }


def _names(who: Identity) -> list[Resource]:
    """The birth name is `official`, the name in use `usual` (FR Core)."""
    given = who.birth_given_names.split()
    listed = {"url": f"{_FR}/StructureDefinition/fr-core-patient-birth-list-given-name"}
    at_birth: Resource = {
        "use": "official",
        "family": who.birth_name,
        "given": given[:1],
        "extension": [{**listed, "valueString": who.birth_given_names}] if given else [],
    }
    in_use: Resource = {
        "use": "usual",
        "family": who.used_name or who.birth_name,
        "given": [who.used_given_name] if who.used_given_name else given[:1],
    }
    said = [at_birth, in_use] if who.used_name or who.used_given_name else [at_birth]
    return [without_nothing(name) for name in said]


def related_person(person: str, name: str, patient_: str, link: Links) -> Resource:
    """Someone whom the patient named, or who spoke for him: by name only."""
    return {
        "resourceType": "RelatedPerson",
        "id": person,
        "patient": ref(link, "Patient", patient_),
        "name": [{"text": name}],
    }


def practitioner(who: Carer) -> Resource:
    name = without_nothing(
        {
            "family": who.family_name,
            "given": [who.given_name] if who.given_name else [],
            "prefix": [who.title] if who.title else [],
        }
    )
    return without_nothing(
        {
            "resourceType": "Practitioner",
            "id": who.id,
            "identifier": identifiers(who.identifiers),
            "name": [name],
            "qualification": [{"code": concept(*_professions(who))}],
        }
    )


def _professions(who: Carer) -> list[Resource]:
    """The code received, else the one of the French tables for our word; then our word, told apart by its system."""
    known = terminology.coding_of(who.profession)
    received = (who.profession_system, who.profession_code) if who.profession_code else known
    said = [coding(*received)] if received else []
    return [*said, coding(PROFESSION, who.profession)]


def roles(who: Carer, link: Links) -> Iterable[Resource]:
    for work in who.works:
        yield without_nothing(
            {
                "resourceType": "PractitionerRole",
                "id": role_id(who, work),
                "period": period(work.begins_at, work.ends_at),
                "practitioner": ref(link, "Practitioner", who.id),
                "organization": ref(link, "Organization", work.place),
                "specialty": [concept(coding(SPECIALTY, who.specialty))] if who.specialty else [],
            }
        )


def role_id(who: Carer, work: Work) -> str:
    """The same for the same place of work from the same day: an export made again names it alike."""
    begins = work.begins_at.isoformat() if work.begins_at else ""
    return str(uuid5(NAMESPACE_URL, f"urn:mes-partages:role:{who.id}:{work.place}:{begins}"))
