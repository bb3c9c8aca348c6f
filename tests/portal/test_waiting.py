"""`/a-confirmer/`: what a professional noted in the patient's name holds only once the patient says so (R90)."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.errors import Refused
from consents.models import LedgerEntry
from consents.services import preferences
from consents.vocabulary import Category, NoticeKind, RecipientKind, SubjectKind
from consents.words import EVERYTHING, Recipient, Subject
from portal.models import User
from sharing.models import CollectedConsent, CollectedConsentAnswer, DocumentOpening, JournalLine, Notice
from sharing.selectors import waiting
from sharing.selectors.portrait import portrait
from sharing.services import callers, confirming
from sharing.services.intake import oral
from sharing.services.intake.oral import Said
from sharing.services.intake.speaking import Speaker
from tests.portal.conftest import Record, person, read
from tests.portal.notices.conftest import NADIA, ask, worker

PAGE = "/a-confirmer/"


def hear(marie: Record, who: str = "Keller", **more: Any) -> UUID:
    """Bruno Keller, a pharmacist who sees nothing, says that Marie opens her record to him: he gains by it."""
    system = callers.register_calling_system(
        f"Logiciel {uuid4()}", organisations=[marie.places["Pharmacie de la Gare"]], granted=["decisions"],
        webhook_url="https://pharmacie.example/avis", at=marie.at,
    ).system  # fmt: skip
    at = more.pop("at", marie.at - timedelta(hours=1))
    told = {"verb": "grant", "to": doctor(marie, who), "about": EVERYTHING, "heard_by": marie.people["Keller"], **more}
    return oral.hear(Speaker(system, frozenset()), Said(marie.patient, **told), at=at).id


def doctor(marie: Record, who: str) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(marie.people[who]))


def sees(marie: Record, who: str = "Keller") -> int:
    member = portrait(marie.patient, at=marie.at + timedelta(hours=1)).member(str(marie.people[who]))
    return len(member.seen) if member else 0


def left(marie: Record, **after: int) -> list[UUID]:
    return [card.id for card in waiting.waiting(marie.patient, at=marie.at + timedelta(**after))]


def confirm(site: Client, which: UUID, page: str = "") -> Any:
    shown = page or site.get(reverse("waiting_consent", args=[which])).content.decode()
    form = shown.split('<form method="post">')[1].split("</form>")[0]
    return site.post(reverse("waiting_consent", args=[which]), dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)))


def refuse(site: Client, which: UUID, token: str = "x") -> Any:
    return site.post(reverse("waiting_refuse", args=[which]), {"jeton": token}, follow=True)


def spoken() -> list[LedgerEntry]:
    """What was declared, besides what was heard and waits."""
    return list(LedgerEntry.objects.exclude(kind="heard"))


def test_what_waits_stands_first_on_the_home_page_and_opens_nothing(site: Client, marie: Record) -> None:
    which = hear(marie)

    page = read(site, "/")

    assert "À confirmer : Autoriser Bruno Keller, pour tout votre dossier" in page
    assert "Noté par Bruno Keller (Pharmacie de la Gare)" in page
    assert reverse("waiting_consent", args=[which]) in site.get("/").content.decode()
    assert sees(marie) == 0
    assert spoken() == []


def test_the_effect_is_shown_before_the_answer_and_nothing_is_kept_by_looking(site: Client, marie: Record) -> None:
    which = hear(marie)

    page = read(site, reverse("waiting_consent", args=[which]))

    for words in (
        "Autoriser Bruno Keller ?",
        "Rien n’est ouvert pour l’instant.",
        "pas avant.",
        "Ce que cela ne change pas",
    ):
        assert words in page
    assert spoken() == []
    assert left(marie) == [which]


def test_confirmed_it_is_the_patients_own_word_from_that_moment_and_can_be_undone(site: Client, marie: Record) -> None:
    which = hear(marie, begins_at=marie.at - timedelta(days=30), at=marie.at - timedelta(days=20))

    answer = confirm(site, which)

    (entry,) = spoken()
    assert answer.headers["Location"] == reverse("done", args=[entry.revision])
    assert (entry.kind, entry.actor_reference, entry.collected_by) == ("grant", str(marie.patient), "")
    assert entry.content["begins_at"] >= marie.at.isoformat()[:19]
    kept = CollectedConsentAnswer.objects.get()
    assert (kept.consent_id, kept.confirmed, kept.revision) == (which, True, entry.revision)
    assert sees(marie) > 0
    assert "Annuler" in read(site, answer.headers["Location"])
    assert left(marie) == []


def test_two_presses_confirm_once(site: Client, marie: Record) -> None:
    which = hear(marie)
    page = site.get(reverse("waiting_consent", args=[which])).content.decode()

    first, second = confirm(site, which, page), confirm(site, which, page)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(spoken()) == 1


def test_refused_nothing_changes_and_it_is_not_asked_again(site: Client, marie: Record) -> None:
    which = hear(marie)

    answer = refuse(site, which)

    assert "C’est refusé. Rien n’a changé dans vos choix." in answer.content.decode()
    assert "Refusé le" in answer.content.decode()
    assert spoken() == []
    assert sees(marie) == 0
    assert "À confirmer : " not in read(site, "/")
    assert site.get(reverse("waiting_consent", args=[which])).status_code == 404


def test_told_again_after_a_refusal_it_is_asked_again_once(site: Client, marie: Record) -> None:
    refuse(site, hear(marie, at=marie.at - timedelta(days=2)))

    again = [hear(marie, at=marie.at - timedelta(hours=hours)) for hours in (2, 1)]

    assert left(marie) == [again[-1]]


def test_it_waits_until_its_own_end_and_time_never_makes_it_hold(marie: Record) -> None:
    which = hear(marie, ends_at=marie.at + timedelta(days=400))

    assert left(marie, days=399) == [which]
    assert left(marie, days=400) == []
    assert sees(marie) == 0


def test_the_patients_own_word_about_the_same_thing_settles_it(marie: Record) -> None:
    which = hear(marie)
    by = Actor.person(marie.patient)
    preferences.oppose(marie.patient, to=doctor(marie, "Belkacem"), about=EVERYTHING, by=by, at=marie.at)
    assert left(marie, hours=1) == [which]

    preferences.oppose(marie.patient, to=doctor(marie, "Keller"), about=EVERYTHING, by=by, at=marie.at)

    assert left(marie, hours=1) == []


def test_what_its_teller_takes_back_is_not_asked_any_more(marie: Record) -> None:
    hear(marie)
    hear(marie, verb="withdraw", at=marie.at)
    assert left(marie, hours=1) == []


def test_lifting_an_opposition_waits_too_and_confirmed_lifts_it(site: Client, marie: Record) -> None:
    by, before = Actor.person(marie.patient), marie.at - timedelta(days=3)
    preferences.oppose(marie.patient, to=doctor(marie, "Aubertin"), about=EVERYTHING, by=by, at=before)
    which = hear(marie, "Aubertin", verb="withdraw")
    assert sees(marie, "Aubertin") == 2
    assert "Lever votre opposition à Dr Camille Aubertin" in read(site, PAGE)

    confirm(site, which)

    assert sees(marie, "Aubertin") == 3
    assert LedgerEntry.objects.latest("revision").kind == "withdraw"


def test_an_answer_given_while_another_choice_was_made_is_shown_afresh(site: Client, marie: Record) -> None:
    which = hear(marie)
    page = site.get(reverse("waiting_consent", args=[which])).content.decode()
    preferences.oppose(
        marie.patient, to=doctor(marie, "Belkacem"), about=EVERYTHING, by=Actor.person(marie.patient), at=marie.at
    )

    answer = confirm(site, which, page)

    assert answer.headers["Location"] == reverse("waiting_consent", args=[which])
    assert left(marie, hours=1) == [which]


def test_one_about_a_document_that_the_patient_may_not_see_is_kept_back_with_it(site: Client, marie: Record) -> None:
    secret = marie.document("annonce", Category.REPORT, days=1, announcement_pending=True)
    shown = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    hear(marie, about=Subject(SubjectKind.DOCUMENT, str(secret)))
    which = hear(marie, about=shown)

    assert left(marie) == [which]
    assert confirming.plan(at=marie.at) == 1


def test_nobody_else_answers_in_the_patients_place(site: Client, marie: Record, client: Client) -> None:
    which, at = hear(marie), marie.at
    for by in (Actor.person(uuid4()), Actor.professional(marie.people["Keller"])):
        with pytest.raises(Refused):
            confirming.confirm(marie.patient, which, by=by, at=at)
    stranger = person("MARTIN", "Zoé", "2840675056002", at)
    with pytest.raises(confirming.WaitsNoLonger):
        confirming.refuse(stranger, which, by=Actor.person(stranger), at=at)
    browser = Client()
    browser.force_login(User.objects.create_account("zoe@example.test", person_id=stranger))
    assert browser.get(reverse("waiting_consent", args=[which])).status_code == 404
    assert refuse(browser, which).status_code == 404
    assert left(marie) == [which]


def test_the_patient_is_told_once_and_the_notice_leads_to_the_answer(site: Client, marie: Record) -> None:
    hear(marie)

    assert [confirming.plan(at=marie.at + timedelta(minutes=minutes)) for minutes in (1, 2)] == [1, 0]

    assert Notice.objects.get().kind == NoticeKind.CONSENT_COLLECTED
    page = site.get("/avis/").content.decode()
    assert "Un accord attend votre réponse" in page
    assert "Bruno Keller" in page
    assert f'href="{PAGE}"' in page


def test_what_was_told_and_what_was_answered_are_kept_as_they_are(site: Client, marie: Record) -> None:
    refuse(site, hear(marie))
    for table in (CollectedConsent, CollectedConsentAnswer):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


def test_a_minor_has_no_such_page(site: Client, marie: Record) -> None:
    child = person("LENOIR", "Lina", "2100675056003", marie.at, date(marie.at.year - 15, 1, 2))
    browser = Client()
    browser.force_login(User.objects.create_account("lina@example.test", person_id=child))
    assert browser.get(PAGE).status_code == 404


def test_the_page_costs_the_same_with_one_that_waits_and_with_six(site: Client, marie: Record) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert site.get(PAGE).status_code == 200
        return len(captured)

    hear(marie, about=Subject(SubjectKind.CATEGORY, "imaging"))
    one = cost()
    for category in ("report", "prescription", "summary", "certificate", "care_plan"):
        hear(marie, about=Subject(SubjectKind.CATEGORY, category))

    assert cost() == one <= 20
    assert "Six accords à confirmer" in read(site, "/")


def opening(marie: Record, document: str, **more: Any) -> None:
    DocumentOpening.objects.create(
        system=uuid4(), professional=marie.people["Belkacem"], organisation=marie.places["Hôpital Saint-Aubin"],
        patient_named="x", patient=marie.patient, document_named="x", document=marie.documents.get(document),
        opened_at=marie.at - timedelta(hours=1), recorded_at=marie.at, **more,
    )  # fmt: skip


def test_a_document_opened_without_a_question_is_a_line_of_the_history(site: Client, marie: Record) -> None:
    opening(marie, "echo")
    opening(marie, "inconnu")

    page = read(site, "/historique/?voir=acces")

    assert "Dr Younès Belkacem (Hôpital Saint-Aubin) : a ouvert : Imagerie, cardiologie, du" in page
    assert "Dr Younès Belkacem (Hôpital Saint-Aubin) : a ouvert un document." in page
    assert "a ouvert" not in read(site, "/historique/?voir=acces&sorte=refus")


def test_an_answer_says_what_was_read_after_it_or_that_no_reading_was_reported(site: Client, marie: Record) -> None:
    worker(marie, "Nadia", "Roussel", NADIA)
    ask(marie, NADIA, "echo")
    page = read(site, "/historique/?voir=acces")
    assert "Sans document ouvert : son logiciel n’a signalé aucune lecture." in page

    opening(marie, "echo", decision_id=JournalLine.objects.get().decision_id)

    page = read(site, "/historique/?voir=acces")
    assert "A ouvert, selon son logiciel : Imagerie, cardiologie, du" in page
    assert "lecture signalée par un logiciel" not in page
