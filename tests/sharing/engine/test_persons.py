"""Lines 4 to 7: the patient, representatives, relatives, mandated persons."""

import pytest

from consents.vocabulary import Choice, Code, Obligation
from sharing.engine.decision import Wish
from tests.sharing.engine.moments import moment, period
from tests.sharing.engine.world import World, child, hospital


def test_the_patient_sees_everything_that_is_not_kept_for_a_reason() -> None:
    world = hospital().oppose("everyone").document("told", third_party=True)
    assert world.rule("ana", "op") == "permit R02"
    assert world.rule("ana") == "permit R02"
    assert world.rule("ana", "told") == "deny R02a"
    assert world.not_to_know("op").rule("ana", "op") == "deny R02c"


def test_a_minor_sees_no_document_unless_the_establishment_enables_it() -> None:
    world = child()
    assert world.rule("lea", "op") == "deny R67"
    assert world.rule("lea") == "deny R67"
    world.organisation("chu", "hospital", minors_see_documents=True)
    assert world.rule("lea", "op") == "permit R02"


@pytest.mark.parametrize(
    ("deposit", "before", "shown"),
    [
        ("2026-02-20", "2026-03-19 23:59", "2026-03-20"),
        ("2026-01-31", "2026-02-27 23:59", "2026-02-28"),
        ("2025-12-31", "2026-01-30 23:59", "2026-01-31"),
    ],
)
def test_an_announcement_waits_until_the_same_day_of_the_next_month(deposit: str, before: str, shown: str) -> None:
    world = hospital().document("brain", on=deposit, announcement_pending=True, at="chu")
    assert world.rule("ana", "brain", at=moment(before)) == "deny R31"
    assert world.rule("ana", "brain", at=moment(shown)) == "permit R02"
    assert world.ask("ana", "brain", at=moment(before)).valid_until == moment(shown)


def test_an_announcement_made_earlier_shows_the_document_at_once() -> None:
    made = moment("2026-02-25 10:00")
    world = hospital().document("brain", on="2026-02-20", announcement_pending=True, announced_at=made)
    assert world.rule("ana", "brain", at=moment("2026-02-25 09:59")) == "deny R31"
    assert world.rule("ana", "brain", at=made) == "permit R02"


def test_a_corrected_version_keeps_announcement_and_wish_not_to_know() -> None:
    world = hospital().document("brain", on="2026-02-20", announcement_pending=True)
    world.document("brain2", on="2026-02-25", replaces=("brain",))
    world.document("op2", replaces=("op",)).not_to_know("op")
    assert world.rule("ana", "brain2", at=moment("2026-03-01")) == "deny R31"
    assert world.rule("ana", "brain2", at=moment("2026-03-20")) == "permit R02"
    assert world.rule("ana", "op2") == "deny R02c"


def test_a_parent_sees_until_the_first_instant_of_the_eighteenth_birthday() -> None:
    world = hospital().of("ana", "2008-02-29").parent("mona")
    at_midnight = moment("2026-03-01 00:00")
    assert world.rule("mona", "op", at=moment("2026-02-28 23:59")) == "permit R59"
    assert world.rule("mona", "op", purpose="representation", at=at_midnight) == "deny R70"
    assert world.rule("mona", "op", at=at_midnight) == "deny R40"
    assert world.rule("ana", "op", at=at_midnight) == "permit R02"


def test_a_measure_keeps_a_parent_beyond_eighteen() -> None:
    world = hospital().of("ana", "2006-01-01").parent("mona")
    world.guardian("mona", "guardianship_person")
    assert world.rule("mona", "op") == "permit R72"


def test_a_parent_whose_authority_was_withdrawn_sees_nothing() -> None:
    world = child().parent("marc", held=period(None, "2026-02-10"))
    assert world.rule("marc", "op", at=moment("2026-02-09")) == "permit R59"
    assert world.rule("marc", "op") == "deny R60"
    assert world.rule("mona", "op") == "permit R59"


