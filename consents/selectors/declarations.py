"""What the patient, or someone for him, has declared: the ledger read as a history (R89).

Whoever is not the patient is left without every line that touches what is secret from him, with no gap, no count
and no number from which one could be told (decision.md §1.7, §9.13; R62–R67).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from consents.models import LedgerEntry, Professional
from consents.selectors.objects import Object
from consents.selectors.portrait import identifiers, people
from consents.selectors.readers import Reader
from consents.selectors.standing import State, ended_revisions, states
from consents.vocabulary import ActorKind, CareBasis, DeclarationKind

_PREFERENCES = (DeclarationKind.GRANT.value, DeclarationKind.OPPOSE.value, DeclarationKind.WITHDRAW.value)
_NAMING = (*_PREFERENCES, DeclarationKind.HEARD.value)
_SETTINGS = (DeclarationKind.EMERGENCY.value, DeclarationKind.TREATING_PHYSICIAN.value, DeclarationKind.RELATIVES.value)
_WISHES = (DeclarationKind.NOT_TO_KNOW.value, DeclarationKind.WITHDRAW_NOT_TO_KNOW.value)
_WITHDRAWALS = (DeclarationKind.WITHDRAW.value, DeclarationKind.WITHDRAW_NOT_TO_KNOW.value)
#: Declarations that a new one undoes from the history.
_UNDONE = (
    *_PREFERENCES, *_SETTINGS, *_WISHES, DeclarationKind.DESIGNATION.value, DeclarationKind.POST_MORTEM.value,
    DeclarationKind.MANDATE.value,
)  # fmt: skip
#: What one who speaks for the patient may declare (decision.md §1.4) is all that he may read of.
_TOLD_TO_ANOTHER = frozenset({*_PREFERENCES, *_SETTINGS, DeclarationKind.DESIGNATION.value})


@dataclass(frozen=True, slots=True)
class DeclarationCard:
    """One entry of the ledger. `to` and `about` are empty for a declaration that is no preference.

    `ended` names the revisions of the words it put an end to; `last_word`: nothing was said since about
    the same `to × about`, setting, document or role. `own_voice`: in the voice of the one who reads, most often
    the patient. `object`: whom and what a declaration of another kind is about. `collector` is the
    professional who declared, or heard the patient's words. `state` is said only when a moment was given. `voice`:
    whose word it is; `own_voice` and `last_word` are told for the voice of the one who reads.
    To whoever is not the patient `entry` and `revision` are 0 and `ended` is empty: they could be counted.
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
    own_voice: bool
    object: Object
    collector: str = ""
    state: State = State.NONE
    voice: str = ""

    @property
    def can_be_undone(self) -> bool:
        """A word that still stands, or a withdrawal that ended something: what came before can be said again.

        A setting, a wish or a designation is undone by the voice that said it (decision.md §1.3). A word that ended
        by itself, and that ended no other, leaves nothing to undo.
        """
        if self.state is State.ENDED and not self.ended:
            return False
        if not self.last_word or self.kind not in _UNDONE or not (self.to_kind or self.own_voice):
            return False
        return self.kind not in _WITHDRAWALS or bool(self.ended)


def declarations(patient_id: uuid.UUID, *, reader: Reader, at: datetime | None = None) -> tuple[DeclarationCard, ...]:
    """The whole history, the newest first, as far as `reader` may read it. `at`: also what became of each by then.

    Four statements.
    """
    cards = _told(patient_id, reader, at)
    return cards if reader.himself else tuple(replace(card, entry=0, revision=0, ended=()) for card in cards)


def spoken(patient_id: uuid.UUID, *, reader: Reader, at: datetime | None = None) -> tuple[DeclarationCard, ...]:
    """Of these, what the reader himself declared, whole: their numbers are for us alone, never shown to him."""
    return tuple(card for card in _told(patient_id, reader, at) if card.own_voice)


def word_of(patient_id: uuid.UUID, revision: int, *, voice: str) -> DeclarationCard | None:
    """One entry as the voice that undoes it knows it; None when that voice did not say it.

    Whether he may still name its document is asked by the service that says the former word again.
    """
    rows = LedgerEntry.objects.filter(patient_id=patient_id).order_by("-revision")
    cards = _cards(patient_id, list(rows), {}, voice=voice)
    return next((card for card in cards if card.revision == revision and card.own_voice), None)


