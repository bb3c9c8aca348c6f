"""What a patient kept secret as a minor, and what was said of it since (R62–R66). For himself, and for those who may
write it down; never for one who speaks for him.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from consents.models import LedgerEntry, ParentalAuthority, Professional, Secrecy, SecrecyReview, Withholding
from consents.vocabulary import ActorKind, SecrecyOutcome


@dataclass(frozen=True, slots=True)
class KeptCard:
    """One declaration that stands. `towards` empty: every holder of authority. `id` leads to its lifting.

    `written_by`: the professional who wrote it down, by name; empty when the patient asked alone, and a doctor will
    look at it with him (law.md A10). `again_at`, `again_with`: when, and with whom, it was last spoken of and kept.
    """

    id: str
    document: str
    professional: str
    organisation: str
    since: date | None
    until: date | None
    towards: tuple[str, ...]
    begins_at: datetime
    accompanied: bool
    written_by: str = ""
    again_at: datetime | None = None
    again_with: str = ""

    @property
    def waits(self) -> bool:
        """No professional has looked at it with him yet."""
        return not self.written_by and self.again_at is None


def kept(patient_id: uuid.UUID, *, at: datetime) -> tuple[KeptCard, ...]:
    """What stands at that moment, the newest first. Four statements."""
    stands = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    rows: dict[int, list[Secrecy]] = {}
    for row in Secrecy.objects.filter(stands, patient=patient_id).order_by("-begins_at", "-revision", "pk"):
        rows.setdefault(row.revision, []).append(row)
    said = {entry.revision: entry for entry in LedgerEntry.objects.filter(patient=patient_id, revision__in=[0, *rows])}
    again = _again(patient_id, at)
    names = _names([entry.actor_reference for entry in said.values()])
    return tuple(_card(some, said[revision], again.get(revision), names) for revision, some in rows.items())


def parents(patient_id: uuid.UUID, *, at: datetime) -> dict[str, str]:
    """Who holds authority over him at that moment, by name (R59, R60); a guardian is not named here."""
    holds = (Q(begins_at__isnull=True) | Q(begins_at__lte=at)) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
    rows = ParentalAuthority.objects.filter(holds, child=patient_id, holder__died_at__isnull=True)
    return {str(row.holder_id): str(row.holder) for row in rows.select_related("holder").order_by("holder_id")}


def declared_in(patient_id: uuid.UUID, revision: int) -> uuid.UUID:
    """What leads to the secret of that declaration."""
    return Secrecy.objects.filter(patient=patient_id, revision=revision).order_by("pk").values_list("pk", flat=True)[0]


def is_withheld_about(patient_id: uuid.UUID, withholding: uuid.UUID) -> bool:
    """Whether a physician withheld something of this patient's under that identifier, and has not given it back."""
    return Withholding.objects.filter(patient=patient_id, pk=withholding, ends_at__isnull=True).exists()


def _again(patient_id: uuid.UUID, at: datetime) -> dict[int, tuple[datetime, str]]:
    """The last time that each was kept on, by revision."""
    rows = SecrecyReview.objects.filter(patient=patient_id, outcome=SecrecyOutcome.MAINTAINED, at__lte=at)
    return {row.revision: (row.at, str(row.professional)) for row in rows.select_related("professional").order_by("at")}


def _names(references: Iterable[str]) -> Mapping[str, str]:
    keys = [uuid.UUID(each) for each in references if each]
    return {str(row.pk): str(row) for row in Professional.objects.filter(pk__in=[uuid.UUID(int=0), *keys])}


def _card(
    rows: list[Secrecy], entry: LedgerEntry, again: tuple[datetime, str] | None, names: Mapping[str, str]
) -> KeptCard:
    first = rows[0]
    by_another = entry.actor_kind == ActorKind.PROFESSIONAL
    return KeptCard(
        id=str(first.pk),
        document=str(first.document_id or ""),
        professional=str(first.professional_id or ""),
        organisation=str(first.organisation_id or ""),
        since=first.since,
        until=first.until,
        towards=tuple(str(row.towards_id) for row in rows if row.towards_id),
        begins_at=first.begins_at,
        accompanied=bool(entry.content.get("accompanied")),
        written_by=names.get(entry.actor_reference, "") if by_another else "",
        again_at=again[0] if again else None,
        again_with=again[1] if again else "",
    )
