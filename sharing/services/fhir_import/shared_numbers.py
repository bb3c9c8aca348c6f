"""Numbers that two records may share (social security, passport, SIREN) never bring two records together."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from consents.errors import InvalidFact
from consents.selectors.facts import Named, Row
from consents.words import Identifier
from sharing.fhir.reading import values
from sharing.services.fhir_import.report import Report

Look = Callable[[Collection[Named]], dict[Named, Row]]


def own_numbers(
    numbers: Iterable[values.Identifier], main: Iterable[Named], look: Look, report: Report
) -> tuple[UUID | None, list[Identifier]]:
    """Whose record it is when it is kept already, and the numbers to keep with it.

    The numbers that name the record must agree on one owner; of the others, those of somebody else are left out.
    """
    numbers = list(numbers)
    found = look({*main, *(number.pair for number in numbers)})
    naming = {*main, *(number.pair for number in numbers if number.names_the_record)}
    owners = {found[pair]["id"] for pair in naming if pair in found}
    if len(owners) > 1:
        raise InvalidFact("identifier", "names_several")
    owner = next(iter(owners), None)
    kept = []
    for number in numbers:
        if not number.names_the_record and number.pair in found and found[number.pair]["id"] != owner:
            report.warn(number.path, "number_of_someone_else")
        else:
            kept.append(Identifier(number.system, number.value))
    return owner, kept
