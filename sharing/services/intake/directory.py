"""The organisation's own sites, and who works there. What other directories say of someone is not rewritten."""

from datetime import datetime
from uuid import UUID

from consents.selectors import facts
from consents.services import intake
from consents.vocabulary import CARE_TEAM_KINDS, OrganisationKind, Profession
from consents.words import Identifier
from sharing.asked import FINESS, RPPS
from sharing.services.intake.faults import Conflict, NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done, TellOrganisation, TellProfessional


def organisation(speaker: Speaker, act: TellOrganisation, *, at: datetime) -> Done:
    """One of its own, whose name and city may change; or a new site of it. Its kind is an administrator's to change."""
    named = (act.organisation.system, act.organisation.value)
    row = facts.organisations_named({named}).get(named)
    if row is not None:
        if not speaker.is_for(row["id"], row["part_of_id"]):
            raise NotYours("organisation", "organisation")
        _same_kind(act.kind, row["kind"])
        kind: OrganisationKind | None = None
        entity: UUID | None = None
    else:
        kind, entity = _as_a_site(speaker, act)
    finess, others = _split(act.organisation, FINESS)
    kept = intake.record_organisation(
        name=act.name, kind=kind, finess=finess, identifiers=others, part_of=entity, city=act.city or None
    )
    return Done(kept.id, kept.created, tuple(("organisation", doubt.because) for doubt in kept.doubts))


def professional(speaker: Speaker, act: TellProfessional, *, at: datetime) -> Done:
    """He works there. What is kept of him changes only when he works nowhere else."""
    place = speaker.place(act.organisation, "organisation")
    named = (act.professional.system, act.professional.value)
    row = facts.professionals_named({named}).get(named)
    assists = speaker.worker(act.assists, place.id, "assists", at=None) if act.assists else None
    if row is not None and not _is_only_here(speaker, row):
        kept, warnings = intake.Recorded(row["id"], created=False), [("professional", "traits_are_kept")]
    else:
        mapped = row is not None and row["profession"] != Profession.UNKNOWN
        rpps, others = _split(act.professional, RPPS)
        kept = intake.record_professional(
            family_name=act.family_name,
            given_name=act.given_name or None,
            title=act.title or None,
            rpps=rpps,
            identifiers=others,
            profession=None if mapped else act.profession,
            profession_system=None if mapped else act.profession_system or None,
            profession_code=None if mapped else act.profession_code or None,
            assists=assists,
        )
        warnings = [("professional", doubt.because) for doubt in kept.doubts]
    intake.record_practice(professional=kept.id, organisation=place.id, begins_at=act.begins_at, ends_at=act.ends_at)
    return Done(kept.id, kept.created, tuple(warnings))


def _as_a_site(speaker: Speaker, act: TellOrganisation) -> tuple[OrganisationKind, UUID]:
    """A site is of the kind of its entity, or of one that opens no more than that."""
    if act.part_of is None:
        raise NotYours("organisation", "organisation")
    entity = speaker.place(act.part_of, "part_of")
    if str(entity.id) not in speaker.organisations:
        raise NotYours("organisation", "part_of")
    kind = act.kind or OrganisationKind(entity.kind)
    if kind in CARE_TEAM_KINDS and entity.kind not in CARE_TEAM_KINDS:
        raise Conflict("another_kind", "kind")
    return kind, entity.id


def _same_kind(said: OrganisationKind | None, kept: str) -> None:
    if said is not None and said.value != kept:
        raise Conflict("another_kind", "kind")


def _is_only_here(speaker: Speaker, row: facts.Row) -> bool:
    places = facts.practices([row["id"]])
    return bool(places) and all(
        speaker.is_for(each["organisation_id"], each["organisation__part_of_id"]) for each in places
    )


def _split(named: Identifier, national: str) -> tuple[str, tuple[Identifier, ...]]:
    """The national number, or an identifier of another system."""
    return (named.value, ()) if named.system == national else ("", (named,))
