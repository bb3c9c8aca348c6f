"""`/confiance/`: the patient names someone, asks for her signature, takes it back; and, apart, whom to call (R43–R50)."""

import io
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from consents.models import LedgerEntry, Person, TrustedInvitation, TrustedPerson, TrustedSignature
from consents.selectors import trusted
from consents.services import intake
from consents.vocabulary import NoticeKind, ProtectionMeasure
from portal import commitment
from portal.exports import gathering
from portal.models import User
from portal.patient.once import new_token
from sharing.models import Notice
from sharing.services import delivery, inviting, planning
from tests.portal.conftest import Record, person, read

PAUL = {
    "role": "health", "prenom": "Paul", "nom": "Lenoir", "adresse": "3 rue des Lilas\n69003 Lyon",
    "telephone": "06 12 34 56 78", "courriel": "paul@exemple.fr", "duree": "revocation",
}  # fmt: skip
PAGE = "/confiance/"


def hidden(page: str) -> dict[str, str]:
    form = page.split('class="confirm"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def designate(site: Client, **more: str) -> Any:
    shown = site.post(reverse("trusted_name"), {**PAUL, **more})
    assert shown.status_code == 200, shown.content.decode()
    return site.post(reverse("trusted_name"), {**hidden(shown.content.decode()), "confirmer": "1"}, follow=True)


def link(site: Client, role: str = "health") -> str:
    """The path of a link, as the page shows it."""
    page = site.post(reverse("trusted_invite"), {"role": role, "par": "lien"}).content.decode()
    (found,) = re.findall(r"/reponse/[\w-]{43}/", page)
    return str(found)


def accept(path: str, client: Client | None = None, **more: str) -> Any:
    said = {"prenom": "Paul", "nom": "Lenoir", "lu": "on", "reponse": "accepter", **more}
    return (client or Client()).post(path, said)


def valid(marie: Record) -> list[str]:
    return [card.name for card in trusted.valid(marie.patient, at=marie.at + timedelta(hours=1))]


def test_the_page_tells_the_role_as_the_law_does(site: Client) -> None:
    page = read(site, PAGE)

    for words in (
        "Vous n’avez désigné personne.", "les soignants doivent la consulter", "Elle ne décide jamais à votre place.",
        "Elle n’a pas accès à votre dossier.", "Elle garde le secret", "article L.1111-6", "article L.311-5-1",
    ):  # fmt: skip
        assert words in page
    assert "peut décider" not in page


def test_nothing_is_written_before_the_last_press_and_once_after_two(site: Client, marie: Record) -> None:
    shown = site.post(reverse("trusted_name"), PAUL).content.decode()
    assert "Rien n’est encore enregistré." in shown
    assert not LedgerEntry.objects.exists()
    for _press in range(2):
        site.post(reverse("trusted_name"), {**hidden(shown), "confirmer": "1"})

    assert TrustedPerson.objects.count() == LedgerEntry.objects.count() == 1
    page = read(site, PAGE)
    assert "Paul Lenoir n’a pas encore signé." in page
    assert "Attend sa signature" in page
    assert "3 rue des Lilas 69003 Lyon" in page


def test_a_choice_may_be_corrected_before_it_is_confirmed(site: Client) -> None:
    shown = site.post(reverse("trusted_name"), PAUL).content.decode()
    form = site.post(reverse("trusted_name"), {**hidden(shown), "corriger": "1"}).content.decode()

    assert 'value="Lenoir"' in form
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"nom": ""}, {"telephone": "abc"}, {"courriel": "paul"}, {"duree": ""}, {"role": "x"}, {"adresse": " "}]
)
def test_what_is_missing_is_a_form_to_correct(site: Client, wrong: dict[str, str]) -> None:
    answer = site.post(reverse("trusted_name"), {**PAUL, **wrong, "confirmer": "1", "jeton": new_token()})

    assert answer.status_code == 422
    assert "À corriger avant de continuer" in answer.content.decode()
    assert not LedgerEntry.objects.exists()


