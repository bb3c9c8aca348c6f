"""Patient → a person: identity and traits (FR Core, CSP R1111-8-1), never health content."""

from datetime import datetime

from consents.errors import InvalidFact
from sharing.fhir.reading import identity, moments, names, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.identifiers import INS_SYSTEMS
from sharing.fhir.reading.identity import Identity
from sharing.fhir.reading.names import HumanName
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import PersonRead, Reference, Warned

_SEX = {"female": "female", "male": "male", "unknown": "unknown", "other": "unknown", "": ""}
_STATUSES = ("PROV", "VALI", "RECUP", "QUAL")
_RELIABILITY = tuple(
    f"{base}/StructureDefinition/fr-core-identity-reliability"
    for base in ("https://hl7.fr/ig/fhir/core", "http://hl7.fr/ig/fhir/core", "http://interopsante.org/fhir")
)
_INSEE = tuple(
    f"{base}/StructureDefinition/fr-core-address-insee-code"
    for base in ("https://hl7.fr/ig/fhir/core", "http://hl7.fr/ig/fhir/core", "http://interopsante.org/fhir")
)
_BIRTH_PLACE = (
    "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
    "http://hl7.org/fhir/StructureDefinition/birthPlace",
)


def _identity_status(resource: Element) -> str:
    """Empty when the file does not say. VALI meant "qualified" in the older list (v2-0445); today it carries no INS."""
    reliability = resource.extension(*_RELIABILITY)
    status = reliability.extension("identityStatus") if reliability else None
    coding = status.child("valueCoding") if status else None
    if coding is None:
        return ""
    code = coding.text("code")
    if code == "VALI" and coding.text("system").endswith("v2-0445"):
        return "QUAL"
    return code if code in _STATUSES else "PROV"


def _birth_place(resource: Element) -> str:
    """The INSEE code of the place, when it is one: foreign software writes a city here."""
    place = resource.extension(*_BIRTH_PLACE)
    address = place.child("valueAddress") if place else None
    insee = address.extension(*_INSEE) if address else None
    coding = insee.child("valueCoding") if insee else None
    code = coding.text("code") if coding else ""
    return code if len(code) == 5 and code.isalnum() else ""


def _sex(resource: Element) -> str:
    gender = resource.text("gender")
    if gender not in _SEX:
        raise InvalidFact(resource.at("gender"), "unknown_word")
    return _SEX[gender]


def _death(resource: Element) -> tuple[datetime | None, bool]:
    """A death told without its hour counts from the first instant that the date allows."""
    at = moments.moment(resource, "deceasedDateTime")
    return (at.first if at else None), bool(at or resource.flag("deceasedBoolean"))


def _treating_physician(resource: Element, base: str, owner: str) -> tuple[Reference | None, tuple[Warned, ...]]:
    """There is one treating physician (CSS L162-5-3): of several, none can be chosen here."""
    practitioners = []
    for element in resource.children("generalPractitioner"):
        reference = references.read(element, base=base, owner=owner)
        if reference and reference.kind != "Organization":
            practitioners.append(reference)
    if len(practitioners) > 1:
        return None, (Warned(resource.at("generalPractitioner"), "several_treating_physicians"),)
    return (practitioners[0] if practitioners else None), ()


def _names(at_birth: HumanName, in_use: HumanName) -> dict[str, str]:
    given = at_birth.all_given_at_birth or in_use.all_given_at_birth or " ".join(at_birth.given)
    first = (given.split() or [""])[0]
    used_given = in_use.given[0] if in_use.given else ""
    return {
        "birth_name": at_birth.family,
        "birth_given_names": given,
        "used_name": in_use.family if in_use.family != at_birth.family else "",
        "used_given_name": used_given if used_given.casefold() != first.casefold() else "",
    }


def read(resource: Element, standing: Standing) -> PersonRead:
    known = identity.read(resource, standing, "Patient")
    born_on, interpreted = moments.birth_date(resource, "birthDate")
    died_at, died = _death(resource)
    physician, several = _treating_physician(resource, references.base_of(standing, resource), standing.path)
    warnings = (*several, *((Warned(resource.at("birthDate"), "birth_date_interpreted"),) if interpreted else ()))
    return PersonRead(
        origin=known.origin(resource.path, _elements(resource, known), *warnings, *_unqualified(resource, known)),
        ins=known.found.of(*INS_SYSTEMS),
        identifiers=known.others(*_primary_system(known)),
        identity_status=_identity_status(resource),
        born_on=born_on,
        birth_place=_birth_place(resource),
        sex=_sex(resource),
        died_at=died_at,
        died=died,
        treating_physician=physician,
        **_names(*names.at_birth_and_in_use(resource)),
    )


def _primary_system(known: Identity) -> tuple[str, ...]:
    ins = known.found.of(*INS_SYSTEMS)
    return (ins.system,) if ins else ()


def _unqualified(resource: Element, known: Identity) -> tuple[Warned, ...]:
    """Only a qualified identity may carry an INS to others (RNIV); kept as said, and told."""
    ins = known.found.of(*INS_SYSTEMS)
    said = resource.extension(*_RELIABILITY)
    unqualified = ins and said and _identity_status(resource) != "QUAL"
    return (Warned(ins.path, "ins_of_unqualified_identity"),) if ins and unqualified else ()


def _elements(resource: Element, known: Identity) -> dict[str, str]:
    ins = known.found.of(*INS_SYSTEMS)
    named = {
        "born_on": "birthDate", "sex": "gender", "died_at": "deceasedDateTime", "birth_name": "name",
        "birth_given_names": "name", "used_name": "name", "used_given_name": "name", "birth_place": "extension",
        "identifiers": "identifier", "identity_status": "extension",
    }  # fmt: skip
    paths = {field: resource.at(name) for field, name in named.items()}
    return paths | ({"ins": ins.path, "ins_system": ins.path} if ins else {})