def test_for_a_parent_a_secret_comes_before_the_announcement_and_the_doctor() -> None:
    world = child().document("pill", at="chu", announcement_pending=True).secret("pill", "paul")
    world.choose("through_physician", "yes")
    assert world.rule("paul", "pill") == "deny R63"
    assert world.rule("mona", "pill") == "deny R31"
    through = world.ask("mona", "op")
    assert (through.rule, through.code) == ("R64", Code.THROUGH_PHYSICIAN)
    assert through.obligations == {Obligation.THROUGH_PHYSICIAN}
    assert world.ask("mona").code is Code.THROUGH_PHYSICIAN


def test_preferences_about_professionals_do_not_bind_representatives() -> None:
    world = child().oppose("everyone", by="paul")
    assert world.rule("mona", "op") == "permit R59"
    assert world.rule("nora", "op") == "deny R08"


@pytest.mark.parametrize("rule", ["R65", "R68", "R71"])
def test_a_physicians_withholding_closes_silently_to_that_representative(rule: str) -> None:
    world = child().withhold("paul", rule, "op")
    decision = world.ask("paul", "op")
    assert (decision.permit, decision.rule, decision.code) == (False, rule, Code.NOT_VISIBLE)
    assert world.rule("mona", "op") == "permit R59"
    assert child().withhold("paul", rule).rule("paul") == f"deny {rule}"


def test_a_guardian_of_a_minor_asks_as_a_holder_of_authority() -> None:
    world = child().guardian("greg", "guardianship_person").secret("op")
    assert world.rule("greg", "ecg") == "permit R59"
    assert world.rule("greg", "op") == "deny R63"


@pytest.mark.parametrize(
    ("measure", "rule"),
    [
        ("guardianship_person", "permit R72"),
        ("family_habilitation_representation", "permit R72"),
        ("future_protection_person", "permit R72"),
        ("curatorship", "deny R73"),
        ("family_habilitation_assistance", "deny R73"),
        ("guardianship_property", "deny R72"),
        ("safeguard", "deny R72"),
    ],
)
def test_each_measure_gives_what_it_gives(measure: str, rule: str) -> None:
    assert hospital().guardian("greg", measure).rule("greg", "op") == rule


def test_a_measure_that_is_over_opens_nothing() -> None:
    world = hospital().guardian("greg", "guardianship_person", period(None, "2026-02-01"))
    assert world.rule("greg", "op", purpose="representation") == "deny R72"
    assert world.rule("greg", "op") == "deny R40"


def test_a_guardian_waits_for_the_announcement_and_not_for_the_patients_wish() -> None:
    world = hospital().guardian("greg", "guardianship_person").not_to_know("op")
    world.document("brain", on="2026-02-20", announcement_pending=True)
    world.document("told", third_party=True)
    assert world.rule("greg", "brain") == "deny R31"
    assert world.rule("greg", "told") == "deny R02a"
    assert world.rule("greg", "op") == "permit R72"


def test_a_curator_reads_what_the_adult_granted_to_him_by_name() -> None:
    world = hospital().guardian("curt", "curatorship").grant("curt", "op")
    assert world.rule("curt", "op") == "permit R73"
    assert world.rule("curt", "ecg") == "deny R73"
    assert world.oppose("everyone", "surgery").rule("curt", "op") == "permit R73"
    assert world.oppose("everyone", "op").rule("curt", "op") == "permit R73"


def test_a_guardian_grants_nothing_to_a_curator() -> None:
    world = hospital().guardian("greg", "guardianship_person").guardian("curt", "curatorship")
    assert world.grant("curt", "op", by="greg").rule("curt", "op") == "deny R73"


def test_somebody_under_safeguard_still_reads_what_was_granted_to_him() -> None:
    world = hospital().guardian("fred", "safeguard")
    assert world.rule("fred", "op") == "deny R72"
    assert world.grant("fred", "op").rule("fred", "op") == "permit R40"


