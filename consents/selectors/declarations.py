"""What the patient, or someone for him, has declared: the ledger read as a history (R89)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consents.models import LedgerEntry, Person, Professional
from consents.selectors.objects import Object
from consents.selectors.portrait import identifiers
from consents.vocabulary import ActorKind, DeclarationKind

_PREFERENCES = (DeclarationKind.GRANT.value, DeclarationKind.OPPOSE.value, DeclarationKind.WITHDRAW.value)


@dataclass(frozen=True, slots=True)
class DeclarationCard:
    """One entry of the ledger. `to` and `about` are empty for a declaration that is no preference.

    `ended` names the revisions of the words it put an end to; `last_word`: nothing was said since about
    the same `to × about`. `object`: whom and what a declaration of another kind is about.
    """

    entry: int
    revision: int
    kind: str
    declared_at: datetime
    door: str
    actor_name: str
    by_the_patient: bool
    collected_by: str
    to_kind: str
    to: str
    about_kind: str
    about: str
    begins_at: datetime | None
    ends_at: datetime | None
    ended: tuple[int, ...]
    last_word: bool
    object: Object

    @property
    def can_be_undone(self) -> bool:
        """A word that still stands, or a withdrawal that ended something: what came before can be said again."""
        if not self.last_word or not self.to_kind:
            return False
        return self.kind != DeclarationKind.WITHDRAW or bool(self.ended)


def declarations(patient_id: uuid.UUID) -> tuple[DeclarationCard, ...]:
    """The whole history, the newest first."""
    rows = list(LedgerEntry.objects.filter(patient_id=patient_id).order_by("-revision"))
    return _cards(patient_id, rows)


def declaration(patient_id: uuid.UUID, revision: int) -> DeclarationCard | None:
    """One entry of this patient; None when he has no such revision."""
    return next((card for card in declarations(patient_id) if card.revision == revision), None)


def _cards(patient_id: uuid.UUID, rows: list[LedgerEntry]) -> tuple[DeclarationCard, ...]:
    names = _names(rows)
    said: set[tuple[str, ...]] = set()
    cards = []
    for row in rows:
        key = _key(row.content)
        cards.append(_card(patient_id, row, names, last_word=key not in said))
        if row.kind in _PREFERENCES:
            said.add(key)
    return tuple(cards)


def _card(patient_id: uuid.UUID, row: LedgerEntry, names: Mapping[str, str], *, last_word: bool) -> DeclarationCard:
    to_kind, to, about_kind, about = _key(row.content) if row.kind in _PREFERENCES else ("", "", "", "")
    return DeclarationCard(
        entry=row.pk,
        revision=row.revision,
        kind=row.kind,
        declared_at=row.declared_at,
        door=row.door,
        actor_name=names.get(row.actor_reference, ""),
        by_the_patient=row.actor_kind == ActorKind.PERSON and row.actor_reference == str(patient_id),
        collected_by=names.get(row.collected_by, ""),
        to_kind=to_kind,
        to=to,
        about_kind=about_kind,
        about=about,
        begins_at=_moment(row.content.get("begins_at")),
        ends_at=_moment(row.content.get("ends_at")),
        ended=tuple(word["revision"] for word in row.content.get("ended", ()) if "revision" in word),
        last_word=last_word,
        object=Object.of(row.content),
    )


def _key(content: Mapping[str, Any]) -> tuple[str, str, str, str]:
    to, about = content.get("to") or {}, content.get("about") or {}
    if not isinstance(to, Mapping) or not isinstance(about, Mapping):
        return ("", "", "", "")
    return (to.get("kind", ""), to.get("reference", ""), about.get("kind", ""), about.get("reference", ""))


def _names(rows: Iterable[LedgerEntry]) -> dict[str, str]:
    """The people and professionals behind the entries, in two queries."""
    by_kind: dict[str, set[str]] = {ActorKind.PERSON.value: set(), ActorKind.PROFESSIONAL.value: set()}
    for row in rows:
        by_kind.setdefault(row.actor_kind, set()).add(row.actor_reference)
        if row.collected_by:
            by_kind[ActorKind.PROFESSIONAL].add(row.collected_by)
    people = Person.objects.filter(pk__in=identifiers(by_kind[ActorKind.PERSON]))
    professionals = Professional.objects.filter(pk__in=identifiers(by_kind[ActorKind.PROFESSIONAL]))
    return {str(row.pk): str(row) for row in (*people, *professionals)}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
