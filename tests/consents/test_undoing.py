"""Undoing what is no sharing preference: the ledger keeps both, and what stood before stands again."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from consents import ledger
from consents.errors import Refused, StaleRevision
from consents.models import CareEntry, LedgerEntry, NotToKnow, Setting
from consents.selectors import declarations
from consents.selectors.readers import Reader
from consents.services import designations, directives, preferences, settings, undoing
from consents.vocabulary import CareBasis, Choice, Profession, RecipientKind, SettingName
from consents.words import EVERYTHING, Recipient
from tests.consents.conftest import NOW, Town, by

SAMU, HIDDEN = SettingName.EMERGENCY_SAMU, SettingName.EMERGENCY_HIDDEN


def later(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def value(patient: UUID, name: SettingName, at: datetime) -> str:
    rows = Setting.objects.filter(patient=patient, name=name.value, begins_at__lte=at).order_by("-begins_at")
    return next(row.value for row in rows if row.ends_at is None or row.ends_at > at)


def choose(patient: UUID, hours: float, **choices: Choice) -> int:
    named = {SettingName(f"emergency.{name}"): chosen for name, chosen in choices.items()}
    return settings.choose_for_emergencies(patient, choices=named, by=by(patient), at=later(hours)).revision


def undo(patient: UUID, revision: int, hours: float, shown: int | None = None) -> int:
    return undoing.undo(patient, revision, by=by(patient), at=later(hours), shown=shown).revision


def card(patient: UUID, revision: int) -> declarations.DeclarationCard:
    found = declarations.declaration(patient, revision)
    assert found is not None
    return found


def treating(patient: UUID, at: datetime) -> list[UUID]:
    rows = CareEntry.objects.filter(patient=patient, basis=CareBasis.TREATING_PHYSICIAN.value, begins_at__lte=at)
    return [row.professional_id for row in rows if row.ends_at is None or row.ends_at > at]


def test_a_first_setting_undone_takes_the_value_that_silence_means(ana: UUID) -> None:
    undo(ana, choose(ana, 0, samu=Choice.REFUSE), 1)
    assert value(ana, SAMU, later(0.5)) == "refuse"
    assert value(ana, SAMU, later(1)) == "allow"
    assert [row.kind for row in LedgerEntry.objects.order_by("revision")] == ["emergency", "emergency"]
    assert list(ledger.verify(ana)) == []


def test_each_setting_of_one_declaration_takes_again_the_value_it_had(ana: UUID) -> None:
    choose(ana, 0, hidden=Choice.ALLOW)
    both = choose(ana, 1, hidden=Choice.REFUSE, samu=Choice.REFUSE)
    undo(ana, both, 2)
    assert (value(ana, HIDDEN, later(2)), value(ana, SAMU, later(2))) == ("allow", "allow")


def test_the_history_reads_a_setting_that_ended_another(ana: UUID) -> None:
    choose(ana, 0, samu=Choice.REFUSE)
    choose(ana, 1, samu=Choice.ALLOW)
    assert [one.ended for one in declarations.declarations(ana, reader=Reader.patient(ana))] == [(1,), ()]


def test_a_setting_said_again_since_cannot_be_undone_and_another_setting_is_no_hindrance(ana: UUID) -> None:
    samu, hidden = choose(ana, 0, samu=Choice.REFUSE), choose(ana, 1, hidden=Choice.ALLOW)
    assert card(ana, samu).can_be_undone
    choose(ana, 2, hidden=Choice.REFUSE)
    assert not card(ana, hidden).can_be_undone
    with pytest.raises(Refused) as refused:
        undo(ana, hidden, 3)
    assert (refused.value.rule, refused.value.because) == ("R05", "nothing_left_to_undo")


def test_undoing_what_closed_opens_and_is_refused_on_a_stale_page(ana: UUID, martin: UUID) -> None:
    refused, allowed = choose(ana, 0, samu=Choice.REFUSE), choose(ana, 0, hidden=Choice.ALLOW)
    to = Recipient(RecipientKind.PROFESSIONAL, str(martin))
    preferences.oppose(ana, to=to, about=EVERYTHING, by=by(ana), at=later(1))
    with pytest.raises(StaleRevision):
        undo(ana, refused, 2, shown=0)
    assert value(ana, SAMU, later(2)) == "refuse"
    undo(ana, allowed, 2, shown=0)
    assert value(ana, HIDDEN, later(2)) == "refuse"
    undo(ana, refused, 3, shown=1)
    assert value(ana, SAMU, later(3)) == "allow"


def test_a_choice_that_opens_is_refused_when_anything_was_declared_since_the_page(ana: UUID) -> None:
    choose(ana, 0, samu=Choice.REFUSE)
    with pytest.raises(StaleRevision):
        settings.choose_for_emergencies(ana, choices={SAMU: Choice.ALLOW}, by=by(ana), at=later(1), shown=0)
    settings.choose_for_emergencies(ana, choices={HIDDEN: Choice.REFUSE}, by=by(ana), at=later(1), shown=0)
    sees = {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    with pytest.raises(StaleRevision):
        settings.choose_for_treating_physician(ana, choices=sees, by=by(ana), at=later(1), shown=0)
    settings.choose_for_treating_physician(ana, choices=sees, by=by(ana), at=later(1), shown=2)


def test_the_wish_for_relatives_returns_with_those_it_named(ana: UUID, town: Town) -> None:
    paul = town.person("Paul")
    settings.wish_for_relatives(ana, grave_prognosis=Choice.ONLY, only=[paul], by=by(ana), at=NOW)
    opposed = settings.wish_for_relatives(ana, grave_prognosis=Choice.OPPOSED, by=by(ana), at=later(1))
    undo(ana, opposed.revision, 2)
    row = Setting.objects.get(patient=ana, ends_at=None)
    assert (row.value, [person.pk for person in row.only.all()]) == ("only", [paul])


def test_a_wish_not_to_know_is_undone_and_the_undoing_too(ana: UUID, ecg: UUID) -> None:
    wished = directives.wish_not_to_know(ana, document=ecg, by=by(ana), at=NOW)
    shown_again = undo(ana, wished.revision, 1)
    assert not NotToKnow.objects.filter(patient=ana, ends_at=None).exists()
    undo(ana, shown_again, 2)
    assert NotToKnow.objects.filter(patient=ana, ends_at=None).count() == 1
    assert not card(ana, wished.revision).can_be_undone


def test_a_new_treating_physician_undone_gives_the_role_back_to_the_former(
    ana: UUID, martin: UUID, town: Town, chu: UUID
) -> None:
    named = CareBasis.TREATING_PHYSICIAN
    first = designations.designate(ana, professional=martin, basis=named, by=by(ana), at=NOW)
    costa = town.professional("Costa", Profession.PHYSICIAN, chu)
    second = designations.designate(ana, professional=costa, basis=named, by=by(ana), at=later(1))
    assert not card(ana, first.revision).can_be_undone
    undo(ana, second.revision, 2)
    assert treating(ana, later(1)) == [costa]
    assert treating(ana, later(2)) == [martin]


def test_a_first_treating_physician_undone_leaves_nobody_and_the_end_of_a_role_is_undone_too(
    ana: UUID, martin: UUID
) -> None:
    named = CareBasis.TREATING_PHYSICIAN
    first = designations.designate(ana, professional=martin, basis=named, by=by(ana), at=NOW)
    ended = undo(ana, first.revision, 1)
    assert treating(ana, later(1)) == []
    undo(ana, ended, 2)
    assert treating(ana, later(2)) == [martin]


def test_a_stale_page_designates_nobody(ana: UUID, martin: UUID) -> None:
    choose(ana, 0, samu=Choice.REFUSE)
    with pytest.raises(StaleRevision):
        designations.designate(
            ana, professional=martin, basis=CareBasis.TREATING_PHYSICIAN, by=by(ana), at=later(1), shown=0
        )
    assert treating(ana, later(1)) == []


def test_nobody_undoes_a_setting_in_the_place_of_the_voice_that_said_it(ana: UUID, town: Town) -> None:
    said = choose(ana, 0, samu=Choice.REFUSE)
    with pytest.raises(Refused):
        undoing.undo(ana, said, by=by(town.person("Paul")), at=later(1))
    assert value(ana, SAMU, later(1)) == "refuse"
