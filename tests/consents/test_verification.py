"""National identifiers: what is impossible is refused, what only looks wrong is kept and said."""

import pytest

from consents import verification
from consents.errors import InvalidFact
from consents.verification import INS_DEMO, INS_NIA, INS_NIR, INS_TEST


@pytest.mark.parametrize(
    "number", ["279035121518989", "255081416802538", "255082A04112227", "175062B03304489", "180122A12345602"]
)
def test_a_right_key_is_accepted_in_corsica_too(number: str) -> None:
    assert verification.ins(number, INS_NIR) == []


@pytest.mark.parametrize("system", [INS_NIR, INS_NIA])
def test_a_wrong_key_is_refused_for_a_real_identity(system: str) -> None:
    with pytest.raises(InvalidFact) as fault:
        verification.ins("279035121518988", system)
    assert (fault.value.element, fault.value.because) == ("ins", "wrong_key")


@pytest.mark.parametrize("system", [INS_TEST, INS_DEMO])
def test_a_wrong_key_only_warns_for_a_test_identity(system: str) -> None:
    (doubt,) = verification.ins("123456789012244", system)
    assert doubt.because == "wrong_key"


@pytest.mark.parametrize("number", ["", "27903512151898", "27903512151898X", "2790351215189890", "279032C21518989"])
def test_another_shape_is_refused_whatever_the_system(number: str) -> None:
    with pytest.raises(InvalidFact):
        verification.ins(number, INS_TEST)


def test_an_identity_under_a_system_that_is_not_national_is_refused() -> None:
    with pytest.raises(InvalidFact) as fault:
        verification.ins("279035121518989", "urn:oid:1.2.3")
    assert fault.value.element == "ins_system"


def test_an_oid_and_its_urn_are_one_system() -> None:
    assert verification.system(" 1.2.250.1.213.1.4.10 ") == verification.system(INS_TEST) == INS_TEST


def test_the_rpps_has_eleven_digits_and_its_key_only_warns() -> None:
    assert [doubt.because for doubt in verification.rpps("10003461033")] == ["wrong_key"]
    assert verification.rpps("10000000009") == []
    for wrong in ("1000346103", "100034610333", "1000346103A"):
        with pytest.raises(InvalidFact):
            verification.rpps(wrong)


def test_the_finess_key_binds_when_all_are_digits() -> None:
    for known in ("750712184", "690781810", "130786049", "750100042", "330781196", "590780193"):
        assert verification.finess(known) == []
    with pytest.raises(InvalidFact):
        verification.finess("750712185")
    with pytest.raises(InvalidFact):
        verification.finess("75071218")
    assert [doubt.because for doubt in verification.finess("2A0000014")] == ["holds_letters"]
