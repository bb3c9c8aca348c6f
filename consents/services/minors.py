"""The minor's own voice: secrecy of care, and "through a doctor" (R62–R65).

What he says holds from that moment until he lifts it, after eighteen as well, or a physician decides with reasons.
He says it himself, or a professional writes it down for him: `by` tells which.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents.actor import Actor
from consents.errors import Refused
from consents.models import Person, Secrecy
from consents.services import acts, episodes, naming, settings, turns
from consents.services.acts import Entered
from consents.services.episodes import Episode
from consents.services.turns import Matter, Turn
from consents.vocabulary import Choice, DeclarationKind, SettingName, SubjectKind
from consents.words import Subject


@transaction.atomic
def keep_secret(
    patient_id: UUID,
    *,
    document: UUID,
    towards: Sequence[UUID] = (),
    by: Actor,
    at: datetime,
    accompanied: bool = False,
) -> Entered:
    """Keep the care of one document from every holder of authority, or from those named in `towards` (R62, R63).

    `accompanied`: an adult of his choice was there; who he was is never kept (R66).
    """
    turn = _minor(patient_id, by, at, document)
    return _keep(turn, {"document": str(document)}, {"document": turn.paper}, towards, accompanied)


@transaction.atomic
def keep_episode_secret(
    patient_id: UUID,
    *,
    episode: Episode,
    towards: Sequence[UUID] = (),
    by: Actor,
    at: datetime,
    accompanied: bool = False,
) -> Entered:
    """The same for a whole care episode: its documents, and those still to come (R63)."""
    turn = _minor(patient_id, by, at)
    named = episodes.columns(patient_id, episode, at=at)
    return _keep(turn, {"care": episode.content}, named, towards, accompanied)


@transaction.atomic
def lift_secrecy(patient_id: UUID, *, document: UUID, by: Actor, at: datetime) -> Entered:
    """He alone lifts it, minor or of age (decision.md §9.4), for every version of the document."""
    turn = _himself(patient_id, by, at, document)
    kept = acts.standing(turn, Secrecy, document__in=naming.lineage(turn.paper))
    return end(turn, kept, {"document": str(document)})


@transaction.atomic
def lift(patient_id: UUID, *, secrecy: UUID, by: Actor, at: datetime) -> Entered:
    """The same for what he kept secret in one declaration, a document or an episode, towards all whom it named."""
    turn = _himself(patient_id, by, at)
    kept, content = standing(turn, secrecy)
    return end(turn, kept, content)


@transaction.atomic
def require_physician(patient_id: UUID, *, required: bool, by: Actor, at: datetime) -> Entered:
    """Holders of authority read through a doctor only (R64), or no longer."""
    turn = (_minor if required else _himself)(patient_id, by, at)
    choice = {SettingName.THROUGH_PHYSICIAN: Choice.YES if required else Choice.NO}
    return settings.settle(turn, DeclarationKind.THROUGH_PHYSICIAN, choice)


def standing(turn: Turn, secrecy: UUID) -> tuple[list[Secrecy], dict[str, Any]]:
    """What was declared together with this secret and stands, and how the ledger names it; unknown otherwise (R05)."""
    named = acts.standing(turn, Secrecy, pk=secrecy).first()
    if named is None:
        raise Refused("R05", "unknown_document")
    content = {"document": str(named.document_id)} if named.document_id else {"care": _care(named)}
    return list(acts.standing(turn, Secrecy, revision=named.revision)), content


def end(turn: Turn, kept: Any, content: dict[str, Any]) -> Entered:
    ended = sorted(set(acts.end(kept, turn)))
    return acts.enter(turn, DeclarationKind.WITHDRAW_MINOR_SECRECY, {**content, "ended": ended})


def _keep(
    turn: Turn, said: dict[str, Any], named: dict[str, Any], towards: Sequence[UUID], accompanied: bool
) -> Entered:
    people = [naming.known(Person, key, "unknown_recipient") for key in towards]
    content = {**said, "towards": acts.references(towards) or "everyone"}
    if accompanied:
        content["accompanied"] = True
    entered = acts.enter(turn, DeclarationKind.MINOR_SECRECY, content)
    for person in people or [None]:
        Secrecy.objects.create(towards=person, **named, **acts.spoken(turn, entered))
    return entered


def _care(row: Secrecy) -> dict[str, Any]:
    assert row.since is not None
    return Episode(row.since, row.professional_id, row.organisation_id, row.until).content


def _himself(patient_id: UUID, by: Actor, at: datetime, document: UUID | None = None) -> Turn:
    about = Subject(SubjectKind.DOCUMENT, str(document)) if document is not None else None
    return turns.take(patient_id, matter=Matter.MINORS, by=by, at=at, about=about)


def _minor(patient_id: UUID, by: Actor, at: datetime, document: UUID | None = None) -> Turn:
    turn = _himself(patient_id, by, at, document)
    if not turn.family.is_minor(at):
        raise Refused("R05", "no_longer_a_minor")
    return turn
