"""What JSON Schema says of a body and serializers cannot: the forms of identifiers, members that go together.

As strict as the readers and no stricter, which schemathesis checks (tests/sharing/api/test_fuzz.py). A member that is
not mandatory may be `null`, which is the same as not there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from consents.verification import INS_SYSTEMS
from consents.vocabulary import Purpose
from sharing.asked import FINESS, RPPS

Json = dict[str, Any]
_HIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
#: Not blank, without control characters, nor those that turn the direction of reading.
TEXT_PATTERN = rf"^[^{_HIDDEN}]*[^\s{_HIDDEN}][^{_HIDDEN}]*$"
LONGEST = 300
RPPS_TEXT: Json = {"type": "string", "pattern": r"^ *8?[0-9]{11} *$", "maxLength": 79}
FINESS_TEXT: Json = {"type": "string", "pattern": r"^ *[0-9A-Z]{9} *$", "maxLength": 79}
UUID_TEXT: Json = {"type": "string", "format": "uuid"}
WHEN: Json = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
TRUE: Json = {"enum": [True]}
_NULL: Json = {"type": "null"}


def text(longest: int = LONGEST) -> Json:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": TEXT_PATTERN}


def _object(properties: Json, *required: str) -> Json:
    return {"type": "object", "properties": properties, "required": list(required)}


IDENTIFIER = _object({"system": text(120), "value": text(79)}, "system", "value")
#: An INS has its form and its key (`format: ins`), an identifier of any other system is taken as it is.
PATIENT: Json = {
    "anyOf": [
        {"properties": {"system": {"not": {"enum": list(INS_SYSTEMS)}}}},
        {"properties": {"system": {"enum": list(INS_SYSTEMS)}, "value": {"type": "string", "format": "ins"}}},
    ]
}
WHO: Json = {"anyOf": [RPPS_TEXT, IDENTIFIER]}
WHERE: Json = {"anyOf": [FINESS_TEXT, IDENTIFIER]}
#: Where an evaluation is asked from: other systems' FINESS have its form too.
PLACE: Json = {
    "anyOf": [
        FINESS_TEXT,
        IDENTIFIER | {"properties": {"system": text(120) | {"not": {"enum": [FINESS]}}, "value": text(79)}},
        _object({"system": {"enum": [FINESS]}, "value": FINESS_TEXT}, "system", "value"),
    ]
}
DOCUMENT: Json = {"anyOf": [UUID_TEXT, IDENTIFIER]}


def _there(*names: str) -> Json:
    """These members are there, and not null."""
    return {"required": list(names), "properties": {name: {"not": _NULL} for name in names}}


def _absent(*names: str) -> Json:
    return {"properties": dict.fromkeys(names, _NULL)}


def _one_of(*names: str) -> Json:
    return {"oneOf": [_there(name) for name in names]}


def _subject() -> Json:
    """An RPPS or a FINESS has its form; another system's identifier is taken as it is."""

    def of(kind: str, usual: str, form: Json) -> list[Json]:
        other = {"system": text(120) | {"not": {"enum": [usual, None]}}}
        same = {"system": {"enum": [usual, None]}}
        named = _object({"properties": _object(other, "system"), "type": {"enum": [kind]}}, "properties")
        plain = {"properties": {"type": {"enum": [kind]}, "id": form, "properties": {"properties": same}}}
        return [named, plain]

    return {"anyOf": [*of("professional", RPPS, RPPS_TEXT), *of("organisation", FINESS, FINESS_TEXT)]}