def test_what_a_minor_kept_secret_from_someone_stays_so_after_eighteen() -> None:
    world = hospital().of("ana", "2007-01-01").people("paul").secret("op", "paul").grant("paul")
    assert world.rule("paul", "op") == "deny R63"
    assert world.rule("paul", "ecg") == "permit R40"
    assert world.mandate("paul", "everything").rule("paul", "op", purpose="mandate") == "deny R63"
    guarded = hospital().of("ana", "2007-01-01").secret("op")
    assert guarded.guardian("greg", "guardianship_person").rule("greg", "op") == "deny R63"


def test_relatives_read_what_is_granted_to_them_and_nothing_else() -> None:
    world = hospital().people("emma", "paul").grant("emma", "report")
    assert world.rule("emma", "op") == "permit R40"
    assert world.rule("emma", "scan") == "deny R40"
    assert world.rule("paul", "op") == "deny R40"
    assert world.rule("emma") == "deny R40"
    assert world.oppose("everyone", "op").rule("emma", "op") == "deny R40"


def test_a_relative_waits_like_the_patient_and_never_reads_a_minors_secret() -> None:
    world = hospital().people("emma").grant("emma")
    world.document("brain", on="2026-02-20", announcement_pending=True)
    world.document("told", third_party=True)
    assert world.rule("emma", "brain") == "deny R31"
    assert world.rule("emma", "told") == "deny R02a"
    minor = child().people("emma").grant("emma", by="mona").secret("op", "paul")
    assert minor.rule("emma", "op") == "deny R63"
    assert minor.rule("emma", "ecg") == "permit R40"


def test_the_personne_de_confiance_does_not_read_by_that_title() -> None:
    world = hospital().people("sara").trusts("sara")
    assert world.rule("sara", "op") == "deny R44"
    assert world.grant("sara", "op").rule("sara", "op") == "permit R40"


def test_a_grave_prognosis_hands_over_no_document_and_the_wish_is_not_told() -> None:
    world = hospital().people("paul").grant("paul")
    world.choose("relatives.grave_prognosis", "only", persons=("paul",))
    decision = world.ask("paul", "op", purpose="support")
    assert (decision.permit, decision.rule) == (False, "R42")
    assert decision.wish == Wish(Choice.ONLY, ("paul",))
    assert world.ask("nora", "op").wish == Wish(Choice.ONLY, ("paul",))
    assert world.ask("paul", "op").wish is None
    assert world.ask("odile", "op").wish is None


def test_a_mandate_opens_what_it_covers_while_it_lasts() -> None:
    world = hospital().people("lisa")
    world.mandate("lisa", "surgery", period=period("2026-02-01", "2026-04-01"))
    assert world.rule("lisa", "op", purpose="mandate") == "permit R82"
    assert world.rule("lisa", "ecg", purpose="mandate") == "deny R82"
    assert world.rule("lisa", purpose="mandate") == "deny R82"
    assert world.rule("lisa", "op", purpose="mandate", at=moment("2026-04-01")) == "deny R82"
    assert world.rule("lisa", "op") == "deny R40"
    assert hospital().people("leon").rule("leon", "op", purpose="mandate") == "deny R82"


def test_a_mandate_opens_no_third_party_information_and_no_announcement() -> None:
    world = hospital().people("lisa").mandate("lisa", "everything")
    world.document("told", third_party=True)
    world.document("brain", on="2026-02-20", announcement_pending=True)
    assert world.rule("lisa", "told", purpose="mandate") == "deny R02a"
    assert world.rule("lisa", "brain", purpose="mandate") == "deny R31"


def test_nobody_opens_the_record_to_himself() -> None:
    world = child().grant("mona", by="mona").mandate("mona", "everything", by="mona")
    assert world.rule("mona", "op", purpose="family_access") == "deny R40"
    assert world.rule("mona", "op", purpose="mandate") == "deny R82"


def test_a_former_parents_own_words_do_not_let_him_in_after_eighteen() -> None:
    world = hospital().of("ana", "2008-02-20").parent("mona")
    world.grant("mona", by="mona", said="2026-02-01")
    assert world.rule("mona", "op") == "deny R40"


@pytest.mark.parametrize("world", [hospital(), child()])
def test_a_stranger_is_a_relative_without_a_grant(world: World) -> None:
    assert world.people("zed").rule("zed", "op") == "deny R40"
