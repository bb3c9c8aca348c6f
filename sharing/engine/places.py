"""Where one asks from: an organisation contains its sites (decision.md §9.11)."""

from collections.abc import Mapping

from sharing.engine.facts import Organisation

Organisations = Mapping[str, Organisation]


def chain(organisation: str | None, organisations: Organisations) -> tuple[str, ...]:
    """The organisation, then the legal entities it is a site of, the nearest first."""
    found: list[str] = []
    while organisation is not None and organisation not in found:
        found.append(organisation)
        known = organisations.get(organisation)
        organisation = known.part_of if known else None
    return tuple(found)


def within(inner: str | None, outer: str | None, organisations: Organisations) -> bool:
    """Is the first the second, or one of its sites?"""
    return outer is not None and outer in chain(inner, organisations)


def related(one: str | None, other: str | None, organisations: Organisations) -> bool:
    return within(one, other, organisations) or within(other, one, organisations)
