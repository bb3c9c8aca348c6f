"""What would change an answer: the smallest single declaration that turns it round."""

from consents.vocabulary import Choice, DeclarationKind, SettingName
from sharing.engine.articles import ARTICLES
from sharing.engine.whatif import Change
from tests.sharing.engine.moments import UNCONSCIOUS
from tests.sharing.engine.world import World, child, hospital


def change(world: World, who: str, about: str = "everything", **more: str) -> Change | None:
    return world.explain(who, about, **more).change


def test_without_a_basis_a_grant_of_that_document_to_that_professional_would_open_it() -> None:
    world = hospital()
    expected = Change(DeclarationKind.GRANT, "ana", world.to("odile"), world.about("op"))
    assert change(world, "odile", "op") == expected


def test_an_opposition_about_that_document_would_close_it() -> None:
    world = hospital()
    expected = Change(DeclarationKind.OPPOSE, "ana", world.to("nora"), world.about("op"))
    assert change(world, "nora", "op") == expected


def test_withdrawing_the_opposition_that_denies_comes_before_a_new_word() -> None:
    world = hospital().oppose("nora", "op")
    expected = Change(DeclarationKind.WITHDRAW, "ana", world.to("nora"), world.about("op"))
    assert change(world, "nora", "op") == expected


def test_a_hidden_document_would_be_opened_to_one_rather_than_to_everyone() -> None:
    world = hospital().oppose("everyone", "op")
    expected = Change(DeclarationKind.GRANT, "ana", world.to("nora"), world.about("op"))
    assert change(world, "nora", "op") == expected


def test_where_the_law_decides_there_is_nothing_the_patient_can_say() -> None:
    world = hospital().organisation("axe", "insurer").professional("ivan", "physician", "axe")
    world.document("told", third_party=True)
    assert change(world, "ivan", "op") is None
    assert change(world, "nora", "psy") is None
    assert change(world, "martin", "ecg") is None
    assert change(world, "ana", "told") is None
    assert change(world, "nora", "nothing") is None


def test_only_the_parent_who_said_it_can_lift_it() -> None:
    world = child().oppose("nora", "op", by="paul")
    found = change(world, "nora", "op")
    assert found is not None
    assert (found.kind, found.voice) == (DeclarationKind.WITHDRAW, "paul")


def test_two_voices_that_deny_are_not_turned_by_one_word() -> None:
    world = child().oppose("nora", by="paul").oppose("nora", by="mona")
    assert change(world, "nora", "op") is None


def test_a_grant_of_one_document_is_smaller_than_opening_the_emergency_door() -> None:
    world = hospital().organisation("clinic", "clinic").professional("eric", "physician", "clinic")
    world.choose("emergency.break_glass", "refuse")
    found = world.explain("eric", "op", purpose="emergency", statement=UNCONSCIOUS)
    assert found.decision.rule == "R34"
    assert found.change == Change(DeclarationKind.GRANT, "ana", world.to("eric"), world.about("op"))


def test_a_childs_secret_is_the_childs_to_lift_and_a_wish_the_adults() -> None:
    secret = change(child().secret("op"), "mona", "op")
    assert secret is not None
    assert (secret.kind, secret.voice) == (DeclarationKind.WITHDRAW_MINOR_SECRECY, "lea")
    wish = change(hospital().not_to_know("op"), "ana", "op")
    assert wish is not None
    assert wish.kind is DeclarationKind.WITHDRAW_NOT_TO_KNOW
    through = change(child().choose("through_physician", "yes"), "mona", "op")
    assert through == Change(
        DeclarationKind.THROUGH_PHYSICIAN,
        "lea",
        setting=SettingName.THROUGH_PHYSICIAN,
        value=Choice.NO,
    )


def test_a_mandated_person_would_be_let_in_by_a_mandate() -> None:
    found = change(hospital().people("lisa"), "lisa", "op", purpose="mandate")
    assert found is not None
    assert found.kind is DeclarationKind.MANDATE


def test_a_guardian_is_not_told_to_grant_to_another_representative() -> None:
    world = child().guardian("greg", "guardianship_person").withhold("greg", "R65", "op")
    assert change(world, "greg", "op") is None


def test_a_word_that_came_with_majority_is_the_patients_to_withdraw() -> None:
    world = hospital().of("ana", "2008-02-20").parent("mona").oppose("nora", "op", by="mona")
    found = change(world, "nora", "op")
    assert found is not None
    assert (found.kind, found.voice) == (DeclarationKind.WITHDRAW, "ana")


def test_nobody_declares_for_a_person_who_has_died() -> None:
    world = hospital().of("ana", "1940-01-01", died="2026-02-20").survivor("paul", "heir")
    assert change(world, "paul", "op", purpose="after_death_causes") is None


def test_every_answer_carries_its_article() -> None:
    assert all(ARTICLES.values())
    assert hospital().ask("nora", "op").article == "CSP L1110-4 III, L1110-12 1°"
