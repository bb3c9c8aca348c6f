"""§1.3: a grant ends with the title of who gave it, and does not come back with another title."""

from tests.sharing.engine.moments import period
from tests.sharing.engine.world import hospital


def test_what_a_guardian_granted_does_not_come_back_with_a_second_measure() -> None:
    first = hospital().guardian("greg", "guardianship_person", period("2026-02-01", "2026-02-10"))
    first.grant("odile", by="greg").oppose("nora", by="greg")
    again = first.guardian("greg", "guardianship_person", period("2026-02-20"))
    assert again.rule("odile", "op") == "deny R15"
    assert again.rule("nora", "op") == "deny R08"


def test_what_a_guardian_granted_goes_on_when_the_measure_is_renewed_without_a_gap() -> None:
    first = hospital().guardian("greg", "guardianship_person", period("2026-02-01", "2026-02-10"))
    again = first.grant("odile", by="greg").guardian("greg", "guardianship_person", period("2026-02-10"))
    assert again.rule("odile", "op") == "permit R19"
