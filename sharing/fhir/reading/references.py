"""How a file names its resources, and how a Reference names one of them (R4, references.html)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from sharing.fhir.reading import identifiers
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.values import Reference

_RELATIVE = re.compile(r"(?P<base>https?://\S+/)?(?P<kind>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(/_history/\S+)?")
_CONDITIONAL = re.compile(r"(?:https?://\S+/)?(?P<kind>[A-Z][A-Za-z]+)\?(?:\S*&)?identifier=(?P<token>[^&\s]+)")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a resource stands: its path, the entry's fullUrl, and the address of its source when it is known."""

    path: str
    full_url: str = ""
    source: str = ""


def _literal(resource: Element, kind: str) -> str:
    identity = resource.text("id", most=200)
    return f"{kind}/{identity}" if identity else ""


def base_of(standing: Standing, resource: Element) -> str:
    """Whose `Patient/1` it is: the base of the fullUrl, else meta.source, else what the command was told."""
    found = _RELATIVE.fullmatch(standing.full_url)
    if found and found["base"]:
        return found["base"].rstrip("/")
    meta = resource.child("meta")
    said = meta.text("source", most=500).split("#")[0] if meta else ""
    return said[:200] or standing.source


def addresses(standing: Standing, resource: Element, kind: str) -> list[tuple[str, str]]:
    """The identities of a resource by its place: `Type/id` at its source, then the uuid of its entry."""
    base, literal = base_of(standing, resource), _literal(resource, kind)
    found = [(base, literal)] if base and literal else []
    if standing.full_url.startswith(("urn:uuid:", "urn:oid:")):
        found.append((identifiers.URI, standing.full_url))
    return found


def names(standing: Standing, resource: Element, kind: str, pairs: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Every spelling by which a reference of the same file may mean it; the id of a contained one is local."""
    found = [standing.full_url, "" if "#" in standing.full_url else _literal(resource, kind)]
    found += [_searched(kind, pair) for pair in pairs]
    return tuple(name for name in dict.fromkeys(found) if name)


def _searched(kind: str, pair: tuple[str, str]) -> str:
    return f"{kind}?identifier={pair[0]}|{pair[1]}"


def _conditional(found: re.Match[str], path: str) -> Reference:
    system, _, value = unquote(found["token"]).rpartition("|")
    pair = identifiers.normal_pair(system, value)
    return Reference(path, found["kind"], _searched(found["kind"], pair), pair if system else None)


def _by_address(found: re.Match[str], base: str, path: str) -> Reference:
    literal = f"{found['kind']}/{found['id']}"
    base = (found["base"] or base).rstrip("/")
    name = f"{found['base']}{literal}" if found["base"] else literal
    return Reference(path, found["kind"], name, (base, literal) if base else None)


def read(reference: Element, *, base: str = "", owner: str = "") -> Reference | None:
    """None when the Reference names nothing (a display only). `owner` qualifies `#contained`."""
    literal, path = reference.text("reference", most=500), reference.at("reference")
    if literal.startswith("#"):
        return Reference(path, "", owner + literal)
    if literal.startswith("urn:"):
        return Reference(path, reference.text("type"), literal, (identifiers.URI, literal))
    if found := _CONDITIONAL.fullmatch(literal):
        return _conditional(found, path)
    if found := _RELATIVE.fullmatch(literal):
        return _by_address(found, base, path)
    if literal:
        return Reference(path, reference.text("type"), literal, None)
    return _by_identifier(reference)


def _by_identifier(reference: Element) -> Reference | None:
    pair = identifiers.logical(reference)
    if pair is None:
        return None
    kind = reference.text("type").rpartition("/")[2]
    return Reference(f"{reference.path}.identifier", kind, _searched(kind, pair), pair)
