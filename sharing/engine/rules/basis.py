"""Line 10.5: the basis of care in force at the moment asked (R04, R10–R12, R14–R16, R19).

Of several bases one that permits is enough; if none does, the rule is the nearest refusal.
"""

from collections.abc import Iterator

from consents.vocabulary import CARE_TEAM_KINDS, EXPRESS_CONSENT_KINDS, CareBasis
from sharing.engine import places
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.decision import Basis
from sharing.engine.facts import CareEntry, Organisation
from sharing.engine.item import Item
from sharing.engine.preferences import Weighing

_LINE = "4.10.5"

_PERMITTING = ("R10", "R11", "R12")
_ORDER = (*_PERMITTING, "R16", "R14", "R19", "R15", "R04")


def answer(case: Case, item: Item, weighing: Weighing) -> Answer:
    """The first of R10, R11, R12; else the first of R16, R14, R19, R15, R04 that applies."""
    best = min(_bases(case, item), key=lambda basis: _ORDER.index(basis.rule))
    say = permit if best.rule in _PERMITTING else deny
    return say(best.rule, _LINE, weighing=weighing, basis=best)


def _bases(case: Case, item: Item) -> Iterator[Basis]:
    for entry in case.care:
        rule = _rule_of(entry, case, item)
        if rule is not None:
            yield Basis(rule, entry.basis, entry.organisation)
    yield Basis("R15" if _works_where_cared_for(case, item) else "R04")


def _rule_of(entry: CareEntry, case: Case, item: Item) -> str | None:
    if entry.basis in (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED):
        return "R12"
    if entry.basis is CareBasis.SAME_CARE:
        return "R19"
    if entry.organisation not in case.asks_from:
        return None
    establishment = case.facts.organisations.get(entry.organisation)
    return _rule_of_stay(entry, establishment, case, item) if establishment else None


def _rule_of_stay(entry: CareEntry, establishment: Organisation, case: Case, item: Item) -> str:
    """A stay at the establishment asked from; at any other place, care outside the team (R19)."""
    there = _made_there(establishment, case, item)
    if establishment.kind in EXPRESS_CONSENT_KINDS:
        if not establishment.team_regime:
            return "R14"
        return "R11" if there else "R16"
    if establishment.kind in CARE_TEAM_KINDS and entry.basis is CareBasis.ESTABLISHMENT:
        return "R10" if there else "R16"
    return "R19"


def _made_there(establishment: Organisation, case: Case, item: Item) -> bool:
    """The record as a whole has no place: the stay itself answers."""
    if item.document is None:
        return True
    made_at = item.document.organisation
    return places.within(made_at, establishment.id, case.facts.organisations)


def _works_where_cared_for(case: Case, item: Item) -> bool:
    """Asks from where the document was made, or where the patient is cared for now (R15)."""
    made_at = item.document.organisation if item.document else None
    known = case.facts.organisations
    if places.related(made_at, case.place, known):
        return True
    return any(places.related(entry.organisation, case.place, known) for entry in case.care_of_all)