#: `{system, value}`, or `value` alone where its form says what it is.
NAMED_PATIENT: Json = {
    "anyOf": [
        _object({"system": text(120) | {"not": {"enum": list(INS_SYSTEMS)}}, "value": text(79)}, "system", "value"),
        _object({"system": {"enum": [*INS_SYSTEMS, None]}, "value": {"type": "string", "format": "ins"}}, "value"),
    ]
}
_ONE_INS: Json = {
    "minItems": 2,
    "items": {"required": ["system"], "properties": {"system": {"type": "string"}}},
    "contains": {"properties": {"system": {"enum": list(INS_SYSTEMS)}}, "required": ["system"]},
    "minContains": 1,
    "maxContains": 1,
}
#: One patient: his only identifier, or his INS among others.
ONE_PATIENT: Json = {
    "type": "array", "items": NAMED_PATIENT, "minItems": 1, "maxItems": 20, "anyOf": [{"maxItems": 1}, _ONE_INS],
}  # fmt: skip
_PLACE_NAMED: Json = _object({"system": {"enum": [FINESS]}, "value": FINESS_TEXT}, "system", "value")
_WHO_NAMED: Json = {
    "anyOf": [
        _object({"system": text(120) | {"not": {"enum": [FINESS, RPPS]}}, "value": text(79)}, "system", "value"),
        _object({"system": {"enum": [RPPS, None]}, "value": RPPS_TEXT}, "value"),
    ]
}
#: One professional, and from which organisation; or an organisation alone.
ONE_ACTOR: Json = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [_WHO_NAMED, _PLACE_NAMED]}, "minItems": 1, "maxItems": 1},
        {"type": "array", "prefixItems": [_WHO_NAMED, _PLACE_NAMED], "minItems": 2, "maxItems": 2},
    ]
}
#: The patient is named in `properties.patient`, else in `properties.ins`; of a record, `id` may be his INS.
_NAMED: list[Json] = [
    {"required": ["properties"], "properties": {"properties": {"type": "object", **_there("patient")}}},
    {
        "required": ["properties"],
        "properties": {
            "properties": {
                "type": "object",
                "required": ["ins"],
                "properties": {"patient": _NULL, "ins": {"type": "string", "format": "ins"}, "ins_system": _NULL},
            }
        },
    },
]
_PURPOSES = [each.value for each in Purpose]
_STATED = _object(
    {"unable_to_consent": TRUE, "immediate_risk": TRUE, "reason": text(1000) | {"minLength": 10}},
    "unable_to_consent", "immediate_risk", "reason",
)  # fmt: skip
_CONTEXT: Json = {
    "anyOf": [
        {"properties": {"purpose": {"enum": [each for each in _PURPOSES if each != Purpose.EMERGENCY]}}},
        {
            "required": ["emergency"],
            "properties": {"purpose": {"enum": [Purpose.EMERGENCY.value]}, "emergency": _STATED},
        },
    ]
}
#: Without defaults, each item is a whole question.
_WHOLE_ITEMS: Json = {
    "properties": {
        "evaluations": {"minItems": 1, "items": _there("subject", "action", "resource", "context")},
        **dict.fromkeys(("subject", "action", "resource", "context"), _NULL),
    }
}
#: What is said of a component besides its members; `properties` replace the members of the same name.
_MORE: Mapping[str, Json] = {
    "SubjectShape": _subject(),
    "IdentifierShape": PATIENT,
    "PatientShape": {
        "allOf": [PATIENT, {"anyOf": [_there("birth_name", "born_on"), _absent("birth_name", "born_on")]}]
    },
    "EndCareShape": {"anyOf": [_there("care"), _there("number"), _there("professional", "organisation")]},
    "DocumentShape": {
        "anyOf": [
            {**_there("type"), "properties": {"type": {"type": "object"}, "category": _NULL}},
            {**_there("category"), "properties": {"category": {"type": "string"}, "type": _NULL}},
        ]
    },
    "ToShape": _one_of("professional", "organisation", "profession", "everyone"),
    "AboutShape": _one_of("document", "category", "specialty", "everything"),
    "KeepSecretShape": {"anyOf": [_there("document"), _there("since")]},
    "ContextShape": _CONTEXT,
    "ResourceShape": {"anyOf": _NAMED},
    "RecordResource": {"anyOf": _NAMED},
    "EvaluationsRequest": {"anyOf": [_there("subject", "action", "resource", "context"), _WHOLE_ITEMS]},
    "DocumentsResource": {"anyOf": _NAMED},
    "DocumentResource": {"anyOf": _NAMED},
}
_MEMBERS: Mapping[tuple[str, str], Json] = {
    ("ToShape", "everyone"): TRUE,
    ("AboutShape", "everything"): TRUE,
    ("SubjectProperties", "organisation"): PLACE,
    ("ResourceShape", "id"): text(79),
    ("DocumentResource", "id"): text(79),
    ("EmergencyShape", "reason"): text(1000),
    ("IdentifierShape", "system"): text(120),
    ("IdentifierShape", "value"): text(79),
    ("PatientShape", "system"): text(120),
    ("PatientShape", "value"): text(79),
}
_ANY_REFERENCE = "#/components/schemas/"


def without_fhir(endpoints: list[Any]) -> list[Any]:
    """drf-spectacular's hook: what `/fhir/` does is said by its own contract, `GET /fhir/metadata`."""
    return [endpoint for endpoint in endpoints if not endpoint[0].startswith("/fhir/")]


def postprocess(result: Json, generator: Any, request: Any, public: bool) -> Json:
    """drf-spectacular's hook: the components of request bodies, made exact."""
    schemas = result["components"]["schemas"]
    for name in sorted(_asked(result)):
        component = schemas[name]
        for member, said in list(component.get("properties", {}).items()):
            exact = _exact(name, member, said)
            component["properties"][member] = exact if member in component.get("required", ()) else _or_null(exact)
        component.update(_MORE.get(name, {}))
    return result


def _exact(component: str, member: str, said: Json) -> Json:
    more = _MEMBERS.get((component, member))
    if more is not None:
        described = {"description": said["description"]} if "description" in said else {}
        return more | described
    plain = said.get("type") == "string" and not {"enum", "format", "pattern"} & said.keys()
    return text(said.get("maxLength", LONGEST)) | said if plain else said


def _or_null(said: Json) -> Json:
    return {"anyOf": [said, _NULL]}


def _asked(result: Json) -> set[str]:
    """The components that request bodies in JSON are made of."""
    found: set[str] = set()
    for path in result["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            found |= _reachable(content.get("application/json", {}), result["components"]["schemas"], found)
    return found


def _reachable(part: Any, schemas: Json, known: set[str]) -> set[str]:
    found = set(known)
    for name in _references(part):
        if name not in found:
            found |= _reachable(schemas[name], schemas, found | {name})
    return found


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if str(part.get("$ref", "")).startswith(_ANY_REFERENCE):
            yield part["$ref"].removeprefix(_ANY_REFERENCE)
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)
