"""What is looked for among the AuditEvents: R4's own parameters, and those of IHE's ITI-81."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from sharing.api.fhir import searching
from sharing.api.fhir.errors import Unmet
from sharing.api.fhir.parameters import Parameters
from sharing.fhir.audit import codes
from sharing.selectors.audit_events import Kind, Named, Wanted, Window

_NAMES = {
    "patient": ("patient", "patient.identifier", "patient:identifier"),
    "agent": ("agent", "agent.identifier", "agent:identifier"),
    "entity": ("entity", "entity.identifier", "entity:identifier"),
}
#: Each parameter with its type.
KNOWN: Mapping[str, str] = {
    "_id": "token",
    "_lastUpdated": "date",
    "date": "date",
    **{name: "token" for names in _NAMES.values() for name in names},
    **dict.fromkeys(_NAMES, "reference"),
    "type": "token",
    "subtype": "token",
    "action": "token",
    "outcome": "token",
    "entity-type": "token",
}
_TYPES = {(codes.DICOM, codes.SECURITY_ALERT): Kind.ANSWERED, (codes.DICOM, codes.EXPORT): Kind.OPENED}
_SUBTYPES = {(codes.AUTHORISATION, codes.BY_CONSENT): Kind.ANSWERED, (codes.LIFECYCLE, codes.DISCLOSE): Kind.OPENED}
_ACTIONS = {("", codes.EXECUTE): Kind.ANSWERED, ("", codes.READ): Kind.OPENED}
_ENTITY_TYPES = {
    (codes.RESOURCES, "Consent"): frozenset({Kind.ANSWERED}),
    (codes.ENTITY_TYPE, codes.SYSTEM_OBJECT): frozenset({Kind.OPENED}),
    (codes.ENTITY_TYPE, codes.PERSON): frozenset(Kind),
}
_OUTCOMES = {codes.PERMITTED: True, codes.SERIOUS_FAILURE: False}


def wanted(asked: Parameters) -> Wanted:
    """`Unmet` for a value that no event could have the form of."""
    return Wanted(
        ids=_ids(asked),
        kinds=_kinds(asked),
        permit=_permit(asked),
        patients=_named(asked, "patient"),
        about=_named(asked, "entity"),
        who=_named(asked, "agent"),
        windows=tuple(Window(*span) for span in searching.spans(asked, "date", "_lastUpdated")),
    )


def _named(asked: Parameters, name: str) -> Collection[Named] | None:
    """Said once: a repeat would ask for two names at a time, which no event has."""
    said = [values for each in _NAMES[name] for values in asked.alternatives(each)]
    if len(said) > 1:
        raise Unmet(400, "bad_value", f"http.{name}")
    return [Named(*pair) for pair in searching.tokens(said[0])] if said else None


def _ids(asked: Parameters) -> Collection[uuid.UUID] | None:
    said = asked.alternatives("_id")
    if not said:
        return None
    sets = [{found for value in values if (found := _uuid(value))} for values in said]
    return set.intersection(*sets)


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _kinds(asked: Parameters) -> Collection[Kind]:
    kinds = frozenset(Kind)
    for name, table in (("type", _TYPES), ("subtype", _SUBTYPES), ("action", _ACTIONS)):
        for values in asked.alternatives(name):
            kinds &= {table[key] for key in _codes(values, table)}
    for values in asked.alternatives("entity-type"):
        kinds &= {kind for key in _codes(values, _ENTITY_TYPES) for kind in _ENTITY_TYPES[key]}
    return kinds


def _codes(values: tuple[str, ...], known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    tokens = searching.tokens(values)
    return [
        (system, code) for system, code in known for wanted, said in tokens if said == code and wanted in (None, system)
    ]


def _permit(asked: Parameters) -> bool | None:
    """None: any. What is neither a permit nor a deny is no outcome of ours."""
    said = asked.alternatives("outcome")
    if not said:
        return None
    found = {_OUTCOMES[code] for values in said for _, code in searching.tokens(values) if code in _OUTCOMES}
    if len(said) > 1 or not found:
        raise Unmet(400, "bad_value", "http.outcome")
    return found.pop() if len(found) == 1 else None
