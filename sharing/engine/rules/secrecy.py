"""What keeps a document from one person: a minor's secrecy, a physician's reasoned withholding.

Silently, as if the document did not exist (R63, R65, R68, R71; decision.md §9.3, §9.4).
"""

from sharing.engine import titles
from sharing.engine.case import Case
from sharing.engine.item import Item


def kept_from(person: str, case: Case, item: Item) -> str | None:
    """The rule that keeps the item from this person, whatever his title, if any."""
    return "R63" if _by_the_minor(person, case, item) else _by_a_physician(person, case, item)


def kept_from_anyone(case: Case, item: Item) -> bool:
    """The patient is a minor and kept it secret from anyone."""
    patient = case.patient
    if patient is None or not titles.is_minor(patient, case.at):
        return False
    return any(secrecy.document in item.ids() and secrecy.period.covers(case.at) for secrecy in patient.secrecies)


def _by_the_minor(person: str, case: Case, item: Item) -> bool:
    """It stays so for that person after eighteen, until the adult lifts it (§9.4)."""
    secrecies = case.patient.secrecies if case.patient else ()
    return any(
        secrecy.document in item.ids() and secrecy.towards in (None, person) and secrecy.period.covers(case.at)
        for secrecy in secrecies
    )


def _by_a_physician(person: str, case: Case, item: Item) -> str | None:
    withholdings = case.patient.withholdings if case.patient else ()
    return next(
        (
            withholding.rule
            for withholding in withholdings
            if withholding.person == person
            and withholding.period.covers(case.at)
            and (withholding.document is None or withholding.document in item.ids())
        ),
        None,
    )
