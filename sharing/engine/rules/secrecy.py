"""What keeps a document from one person: a minor's secrecy, a physician's reasoned withholding.

Silently, as if the document did not exist (R63, R65, R68, R71; decision.md §9.3, §9.4).
"""

from sharing.engine import places, titles
from sharing.engine.case import Case
from sharing.engine.facts import Document, Episode, Secrecy
from sharing.engine.item import Item


def kept_from(person: str, case: Case, item: Item) -> str | None:
    """The rule that keeps the item from this person, whatever his title, if any."""
    return "R63" if _by_the_minor(person, case, item) else _by_a_physician(person, case, item)


def kept_from_anyone(case: Case, item: Item) -> bool:
    """The patient is a minor and kept it secret from anyone."""
    patient = case.patient
    if patient is None or not titles.is_minor(patient, case.at):
        return False
    return was_kept_secret(case, item)


def was_kept_secret(case: Case, item: Item) -> bool:
    """The patient keeps it from someone, whoever that is; once a minor, of age or dead since (R55)."""
    secrecies = case.patient.secrecies if case.patient else ()
    return any(_is_about(secrecy, item, case) and secrecy.period.covers(case.at) for secrecy in secrecies)


def _by_the_minor(person: str, case: Case, item: Item) -> bool:
    """It stays so for that person after eighteen, until the adult lifts it (§9.4)."""
    secrecies = case.patient.secrecies if case.patient else ()
    return any(
        _is_about(secrecy, item, case) and secrecy.towards in (None, person) and secrecy.period.covers(case.at)
        for secrecy in secrecies
    )


def _is_about(secrecy: Secrecy, item: Item, case: Case) -> bool:
    """The document or one that it replaces is named, or made within the episode (R63, decision.md §9.2)."""
    if secrecy.episode is None:
        return secrecy.document in item.ids()
    documents = (*item.earlier, item.document) if item.document else ()
    return any(_within(secrecy.episode, document, case.facts.organisations) for document in documents)


def _within(episode: Episode, document: Document, organisations: places.Organisations) -> bool:
    """By that professional or at that place, in those days; in doubt about the day it was made, the secret is kept."""
    by_him = episode.professional is not None and document.author == episode.professional
    if not by_him and not places.within(document.organisation, episode.organisation, organisations):
        return False
    if document.made_on is None:
        return document.deposited_on >= episode.since
    return episode.since <= document.made_on and (episode.until is None or document.made_on <= episode.until)


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