def test_the_link_is_read_without_an_account_accepted_once_and_the_patient_is_told(site: Client, marie: Record) -> None:
    designate(site)
    path = link(site)
    stranger = Client()
    asked = stranger.get(path)
    page = asked.content.decode()

    assert asked.headers["Referrer-Policy"] == "strict-origin"
    assert asked.headers["Cache-Control"] == "no-store"
    assert "Marie LENOIR vous demande d’être sa personne de confiance" in page
    assert "Je ne décide pas à sa place." in page
    for absent in ("1984", "Saint-Aubin", "06 12", "Lilas", "paul@"):
        assert absent not in page
    assert TrustedSignature.objects.count() == 0

    thanks = accept(path, stranger).content.decode()
    assert "Vous êtes maintenant la personne de confiance de Marie LENOIR." in thanks
    assert valid(marie) == ["Paul Lenoir"]
    assert TrustedSignature.objects.get().ip == "127.0.0.1"
    assert "Vous avez choisi Paul Lenoir. Votre choix compte." in read(site, PAGE)
    planning.plan_notices(at=marie.at + timedelta(hours=1))
    told = Notice.objects.get(person=marie.patient, channel="site")
    assert told.kind == NoticeKind.CHANGED_BY_ANOTHER
    assert "Paul Lenoir" in read(site, "/avis/")
    assert "Paul Lenoir a accepté d’être votre personne de confiance." in read(site, "/historique/")
    receipt = read(site, "/mes-donnees/recus/2/")
    for words in ("par Paul Lenoir", "par le lien reçu", commitment.VERSION):
        assert words in receipt


