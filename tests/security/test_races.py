"""An opposition never loses a race, and no question sees two moments at once (decision.md §1.6)."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from consents import ledger
from consents.actor import Actor
from consents.errors import Refused, StaleRevision
from consents.models import TrustedPerson, TrustedSignature
from consents.selectors import facts, trusted
from consents.services import intake, preferences, signing, trusting
from consents.services.preferences import Declared
from consents.services.signing import Typed
from consents.services.trusting import Contact
from consents.vocabulary import TrustedRole
from consents.words import EVERYTHING
from sharing.models import JournalLine
from sharing.services import decisions
from sharing.services.answers import Answer
from tests.sharing.hospital import Hospital, about, doctor, hospital

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chu(transactional_db: None) -> Hospital:
    """Everything is committed, as for the site's own processes."""
    return hospital()


def beside(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and on a connection of its own, started together; what each gave or raised."""
    ready, given = threading.Barrier(len(acts)), [None] * len(acts)

    def one(place: int, act: Callable[[], Any]) -> None:
        ready.wait()
        try:
            given[place] = act()
        except (Refused, StaleRevision) as said:
            given[place] = said
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return given


def test_no_question_begun_after_an_opposition_was_committed_is_permitted(chu: Hospital) -> None:
    """25 oppositions and withdrawals, while three askers ask without pause."""
    by, lock = Actor.person(chu.ana), threading.Lock()
    state: dict[str, Any] = {"opposed_since": None, "done": False}
    wrong: list[Answer] = []
    permits: list[Answer] = []
    denies: list[Answer] = []

    def patient() -> None:
        for _ in range(25):
            preferences.oppose(chu.ana, to=doctor(chu.martin), about=about(chu.seen), by=by, at=timezone.now())
            with lock:
                state["opposed_since"] = object()
            time.sleep(0.01)
            with lock:
                state["opposed_since"] = None
            preferences.withdraw(chu.ana, to=doctor(chu.martin), about=about(chu.seen), by=by, at=timezone.now())
        state["done"] = True

    def asker() -> None:
        while not state["done"]:
            with lock:
                before = state["opposed_since"]
            answer = decisions.decide_one(chu.asked(chu.seen), at=timezone.now())
            with lock:
                still = before is not None and state["opposed_since"] is before
            (permits if answer.permit else denies).append(answer)
            if still and answer.permit:
                wrong.append(answer)

    beside(patient, asker, asker, asker)

    assert wrong == []
    assert permits
    assert denies
    assert JournalLine.objects.count() == len(permits) + len(denies)


@pytest.mark.parametrize("_", range(6))
def test_a_grant_and_an_opposition_that_cross_leave_the_opposition_standing(_: int, chu: Hospital) -> None:
    by, shown = Actor.person(chu.ana), 1

    def grant() -> Declared:
        return preferences.grant(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=timezone.now(), shown=shown)

    def oppose() -> Declared:
        return preferences.oppose(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=by, at=timezone.now())

    granted, opposed = beside(grant, oppose)

    assert isinstance(opposed, Declared)
    assert isinstance(granted, Declared | StaleRevision)
    answer = decisions.decide_one(chu.asked(chu.seen, rpps=chu.leroy_rpps), at=timezone.now() + timedelta(seconds=1))
    assert answer.rule == "R08"
    assert list(ledger.verify(chu.ana)) == []


def test_eight_oppositions_at_once_all_stand_in_one_unbroken_chain(chu: Hospital) -> None:
    by = Actor.person(chu.ana)
    documents = [chu.report(number) for number in range(8)]

    def opposing(document: Any) -> Callable[[], Declared]:
        return lambda: preferences.oppose(
            chu.ana, to=doctor(chu.martin), about=about(document), by=by, at=timezone.now()
        )

    given = beside(*map(opposing, documents))

    assert sorted(each.revision for each in given) == list(range(2, 10))
    assert list(ledger.verify(chu.ana)) == []
    later = timezone.now() + timedelta(seconds=1)
    assert not any(each.permit for each in decisions.decide_many([chu.asked(one) for one in documents], at=later))


def test_facts_of_two_moments_never_make_one_answer(chu: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    """Her care at the hospital ends, then she lifts her opposition: denied before, between and after. Read half
    before and half after, the facts would permit.
    """
    by = Actor.person(chu.ana)
    real = facts.SharingPreference.objects.all

    def both_acts() -> None:
        now = timezone.now()
        for entry in facts.CareEntry.objects.filter(patient=chu.ana, professional=chu.martin):
            intake.end_care(entry.pk, at=now - timedelta(days=1))
        preferences.withdraw(chu.ana, to=doctor(chu.martin), about=about(chu.hidden), by=by, at=now)

    def between() -> Any:
        """Called when the care has been read and the preferences are about to be."""
        monkeypatch.setattr(facts.SharingPreference.objects, "all", real)
        beside(both_acts)
        return real()

    later = timezone.now() + timedelta(hours=1)
    assert not decisions.decide_one(chu.asked(chu.hidden), at=later).permit

    monkeypatch.setattr(facts.SharingPreference.objects, "all", between)
    torn = decisions.decide_one(chu.asked(chu.hidden), at=later)

    assert not torn.permit
    assert not decisions.decide_one(chu.asked(chu.hidden), at=later).permit


def test_two_links_answered_and_a_designation_taken_back_at_once_end_in_one_of_these_alone(chu: Hospital) -> None:
    by, at, typed = Actor.person(chu.ana), timezone.now(), Typed("Paul", "Lenoir", None)
    paul = Contact("Paul", "Lenoir", "3 rue des Lilas, 69003 Lyon", "06 12 34 56 78")
    trusting.designate(chu.ana, contact=paul, role=TrustedRole.HEALTH, by=by, at=at)
    row = TrustedPerson.objects.get()
    one, other = (signing.link(chu.ana, designation=row.pk, at=at) for _ in range(2))
    later = at + timedelta(seconds=1)
    answered = beside(
        lambda: signing.answer(one, accepts=True, typed=typed, text="v1", at=later),
        lambda: signing.answer(other, accepts=False, typed=typed, text="v1", at=later),
        lambda: trusting.revoke(chu.ana, role=TrustedRole.HEALTH, by=by, at=later),
    )

    assert TrustedSignature.objects.count() <= 1
    assert any(isinstance(each, Refused) for each in answered[:2])
    assert trusted.designated(chu.ana, at=later + timedelta(seconds=1)) == ()
    assert list(ledger.verify(chu.ana)) == []