def _told(patient_id: uuid.UUID, reader: Reader, at: datetime | None) -> tuple[DeclarationCard, ...]:
    if not reader.admitted:
        return ()
    rows = [
        row for row in LedgerEntry.objects.filter(patient_id=patient_id).order_by("-revision") if _is_told(row, reader)
    ]
    became = states(patient_id, rows, at=at) if at else {}
    return _cards(patient_id, rows, became, voice=reader.person)


def count(patient_id: uuid.UUID) -> int:
    """How many the patient himself may read of."""
    return LedgerEntry.objects.filter(patient_id=patient_id).count()


def _is_told(row: LedgerEntry, reader: Reader) -> bool:
    """Whether the line says nothing of a document that this reader may not see, nor of what is the patient's alone."""
    if reader.himself:
        return True
    return row.kind in _TOLD_TO_ANOTHER and reader.sees_all(_documents(row.content))


def _documents(content: Mapping[str, Any]) -> set[str]:
    named = Object.of(content)
    kind, reference = named.about
    return {*named.documents, *((reference,) if kind == "document" else ())}


def declaration(patient_id: uuid.UUID, revision: int) -> DeclarationCard | None:
    """One entry of this patient, for himself; None when he has no such revision."""
    found = declarations(patient_id, reader=Reader.patient(patient_id))
    return next((card for card in found if card.revision == revision), None)


def _cards(
    patient_id: uuid.UUID, rows: list[LedgerEntry], became: Mapping[int, State], *, voice: str
) -> tuple[DeclarationCard, ...]:
    """For the patient any later word settles an earlier one; for one who speaks for him, his own voice's alone."""
    names, several = _names(rows), voice != str(patient_id)
    said: set[tuple[str, ...]] = set()
    cards = []
    for row in rows:
        settled = {(str(row.content.get("voice")) if several else "", *each) for each in _settled(row)}
        state = became.get(row.revision, State.NONE)
        cards.append(_card(patient_id, row, names, last_word=said.isdisjoint(settled), state=state, voice=voice))
        said |= settled
    return tuple(cards)


def _settled(row: LedgerEntry) -> set[tuple[str, ...]]:
    """What a declaration settles, until a later one about the same; each voice has its own settings."""
    content = row.content
    if row.kind in _PREFERENCES:
        return {_key(content)}
    if row.kind in _SETTINGS:
        return {("setting", str(content.get("voice", "")), name) for name in content.get("set", {})}
    if row.kind in _WISHES:
        return {("wish", str(content.get("document", "")))}
    if row.kind in (DeclarationKind.POST_MORTEM, DeclarationKind.WITHDRAW_POST_MORTEM):
        return {("after_death", str(revision)) for revision in (ended_revisions(content) or (row.revision,))}
    if row.kind in (DeclarationKind.MANDATE, DeclarationKind.WITHDRAW_MANDATE):
        named = Object.of(content)
        return {("mandate", *named.persons, *named.about)}
    if row.kind == DeclarationKind.DESIGNATION:
        one_at_a_time = content.get("basis") == CareBasis.TREATING_PHYSICIAN
        return {("role", str(content.get("basis", "")), "" if one_at_a_time else str(content.get("professional", "")))}
    return set()


def _card(
    patient_id: uuid.UUID, row: LedgerEntry, names: Mapping[str, str], *, last_word: bool, state: State, voice: str
) -> DeclarationCard:
    to_kind, to, about_kind, about = _key(row.content) if row.kind in _NAMING else ("", "", "", "")
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
        ended=ended_revisions(row.content),
        last_word=last_word,
        own_voice=row.content.get("voice") == voice,
        object=Object.of(row.content),
        collector=row.collected_by or (row.actor_reference if row.actor_kind == ActorKind.PROFESSIONAL else ""),
        state=state,
        voice=str(row.content.get("voice", "")),
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
    professionals = Professional.objects.filter(pk__in=identifiers(by_kind[ActorKind.PROFESSIONAL]))
    return people(by_kind[ActorKind.PERSON]) | {str(row.pk): str(row) for row in professionals}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
