"""What an emergency would show, on the patient's own pages: what the API would answer, and what a choice changes of it."""

from collections.abc import Callable

from consents.actor import Actor
from consents.services import intake, preferences, settings
from consents.vocabulary import Choice, OrganisationKind, Profession, Purpose, SettingName
from consents.words import EVERYONE, EVERYTHING, Identifier
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.models import JournalRequest
from sharing.selectors import settings as held
from sharing.services import decisions, in_emergency, own_view
from sharing.services.preview import Effect, preview
from tests.sharing.hospital import NOW, Hospital, about, doctor

STATED = Statement(unable_to_consent=True, immediate_risk=True, reason="inconsciente, seule")


def choose(chu: Hospital, **choices: Choice) -> None:
    named = {SettingName(f"emergency.{name}"): value for name, value in choices.items()}
    settings.choose_for_emergencies(chu.ana, choices=named, by=Actor.person(chu.ana), at=NOW)


def effect(chu: Hospital, declare: Callable[[Actor], object]) -> Effect:
    by = Actor.person(chu.ana)
    return preview(chu.ana, lambda: declare(by), by=by, at=NOW)


def answered(chu: Hospital, who: str) -> list[bool]:
    found = in_emergency.answers(own_view.around(chu.ana, at=NOW), at=NOW)[who]
    return [found[str(each)].permit for each in (chu.seen, chu.hidden, chu.out_of_remit)]


def asked(chu: Hospital, rpps: str, purpose: Purpose) -> list[bool]:
    """What the API answers to a real stranger."""
    stated = STATED if purpose is Purpose.EMERGENCY else None
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
    named = [
        Asked(asker, chu.asked(each).patient, each, purpose.value, stated)
        for each in (chu.seen, chu.hidden, chu.out_of_remit)
    ]
    return [decisions.decide_one(each, at=NOW).permit for each in named]


def strangers(chu: Hospital) -> None:
    samu = intake.record_organisation(name="SAMU 75", kind=OrganisationKind.SAMU).id
    elsewhere = intake.record_organisation(name="Cabinet", kind=OrganisationKind.PRIVATE_PRACTICE).id
    for rpps, profession, place in (
        ("10001234599", Profession.PHYSICIAN, elsewhere),
        ("10001234607", Profession.SAMU_REGULATOR, samu),
    ):
        who = intake.record_professional(family_name="Rey", profession=profession, rpps=rpps).id
        intake.record_practice(professional=who, organisation=place)


def test_what_a_stranger_would_see_is_what_the_api_answers_to_one(chu: Hospital) -> None:
    strangers(chu)
    preferences.oppose(chu.ana, to=EVERYONE, about=about(chu.hidden), by=Actor.person(chu.ana), at=NOW)
    changes: tuple[dict[str, Choice], ...] = (
        {"hidden": Choice.REFUSE}, {"hidden": Choice.ALLOW}, {"samu": Choice.REFUSE}, {"break_glass": Choice.REFUSE},
    )  # fmt: skip
    for choices in changes:
        choose(chu, **choices)
        assert answered(chu, in_emergency.SOMEONE) == asked(chu, "10001234599", Purpose.EMERGENCY)
        assert answered(chu, in_emergency.REGULATOR) == asked(chu, "10001234607", Purpose.SAMU_CALL)


def test_looking_leaves_no_line_and_counts_only_what_the_patient_sees(chu: Hospital) -> None:
    shown = held.in_an_emergency(chu.ana, at=NOW)

    assert not JournalRequest.objects.exists()
    assert shown.someone <= shown.documents
    assert shown.settings[SettingName.EMERGENCY_SAMU].own is None


def test_a_block_is_named_only_while_blocks_hold(chu: Hospital) -> None:
    preferences.oppose(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=Actor.person(chu.ana), at=NOW)
    assert str(chu.leroy) in [one.id for one in held.in_an_emergency(chu.ana, at=NOW).blocked]
    choose(chu, blocks_hold=Choice.NO)
    assert held.in_an_emergency(chu.ana, at=NOW).blocked == ()


def test_an_opposition_by_name_is_shown_to_close_the_emergency_too_and_a_hidden_document_to_strangers(
    chu: Hospital,
) -> None:
    named = effect(
        chu, lambda by: preferences.oppose(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=NOW)
    ).emergency
    assert {change.professional for change in named.losses} == {str(chu.leroy)}
    hidden = effect(
        chu, lambda by: preferences.oppose(chu.ana, to=EVERYONE, about=about(chu.seen), by=by, at=NOW)
    ).emergency
    assert {in_emergency.SOMEONE, in_emergency.REGULATOR} <= {change.professional for change in hidden.losses}
    whole = effect(chu, lambda by: preferences.oppose(chu.ana, to=EVERYONE, about=EVERYTHING, by=by, at=NOW))
    assert whole.losses
    assert whole.emergency.losses == ()


def test_the_influence_of_a_word_names_what_sets_it_aside_and_what_overrules_it(chu: Hospital) -> None:
    by = Actor.person(chu.ana)
    preferences.grant(chu.ana, to=doctor(chu.martin), about=EVERYTHING, by=by, at=NOW)
    everyone = effect(chu, lambda by: preferences.oppose(chu.ana, to=EVERYONE, about=EVERYTHING, by=by, at=NOW))
    assert everyone.influence is not None
    assert len(everyone.influence.set_aside_by) == 2  # the grant, and the opposition to him about one document
    assert 0 < everyone.influence.counts < everyone.influence.takes_part

    preferences.oppose(chu.ana, to=EVERYONE, about=about(chu.seen), by=by, at=NOW)
    granted = effect(chu, lambda by: preferences.grant(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=NOW))
    assert granted.influence is not None
    assert len(granted.influence.overruled_by) == 1
    withdrawn = effect(chu, lambda by: preferences.withdraw(chu.ana, to=EVERYONE, about=about(chu.seen), by=by, at=NOW))
    assert withdrawn.influence is None


def test_a_preview_answers_an_assistant_in_the_place_of_the_one_assisted(chu: Hospital) -> None:
    secretary = intake.record_professional(
        family_name="Petit", profession=Profession.MEDICAL_SECRETARY, assists=chu.martin
    ).id
    intake.record_practice(professional=secretary, organisation=chu.chu)
    found = effect(chu, lambda by: preferences.oppose(chu.ana, to=doctor(secretary), about=EVERYTHING, by=by, at=NOW))
    assert {change.professional for change in found.losses} == {str(secretary)}
