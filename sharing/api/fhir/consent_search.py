"""The search parameters of Consent: which Consents of this system answer them."""

from collections.abc import Callable
from typing import Any

from consents.words import Identifier
from sharing.api.fhir import matching
from sharing.api.fhir.errors import Unmet
from sharing.api.fhir.parameters import Parameters
from sharing.fhir.reading import moments
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.identifiers import normal_pair
from sharing.fhir.writing.words import Resource
from sharing.services.consents.finding import Sought
from sharing.services.consents.kept import Shown

Test = Callable[[str, Resource], bool]


def _root(resource: Resource) -> dict[str, Any]:
    """`actor`, `period`, `purpose` look at the root provision only (R4)."""
    provision: dict[str, Any] = resource.get("provision", {})
    return provision


def _tokens(name: str) -> Test:
    return lambda wanted, resource: matching.token(wanted, matching.codings(resource.get(name)))


def _named(pick: Callable[[Resource], Any]) -> tuple[Test, Test]:
    """By address, and by identifier."""

    def by_address(wanted: str, resource: Resource) -> bool:
        found = matching.references(pick(resource))
        return matching.reference(wanted, [str(each.get("reference", "")) for each in found])

    def by_identifier(wanted: str, resource: Resource) -> bool:
        found = [
            pair
            for each in matching.references(pick(resource))
            for pair in matching.identifiers(each.get("identifier"))
        ]
        return matching.identifier(wanted, found)

    return by_address, by_identifier


def _span(text: str) -> matching.Span:
    said = moments.parse(text, "date")
    return said.first, said.after


def _date(wanted: str, resource: Resource) -> bool:
    return matching.date(wanted, _span(resource["dateTime"]) if "dateTime" in resource else None)


def _period(wanted: str, resource: Resource) -> bool:
    root = _root(resource)
    return matching.date(wanted, moments.period(Element.of(root, "provision"), "period") if "period" in root else None)


def _updated(wanted: str, resource: Resource) -> bool:
    return matching.date(wanted, _span(resource["meta"]["lastUpdated"]))


_PATIENT, _PATIENT_NAMED = _named(lambda resource: resource.get("patient"))
_ACTOR, _ACTOR_NAMED = _named(lambda resource: [each["reference"] for each in _root(resource).get("actor", [])])
_ORGANIZATION, _ORGANIZATION_NAMED = _named(lambda resource: resource.get("organization"))
_CONSENTOR, _CONSENTOR_NAMED = _named(lambda resource: resource.get("performer"))

TESTS: dict[str, Test] = {
    "_id": lambda wanted, resource: wanted == resource["id"],
    "_lastUpdated": _updated,
    "patient": _PATIENT,
    "patient.identifier": _PATIENT_NAMED,
    "patient:identifier": _PATIENT_NAMED,
    "patient:Patient": _PATIENT,
    "patient:Patient.identifier": _PATIENT_NAMED,
    "status": lambda wanted, resource: matching.token(
        wanted, [("http://hl7.org/fhir/consent-state-codes", resource["status"])]
    ),
    "actor": _ACTOR,
    "actor.identifier": _ACTOR_NAMED,
    "actor:identifier": _ACTOR_NAMED,
    "date": _date,
    "period": _period,
    "scope": _tokens("scope"),
    "category": _tokens("category"),
    "identifier": lambda wanted, resource: matching.identifier(
        wanted, matching.identifiers(resource.get("identifier"))
    ),
    "organization": _ORGANIZATION,
    "organization.identifier": _ORGANIZATION_NAMED,
    "organization:identifier": _ORGANIZATION_NAMED,
    "consentor": _CONSENTOR,
    "consentor.identifier": _CONSENTOR_NAMED,
    "purpose": lambda wanted, resource: matching.token(wanted, matching.codings(_root(resource).get("purpose"))),
}
#: As the CapabilityStatement names them.
DECLARED = {
    "_id": "token", "_lastUpdated": "date", "patient": "reference", "patient.identifier": "token", "status": "token",
    "actor": "reference", "actor.identifier": "token", "date": "date", "period": "date", "scope": "token",
    "category": "token", "identifier": "token", "organization": "reference", "consentor": "reference",
    "purpose": "token",
}  # fmt: skip
_BY_PATIENT = ("patient.identifier", "patient:identifier", "patient:Patient.identifier")


def sought(asked: Parameters) -> Sought:
    """Raises `Unmet` 400 for a value that its parameter cannot have."""
    _try_values(asked)
    return Sought(
        lambda shown: _answers(asked, shown),
        patient=_patient(asked),
        ids=_ids(asked),
        page=asked.page,
        size=asked.count,
        question=asked.question("Consent"),
    )


def _answers(asked: Parameters, shown: Shown) -> bool:
    """Repeats are a conjunction, commas alternatives."""
    return all(
        any(TESTS[name](wanted, shown.resource) for wanted in alternatives)
        for name in asked.given
        for alternatives in asked.alternatives(name)
    )


def _try_values(asked: Parameters) -> None:
    """Dates, before anything is looked up: nothing found is no excuse for a wrong value."""
    for name in ("_lastUpdated", "date", "period"):
        for wanted in (each for alternatives in asked.alternatives(name) for each in alternatives):
            try:
                matching.date(wanted, None)
            except matching.BadValue:
                raise Unmet(400, "bad_value", f"http.{name}") from None


def _patient(asked: Parameters) -> Identifier | None:
    """One identifier with its system narrows what is read; anything else is compared afterwards."""
    for name in _BY_PATIENT:
        for alternatives in asked.alternatives(name):
            system, _, value = alternatives[0].rpartition("|")
            if len(alternatives) == 1 and system and value:
                return Identifier(*normal_pair(system, value))
    return None


def _ids(asked: Parameters) -> tuple[str, ...] | None:
    repeats = asked.alternatives("_id")
    return repeats[0] if repeats else None
