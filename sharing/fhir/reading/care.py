"""Encounter and CareTeam → who takes part in a patient's care, where, from when to when (CSP L1110-12)."""

from datetime import datetime

from consents.errors import InvalidFact
from sharing.fhir.reading import identity, moments, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import CareRead, NotUsed, Origin, Participation, Reference

_TOOK_PLACE = {"arrived", "triaged", "in-progress", "onleave", "finished"}
_TEAM_WORKS = {"active", "inactive"}
_OVER = {"finished", "inactive"}
_PROFESSIONALS = {"", "Practitioner", "PractitionerRole"}
_Period = tuple[datetime | None, datetime | None]


def _reference(element: Element | None, base: str, owner: str) -> Reference | None:
    return references.read(element, base=base, owner=owner) if element else None


def _subject(resource: Element, base: str, owner: str) -> Reference:
    found = _reference(resource.child("subject"), base, owner)
    if found is None:
        raise InvalidFact(resource.at("subject"), "missing")
    return found


def _narrowed(own: _Period, whole: _Period) -> _Period:
    """A participant's period, completed by that of the whole where it says nothing."""
    return own[0] or whole[0], own[1] or whole[1]


def _participation(
    member: Reference | None, organisation: Reference | None, period: _Period, *, over: bool
) -> Participation | None:
    """None when it says nothing that can be kept: not a professional, or an end that nobody knows."""
    if member is None or member.kind not in _PROFESSIONALS:
        return None
    begins_at, ends_at = period
    if over and (begins_at is None or ends_at is None):
        return None
    if ends_at is not None and (begins_at is None or begins_at >= ends_at):
        return None
    return Participation(professional=member, organisation=organisation, begins_at=begins_at, ends_at=ends_at)


def _origin(resource: Element, standing: Standing, kind: str) -> Origin:
    elements = {"begins_at": resource.at("period"), "ends_at": resource.at("period"), "patient": resource.at("subject")}
    return Origin(path=resource.path, names=references.names(standing, resource, kind), elements=elements)


def _care(
    resource: Element, standing: Standing, kind: str, participations: list[Participation | None]
) -> CareRead | NotUsed:
    origin = _origin(resource, standing, kind)
    patient = _subject(resource, references.base_of(standing, resource), standing.path)
    kept = tuple(participation for participation in participations if participation)
    if not kept:
        return NotUsed(origin=origin, type=kind, because="no_professional_over_a_known_period")
    return CareRead(
        origin=origin, patient=patient, source=identity.source(resource, standing, kind), participations=kept
    )


def read_encounter(resource: Element, standing: Standing) -> CareRead | NotUsed:
    """Only what took place or is taking place; what is over without an end has none that we could invent."""
    status, base = resource.text("status"), references.base_of(standing, resource)
    if status not in _TOOK_PLACE:
        return NotUsed(origin=_origin(resource, standing, "Encounter"), type="Encounter", because="did_not_take_place")
    whole = moments.period(resource, "period")
    organisation = _reference(resource.child("serviceProvider"), base, standing.path)
    found = [
        _participation(
            _reference(participant.child("individual"), base, standing.path),
            organisation,
            _narrowed(moments.period(participant, "period"), whole),
            over=status in _OVER,
        )
        for participant in resource.children("participant")
    ]
    return _care(resource, standing, "Encounter", found)


def _organisation_of_team(resource: Element, base: str, owner: str) -> Reference | None:
    managing = resource.children("managingOrganization")
    return _reference(managing[0], base, owner) if managing else None


def read_care_team(resource: Element, standing: Standing) -> CareRead | NotUsed:
    """A team without a status is taken as at work, as FHIR lets it be silent."""
    status, base = resource.text("status") or "active", references.base_of(standing, resource)
    if status not in _TEAM_WORKS:
        return NotUsed(origin=_origin(resource, standing, "CareTeam"), type="CareTeam", because="did_not_take_place")
    whole, managing = moments.period(resource, "period"), _organisation_of_team(resource, base, standing.path)
    found = []
    for participant in resource.children("participant"):
        behalf = _reference(participant.child("onBehalfOf"), base, standing.path)
        member = _reference(participant.child("member"), base, standing.path)
        period = _narrowed(moments.period(participant, "period"), whole)
        found.append(_participation(member, behalf or managing, period, over=status in _OVER))
    return _care(resource, standing, "CareTeam", found)
