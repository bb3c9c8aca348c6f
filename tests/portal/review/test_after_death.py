"""The reviewer sees who asked after a death, as whom, for which reason, and what was answered (R52, R53)."""

from datetime import date, datetime, timedelta

from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from consents.services import directives, intake
from consents.verification import INS_TEST
from consents.vocabulary import Purpose, SurvivorRelation
from consents.words import Identifier
from sharing.asked import FINESS
from sharing.models import JournalRequest
from sharing.services import survivors
from sharing.services.callers import NOTHING_PROVEN
from sharing.services.survivors import Grounds, Transmitted
from tests.portal.review.conftest import ask, page
from tests.sharing.hospital import Hospital, ins

LUC = Identifier(INS_TEST, ins("1780375056004"))


def test_who_asked_as_whom_why_and_by_which_rule(console: Client, chu: Hospital, now: datetime) -> None:
    """The filter keeps the three motives together, and nothing else."""
    before = now - timedelta(days=2)
    directives.oppose_after_death(
        chu.ana, motives=[Purpose.AFTER_DEATH_RIGHTS], by=Actor.person(chu.ana), at=before - timedelta(days=1)
    )
    ask(chu, chu.seen, before)
    luc = intake.record_person(
        at=before,
        birth_name="Petit",
        birth_given_names="Luc",
        born_on=date(1978, 3, 5),
        ins=LUC.value,
        ins_system=INS_TEST,
    ).id
    intake.record_death(chu.ana, died_at=now - timedelta(days=1))
    intake.record_survivor(chu.ana, survivor=luc, relation=SurvivorRelation.HEIR, proof="Acte de notoriété")
    asked = Transmitted(LUC, Identifier(FINESS, chu.finess), chu.ana_ins, chu.seen, "after_death_rights")
    client_id = chu.credentials.client_id
    given = survivors.answer(client_id, asked, proof=NOTHING_PROVEN, at=now, request_id="")
    assert given.grounds is Grounds.OPPOSED_IN_LIFE

    listed = page(console, "review_questions", motif="after_death")
    assert listed.count("Luc Petit") >= 1
    assert "Après la mort : droits" in listed.replace("\u00a0", " ")
    assert "1 ligne" in listed.replace("\u00a0", " ")
    one = JournalRequest.objects.get(purpose="after_death_rights")
    shown = console.get(reverse("review_question", args=[one.pk])).content.decode()
    assert "Héritier ou héritière · Acte de notoriété" in shown
    assert "R54" in shown
