"""decision.md §4 line 3, for survivors: `after_death_causes`, `after_death_rights`, `after_death_memory`."""

from datetime import timedelta

from consents.calendar import first_instant, majority
from consents.vocabulary import REPRESENTATION_MEASURES, Obligation, PostMortemScope, SurvivorRelation
from tests.sharing.reference.asked import Asked
from tests.sharing.reference.told import Line, deny, permit


def answer(asked: Asked, who: str) -> Line:
    patient = asked.patient
    # "These purposes about a living person → deny R52."
    if not asked.has_died():
        return deny("R52")
    # "asked for an heir, spouse, partner or PACS partner (a dead minor's parents ask as heirs; anyone else: deny R52)"
    titled = any(each.person == who and each.relation is not SurvivorRelation.OTHER for each in patient.survivors)
    if not titled and not _parent_of_a_dead_minor(asked, who):
        return deny("R52")
    # "third-party information → deny R02a"
    if asked.third_party():
        return deny("R02a")
    # "opposed in life, wholly or for this motive, person or document → deny R54"
    for each in patient.post_mortem:
        if not each.period.covers(asked.at):
            continue
        meant = {
            PostMortemScope.EVERYTHING: True,
            PostMortemScope.MOTIVE: each.ref == asked.purpose,
            PostMortemScope.PERSON: each.ref == who,
            PostMortemScope.DOCUMENT: each.ref in asked.version_ids(),
        }
        if meant[each.scope]:
            return deny("R54")
    # "care that a minor kept secret from anyone → deny R55"
    if asked.secrecies():
        return deny("R55")
    # "otherwise permit R53 with `necessary_only`, `through_physician`"
    return permit("R53", Obligation.NECESSARY_ONLY, Obligation.THROUGH_PHYSICIAN)


def _parent_of_a_dead_minor(asked: Asked, who: str) -> bool:
    """§9.12 "A dead minor's parents ask as heirs if they held authority." """
    died = asked.patient.died
    if died is None or first_instant(died) >= majority(asked.patient.born):
        return False
    last = first_instant(died) - timedelta(microseconds=1)
    # "A guardian of a minor speaks and asks as a holder of authority."
    guardian = any(
        each.guardian == who and each.measure in REPRESENTATION_MEASURES and each.period.covers(last)
        for each in asked.patient.measures
    )
    return guardian or any(each.holder == who and each.held.covers(last) for each in asked.patient.authorities)
