"""Documents really opened, as the software that showed them says (R91): for the patient himself.

One that followed an answer of ours stands with that answer; one that named none stands by itself.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from consents.calendar import after_last_instant, first_instant
from consents.selectors import portrait
from sharing.models import DocumentOpening, JournalLine
from sharing.selectors.accesses import Kind, WantedAccesses


@dataclass(frozen=True, slots=True)
class OpeningCard:
    """`document` is empty when what was named is not known here."""

    id: str
    asked_at: datetime
    document: str
    professional: str
    name: str
    place_name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One document of an answer, and when it was first opened after it."""

    document: str
    at: datetime


def after(patient_id: uuid.UUID, requests: Collection[str]) -> dict[str, tuple[Opened, ...]]:
    """For each of these requests of the journal, what was opened after it, in that order. One statement."""
    asked = JournalLine.objects.filter(decision_id=OuterRef("decision_id"), patient=patient_id)
    keys = [uuid.UUID(each) for each in requests]
    lines = JournalLine.objects.filter(request_id__in=keys, patient=patient_id)
    rows = DocumentOpening.objects.filter(patient=patient_id, decision_id__in=lines.values("decision_id"))
    found: dict[str, dict[str, Opened]] = {}
    for row in rows.annotate(request=Subquery(asked.values("request")[:1])).order_by("opened_at"):
        document = str(row.document or "")
        found.setdefault(str(row.request), {}).setdefault(document, Opened(document, row.opened_at))
    return {request: tuple(each.values()) for request, each in found.items()}


def alone(patient_id: uuid.UUID, wanted: WantedAccesses) -> QuerySet[DocumentOpening]:
    """Those that named no answer of ours, and that are looked for."""
    if wanted.kind in (Kind.REFUSED, Kind.URGENT):
        return DocumentOpening.objects.none()
    rows = DocumentOpening.objects.filter(patient=patient_id, decision_id=None)
    if wanted.asker:
        rows = rows.filter(professional=wanted.asker)
    if wanted.place:
        rows = rows.filter(organisation=wanted.place)
    if wanted.since:
        rows = rows.filter(opened_at__gte=first_instant(wanted.since))
    return rows.filter(opened_at__lt=after_last_instant(wanted.until)) if wanted.until else rows


def cards(patient_id: uuid.UUID, keys: Collection[uuid.UUID]) -> dict[str, OpeningCard]:
    """Three statements at most."""
    rows = list(DocumentOpening.objects.filter(patient=patient_id, pk__in=keys).order_by(F("opened_at").desc()))
    names = portrait.names(patient_id, professional=_told(rows, "professional"), place=_told(rows, "organisation"))
    return {str(row.pk): _card(row, names) for row in rows}


def _told(rows: Iterable[DocumentOpening], column: str) -> set[str]:
    return {str(getattr(row, column)) for row in rows}


def _card(row: DocumentOpening, names: portrait.Names) -> OpeningCard:
    who, place = names.professionals.get(str(row.professional)), names.places.get(str(row.organisation))
    return OpeningCard(
        id=str(row.pk),
        asked_at=row.opened_at,
        document=str(row.document or ""),
        professional=who.id if who else "",
        name=who.name if who else "",
        place_name=place.name if place else "",
    )
