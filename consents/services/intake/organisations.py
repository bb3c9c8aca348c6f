"""Organisations, their sites, and who works there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from consents import terminology, verification
from consents.errors import InvalidFact
from consents.models import Organisation, OrganisationIdentifier, Practice, Professional
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.vocabulary import EXPRESS_CONSENT_KINDS, OrganisationKind, Regime
from consents.words import Identifier


@transaction.atomic
def record_organisation(
    *,
    name: str,
    kind: OrganisationKind | None = None,
    finess: str = "",
    identifiers: Iterable[Identifier] = (),
    sector_code: str | None = None,
    part_of: UUID | None = None,
    city: str | None = None,
    grace_hours: int | None = None,
    is_active: bool | None = None,
    minors_see_documents: bool | None = None,
) -> Recorded:
    """Keep an organisation, found by FINESS or another identifier; its kind follows its sector when not said."""
    others = rows.clean(identifiers)
    doubts = verification.finess(finess) if finess else []
    if not name.strip():
        raise InvalidFact("name", "empty")
    values: dict[str, Any] = {
        "name": name,
        "kind": _kind(kind, sector_code),
        "sector_code": sector_code,
        "part_of": rows.named(Organisation, part_of, "part_of"),
        "city": city,
        "grace_hours": grace_hours,
        "is_active": is_active,
        "minors_see_documents": minors_see_documents,
    }
    named = [*others, *([Identifier(verification.FINESS, finess)] if finess else [])]
    found = rows.by_identifiers(OrganisationIdentifier, "organisation", named)
    directory = [one.value for one in named if one.system == verification.FINESS]
    found += Organisation.objects.filter(finess__in=directory)
    row, created = rows.only_one(found, "identifier"), False
    if row is not None and finess and row.finess not in ("", finess):
        raise InvalidFact("finess", "another_organisation")
    if row is None:
        values["kind"] = values["kind"] or OrganisationKind.UNKNOWN.value
        given = {column: value for column, value in values.items() if value is not None}
        row, created = Organisation.objects.create(finess=finess, **given), True
    else:
        rows.update(row, **values, finess=finess or None)
    rows.keep_identifiers(OrganisationIdentifier, "organisation", row, others)
    return Recorded(row.pk, created, tuple(doubts))


def _kind(kind: str | None, sector_code: str | None) -> str | None:
    if kind is not None:
        return rows.word(OrganisationKind, kind, "kind")
    return terminology.organisation_kind(sector_code).value if sector_code else None


def switch_regime(organisation_id: UUID, *, regime: Regime) -> Recorded:
    """An administrator switches one health centre or group practice to team, or back (R11)."""
    row = rows.named(Organisation, organisation_id, "organisation")
    if regime is Regime.TEAM and row.kind not in EXPRESS_CONSENT_KINDS:
        raise InvalidFact("regime", "kind_has_no_choice")
    rows.update(row, regime=regime.value)
    return Recorded(row.pk, created=False)


@transaction.atomic
def record_practice(
    *,
    professional: UUID,
    organisation: UUID,
    position: int | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Recorded:
    """A professional works there; `position` 0 is where he asks from when he says nothing."""
    worker = rows.named(Professional, professional, "professional")
    place = rows.named(Organisation, organisation, "organisation")
    if begins_at and ends_at and ends_at < begins_at:
        raise InvalidFact("ends_at", "before_it_begins")
    known = Practice.objects.filter(professional=worker, organisation=place)
    overlapping = (Q(ends_at=None) | Q(ends_at__gt=begins_at)) if begins_at else Q()
    overlapping &= (Q(begins_at=None) | Q(begins_at__lt=ends_at)) if ends_at else Q()
    row = known.filter(overlapping).order_by("begins_at").first()
    if row is None:
        place_in_order = known.count() if position is None else position
        row = Practice(professional=worker, organisation=place, position=place_in_order)
    row.begins_at, row.ends_at = begins_at, ends_at
    row.position = row.position if position is None else position
    created = row.pk is None
    row.save()
    return Recorded(place.pk, created)
