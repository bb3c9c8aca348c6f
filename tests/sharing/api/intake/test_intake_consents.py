"""Consents that a professional heard: declared by him, contested in one step, never his own gain (R90)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents import agreement, ledger
from consents.actor import Actor
from consents.models import LedgerEntry
from consents.selectors import portrait
from consents.services import preferences
from consents.words import EVERYTHING
from sharing.api.intake import acts
from sharing.models import CollectedConsent, Notice
from sharing.services import callers, intake, planning
from tests.sharing.hospital import BEFORE, Hospital, doctor


def heard(chu: Hospital, patient: dict[str, str], **more: Any) -> dict[str, Any]:
    """Dr Martin says that Ana opens her record to Dr Leroy, at the clinic."""
    return {
        "patient": patient,
        "verb": "grant",
        "collected_by": chu.martin_rpps,
        "organisation": chu.finess,
        "to": {"professional": chu.leroy_rpps},
        "about": {"everything": True},
        **more,
    }


def last(chu: Hospital) -> LedgerEntry:
    return LedgerEntry.objects.filter(patient=chu.ana).latest("revision")


def test_what_the_patient_said_holds_and_is_declared_by_the_one_who_heard_it(
    chu: Hospital, tell: Any, ana: Any
) -> None:
    response = tell("consents", heard(chu, ana))
    assert response.status_code == 201, response.content
    entry = last(chu)
    assert (entry.kind, entry.actor_kind, entry.door) == ("grant", "professional", "api")
    assert entry.collected_by == entry.actor_reference == str(chu.martin)


def test_the_patient_is_told_of_a_consent_that_was_heard(chu: Hospital, tell: Any, ana: Any) -> None:
    planning.plan_notices(at=timezone.now())
    tell("consents", heard(chu, ana))
    planning.plan_notices(at=timezone.now() + timedelta(seconds=1))
    assert Notice.objects.filter(kind="consent_collected", person=chu.ana).count() == 1


def test_an_opposition_that_was_heard_closes_at_once(chu: Hospital, tell: Any, ana: Any, may_see: Any) -> None:
    body = heard(chu, ana, verb="oppose", to={"professional": chu.martin_rpps})
    assert tell("consents", body).status_code == 201
    assert not may_see(chu.seen)


def test_nobody_opens_the_record_to_himself_by_what_he_heard(chu: Hospital, tell: Any, ana: Any, may_see: Any) -> None:
    tell("care/end", {"patient": ana, "professional": chu.martin_rpps, "organisation": chu.finess})
    response = tell("consents", heard(chu, ana, to={"professional": chu.martin_rpps}))
    assert response.status_code == 201
    assert not may_see(chu.seen)
    assert last(chu).kind == "heard"
    assert CollectedConsent.objects.get().collected_by == chu.martin


def test_what_the_patient_closed_himself_is_not_opened_by_what_was_heard(
    chu: Hospital, tell: Any, ana: Any, may_see: Any
) -> None:
    preferences.oppose(chu.ana, to=doctor(chu.nora), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    for verb in ("grant", "withdraw"):
        told = tell("consents", heard(chu, ana, verb=verb, to={"professional": chu.nora_rpps}))
        assert told.status_code == 201
    assert [entry.kind for entry in LedgerEntry.objects.filter(patient=chu.ana)] == ["oppose", "oppose", "heard"]
    assert not may_see(chu.seen, rpps=chu.nora_rpps)


def test_taking_back_what_nobody_said_tells_nothing_of_what_the_patient_closed(
    chu: Hospital, tell: Any, ana: Any
) -> None:
    """Else each `to × about` could be tried: the ledger, the notices and the freshness token move, or do not."""
    preferences.oppose(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    revision = last(chu).revision
    for rpps in (chu.leroy_rpps, chu.nora_rpps):
        told = tell("consents", heard(chu, ana, verb="withdraw", to={"professional": rpps}, about={"everything": True}))
        assert told.status_code == 201
    assert last(chu).revision == revision
    assert [each.waits for each in CollectedConsent.objects.order_by("received_at")] == [True, False]


@pytest.mark.parametrize("closed", [False, True])
def test_what_waits_moves_what_a_system_may_know_as_a_grant_does(
    chu: Hospital, tell: Any, ana: Any, closed: bool
) -> None:
    """Else a token that did not move, a notice that did not come, would tell that the patient had closed something."""
    to = doctor(chu.leroy if closed else chu.nora)
    preferences.oppose(chu.ana, to=to, about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    planning.plan_notices(at=timezone.now())
    told = Notice.objects.filter(kind="preferences_changed", system__isnull=False)
    before = portrait.preference_revision(chu.ana), told.count()
    tell("consents", heard(chu, ana))
    planning.plan_notices(at=timezone.now() + timedelta(seconds=1))
    after = portrait.preference_revision(chu.ana), told.count()

    assert CollectedConsent.objects.get().waits is closed
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
    assert list(ledger.verify(chu.ana)) == []
    assert list(agreement.verify(chu.ana)) == []


def test_the_answer_says_nothing_of_what_the_patient_said_before(chu: Hospital, tell: Any, ana: Any) -> None:
    open_to_him = tell("consents", heard(chu, ana, about={"category": "report"}))
    preferences.oppose(chu.ana, to=doctor(chu.leroy), about=EVERYTHING, by=Actor.person(chu.ana), at=timezone.now())
    closed = tell("consents", heard(chu, ana, about={"category": "imaging"}))
    assert (open_to_him.status_code, len(open_to_him.content)) == (closed.status_code, len(closed.content))
    everyone = {"to": {"everyone": True}}
    assert tell("consents", heard(chu, ana, **everyone)).json()["rule"] == "R19"


def test_a_consent_is_heard_by_ones_own_professional(chu: Hospital, tell: Any, ana: Any) -> None:
    response = tell("consents", heard(chu, ana, collected_by=chu.leroy_rpps))
    assert (response.status_code, response.json()["pointer"]) == (403, "/collected_by")


def test_a_consent_about_a_document_is_about_ones_own(chu: Hospital, tell: Any, ana: Any) -> None:
    assert tell("consents", heard(chu, ana, about={"document": str(chu.seen)})).status_code == 201
    response = tell("consents", heard(chu, ana, about={"document": str(chu.of_bea)}))
    assert (response.status_code, response.json()["pointer"]) == (403, "/about/document")


def test_exactly_one_recipient_is_named(chu: Hospital, tell: Any, ana: Any) -> None:
    both = {"professional": chu.leroy_rpps, "organisation": chu.finess}
    response = tell("consents", heard(chu, ana, to=both))
    assert (response.status_code, response.json()["pointer"]) == (400, "/to")


def test_a_token_that_names_a_professional_speaks_for_no_other(chu: Hospital) -> None:
    """As the exchange of RFC 8693 gives it."""
    proof = callers.Proof(professional=chu.nora_rpps)
    act = acts.act("consents", heard(chu, {"system": chu.ana_ins.system, "value": chu.ana_ins.value}))
    with pytest.raises(intake.NotYours):
        intake.perform(chu.credentials.client_id, act, proof=proof, at=timezone.now(), request_id="")
    own = callers.Proof(professional=chu.martin_rpps)
    assert intake.perform(chu.credentials.client_id, act, proof=own, at=timezone.now(), request_id="").created
