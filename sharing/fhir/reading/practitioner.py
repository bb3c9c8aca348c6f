"""Practitioner and PractitionerRole → a professional and his places of work."""

from collections.abc import Iterable

from consents.vocabulary import Profession
from sharing.fhir.reading import codes, identifiers, identity, moments, names, references
from sharing.fhir.reading.elements import Coding, Element
from sharing.fhir.reading.identifiers import IDNPS, RPPS
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import Origin, PracticeRead, ProfessionalRead, Reference

#: a student's code wins, one that nobody has mapped (a diploma, a category) comes last
_RANK = {Profession.STUDENT: 0, Profession.UNKNOWN: 2}
_TITLES = {"DR": "Dr", "PR": "Pr", "DR.": "Dr", "PR.": "Pr"}


def _profession(received: Iterable[Coding]) -> dict[str, str]:
    """Our word with the pair as received; an unmapped code is stored and entitles to nothing."""
    listed = [(coding, codes.profession(coding)) for coding in received if coding.code]
    listed.sort(key=lambda one: _RANK.get(one[1], 1))
    coding, word = listed[0] if listed else (None, Profession.UNKNOWN)
    return {
        "profession": word.value,
        "profession_system": coding.system if coding else "",
        "profession_code": coding.code[:40] if coding else "",
    }


def _title(name: names.HumanName) -> str:
    return next((_TITLES[word.upper()] for word in (*name.suffix, *name.prefix) if word.upper() in _TITLES), "")


def _email(resource: Element) -> str:
    """The first address at work; one that cannot be an address is left."""
    for telecom in resource.children("telecom"):
        value = telecom.text("value", most=2000)
        if telecom.text("system") == "email" and telecom.text("use") != "old" and _like_an_address(value):
            return value
    return ""


def _like_an_address(value: str) -> bool:
    local, _, domain = value.rpartition("@")
    plain = value.isascii() and value.isprintable() and not set(value) & set(" \"'<>(),;:\\[]")
    return plain and bool(local) and "@" not in local and "." in domain and len(value) <= 254 and _labels(domain)


def _labels(domain: str) -> bool:
    return all(
        part and part[0] != "-" and part[-1] != "-" and part.replace("-", "").isalnum() for part in domain.split(".")
    )


def read(resource: Element, standing: Standing) -> ProfessionalRead:
    known = identity.read(resource, standing, "Practitioner")
    rpps = identifiers.directory_number(known.found, RPPS, IDNPS)
    name = next(iter(names.by_use(resource).values()))
    qualifications = (coding for element in resource.children("qualification") for coding in element.codings("code"))
    return ProfessionalRead(
        origin=known.origin(resource.path, {"rpps": rpps.path} if rpps else {}),
        rpps=rpps,
        identifiers=known.others(RPPS),
        family_name=name.family,
        given_name=" ".join(name.given)[:120],
        title=_title(name),
        email=_email(resource),
        is_active=resource.flag("active"),
        **_profession(qualifications),
    )


def read_role(resource: Element, standing: Standing) -> PracticeRead:
    base = references.base_of(standing, resource)

    def referred(name: str) -> Reference | None:
        element = resource.child(name)
        return references.read(element, base=base, owner=standing.path) if element else None

    begins_at, ends_at = moments.period(resource, "period")
    return PracticeRead(
        origin=Origin(
            path=resource.path,
            names=references.names(standing, resource, "PractitionerRole"),
            elements={"begins_at": resource.at("period"), "ends_at": resource.at("period.end")},
        ),
        professional=referred("practitioner"),
        organisation=referred("organization"),
        begins_at=begins_at,
        ends_at=ends_at,
        is_active=resource.flag("active"),
        addresses=tuple(
            pair for pair in references.addresses(standing, resource, "PractitionerRole") if pair[0] != identifiers.URI
        ),
        **_profession(resource.codings("code")),
    )
