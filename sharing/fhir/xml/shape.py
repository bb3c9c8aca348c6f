"""The elements of each type, in their order: what XML needs to know and JSON says by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, get_args

from fhir.resources.R4B import get_fhir_model_class
from fhir_core.utils import get_fhir_type_name, is_list_type, is_primitive_type


class Kind(Enum):
    PRIMITIVE = "primitive"
    XHTML = "xhtml"
    COMPLEX = "complex"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Element:
    """`type`: of FHIR, such as `code` or `ConsentProvision`."""

    name: str
    kind: Kind
    type: str
    many: bool
    attribute: bool


class UnknownType(LookupError):
    """No type of FHIR R4 has this name."""


def resource(name: str) -> Mapping[str, Element]:
    """The elements of a resource; `UnknownType` when it is a data type, abstract, or nothing."""
    found = elements(name) if name.isascii() and name.isalpha() else {}
    if not found or not _model(name).has_resource_base() or name in ("Resource", "DomainResource"):
        raise UnknownType(name)
    return found


@lru_cache(maxsize=1024)
def elements(name: str) -> Mapping[str, Element]:
    """In the order of the definition, which is that of XML."""
    model = _model(name)
    fields = {field.alias: field for field in model.model_fields.values()}
    is_resource = model.has_resource_base()
    return {each: _element(name, each, fields[each], is_resource) for each in model.elements_sequence()}


def _model(name: str) -> Any:
    try:
        return get_fhir_model_class(name)
    except (LookupError, ValueError):
        raise UnknownType(name) from None


def _element(owner: str, name: str, field: Any, in_resource: bool) -> Element:
    kind, kind_name = _kind(field)
    attribute = not in_resource and (name == "id" or (owner, name) == ("Extension", "url"))
    return Element(name, kind, kind_name, is_list_type(field), attribute)


def _kind(field: Any) -> tuple[Kind, str]:
    if is_primitive_type(field):
        primitive = str(get_fhir_type_name(field))
        return (Kind.XHTML if primitive == "xhtml" else Kind.PRIMITIVE), primitive
    complex_type = _complex(field.annotation)
    return (Kind.RESOURCE if complex_type == "Resource" else Kind.COMPLEX), complex_type


def _complex(annotation: Any) -> str:
    """`List[abc.CodingType] | None` → `Coding`."""
    inner = [each for each in get_args(annotation) if each is not type(None)]
    if inner:
        return _complex(inner[0])
    return str(annotation.__name__).removesuffix("Type")
