"""One identity, one person: no number can be made to lead to somebody else's record."""

from datetime import date

import pytest

from consents import verification
from consents.errors import InvalidFact
from consents.selectors import facts
from consents.services import intake
from consents.vocabulary import OrganisationKind, Profession
from consents.words import Identifier
from sharing.fhir.reading.elements import readable
from tests.sharing.hospital import NOW, Hospital, ins

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def test_a_national_number_kept_as_a_side_number_does_not_take_its_bearer_s_place(chu: Hospital) -> None:
    ana, own = chu.ana_ins, ins("2700175056009")
    with pytest.raises(InvalidFact):
        intake.record_person(
            at=NOW, birth_name="Voleur", born_on=date(1970, 1, 1), ins=own, ins_system=ana.system,
            identifiers=[Identifier(ana.system, ana.value)],
        )  # fmt: skip
    with pytest.raises(InvalidFact):
        intake.record_professional(
            family_name="Faux", rpps="10009999995", identifiers=[Identifier(facts.RPPS, chu.martin_rpps)]
        )
    with pytest.raises(InvalidFact):
        intake.record_organisation(
            name="Faux", kind=OrganisationKind.HOSPITAL, finess="130000029",
            identifiers=[Identifier(facts.FINESS, chu.finess)],
        )  # fmt: skip
    assert facts.people([(ana.system, ana.value)])[ana.system, ana.value]["id"] == chu.ana


def test_a_national_number_kept_as_a_side_number_first_stays_its_bearer_s(db: None) -> None:
    """Said in the other order: the second one is a collision too, not a second person under one number."""
    old, new = ins("2700175056009"), ins("2700175056010")
    side = [Identifier(verification.INS_TEST, new)]
    first = intake.record_person(
        at=NOW, birth_name="Un", born_on=date(1970, 1, 1), ins=old, ins_system=verification.INS_TEST, identifiers=side
    )
    with pytest.raises(InvalidFact):
        intake.record_person(
            at=NOW, birth_name="Deux", born_on=date(1980, 1, 1), ins=new, ins_system=verification.INS_TEST
        )
    assert facts.people([(verification.INS_TEST, new)])[verification.INS_TEST, new]["id"] == first.id


def test_a_shared_number_does_not_give_a_professional_s_words_to_another_rpps(db: None) -> None:
    """What a patient granted to one would be the other's."""
    shared = [Identifier("urn:local", "42")]
    one = intake.record_professional(
        family_name="Un", rpps="10001234565", profession=Profession.NURSE, identifiers=shared
    )
    with pytest.raises(InvalidFact):
        intake.record_professional(family_name="Deux", rpps="10001234573", identifiers=shared)
    assert facts.professionals_named([(facts.RPPS, "10001234565")])[facts.RPPS, "10001234565"]["id"] == one.id


def test_only_the_ten_digits_that_everybody_reads_make_a_number() -> None:
    with pytest.raises(InvalidFact):
        verification.rpps("10001234565".translate(ARABIC))
    with pytest.raises(InvalidFact):
        verification.ins(ins("2800575056001").translate(ARABIC), verification.INS_TEST)
    with pytest.raises(InvalidFact):
        verification.finess("750000010".translate(ARABIC))
    assert verification.system("1.2.٣") == "1.2.٣"


@pytest.mark.parametrize("name", ["Martin\u202enitraM", "Mar\u2066tin", "Mar\x00tin", "Mar\x9btin"])
def test_a_name_that_would_be_shown_as_another_one_is_not_imported(name: str) -> None:
    with pytest.raises(InvalidFact, match="unreadable_character"):
        readable(name, "Patient.name", most=120)
    assert readable("Ó Súilleabháin-N’Guyen", "Patient.name", most=120)
