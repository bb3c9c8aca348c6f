"""The other declarations of decision.md §1: who makes them, what refuses them, when they stand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from consents import ledger
from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import (
    CareEntry,
    LedgerEntry,
    LedgerHead,
    Mandate,
    NotToKnow,
    PostMortemOpposition,
    Secrecy,
    SecrecyReview,
    Setting,
    TrustedPerson,
    Withholding,
)
from consents.services import designations, directives, intake, minors, physicians, preferences, secrecy, settings
from consents.vocabulary import (
    CareBasis,
    Choice,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Purpose,
    RecipientKind,
    SettingName,
    SubjectKind,
)
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from tests.consents.conftest import NOW, Town, by

ADULT = datetime(2028, 9, 14, tzinfo=UTC)
REASON = "entretien confié sous condition"


def later(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def refusal(act: Callable[..., Any], patient: UUID, **said: Any) -> tuple[str, str]:
    entries = LedgerEntry.objects.count()
    said.setdefault("at", NOW)
    with pytest.raises(Refused) as refused:
        act(patient, **said)
    assert LedgerEntry.objects.count() == entries
    return refused.value.rule, refused.value.because


def standing(model: Any, patient: UUID, at: datetime) -> list[Any]:
    rows = model.objects.filter(patient=patient, begins_at__lte=at).order_by("begins_at", "pk")
    return [row for row in rows if row.ends_at is None or row.ends_at > at]


def chosen(patient: UUID, at: datetime) -> dict[tuple[str, str], str]:
    return {(str(row.voice_id), row.name): row.value for row in standing(Setting, patient, at)}


# --- settings -------------------------------------------------------------------------------------------------------


def test_in_a_setting_the_keys_given_replace_and_the_others_stay(ana: UUID) -> None:
    both = {SettingName.EMERGENCY_BREAK_GLASS: Choice.REFUSE, SettingName.EMERGENCY_HIDDEN: Choice.ALLOW}
    settings.choose_for_emergencies(ana, choices=both, by=by(ana), at=NOW)
    one = {SettingName.EMERGENCY_HIDDEN: Choice.REFUSE}
    settings.choose_for_emergencies(ana, choices=one, by=by(ana), at=later(1))
    assert chosen(ana, later(0.5))[str(ana), "emergency.hidden"] == "allow"
    assert chosen(ana, later(1)) == {
        (str(ana), "emergency.break_glass"): "refuse",
        (str(ana), "emergency.hidden"): "refuse",
    }


def test_each_parent_sets_his_own_value_and_at_eighteen_the_young_adult_replaces_both(
    household: SimpleNamespace,
) -> None:
    for holder, value in ((household.mona, Choice.ALLOW), (household.paul, Choice.REFUSE)):
        choices = {SettingName.EMERGENCY_BREAK_GLASS: value}
        settings.choose_for_emergencies(household.lea, choices=choices, by=by(holder), at=NOW)
    assert sorted(chosen(household.lea, NOW).values()) == ["allow", "refuse"]
    choices = {SettingName.EMERGENCY_BREAK_GLASS: Choice.ALLOW}
    settings.choose_for_emergencies(household.lea, choices=choices, by=by(household.lea), at=ADULT)
    assert chosen(household.lea, ADULT) == {(str(household.lea), "emergency.break_glass"): "allow"}


def test_when_authority_is_withdrawn_what_it_opened_ends_and_what_it_closed_stays(household: SimpleNamespace) -> None:
    choices = {SettingName.EMERGENCY_HIDDEN: Choice.ALLOW, SettingName.EMERGENCY_SAMU: Choice.REFUSE}
    settings.choose_for_emergencies(household.lea, choices=choices, by=by(household.paul), at=NOW)
    intake.withdraw_authority(household.lea, holder=household.paul, at=later(1))
    assert chosen(household.lea, later(1)) == {(str(household.paul), "emergency.samu"): "refuse"}


def test_a_setting_that_is_no_emergency_choice_or_has_a_strange_value_is_a_mistake(ana: UUID) -> None:
    for choices in (
        {},
        {SettingName.EMERGENCY_HIDDEN: Choice.YES},
        {SettingName.THROUGH_PHYSICIAN: Choice.YES},
    ):
        with pytest.raises(InvalidFact):
            settings.choose_for_emergencies(ana, choices=choices, by=by(ana), at=NOW)
    assert not LedgerEntry.objects.exists()


def test_the_wish_about_a_grave_prognosis_names_the_only_ones_who_may_be_told(ana: UUID, town: Town) -> None:
    paul = town.person("Paul")
    settings.wish_for_relatives(ana, grave_prognosis=Choice.ONLY, only=[paul], by=by(ana), at=NOW)
    (row,) = standing(Setting, ana, NOW)
    assert [person.pk for person in row.only.all()] == [paul]
    settings.wish_for_relatives(ana, grave_prognosis=Choice.OPPOSED, by=by(ana), at=later(1))
    assert chosen(ana, later(1)) == {(str(ana), "relatives.grave_prognosis"): "opposed"}
    for wrong in ({"only": []}, {"only": [paul], "grave_prognosis": Choice.OPPOSED}):
        with pytest.raises(InvalidFact):
            settings.wish_for_relatives(ana, **({"grave_prognosis": Choice.ONLY} | wrong), by=by(ana), at=NOW)


def test_a_guardian_declares_settings_and_not_the_rest(ana: UUID, town: Town, ecg: UUID) -> None:
    guardian, friend = town.person("Tuteur"), town.person("Amie")
    intake.record_protection(ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON)
    who = by(guardian)
    sees = {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    settings.choose_for_treating_physician(ana, choices=sees, by=who, at=NOW)
    to = Recipient(RecipientKind.PERSON, str(friend))
    for act, said in (
        (directives.wish_not_to_know, {"document": ecg}),
        (directives.give_mandate, {"to": to, "about": EVERYTHING}),
        (directives.oppose_after_death, {"everything": True}),
        (directives.designate_trusted_person, {"person": friend, "accepted": True, "authorisation": "2026-1"}),
        (minors.keep_secret, {"document": ecg}),
        (minors.require_physician, {"required": True}),
    ):
        assert refusal(act, ana, by=who, **said) == ("R05", "not_for_a_representative")


def test_a_minor_declares_none_of_the_others(household: SimpleNamespace, town: Town) -> None:
    lea, paper = household.lea, town.document(household.lea)
    to = Recipient(RecipientKind.PERSON, str(town.person("Amie")))
    for act, said in (
        (settings.choose_for_emergencies, {"choices": {SettingName.EMERGENCY_SAMU: Choice.REFUSE}}),
        (settings.wish_for_relatives, {"grave_prognosis": Choice.OPPOSED}),
        (directives.wish_not_to_know, {"document": paper}),
        (directives.give_mandate, {"to": to, "about": EVERYTHING}),
        (directives.oppose_after_death, {"everything": True}),
    ):
        assert refusal(act, lea, by=by(lea), **said)[0] == "R59"


def test_a_setting_does_not_move_the_revision_that_a_preference_names(ana: UUID) -> None:
    shown = preferences.oppose(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=NOW).revision
    settings.wish_for_relatives(ana, grave_prognosis=Choice.OPPOSED, by=by(ana), at=NOW)
    preferences.withdraw(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=later(1), shown=shown)
    head = LedgerHead.objects.get(patient=ana)
    assert (head.revision, head.preference_revision) == (3, 2)


# --- personne de confiance ------------------------------------------------------------------------------------------


def test_a_second_trusted_person_replaces_the_first_and_each_is_revocable(ana: UUID, town: Town) -> None:
    rene, sara = town.person("René"), town.person("Sara")
    directives.designate_trusted_person(ana, person=rene, accepted=True, by=by(ana), at=NOW)
    directives.designate_trusted_person(ana, person=sara, accepted=True, by=by(ana), at=later(1))
    assert [row.person_id for row in standing(TrustedPerson, ana, later(0.5))] == [rene]
    assert [row.person_id for row in standing(TrustedPerson, ana, later(1))] == [sara]
    directives.withdraw_trusted_person(ana, person=rene, by=by(ana), at=later(2))
    assert [row.person_id for row in standing(TrustedPerson, ana, later(2))] == [sara]
    directives.withdraw_trusted_person(ana, person=sara, by=by(ana), at=later(3))
    assert standing(TrustedPerson, ana, later(3)) == []


def test_a_designation_is_pending_until_the_one_who_was_named_signs_too(ana: UUID, town: Town) -> None:
    rene = town.person("René")
    directives.designate_trusted_person(ana, person=rene, accepted=False, by=by(ana), at=NOW)
    assert TrustedPerson.objects.get().accepted_at is None
    assert refusal(directives.accept_designation, ana, by=by(ana)) == ("R05", "not_the_one_named")
    directives.accept_designation(ana, by=by(rene), at=later(1))
    assert TrustedPerson.objects.get().accepted_at == later(1)
    assert list(ledger.verify(ana)) == []


def test_a_minor_has_no_trusted_person_whoever_asks(household: SimpleNamespace, town: Town) -> None:
    friend = town.person("Amie")
    for who in (household.lea, household.mona, friend):
        told = refusal(directives.designate_trusted_person, household.lea, person=friend, accepted=True, by=by(who))
        assert told[0] == "R49"


def test_a_guardian_names_no_trusted_person_with_or_without_the_judge(ana: UUID, town: Town) -> None:
    guardian = town.person("Tuteur")
    intake.record_protection(ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON)
    named = {"person": town.person("René"), "accepted": True, "by": by(guardian)}
    assert refusal(directives.designate_trusted_person, ana, **named)[0] == "R47"
    assert refusal(directives.designate_trusted_person, ana, **named, authorisation="2026-1")[0] == "R05"


@pytest.mark.parametrize("measure", [*ProtectionMeasure])
def test_the_judge_authorises_the_trusted_person_of_a_represented_adult_only(
    ana: UUID, town: Town, measure: ProtectionMeasure
) -> None:
    intake.record_protection(ana, guardian=town.person("Gardien"), measure=measure)
    named = {"person": town.person("René"), "accepted": True, "by": by(ana)}
    if measure in {"guardianship_person", "family_habilitation_representation", "future_protection_person"}:
        assert refusal(directives.designate_trusted_person, ana, **named)[0] == "R47"
        assert refusal(directives.designate_trusted_person, ana, **named, authorisation="  ")[0] == "R47"
        named["authorisation"] = "ordonnance 2026-118"
    directives.designate_trusted_person(ana, **named, at=NOW)
    assert len(standing(TrustedPerson, ana, NOW)) == 1


# --- wish not to know, mandates, after death ------------------------------------------------------------------------


def test_a_wish_not_to_know_stands_until_withdrawn_even_through_a_corrected_version(
    ana: UUID, town: Town, ecg: UUID
) -> None:
    directives.wish_not_to_know(ana, document=ecg, by=by(ana), at=NOW)
    corrected = town.document(ana, replaces=ecg)
    directives.withdraw_not_to_know(ana, document=corrected, by=by(ana), at=later(1))
    assert len(standing(NotToKnow, ana, NOW)) == 1
    assert standing(NotToKnow, ana, later(1)) == []
    assert refusal(directives.wish_not_to_know, ana, document=uuid4(), by=by(ana))[0] == "R05"


def test_mandates_add_up_by_person_and_subject_until_withdrawn(ana: UUID, town: Town, ecg: UUID) -> None:
    lisa, leon = town.person("Lisa"), town.person("Léon")
    about_ecg = Subject(SubjectKind.DOCUMENT, str(ecg))
    for person, about in ((lisa, EVERYTHING), (lisa, about_ecg), (leon, EVERYTHING)):
        to = Recipient(RecipientKind.PERSON, str(person))
        directives.give_mandate(ana, to=to, about=about, by=by(ana), at=NOW, ends_at=date(2026, 12, 31))
    directives.withdraw_mandate(ana, person=lisa, about=about_ecg, by=by(ana), at=later(1))
    assert len(standing(Mandate, ana, later(1))) == 2
    directives.withdraw_mandate(ana, person=lisa, by=by(ana), at=later(2))
    (left,) = standing(Mandate, ana, later(2))
    assert (left.to_person_id, left.ends_at) == (leon, datetime(2026, 12, 31, 23, tzinfo=UTC))


def test_no_mandate_reaches_who_may_never_read_nor_a_professional_of_the_directory(ana: UUID, town: Town) -> None:
    insurer = town.organisation("Assureur", OrganisationKind.INSURER)
    adviser = town.person("Conseil")
    cases = (
        (RecipientKind.ORGANISATION, insurer, "R77"),
        (RecipientKind.PROFESSIONAL, town.professional("Ivan", Profession.INSURER_PHYSICIAN, insurer), "R77"),
        (RecipientKind.PROFESSIONAL, town.professional("Robe", Profession.LAWYER, person=adviser), "R81"),
        (RecipientKind.PERSON, adviser, "R81"),
        (RecipientKind.PROFESSIONAL, town.professional("Autre"), "R05"),
        (RecipientKind.EVERYONE, "", "R05"),
        (RecipientKind.PERSON, ana, "R05"),
        (RecipientKind.PERSON, uuid4(), "R05"),
    )
    for kind, key, rule in cases:
        to = Recipient(kind, str(key))
        assert refusal(directives.give_mandate, ana, to=to, about=EVERYTHING, by=by(ana))[0] == rule


def test_an_opposition_for_after_death_names_its_scopes_and_is_withdrawn_whole(
    ana: UUID, town: Town, ecg: UUID
) -> None:
    theo = town.person("Théo")
    motives = [Purpose.AFTER_DEATH_MEMORY, Purpose.AFTER_DEATH_CAUSES]
    directives.oppose_after_death(ana, motives=motives, persons=[theo], documents=[ecg], by=by(ana), at=NOW)
    directives.oppose_after_death(ana, everything=True, by=by(ana), at=later(1))
    assert [row.scope for row in standing(PostMortemOpposition, ana, later(1))].count("motive") == 2
    assert len(standing(PostMortemOpposition, ana, later(1))) == 5
    directives.withdraw_post_mortem(ana, by=by(ana), at=later(2))
    assert standing(PostMortemOpposition, ana, later(2)) == []
    for wrong in ({}, {"motives": [Purpose.CARE]}):
        with pytest.raises(InvalidFact):
            directives.oppose_after_death(ana, **wrong, by=by(ana), at=NOW)
    theirs = town.document(theo)
    assert refusal(directives.oppose_after_death, ana, documents=[theirs], by=by(ana))[0] == "R05"


# --- a minor's own voice --------------------------------------------------------------------------------------------


def test_a_minor_keeps_one_document_secret_from_everyone_or_from_one_parent(
    household: SimpleNamespace, town: Town
) -> None:
    lea, pill, talk = household.lea, town.document(household.lea), town.document(household.lea)
    minors.keep_secret(lea, document=pill, by=by(lea), at=NOW)
    minors.keep_secret(lea, document=talk, towards=[household.paul], by=by(lea), at=NOW)
    assert {(row.document_id, row.towards_id) for row in standing(Secrecy, lea, NOW)} == {
        (pill, None),
        (talk, household.paul),
    }
    oppose = {"to": EVERYONE, "at": later(1)}
    about_talk = Subject(SubjectKind.DOCUMENT, str(talk))
    assert refusal(preferences.oppose, lea, about=about_talk, by=by(household.paul), **oppose)[0] == "R05"
    preferences.oppose(lea, about=about_talk, by=by(household.mona), **oppose)


def test_only_he_lifts_his_secret_also_when_he_is_of_age(household: SimpleNamespace, town: Town) -> None:
    lea, pill = household.lea, town.document(household.lea)
    minors.keep_secret(lea, document=pill, by=by(lea), at=NOW)
    corrected = town.document(lea, replaces=pill)
    for holder in (household.mona, household.paul):
        for act in (minors.lift_secrecy, minors.keep_secret):
            assert refusal(act, lea, document=pill, by=by(holder)) == ("R05", "unknown_document")
    assert len(standing(Secrecy, lea, ADULT)) == 1
    minors.lift_secrecy(lea, document=corrected, by=by(lea), at=ADULT)
    assert standing(Secrecy, lea, ADULT) == []


def test_a_professional_may_write_down_the_secret_that_a_minor_asks_for(
    household: SimpleNamespace, town: Town, martin: UUID
) -> None:
    pill = town.document(household.lea)
    minors.keep_secret(household.lea, document=pill, by=Actor.professional(martin), at=NOW)
    assert standing(Secrecy, household.lea, NOW)[0].voice_id == household.lea


def test_an_adult_starts_no_minors_secret_and_still_lifts_through_a_doctor(
    household: SimpleNamespace, town: Town
) -> None:
    lea, paper = household.lea, town.document(household.lea)
    minors.require_physician(lea, required=True, by=by(lea), at=NOW)
    assert refusal(minors.keep_secret, lea, document=paper, by=by(lea), at=ADULT)[0] == "R05"
    assert refusal(minors.require_physician, lea, required=True, by=by(lea), at=ADULT)[0] == "R05"
    minors.require_physician(lea, required=False, by=by(lea), at=ADULT)
    assert chosen(lea, ADULT) == {(str(lea), "through_physician"): "no"}


def test_a_physician_with_reasons_may_overrule_a_secret(household: SimpleNamespace, town: Town, martin: UUID) -> None:
    lea, visit, nurse = household.lea, town.document(household.lea), town.professional("Nora", Profession.NURSE)
    minors.keep_secret(lea, document=visit, by=by(lea), at=NOW)
    act, kept = secrecy.overrule, Secrecy.objects.get().pk
    assert refusal(act, lea, secrecy=kept, reason=REASON, by=Actor.professional(nurse))[0] == "R65"
    assert refusal(act, lea, secrecy=kept, reason=REASON, by=by(household.mona))[0] == "R65"
    with pytest.raises(InvalidFact):
        act(lea, secrecy=kept, reason="   court   ", by=Actor.professional(martin), at=NOW)
    act(lea, secrecy=kept, reason=REASON, by=Actor.professional(martin), at=later(1))
    assert standing(Secrecy, lea, later(1)) == []
    assert SecrecyReview.objects.get().reason == REASON
    assert REASON not in str(LedgerEntry.objects.filter(patient=lea).values_list("content"))


def test_what_a_physician_withholds_is_an_unknown_document_to_that_parent_until_lifted(
    household: SimpleNamespace, town: Town, martin: UUID
) -> None:
    lea, paul, talk = household.lea, household.paul, town.document(household.lea)
    physician = Actor.professional(martin)
    row = physicians.withhold(lea, rule="R65", reason=REASON, by=physician, at=NOW, document=talk, from_person=paul)
    said = {"to": EVERYONE, "about": Subject(SubjectKind.DOCUMENT, str(talk))}
    assert refusal(preferences.oppose, lea, by=by(paul), **said) == ("R05", "unknown_document")
    preferences.oppose(lea, by=by(household.mona), at=NOW, **said)
    physicians.lift_withholding(row, reason=REASON, by=physician, at=later(1))
    preferences.oppose(lea, by=by(paul), at=later(1), **said)
    assert Withholding.objects.get().reason == REASON


# --- whom he names in his care --------------------------------------------------------------------------------------


def test_a_new_treating_physician_takes_over_from_the_former(ana: UUID, town: Town, martin: UUID) -> None:
    durand, basis = town.professional("Durand"), CareBasis.TREATING_PHYSICIAN
    designations.designate(ana, professional=martin, basis=basis, by=by(ana), at=NOW)
    designations.designate(ana, professional=durand, basis=basis, by=by(ana), at=later(1))
    assert [row.professional_id for row in standing(CareEntry, ana, later(1))] == [durand]
    designations.end_designation(ana, professional=durand, basis=basis, by=by(ana), at=later(2))
    assert standing(CareEntry, ana, later(2)) == []
    assert [entry.kind for entry in LedgerEntry.objects.filter(patient=ana)] == ["designation"] * 3


def test_a_nurse_is_no_treating_physician_and_an_insurers_doctor_is_no_member_of_the_team(
    ana: UUID, town: Town
) -> None:
    nurse = town.professional("Nora", Profession.NURSE)
    ivan = town.professional("Ivan", Profession.INSURER_PHYSICIAN)
    treating, team = CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED
    assert refusal(designations.designate, ana, professional=nurse, basis=treating, by=by(ana))[0] == "R12"
    assert refusal(designations.designate, ana, professional=ivan, basis=team, by=by(ana))[0] == "R77"
    designations.designate(ana, professional=nurse, basis=team, by=by(ana), at=NOW)


def test_no_declaration_is_kept_when_the_ledger_cannot_be_written(
    household: SimpleNamespace, ana: UUID, town: Town, ecg: UUID, martin: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    friend, pill = town.person("Amie"), town.document(household.lea)
    monkeypatch.setattr(ledger, "digest", lambda entry: None)
    to = Recipient(RecipientKind.PERSON, str(friend))
    refuse = {SettingName.EMERGENCY_SAMU: Choice.REFUSE}
    team = {"professional": martin, "basis": CareBasis.RECOGNISED}
    acts: tuple[tuple[Any, UUID, dict[str, Any], Any], ...] = (
        (settings.choose_for_emergencies, ana, {"choices": refuse}, Setting),
        (directives.wish_not_to_know, ana, {"document": ecg}, NotToKnow),
        (directives.give_mandate, ana, {"to": to, "about": EVERYTHING}, Mandate),
        (directives.oppose_after_death, ana, {"everything": True}, PostMortemOpposition),
        (directives.designate_trusted_person, ana, {"person": friend, "accepted": True}, TrustedPerson),
        (designations.designate, ana, team, CareEntry),
        (minors.keep_secret, household.lea, {"document": pill}, Secrecy),
    )
    for act, patient, said, model in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act(patient, **said, by=by(patient), at=NOW)
        assert not model.objects.exists()


def test_every_kind_of_declaration_leaves_a_chain_that_holds(ana: UUID, town: Town, ecg: UUID) -> None:
    friend = town.person("Amie")
    directives.wish_not_to_know(ana, document=ecg, by=by(ana), at=NOW)
    directives.oppose_after_death(ana, persons=[friend], by=by(ana), at=NOW)
    directives.designate_trusted_person(ana, person=friend, accepted=False, by=by(ana), at=NOW)
    settings.choose_for_emergencies(ana, choices={SettingName.EMERGENCY_SAMU: Choice.REFUSE}, by=by(ana), at=NOW)
    assert LedgerHead.objects.get(patient=ana).revision == 4
    assert list(ledger.verify(ana)) == []
