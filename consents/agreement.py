"""Whether what stands is what was declared: each preference against the ledger's entry that declared it.

The chain shows that entries were not touched; this shows that the rows decisions are made of were not either, and
that the ledger's end was not cut off together with its head.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from consents.ledger import PREFERENCES, Fault, written
from consents.models import LedgerEntry, LedgerHead, SharingPreference
from consents.vocabulary import DeclarationKind, Stance

Entries = Mapping[int, LedgerEntry]
_AT_A_TIME = 500


def verify(patient_id: UUID | None = None) -> Iterator[Fault]:
    """The first disagreement of each patient; nothing when rows and ledger say the same."""
    patients = [patient_id] if patient_id else _everyone()
    for start in range(0, len(patients), _AT_A_TIME):
        some = patients[start : start + _AT_A_TIME]
        words = _by_patient(
            SharingPreference.objects.filter(patient__in=some).order_by("revision", "declared_at", "id")
        )
        said = _by_patient(LedgerEntry.objects.filter(patient__in=some, kind__in=PREFERENCES).order_by("revision"))
        for patient in some:
            entries = {entry.revision: entry for entry in said.get(patient, ())}
            if fault := _first(patient, words.get(patient, []), entries):
                yield fault


def _everyone() -> list[UUID]:
    spoken = SharingPreference.objects.values_list("patient_id", flat=True)
    return sorted(set(spoken.distinct()) | set(LedgerHead.objects.values_list("patient_id", flat=True)))


def _by_patient(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.patient_id, []).append(row)
    return found


def _first(patient: UUID, words: list[SharingPreference], said: Entries) -> Fault | None:
    for row in words:
        entry = said.get(row.revision)
        if because := _wrong(row, entry, said):
            return Fault(patient, row.revision, entry.pk if entry else None, because)
    spoken = {row.revision for row in words}
    for revision, entry in said.items():
        if entry.kind != DeclarationKind.WITHDRAW and revision not in spoken:
            return Fault(patient, revision, entry.pk, "declared_word_is_missing")
    return None


def _wrong(row: SharingPreference, entry: LedgerEntry | None, said: Entries) -> str | None:
    if entry is None:
        return "word_was_never_declared"
    if entry.kind != row.stance or _key(entry.content) != _named(row) or not _spoken_by(row, entry):
        return "word_differs_from_its_declaration"
    return None if _period_agrees(row, entry, said) else "word_holds_at_other_times_than_declared"


def _spoken_by(row: SharingPreference, entry: LedgerEntry) -> bool:
    """An opposition may go on under the voices that it passed to (decision.md §1.3)."""
    return str(row.voice_id) == entry.content.get("voice") or row.stance == Stance.OPPOSE


def _period_agrees(row: SharingPreference, entry: LedgerEntry, said: Entries) -> bool:
    """A grant holds no longer than declared and than what ended it; an opposition no shorter, unless it was ended."""
    begins, ends = entry.content.get("begins_at") or "", entry.content.get("ends_at")
    if (written(row.begins_at) or "") < begins or (
        ends and (row.ends_at is None or (written(row.ends_at) or "") > ends)
    ):
        return False
    ended = [one for one in said.values() if one.revision > row.revision and _ends(one, row)]
    if row.stance == Stance.GRANT:
        return not ended or row.ends_at is not None
    return (
        written(row.ends_at) == ends
        or bool(ended)
        or any(one.revision > row.revision and _key(one.content) == _named(row) for one in said.values())
    )


def _ends(later: LedgerEntry, row: SharingPreference) -> bool:
    return any(word["revision"] == row.revision for word in later.content.get("ended", ()))


def _key(content: Mapping[str, Any]) -> tuple[str | None, ...]:
    to, about = content.get("to", {}), content.get("about", {})
    return to.get("kind"), to.get("reference"), about.get("kind"), about.get("reference")


def _named(row: SharingPreference) -> tuple[str | None, ...]:
    to = row.to_professional_id or row.to_organisation_id or row.to_person_id or row.to_profession
    return row.to_kind, str(to), row.about_kind, str(row.about_document_id or row.about_word)
