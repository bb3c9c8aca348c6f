"""Who is told of a declaration, and of what (decision.md §7, §9.8, §9.13, R93).

Nobody is told of a minor's secrecy, a wish not to know, "through a doctor" or an opposition for after death.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from consents.selectors import audience, portrait
from consents.selectors.outbox import EntryCard
from consents.vocabulary import ActorKind, DeclarationKind, NoticeKind, RecipientKind, SubjectKind
from sharing import sealing
from sharing.models import CallingSystem, Notice
from sharing.services import openings, receivers, references

#: What calling systems are told of, all alike: they ask again.
_CHANGES_ANSWERS = frozenset(
    {
        DeclarationKind.GRANT,
        DeclarationKind.OPPOSE,
        DeclarationKind.WITHDRAW,
        DeclarationKind.EMERGENCY,
        DeclarationKind.TREATING_PHYSICIAN,
        DeclarationKind.DESIGNATION,
        DeclarationKind.HEARD,
    }
)
#: What someone else may have declared for the patient, and he is told of.
_TOLD_TO_THE_PATIENT = (_CHANGES_ANSWERS - {DeclarationKind.HEARD}) | {
    DeclarationKind.RELATIVES, DeclarationKind.TRUSTED_PERSON, DeclarationKind.WITHDRAW_TRUSTED_PERSON,
}  # fmt: skip
_WAITING, _WITHOUT_ADDRESS = Notice.State.WAITING.value, Notice.State.WITHOUT_ADDRESS.value


def notices_of(entry: EntryCard, *, at: datetime) -> list[Notice]:
    """Every notice of one ledger entry, not yet saved."""
    return [
        *_to_systems(entry, at),
        *_to_professionals(entry, at),
        *_to_the_patient(entry, at),
        *_to_trusted(entry, at),
    ]


def _to_systems(entry: EntryCard, at: datetime) -> Iterator[Notice]:
    if entry.kind not in _CHANGES_ANSWERS:
        return
    reached = audience.concerned(entry.patient, at=entry.declared_at, revision=entry.revision)
    systems = _systems({place for one in reached for place in one.within})
    served = {place for _, places in systems.values() for place in places}
    for system, _ in systems.values():
        yield _to_system(entry, system, at)
    for one in reached:
        if not one.within & served:
            yield _notice(
                entry,
                NoticeKind.PREFERENCES_CHANGED,
                at,
                "webhook",
                state=_WITHOUT_ADDRESS,
                organisation=one.organisation,
            )


def _systems(places: set[uuid.UUID]) -> dict[uuid.UUID, tuple[CallingSystem, set[uuid.UUID]]]:
    """The active systems that serve one of these places, each once, with the places it serves."""
    rows = CallingSystem.objects.filter(is_active=True, organisations__organisation__in=places).order_by("pk")
    found = {row.pk: (row, set[uuid.UUID]()) for row in rows.distinct()}
    pairs = rows.values_list("pk", "organisations__organisation_id")
    for system, place in pairs:
        found[system][1].add(place)
    return found


def _to_system(entry: EntryCard, system: CallingSystem, at: datetime) -> Notice:
    state = _WAITING if receivers.can_receive(system) else _WITHOUT_ADDRESS
    notice = _notice(entry, NoticeKind.PREFERENCES_CHANGED, at, "webhook", state=state, system=system)
    notice.revision = portrait.preference_revision(entry.patient)
    notice.body = body(system.pk, entry, notice.revision)
    return notice


def body(system: uuid.UUID, entry: EntryCard, revision: int) -> dict[str, Any]:
    """All that leaves the house: which patient, under a name that means nothing elsewhere, and how fresh."""
    return {
        "type": "preferences.changed",
        "timestamp": entry.recorded_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": {
            "patient": references.reference_in_notices(system, entry.patient),
            "token": sealing.freshness_token(system, entry.patient, revision),
        },
    }


def _to_professionals(entry: EntryCard, at: datetime) -> Iterator[Notice]:
    """In words only when the whole record opens to him by this act; for a later grant, when it begins."""
    professional = _named_professional(entry)
    if professional is None:
        return
    begins = openings.begin(entry)
    if begins <= at and not openings.opened(entry, professional):
        return
    address = audience.professional_email(professional)
    state = _WAITING if address else _WITHOUT_ADDRESS
    notice = _notice(entry, NoticeKind.ACCESS_OPENED, at, "email", state=state, professional=professional)
    notice.due_at = max(begins, at)
    yield notice


def _named_professional(entry: EntryCard) -> uuid.UUID | None:
    """Whom a grant about everything, or a designation, names."""
    to, about = entry.content.get("to") or {}, entry.content.get("about") or {}
    if entry.kind == DeclarationKind.DESIGNATION:
        return uuid.UUID(entry.content["professional"])
    if entry.kind != DeclarationKind.GRANT or about.get("kind") != SubjectKind.EVERYTHING:
        return None
    return uuid.UUID(to["reference"]) if to.get("kind") == RecipientKind.PROFESSIONAL else None


def _to_the_patient(entry: EntryCard, at: datetime) -> Iterator[Notice]:
    if entry.kind not in _TOLD_TO_THE_PATIENT or _is_his_own(entry) or not audience.living([entry.patient], at=at):
        return
    collected = entry.kind == DeclarationKind.GRANT and entry.actor_kind == ActorKind.PROFESSIONAL
    kind = NoticeKind.CONSENT_COLLECTED if collected else NoticeKind.CHANGED_BY_ANOTHER
    yield _on_the_site(entry, kind, entry.patient, at)


def _is_his_own(entry: EntryCard) -> bool:
    himself = entry.actor_kind == ActorKind.PERSON and entry.actor_reference == str(entry.patient)
    return himself and not entry.collected_by


def _to_trusted(entry: EntryCard, at: datetime) -> Iterator[Notice]:
    """Of a personne de confiance, only that person is told, when designated and not when accepting (R43).

    One known by the patient's words alone has no page here: she is written to when he asks (`inviting`).
    """
    if entry.kind != DeclarationKind.TRUSTED_PERSON or {"designation", "contact"} & entry.content.keys():
        return
    if person := entry.content.get("person"):
        yield _on_the_site(entry, NoticeKind.TRUSTED_PERSON_ASKED, uuid.UUID(person), at)


def _on_the_site(entry: EntryCard, kind: NoticeKind, person: uuid.UUID, at: datetime) -> Notice:
    """Delivered as soon as it is there to be read."""
    notice = _notice(entry, kind, at, "site", state=Notice.State.DELIVERED.value, person=person)
    notice.delivered_at = at
    return notice


def _notice(entry: EntryCard, kind: NoticeKind, at: datetime, channel: str, *, state: str, **recipient: Any) -> Notice:
    return Notice(
        patient=entry.patient,
        kind=kind.value,
        entry_id=entry.id,
        channel=channel,
        state=state,
        created_at=at,
        due_at=at,
        happened_at=entry.declared_at,
        **recipient,
    )
