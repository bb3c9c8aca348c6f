"""A minor's secret at each contact: a whole episode, who writes it down, renewing, lifting, overruling (R62–R66)."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import LedgerEntry, Secrecy, SecrecyReview
from consents.selectors import secrecy as selected
from consents.services import intake, minors, preferences, secrecy
from consents.services.episodes import Episode
from consents.vocabulary import CareBasis, Profession, SubjectKind
from consents.words import EVERYONE, Subject
from tests.consents.conftest import NOW, Town, by

SINCE = date(2026, 2, 1)


@pytest.fixture
def lea(household: SimpleNamespace, martin: UUID, chu: UUID) -> UUID:
    """Dr Martin takes care of her at the hospital."""
    child: UUID = household.lea
    began = NOW - timedelta(days=20)
    intake.record_care(child, professional=martin, organisation=chu, basis=CareBasis.ESTABLISHMENT, begins_at=began)
    return child


def keep(lea: UUID, episode: Episode, **more: Any) -> UUID:
    minors.keep_episode_secret(lea, episode=episode, **{"by": by(lea), "at": NOW, **more})
    return Secrecy.objects.order_by("-declared_at").values_list("pk", flat=True)[0]


def refused(act: Any, *args: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        act(*args, **said)
    return caught.value.rule, caught.value.because


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ({"made_on": SINCE, "organisation": "chu"}, False),
        ({"made_on": SINCE - timedelta(days=1), "organisation": "chu"}, True),
        ({"organisation": "site"}, False),
        ({"author": "martin"}, False),
        ({"organisation": "elsewhere"}, True),
    ],
)
def test_to_a_parent_a_document_of_a_secret_episode_is_one_that_does_not_exist(
    paper: dict[str, Any], told: bool, lea: UUID, household: SimpleNamespace, town: Town, chu: UUID, martin: UUID
) -> None:
    """Deposited before or after she said so."""
    keep(lea, Episode(SINCE, martin, chu))
    known = {"chu": chu, "martin": martin, "elsewhere": town.organisation("Clinique du Mail")}
    known["site"] = town.organisation("Maternité", part_of=chu)
    later = town.document(lea, **{name: known.get(value, value) for name, value in paper.items()})
    said = {"to": EVERYONE, "about": Subject(SubjectKind.DOCUMENT, str(later)), "by": by(household.mona), "at": NOW}
    if told:
        preferences.oppose(lea, **said)
    else:
        assert refused(preferences.oppose, lea, **said) == ("R05", "unknown_document")


def test_an_episode_names_who_takes_part_in_her_care_and_days_in_their_order(lea: UUID, town: Town, chu: UUID) -> None:
    stranger = town.professional("Vasseur")
    said: dict[str, Any] = {"by": by(lea), "at": NOW}
    assert refused(minors.keep_episode_secret, lea, episode=Episode(SINCE, stranger), **said)[0] == "R05"
    for wrong in (Episode(SINCE), Episode(SINCE, None, chu, SINCE - timedelta(days=1))):
        with pytest.raises(InvalidFact):
            minors.keep_episode_secret(lea, episode=wrong, **said)
    assert not Secrecy.objects.exists()


def test_a_parent_neither_keeps_nor_lifts_it(lea: UUID, household: SimpleNamespace, chu: UUID) -> None:
    kept = keep(lea, Episode(SINCE, None, chu))
    said: dict[str, Any] = {"by": by(household.mona), "at": NOW}
    for named in (kept, household.mona):
        assert refused(minors.lift, lea, secrecy=named, **said) == ("R05", "not_for_a_representative")
    assert refused(minors.keep_episode_secret, lea, episode=Episode(SINCE, None, chu), **said)[0] == "R05"


def test_lifting_ends_it_towards_all_whom_it_named_and_nothing_else(
    lea: UUID, household: SimpleNamespace, chu: UUID, town: Town
) -> None:
    both = (household.mona, household.paul)
    kept = keep(lea, Episode(SINCE, None, chu), towards=both)
    minors.keep_secret(lea, document=town.document(lea), by=by(lea), at=NOW)
    minors.lift(lea, secrecy=kept, by=by(lea), at=NOW + timedelta(hours=1))
    assert [card.towards for card in selected.kept(lea, at=NOW + timedelta(hours=2))] == [()]
    assert refused(minors.lift, lea, secrecy=kept, by=by(lea), at=NOW + timedelta(hours=2))[0] == "R05"


@pytest.mark.parametrize(
    ("profession", "sexual_health", "cares", "because"),
    [
        (Profession.PHYSICIAN, False, True, None),
        (Profession.MIDWIFE, False, True, None),
        (Profession.NURSE, True, True, None),
        (Profession.NURSE, False, True, "not_his_to_write_down"),
        (Profession.PHARMACIST, True, True, "not_his_to_write_down"),
        (Profession.PHYSICIAN, False, False, "unknown_patient"),
    ],
)
def test_who_writes_it_down_takes_part_in_the_care_and_is_one_of_those_the_law_names(
    profession: Profession, sexual_health: bool, cares: bool, because: str | None, lea: UUID, town: Town
) -> None:
    who = town.professional("Vasseur", profession)
    if cares:
        intake.record_care(lea, professional=who, basis=CareBasis.SAME_CARE, begins_at=NOW)
    ask: dict[str, Any] = {"sexual_health": sexual_health, "at": NOW}
    if because is None:
        assert secrecy.writing(who, lea, **ask).pk == who
    else:
        assert refused(secrecy.writing, who, lea, **ask)[1] == because


def test_no_care_any_more_no_word_to_write(lea: UUID, town: Town) -> None:
    who, end = town.professional("Vasseur"), NOW + timedelta(days=1)
    intake.record_care(lea, professional=who, basis=CareBasis.SAME_CARE, begins_at=NOW, ends_at=end)
    assert secrecy.writing(who, lea, at=end - timedelta(minutes=1)).pk == who
    assert refused(secrecy.writing, who, lea, at=end)[0] == "R05"


def test_at_each_contact_she_keeps_it_or_lifts_it(lea: UUID, martin: UUID, chu: UUID) -> None:
    kept, doctor = keep(lea, Episode(SINCE, None, chu)), Actor.professional(martin)
    (asked,) = selected.kept(lea, at=NOW)
    secrecy.renew(lea, secrecy=kept, maintained=True, by=doctor, at=_later(1))
    (renewed,) = selected.kept(lea, at=_later(2))
    secrecy.renew(lea, secrecy=kept, maintained=False, by=doctor, at=_later(3))

    assert (asked.waits, renewed.waits, renewed.again_at, renewed.again_with) == (True, False, _later(1), "Martin")
    assert selected.kept(lea, at=_later(4)) == ()
    assert [row.outcome for row in SecrecyReview.objects.order_by("at")] == ["maintained", "lifted"]
    assert LedgerEntry.objects.filter(patient=lea).count() == 2


def test_what_a_professional_wrote_down_with_her_waits_for_nobody(lea: UUID, martin: UUID, chu: UUID) -> None:
    keep(lea, Episode(SINCE, martin, chu), by=Actor.professional(martin), accompanied=True)
    (card,) = selected.kept(lea, at=NOW)
    assert (card.written_by, card.waits, card.accompanied) == ("Martin", False, True)


def test_of_who_came_with_her_only_that_someone_did_is_kept(lea: UUID, chu: UUID) -> None:
    keep(lea, Episode(SINCE, None, chu), accompanied=True)
    assert LedgerEntry.objects.get().content["accompanied"] is True


def test_the_adult_lifts_what_she_kept_as_a_minor_and_keeps_nothing_new(lea: UUID, chu: UUID) -> None:
    kept, adult = keep(lea, Episode(SINCE, None, chu)), NOW.replace(year=2028, month=9, day=15)
    assert len(selected.kept(lea, at=adult)) == 1
    said: dict[str, Any] = {"by": by(lea), "at": adult}
    assert refused(minors.keep_episode_secret, lea, episode=Episode(SINCE, None, chu), **said)[0] == "R05"
    minors.lift(lea, secrecy=kept, **said)
    assert selected.kept(lea, at=adult + timedelta(seconds=1)) == ()


def _later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)
