"""The treating physician is told of others' interventions (R25, CSP R4127-64; decision.md §9.10),
unless the patient opposed it, or opposes him.
"""

from consents.vocabulary import CareBasis, Choice, SettingName
from sharing.engine import listeners, places, settings
from sharing.engine.case import Case
from sharing.engine.facts import Professional
from sharing.engine.item import Item
from sharing.engine.preferences import weigh


def is_informed(case: Case, item: Item) -> bool:
    """True as well when none is designated: the obligation then has nobody to reach."""
    name = SettingName.TREATING_PHYSICIAN_INFORMED
    if settings.chosen(case.voices, name) is Choice.NO:
        return False
    designated = _designated(case)
    return not designated or any(not _is_opposed(each, case, item) for each in designated)


def _designated(case: Case) -> list[Professional]:
    known = (
        case.facts.professionals.get(entry.professional)
        for entry in case.care_of_all
        if entry.basis is CareBasis.TREATING_PHYSICIAN
    )
    return [professional for professional in known if professional is not None]


def _is_opposed(professional: Professional, case: Case, item: Item) -> bool:
    """By name, organisation or profession; what is hidden from everyone does not aim at him."""
    place = next(iter(professional.organisations), None)
    chain = places.chain(place, case.facts.organisations)
    reaches = listeners.as_professional(professional.id, professional.profession, chain, lambda _: False)
    heard = listeners.hear(case.voices, listeners.by_name_only(reaches))
    return bool(weigh(heard, item, case.facts.organisations).oppositions())
