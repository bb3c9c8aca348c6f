"""Whom and what a declaration that is no sharing preference is about, read from the ledger's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_SIGNED = ("manner", "signed_on", "text")


@dataclass(frozen=True, slots=True)
class Object:
    """What the entry names; empty where its kind names nothing. References are identifiers.

    `accepts`: the one who was named signs too (R43); `declined`: she does not. `called`: the name of
    someone to call. `role`: which of the two designations (R48); `stay`: the place with whose stay it ends (R46).
    `signature`: how she signed, on which day, which version of the text. `begins` is false when a designation ends (R12); `former`
    had the role before it began.
    `settings` are the keys given and their values, in the order of their names. `wholly`: after death, everything.
    """

    persons: tuple[str, ...] = ()
    professional: str = ""
    documents: tuple[str, ...] = ()
    about: tuple[str, str] = ("", "")
    settings: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    begins: bool = True
    former: tuple[str, ...] = ()
    accepted: bool = False
    accepts: bool = False
    declined: bool = False
    called: str = ""
    role: str = ""
    stay: str = ""
    signature: tuple[tuple[str, str], ...] = ()
    motives: tuple[str, ...] = ()
    wholly: bool = False

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Object":
        about = _mapping(content.get("about"))
        return cls(
            persons=_persons(content),
            professional=str(content.get("professional", "")),
            documents=_words(content.get("documents")) or _words([content.get("document")]),
            about=(str(about.get("kind", "")), str(about.get("reference", ""))),
            settings=tuple(sorted((str(name), str(value)) for name, value in _mapping(content.get("set")).items())),
            basis=str(content.get("basis", "")),
            begins=bool(content.get("begins", True)),
            former=_words(content.get("former")),
            accepted=bool(content.get("accepted")),
            accepts="designation" in content,
            declined=bool(content.get("declined")),
            role=str(content.get("role", "")),
            stay=str(content.get("stay") or ""),
            signature=tuple((name, str(_mapping(content.get("signature")).get(name, ""))) for name in _SIGNED)
            if content.get("signature")
            else (),
            called=_called(_mapping(content.get("called"))),
            motives=_words(content.get("motives")),
            wholly=bool(content.get("everything")),
        )


def _persons(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Those named, under whichever key their kind of declaration keeps them."""
    to = _mapping(content.get("to"))
    lists = (content.get("persons"), content.get("only"), content.get("towards"))
    several = [one for each in lists for one in _words(each)]
    mandated = to.get("reference") if to.get("kind") == "person" else None
    return tuple(dict.fromkeys([*_words([content.get("person"), mandated]), *several]))


def _called(who: Mapping[str, Any]) -> str:
    return f"{who.get('given_name', '')} {who.get('family_name', '')}".strip()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _words(value: object) -> tuple[str, ...]:
    """The words of a list; a single word (`everyone`) names nobody."""
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        return ()
    return tuple(str(one) for one in value if one)
