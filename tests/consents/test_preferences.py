"""Grant, oppose, withdraw: what stands at a moment, for whom, and in whose voice (decision.md §1)."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from consents.actor import Actor
from consents.errors import StaleRevision
from consents.models import LedgerEntry, LedgerHead, SharingPreference
from consents.services import intake, preferences
from consents.vocabulary import ProtectionMeasure, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from tests.consents.conftest import NOW, Town, by


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def doctor(key: UUID) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(key))


def paper(key: UUID) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(key))


def standing(patient: UUID, moment: datetime) -> list[tuple[str, str]]:
    """(stance, voice) of every word in force at that moment."""
    rows = SharingPreference.objects.filter(patient=patient, begins_at__lte=moment)
    return sorted((row.stance, str(row.voice_id)) for row in rows if row.ends_at is None or row.ends_at > moment)


def stances(patient: UUID, moment: datetime) -> list[str]:
    return [stance for stance, _ in standing(patient, moment)]


def test_a_later_word_about_the_same_thing_replaces_the_earlier_from_the_moment_it_begins(
    ana: UUID, martin: UUID
) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(0))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2), begins_at=at(4))
    assert stances(ana, at(3)) == ["grant"]
    assert stances(ana, at(4)) == ["oppose"]


def test_what_was_replaced_does_not_come_back_when_the_later_word_ends(ana: UUID, martin: UUID) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(0))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1), ends_at=at(2))
    assert stances(ana, at(3)) == []


def test_a_word_still_to_come_is_emptied_by_a_later_word_about_the_same_thing(ana: UUID, martin: UUID) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(0), begins_at=at(10))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1))
    assert stances(ana, at(11)) == ["oppose"]


def test_words_about_different_things_stand_beside_each_other(ana: UUID, martin: UUID, ecg: UUID) -> None:
    preferences.oppose(ana, to=EVERYONE, about=paper(ecg), by=by(ana), at=at(0))
    preferences.grant(ana, to=doctor(martin), about=paper(ecg), by=by(ana), at=at(1))
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2))
    assert stances(ana, at(3)) == ["grant", "grant", "oppose"]


def test_a_withdrawal_ends_what_stands_and_what_is_still_to_come(ana: UUID, martin: UUID) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(0), ends_at=at(5))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1), begins_at=at(5))
    withdrawn = preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2))
    assert (withdrawn.stance, withdrawn.revision) == (None, 3)
    assert stances(ana, at(1.9)) == ["grant"]
    assert stances(ana, at(2)) == stances(ana, at(6)) == []


def test_a_withdrawal_with_nothing_to_end_is_still_written_down(ana: UUID, martin: UUID) -> None:
    preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(0))
    assert LedgerEntry.objects.get(patient=ana).content["ended"] == []


def test_a_date_begins_at_its_first_instant_in_paris_and_is_included_whole_as_an_end(ana: UUID, martin: UUID) -> None:
    declared = preferences.grant(
        ana,
        to=doctor(martin),
        about=EVERYTHING,
        by=by(ana),
        at=at(0),
        begins_at=date(2026, 3, 10),
        ends_at=date(2026, 6, 30),
    )
    assert declared.begins_at == datetime(2026, 3, 9, 23, tzinfo=UTC)
    assert declared.ends_at == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_a_period_that_began_earlier_begins_when_it_is_said(ana: UUID, martin: UUID) -> None:
    declared = preferences.grant(
        ana,
        to=doctor(martin),
        about=EVERYTHING,
        by=by(ana),
        at=at(0),
        begins_at=date(2026, 3, 1),
        ends_at=date(2026, 3, 1),
    )
    assert declared.begins_at == NOW


def test_a_grant_is_refused_when_another_preference_came_in_since_the_page(ana: UUID, martin: UUID) -> None:
    shown = preferences.oppose(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=at(0)).revision
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1), shown=shown)
    with pytest.raises(StaleRevision):
        preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2), shown=shown)
    assert LedgerHead.objects.get(patient=ana).revision == 2


def test_lifting_an_opposition_is_refused_on_a_stale_page_and_withdrawing_a_grant_never_is(
    ana: UUID, martin: UUID
) -> None:
    preferences.oppose(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=at(0))
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1))
    with pytest.raises(StaleRevision):
        preferences.withdraw(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=at(2), shown=1)
    preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2), shown=1)
    assert stances(ana, at(3)) == ["oppose"]


def test_a_grant_that_crosses_a_later_opposition_does_not_lift_it(ana: UUID, martin: UUID) -> None:
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2))
    with pytest.raises(StaleRevision):
        preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1))
    assert stances(ana, at(3)) == ["oppose"]


def test_an_opposition_that_crosses_a_later_grant_stands(ana: UUID, martin: UUID) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(2))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1))
    assert stances(ana, at(3)) == ["oppose"]


def test_a_voice_replaces_and_withdraws_only_its_own_words(household: SimpleNamespace, martin: UUID) -> None:
    lea, mona, paul = household.lea, household.mona, household.paul
    preferences.oppose(lea, to=doctor(martin), about=EVERYTHING, by=by(mona), at=at(0))
    preferences.grant(lea, to=doctor(martin), about=EVERYTHING, by=by(paul), at=at(1))
    preferences.withdraw(lea, to=doctor(martin), about=EVERYTHING, by=by(paul), at=at(2))
    assert standing(lea, at(3)) == [("oppose", str(mona))]


def test_at_eighteen_the_parents_words_are_the_patients_own_to_withdraw(
    household: SimpleNamespace, martin: UUID
) -> None:
    lea, adult = household.lea, datetime(2028, 9, 14, tzinfo=UTC)
    preferences.oppose(lea, to=doctor(martin), about=EVERYTHING, by=by(household.mona), at=at(0))
    preferences.grant(lea, to=doctor(martin), about=EVERYTHING, by=by(household.paul), at=at(1))
    preferences.withdraw(lea, to=doctor(martin), about=EVERYTHING, by=by(lea), at=adult)
    assert standing(lea, adult) == []


def test_when_authority_is_withdrawn_its_grants_end_and_its_oppositions_pass_to_the_other_parent(
    household: SimpleNamespace, martin: UUID, chu: UUID
) -> None:
    lea, mona, paul = household.lea, household.mona, household.paul
    preferences.oppose(lea, to=doctor(martin), about=EVERYTHING, by=by(paul), at=at(0))
    preferences.grant(lea, to=Recipient(RecipientKind.ORGANISATION, str(chu)), about=EVERYTHING, by=by(paul), at=at(0))
    intake.withdraw_authority(lea, holder=paul, at=at(1))
    assert standing(lea, at(1)) == [("oppose", str(paul))]
    preferences.withdraw(lea, to=doctor(martin), about=EVERYTHING, by=by(mona), at=at(2))
    assert standing(lea, at(2)) == []


def test_when_a_measure_ends_the_guardians_opposition_is_the_adults_to_withdraw(
    ana: UUID, town: Town, martin: UUID
) -> None:
    guardian = town.person("Tuteur")
    intake.record_protection(
        ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON, begins_at=at(-10), ends_at=at(5)
    )
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(guardian), at=at(0))
    preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(1))
    assert stances(ana, at(1)) == ["oppose"]  # still the guardian's
    preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(6))
    assert stances(ana, at(6)) == []


def test_an_opposition_that_passed_to_two_voices_stands_until_both_have_lifted_it(
    ana: UUID, town: Town, martin: UUID
) -> None:
    first, second = town.person("Tuteur"), town.person("Tutrice")
    measure = ProtectionMeasure.GUARDIANSHIP_PERSON
    intake.record_protection(ana, guardian=first, measure=measure, begins_at=at(-10), ends_at=at(5))
    intake.record_protection(ana, guardian=second, measure=measure, begins_at=at(-10))
    preferences.oppose(ana, to=doctor(martin), about=EVERYTHING, by=by(first), at=at(0))
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(ana), at=at(6))
    assert standing(ana, at(6)) == sorted([("grant", str(ana)), ("oppose", str(second))])
    preferences.withdraw(ana, to=doctor(martin), about=EVERYTHING, by=by(second), at=at(7))
    assert stances(ana, at(7)) == ["grant"]


def test_a_guardians_grant_ends_with_his_measure_at_the_latest(ana: UUID, town: Town, martin: UUID) -> None:
    guardian = town.person("Tuteur")
    intake.record_protection(
        ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON, begins_at=at(-10), ends_at=at(5)
    )
    declared = preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=by(guardian), at=at(0))
    assert declared.ends_at == at(5)


def test_a_parent_who_becomes_the_adults_guardian_does_not_replace_what_he_said_as_a_parent(
    household: SimpleNamespace, martin: UUID
) -> None:
    lea, mona, adult = household.lea, household.mona, datetime(2028, 9, 14, tzinfo=UTC)
    preferences.oppose(lea, to=doctor(martin), about=EVERYTHING, by=by(mona), at=at(0))
    intake.record_protection(lea, guardian=mona, measure=ProtectionMeasure.GUARDIANSHIP_PERSON, begins_at=adult)
    preferences.grant(lea, to=doctor(martin), about=EVERYTHING, by=by(mona), at=adult)
    assert standing(lea, adult) == [("grant", str(mona)), ("oppose", str(lea))]


def test_a_consent_collected_by_a_professional_is_the_patients_own_word_and_says_who_heard_it(
    ana: UUID, martin: UUID
) -> None:
    preferences.grant(ana, to=doctor(martin), about=EVERYTHING, by=Actor.professional(martin), at=at(0))
    entry = LedgerEntry.objects.get(patient=ana)
    assert (entry.actor_kind, entry.actor_reference, entry.content["voice"]) == ("professional", str(martin), str(ana))


def test_withdrawing_about_a_corrected_version_ends_what_was_said_about_the_first(
    ana: UUID, town: Town, ecg: UUID
) -> None:
    preferences.oppose(ana, to=EVERYONE, about=paper(ecg), by=by(ana), at=at(0))
    corrected = town.document(ana, replaces=ecg)
    preferences.withdraw(ana, to=EVERYONE, about=paper(corrected), by=by(ana), at=at(1))
    assert stances(ana, at(1)) == []
