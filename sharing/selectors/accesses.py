"""Who came: what others asked about a patient and were answered, for whoever may read it (R03, R91).

For the patient himself, everything. For one who speaks for him, nothing that touches what is secret from him, with no
gap and no count (decision.md §9.13; R62–R67). Queries do not grow with the journal.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from consents.calendar import after_last_instant, first_instant
from consents.selectors import portrait
from consents.selectors.readers import Reader
from consents.vocabulary import Code, Purpose
from sharing.models import JournalLine, JournalRequest
from sharing.selectors import secrets

_URGENT = (Purpose.EMERGENCY.value, Purpose.SAMU_CALL.value)


class Kind(StrEnum):
    """What kind of access: `SEEN` when something was opened, `REFUSED` when something was refused."""

    ANY = ""
    SEEN = "seen"
    REFUSED = "refused"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class WantedAccesses:
    """What is looked for; empty: everything. Days are those of Paris, both included.

    `about`: the documents of which an answer makes an access of that `kind`, besides the record; None: all of them.
    """

    asker: uuid.UUID | None = None
    place: uuid.UUID | None = None
    kind: Kind = Kind.ANY
    since: date | None = None
    until: date | None = None
    about: frozenset[str] | None = None


EVERY = WantedAccesses()


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One request. `shown` are the documents permitted, `denied` those refused, `refused` how many refusals.

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
    denied: tuple[str, ...] = ()
    place: str = ""


def count(patient_id: uuid.UUID, *, reader: Reader, wanted: WantedAccesses = EVERY) -> int:
    return rows(patient_id, reader=reader, wanted=wanted).count()


def accesses(
    patient_id: uuid.UUID, *, first: int, most: int, reader: Reader, wanted: WantedAccesses = EVERY
) -> tuple[AccessCard, ...]:
    """The newest first, from the `first` on, in a fixed number of queries."""
    found = rows(patient_id, reader=reader, wanted=wanted).order_by("-asked_at", "-recorded_at", "-id")
    return cards(patient_id, found[first : first + most], reader=reader)


def access(patient_id: uuid.UUID, request_id: uuid.UUID, *, reader: Reader) -> AccessCard | None:
    """One request about this patient that the reader may know of; None for any other."""
    found = cards(patient_id, rows(patient_id, reader=reader).filter(pk=request_id), reader=reader)
    return found[0] if found else None


def among(patient_id: uuid.UUID, requests: Iterable[uuid.UUID]) -> dict[str, AccessCard]:
    """Those of these requests that are about this patient, for himself."""
    himself = Reader.patient(patient_id)
    found = rows(patient_id, reader=himself).filter(pk__in=list(requests))
    return {card.id: card for card in cards(patient_id, found, reader=himself)}


def rows(patient_id: uuid.UUID, *, reader: Reader, wanted: WantedAccesses = EVERY) -> QuerySet[JournalRequest]:
    """Every request about this patient that the reader may know of, and that is looked for."""
    told = JournalRequest.objects.filter(secrets.told(patient_id, reader), patient=patient_id)
    return told.filter(_within(wanted), _named_in(wanted), _answered(wanted, reader))


def cards(patient_id: uuid.UUID, found: Iterable[JournalRequest], *, reader: Reader) -> tuple[AccessCard, ...]:
    """In the order given. Five statements at most."""
    page = list(found)
    lines: dict[uuid.UUID, list[JournalLine]] = {row.pk: [] for row in page}
    told = JournalLine.objects.filter(secrets.told_line(reader), request__in=page)
    for line in told.order_by("position"):
        lines[line.request_id].append(line)
    names = portrait.names(patient_id, **_named(page))
    return tuple(_card(row, lines[row.pk], names, reader) for row in page)


def _within(wanted: WantedAccesses) -> Q:
    kept = Q(asked_at__gte=first_instant(wanted.since)) if wanted.since else Q()
    return kept & Q(asked_at__lt=after_last_instant(wanted.until)) if wanted.until else kept


def _named_in(wanted: WantedAccesses) -> Q:
    """Asked by him, or by one who assists him; from there."""
    kept = Q(asker=wanted.asker) | Q(on_behalf_of=wanted.asker) if wanted.asker else Q()
    return kept & Q(organisation=wanted.place) if wanted.place else kept


def _answered(wanted: WantedAccesses, reader: Reader) -> Q:
    if wanted.kind is Kind.URGENT:
        return Q(purpose__in=_URGENT)
    if wanted.kind is Kind.ANY:
        return Q()
    lines = JournalLine.objects.filter(secrets.told_line(reader), request=OuterRef("pk"))
    if wanted.about is not None:
        lines = lines.filter(Q(document__isnull=True) | Q(document__in=wanted.about))
    return Q(Exists(lines.filter(permit=wanted.kind is Kind.SEEN)))


def _named(page: Iterable[JournalRequest]) -> dict[str, set[str]]:
    """Whom the requests name, to be looked up together."""
    found: dict[str, set[str]] = {"professional": set(), "person": set(), "place": set()}
    for row in page:
        if row.asker and row.asker_kind in ("professional", "person"):
            found[row.asker_kind].add(str(row.asker))
        if row.on_behalf_of:
            found["professional"].add(str(row.on_behalf_of))
        if row.organisation:
            found["place"].add(str(row.organisation))
    return found


def _card(row: JournalRequest, lines: list[JournalLine], names: portrait.Names, reader: Reader) -> AccessCard:
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
        stated_reason=row.stated_reason if reader.himself else "",
        shown=tuple(str(line.document) for line in lines if line.permit and line.document),
        refused=sum(not line.permit for line in lines),
        record_only=not any(line.document_named for line in lines),
        permit=any(line.permit for line in lines),
        instead_of=assisted.name if assisted else "",
        never=lines[0].rule if forbidden else "",
        denied=tuple(str(line.document) for line in lines if not line.permit and line.document),
        place=place.id if place else "",
    )


def _name(row: JournalRequest, names: portrait.Names) -> str:
    """A relative, a parent, a place; empty when nobody here is known by what was named."""
    if row.asker_kind == "organisation":
        place = names.places.get(str(row.organisation))
        return place.name if place else ""
    return names.people.get(str(row.asker), "")


@dataclass(frozen=True, slots=True)
class Came:
    """Whoever came, by name: what the filters offer."""

    askers: Mapping[str, str]
    places: Mapping[str, str]


def came(patient_id: uuid.UUID, *, reader: Reader) -> Came:
    """Everyone who asked, and every place, once each, in the order of their names. Five statements."""
    found = rows(patient_id, reader=reader).order_by()
    askers = set(found.filter(asker__isnull=False).values_list("asker_kind", "asker").distinct())
    places = {str(one) for one in found.values_list("organisation", flat=True).distinct() if one}
    of = {kind: {str(one) for named, one in askers if named == kind} for kind in ("professional", "person")}
    names = portrait.names(patient_id, professional=of["professional"], person=of["person"], place=places)
    known = {key: card.name for key, card in names.professionals.items()} | names.people
    return Came(_by_name(known), _by_name({key: card.name for key, card in names.places.items()}))


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1]))
