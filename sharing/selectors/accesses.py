"""Who came: what others asked about a patient and were answered, for the patient himself (R03, R91)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consents.selectors import portrait
from consents.vocabulary import Code
from sharing.models import JournalLine, JournalRequest


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One request. `shown` are the documents permitted, `refused` how many answers were a refusal.

    `record_only`: only the record as a whole was asked about. `professional` is empty when the asker is not
    a professional known here; `asker_name` is then what is known of him. `instead_of`: the professional whom
    the asker assists (R18). `never`: the rule by which this asker is always refused, whatever anybody says.
    """

    id: str
    asked_at: datetime
    professional: str
    asker_name: str
    place_name: str
    purpose: str
    stated_reason: str
    shown: tuple[str, ...]
    refused: int
    record_only: bool
    permit: bool
    instead_of: str = ""
    never: str = ""


def count(patient_id: uuid.UUID) -> int:
    return JournalRequest.objects.filter(patient=patient_id).count()


def accesses(patient_id: uuid.UUID, *, first: int, most: int) -> tuple[AccessCard, ...]:
    """The newest first, from the `first` on, in a fixed number of queries."""
    rows = list(
        JournalRequest.objects.filter(patient=patient_id).order_by("-asked_at", "-recorded_at")[first : first + most]
    )
    lines: dict[uuid.UUID, list[JournalLine]] = {row.pk: [] for row in rows}
    for line in JournalLine.objects.filter(request__in=rows).order_by("position"):
        lines[line.request_id].append(line)
    names = portrait.names(patient_id, **_named(rows))
    return tuple(_card(row, lines[row.pk], names) for row in rows)


def _named(rows: Iterable[JournalRequest]) -> dict[str, set[str]]:
    """Whom the requests name, to be looked up together."""
    found: dict[str, set[str]] = {"professional": set(), "person": set(), "place": set()}
    for row in rows:
        if row.asker and row.asker_kind in ("professional", "person"):
            found[row.asker_kind].add(str(row.asker))
        if row.on_behalf_of:
            found["professional"].add(str(row.on_behalf_of))
        if row.organisation:
            found["place"].add(str(row.organisation))
    return found


def _card(row: JournalRequest, lines: list[JournalLine], names: portrait.Names) -> AccessCard:
    asker = names.professionals.get(str(row.asker))
    place = names.places.get(str(row.organisation))
    assisted = names.professionals.get(str(row.on_behalf_of))
    forbidden = bool(lines) and all(line.code == Code.NOT_PERMITTED for line in lines)
    return AccessCard(
        id=str(row.pk),
        asked_at=row.asked_at,
        professional=asker.id if asker else "",
        asker_name=asker.name if asker else _name(row, names),
        place_name=place.name if place else "",
        purpose=row.purpose,
        stated_reason=row.stated_reason,
        shown=tuple(str(line.document) for line in lines if line.permit and line.document),
        refused=sum(not line.permit for line in lines),
        record_only=not any(line.document_named for line in lines),
        permit=any(line.permit for line in lines),
        instead_of=assisted.name if assisted else "",
        never=lines[0].rule if forbidden else "",
    )


def _name(row: JournalRequest, names: portrait.Names) -> str:
    """A relative, a parent, a place; empty when nobody here is known by what was named."""
    if row.asker_kind == "organisation":
        place = names.places.get(str(row.organisation))
        return place.name if place else ""
    return names.people.get(str(row.asker), "")