def test_a_used_an_expired_a_revoked_and_an_unknown_link_are_one_page(site: Client, marie: Record) -> None:
    designate(site)
    used, other = link(site), link(site)
    accept(used)
    designate(site, role="social")
    revoked = link(site, "social")
    site.post(reverse("trusted_withdraw"), {"role": "social", "jeton": new_token()})
    pages = []
    for path in (used, other, revoked, f"/reponse/{'x' * 43}/", "/reponse/%ED%B3%A9/"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(path, {"reponse": "accepter"})
            assert (answer.status_code, answer.headers["Referrer-Policy"]) == (404, "strict-origin")
            pages.append(
                re.sub(r'csrfmiddlewaretoken" value="[^"]+|name="next" value="[^"]*', "", answer.content.decode())
            )

    assert len(set(pages)) == 1
    assert "Ce lien ne sert plus" in pages[0]


def test_she_declines_without_a_word_and_the_patient_sees_it(site: Client, marie: Record) -> None:
    designate(site)
    answer = Client().post(link(site), {"reponse": "refuser"})

    assert "verra que vous n’avez pas accepté" in answer.content.decode()
    assert "Vous n’avez désigné personne." in read(site, PAGE)
    assert "Paul Lenoir n’a pas accepté d’être votre personne de confiance." in read(site, "/historique/")
    planning.plan_notices(at=marie.at + timedelta(hours=1))
    assert Notice.objects.filter(person=marie.patient, kind="changed_by_another").count() == 1


@pytest.mark.parametrize("missing", ["prenom", "nom", "lu"])
def test_to_accept_she_says_who_she_is_and_that_she_has_read(site: Client, missing: str) -> None:
    designate(site)
    answer = accept(link(site), **{missing: ""})

    assert answer.status_code == 422
    assert not TrustedSignature.objects.exists()


def test_links_are_not_tried_without_end(site: Client, settings: Any, client: Client) -> None:
    settings.LINKS_A_MINUTE = 2
    statuses = [Client(REMOTE_ADDR="192.0.2.88").get(f"/reponse/{'y' * 43}/").status_code for _each in range(3)]

    assert statuses[-1] == 429


def test_an_answer_is_not_taken_from_another_site(site: Client) -> None:
    designate(site)

    assert accept(link(site), Client(enforce_csrf_checks=True)).status_code == 403
    assert not TrustedSignature.objects.exists()


def test_the_email_says_neither_who_nor_why_and_its_link_serves(site: Client, marie: Record) -> None:
    designate(site)
    for _press in range(2):
        site.post(reverse("trusted_invite"), {"role": "health", "par": "courriel"})
    assert not TrustedInvitation.objects.exists()
    assert delivery.deliver_notices(at=marie.at + timedelta(minutes=1)) == 1

    (message,) = mail.outbox
    assert message.to == ["paul@exemple.fr"]
    whole = f"{message.subject} {message.body}".lower()
    for secret in ("marie", "lenoir", "confiance", "santé", "soin", "hôpital", "health", "trust"):
        assert secret not in whole
    (path,) = set(re.findall(r"/reponse/[\w-]{43}/", message.body))
    assert resolve(path).url_name == "trusted_answer"
    assert accept(path).status_code == 200
    assert valid(marie) == ["Paul Lenoir"]
    assert path not in str(list(Notice.objects.values()))


def test_naming_again_and_again_does_not_fill_a_mailbox(site: Client, marie: Record) -> None:
    asked = []
    for _each in range(inviting.MOST + 1):
        designate(site)
        (card,) = trusted.designated(marie.patient, at=timezone.now())
        asked.append(inviting.by_mail(marie.patient, card, at=timezone.now()))
    assert asked == [True] * inviting.MOST + [False]
    assert inviting.by_mail(marie.patient, card, at=timezone.now() + inviting.DAY)


def test_recent_words_are_left_out_of_the_lines_and_hers_are_not(site: Client, marie: Record) -> None:
    """What the screen may not show is listed here no more than in the history (A4)."""
    designate(site)
    assert receipts(site) == 1
    User.objects.filter(person=marie.patient).update(quiet_since=marie.at - timedelta(days=1))
    assert receipts(site) == 0
    accept(link(site))
    assert receipts(site) == 1


def receipts(site: Client) -> int:
    return len(re.findall(r'href="/mes-donnees/recus/\d+/"', site.get(PAGE).content.decode()))


def test_no_email_leaves_once_she_has_answered(site: Client, marie: Record) -> None:
    designate(site)
    site.post(reverse("trusted_invite"), {"role": "health", "par": "courriel"})
    accept(link(site))
    delivery.deliver_notices(at=marie.at + timedelta(minutes=1))

    assert mail.outbox == []
    assert Notice.objects.get(channel="email").state == "without_address"


def test_the_address_of_the_link_is_a_page_of_the_site() -> None:
    assert resolve(inviting.PAGE.format(token="t" * 43)).url_name == "trusted_answer"


def text_of(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_the_paper_names_both_and_has_room_for_their_hands(site: Client, marie: Record) -> None:
    designate(site)
    answer = site.get(reverse("trusted_paper"))

    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in (
        "Désignation d’une personne de confiance", "L.1111-6", "Marie LENOIR", "3 juin 1984", "Paul Lenoir",
        "Je ne décide pas à sa place.", "jusqu’à ce que je la retire", "Fait à",
    ):  # fmt: skip
        assert words in text
    assert "témoin" not in text
    with_two = text_of(site.get(reverse("trusted_paper") + "?temoins=1").content)
    assert ("Premier témoin" in with_two, "Second témoin" in with_two, "Qualité" in with_two) == (True, True, True)
    catalogue: Any = pypdf.PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]


def test_paper_that_both_signed_is_declared_with_its_day(site: Client, marie: Record) -> None:
    designate(site)
    today = marie.at.date()
    tomorrow = {"le": (today + timedelta(days=2)).isoformat(), "signe": "on", "role": "health", "jeton": new_token()}
    assert site.post(reverse("trusted_signed"), tomorrow).status_code == 422
    assert site.post(reverse("trusted_signed"), {**tomorrow, "le": today.isoformat(), "signe": ""}).status_code == 422
    done = site.post(reverse("trusted_signed"), {**tomorrow, "le": date(2026, 1, 5).isoformat()}, follow=True)

    assert "C’est fait" in done.content.decode()
    assert valid(marie) == ["Paul Lenoir"]
    assert "le 5 janvier 2026, sur papier" in read(site, PAGE)
    assert site.get(reverse("trusted_signed")).status_code == 404


def test_two_witnesses_sign_for_who_cannot_write(site: Client, marie: Record) -> None:
    designate(site)
    said = {
        "role": "health", "temoins": "1", "temoin_1": "Nadia Petit", "qualite_1": "infirmière", "temoin_2": "nadia petit",
        "qualite_2": "voisine", "le": "2026-01-05", "signe": "on", "jeton": new_token(),
    }  # fmt: skip
    assert site.post(reverse("trusted_signed"), said).status_code == 422
    site.post(reverse("trusted_signed"), {**said, "temoin_2": "Luc Roy", "qualite_2": "voisin"})

    assert valid(marie) == ["Paul Lenoir"]
    assert "Nadia Petit (infirmière) et Luc Roy (voisin)" in read(site, PAGE)


def test_a_stay_is_offered_by_name_and_ends_the_designation(site: Client, marie: Record) -> None:
    hospital = str(marie.places["Hôpital Saint-Aubin"])
    assert (
        "Le temps de mon séjour : Hôpital Saint-Aubin".replace(" :", "\u00a0:")
        in site.get(reverse("trusted_name")).content.decode()
    )
    for wrong in (str(marie.places["Maison de santé du Lac"]), str(uuid.uuid4())):
        assert site.post(reverse("trusted_name"), {**PAUL, "duree": wrong}).status_code == 422
    designate(site, duree=hospital)
    path = link(site)

    assert "Saint-Aubin" in read(site, PAGE)
    assert "la fin de votre séjour\u00a0: Hôpital Saint-Aubin" in site.get("/mes-donnees/recus/1/").content.decode()
    page = Client().get(path).content.decode()
    assert "Saint-Aubin" not in page
    assert "pour un temps limité" in page


def test_taking_back_is_looked_at_then_done_and_written(site: Client, marie: Record) -> None:
    designate(site)
    shown = site.get(reverse("trusted_withdraw") + "?role=health").content.decode()
    assert "Retirer Paul Lenoir" in shown
    done = site.post(reverse("trusted_withdraw"), hidden(shown), follow=True).content.decode()

    assert "Personne de confiance retirée" in done
    assert "Vous n’avez désigné personne." in read(site, PAGE)
    assert site.get(reverse("trusted_withdraw") + "?role=health").status_code == 404


def test_another_person_replaces_the_first_and_the_page_says_so(site: Client, marie: Record) -> None:
    designate(site)
    accept(link(site))
    shown = site.post(reverse("trusted_name"), {**PAUL, "prenom": "Sara", "nom": "Benali"}).content.decode()
    assert "Paul Lenoir ne sera plus votre personne de confiance, dès maintenant." in shown
    assert valid(marie) == ["Paul Lenoir"]
    site.post(reverse("trusted_name"), {**hidden(shown), "confirmer": "1"})

    assert valid(marie) == []
    assert "Sara Benali n’a pas encore signé." in read(site, PAGE)
    assert "Paul Lenoir a accepté d’être votre personne de confiance." in read(site, PAGE)
    assert "/mes-donnees/recus/3/" in site.get(PAGE).content.decode()


def test_a_represented_adult_gives_the_reference_of_the_authorisation(site: Client, marie: Record) -> None:
    assert "autorisation" not in site.get(reverse("trusted_name")).content.decode()
    guardian = person("TUTEUR", "Jean", "1820675056017", marie.at)
    intake.record_protection(marie.patient, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON)
    assert site.post(reverse("trusted_name"), PAUL).status_code == 422
    designate(site, autorisation="TJ de Lyon, 12 mars 2026")

    assert "TJ de Lyon, 12 mars 2026" in read(site, PAGE)


def test_a_minor_has_no_such_pages(site: Client, marie: Record) -> None:
    Person.objects.filter(pk=marie.patient).update(born_on=marie.at.date().replace(year=marie.at.year - 16, day=1))

    for name in ("trusted", "trusted_name", "trusted_signed", "trusted_withdraw", "trusted_paper", "to_call"):
        assert site.get(reverse(name)).status_code == 404
    for name in ("trusted_invite", "trusted_name", "trusted_withdraw", "to_call", "to_call_remove"):
        assert site.post(reverse(name), PAUL).status_code == 404
    assert PAGE not in site.get("/").content.decode()


def test_whom_to_call_is_added_changed_and_removed_apart(site: Client, marie: Record) -> None:
    said = {"prenom": "Julie", "nom": "Martin", "telephone": "06 11 22 33 44", "lien": "ma voisine"}
    site.post(reverse("to_call"), {**said, "jeton": new_token()})
    page = site.get(PAGE).content.decode()
    assert "Julie Martin" in page
    assert "ma voisine · 06 11 22 33 44" in page
    (julie,) = set(re.findall(r"changer=([0-9a-f-]{36})", page))
    form = site.get(reverse("to_call"), {"changer": julie}).content.decode()
    assert 'value="ma voisine"' in form
    site.post(reverse("to_call"), {**said, "telephone": "07 00 00 00 01", "changer": julie, "jeton": new_token()})

    page = read(site, PAGE)
    assert ("07 00 00 00 01" in page, "06 11 22 33 44" in page) == (True, False)
    assert "Vous n’avez désigné personne." in page
    (card,) = trusted.to_call(marie.patient, at=marie.at + timedelta(hours=1))
    site.post(reverse("to_call_remove"), {"qui": card.id, "jeton": new_token()})
    assert "Julie Martin" not in read(site, PAGE)
    assert "Personne à prévenir retirée" in read(site, "/historique/")


def test_another_patient_s_people_are_answered_like_none(site: Client, marie: Record) -> None:
    said = {"prenom": "Julie", "nom": "Martin", "telephone": "06 11 22 33 44"}
    site.post(reverse("to_call"), {**said, "jeton": new_token()})
    (hers,) = trusted.to_call(marie.patient, at=marie.at + timedelta(hours=1))
    other = Client()
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    other.force_login(User.objects.create_account("paul@example.test", person_id=paul))

    for one in (hers.id, str(uuid.uuid4()), "x"):
        assert other.get(reverse("to_call"), {"changer": one}).status_code == 404
        assert other.post(reverse("to_call"), {**said, "changer": one, "jeton": new_token()}).status_code == 404
        assert other.post(reverse("to_call_remove"), {"qui": one, "jeton": new_token()}).status_code == 404
    designate(site)
    assert other.post(reverse("trusted_invite"), {"role": "health", "par": "lien"}).status_code == 404


def test_hostile_names_are_shown_as_words(site: Client) -> None:
    designate(site, prenom="<script>alert(1)</script>", nom='"><img src=x>')
    page = site.get(PAGE).content.decode() + Client().get(link(site)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_costs_the_same_with_one_and_with_everybody(site: Client) -> None:
    designate(site)
    accept(link(site))
    one = _queries(site)
    designate(site, role="social")
    for number in range(6):
        said = {"prenom": f"Julie{number}", "nom": "Martin", "telephone": "06 11 22 33 44"}
        site.post(reverse("to_call"), {**said, "jeton": new_token()})

    assert _queries(site) == one <= 20


def _queries(site: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(PAGE).status_code == 200
    return len(captured)


def test_her_own_copy_of_her_record_holds_all_of_it(site: Client, marie: Record) -> None:
    designate(site)
    site.post(
        reverse("to_call"), {"prenom": "Julie", "nom": "Martin", "telephone": "06 11 22 33 44", "jeton": "j" * 20}
    )
    copy = gathering.begin(marie.patient, at=marie.at + timedelta(hours=1))

    assert [row["role"] for row in copy.choices["trusted_persons"]] == ["health"]
    assert [row["phone"] for row in copy.choices["persons_to_call"]] == ["06 11 22 33 44"]
    assert "Paul Lenoir" in copy.directory().people.values()
