"""decision.md §4 line 10.5: the basis of care in force at the moment asked."""

from consents.vocabulary import CARE_TEAM_KINDS, EXPRESS_CONSENT_KINDS, CareBasis
from sharing.engine.facts import CareEntry
from tests.sharing.reference.asked import Asked, Seat
from tests.sharing.reference.told import Line, deny, permit


def answer(asked: Asked, seat: Seat) -> Line:
    rules = {"R04"}
    for entry in asked.patient.care:
        if asked.in_force(entry, grace=True):
            if entry.professional == seat.works.id:
                rules |= _of_his_own(asked, seat, entry)
            # "asks from an organisation … where the patient is cared for at that moment, without care of his own there"
            if _meets(asked, entry.organisation, seat.place):
                rules.add("R15")
    # "asks from an organisation where the document was made … (or no longer) → deny R15"
    if asked.document is not None and _meets(asked, asked.document.organisation, seat.place):
        rules.add("R15")
    # "Of several bases one that permits is enough (the rule is the first of R10, R11, R12); if none permits, the rule
    # is the first of R16, R14, R19, R15, R04 that applies."
    for rule in ("R10", "R11", "R12"):
        if rule in rules:
            return permit(rule)
    return deny(next(rule for rule in ("R16", "R14", "R19", "R15", "R04") if rule in rules))


def _of_his_own(asked: Asked, seat: Seat, entry: CareEntry) -> set[str]:
    # "designated treating physician, or recognised by the patient as a member of the team → permit R12"
    if entry.basis in (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED):
        return {"R12"}
    # "takes part in the same care outside the team → deny R19"
    if entry.basis is CareBasis.SAME_CARE:
        return {"R19"}
    place = asked.organisation(entry.organisation)
    if place is None or not asked.is_in(seat.place, place.id):
        return set()
    made_there = asked.document is None or asked.is_in(asked.document.organisation, place.id)
    # "care entry of basis `establishment` at an establishment of care-team kind from which he asks: document made
    # there → permit R10; made elsewhere → deny R16"
    if entry.basis is CareBasis.ESTABLISHMENT and place.kind in CARE_TEAM_KINDS:
        return {"R10" if made_there else "R16"}
    # "at a health centre or group practice from which he asks: switched to "team" by an administrator: made there →
    # permit R11, made elsewhere → deny R16; not switched → deny R14"
    if place.kind in EXPRESS_CONSENT_KINDS:
        return {"R14"} if not place.team_regime else {"R11" if made_there else "R16"}
    # vocabulary A, any other place: "outside the team: prior consent (R19)"
    return {"R19"}


def _meets(asked: Asked, place: str | None, asks_from: str) -> bool:
    return asked.is_in(asks_from, place) or asked.is_in(place, asks_from)
