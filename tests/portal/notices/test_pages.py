"""`/avis/` and `/parametres/`: what was told, what was read, what was chosen."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.models import ParentalAuthority
from consents.services import preferences
from consents.vocabulary import NoticeKind, RecipientKind
from consents.words import EVERYONE, EVERYTHING, Recipient
from portal.models import User
from portal.notices import keeping
from portal.notices.choices import MailChoice
from sharing.models import Notice
from sharing.selectors import own_notices
from sharing.services import comings, planning, telling
from sharing.services.telling import Told
from tests.portal.conftest import Record, person, read
from tests.portal.notices.conftest import EMAIL, NADIA, OMAR, STATED, ask, become, worker

NOTICES, SETTINGS = "/avis/", "/parametres/"


def tell(marie: Record, kind: NoticeKind, number: int = 1, days: int = 0) -> UUID:
    one = Told(marie.patient, kind, marie.at - timedelta(days=days), UUID(int=number))
    telling.tell([one], at=marie.at)
    return one.id


def test_each_notice_says_who_and_where_and_leads_to_what_it_is_about(site: Client, marie: Record, nadia: UUID) -> None:
    worker(marie, "Omar", "Besson", OMAR, cares=False)
    ask(marie, NADIA)
    ask(marie, OMAR, purpose="emergency", statement=STATED)
    keller = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    declared = preferences.grant(marie.patient, to=keller, about=EVERYTHING, by=Actor.professional(nadia), at=marie.at)
    planning.plan_notices(at=marie.at)
    comings.plan_comings(at=marie.at)
    tell(marie, NoticeKind.ANNOUNCEMENT_WAITING)
    page, html = read(site, NOTICES), site.get(NOTICES).content.decode()

    assert "Dr Nadia Roussel (Hôpital Saint-Aubin) : premier accès à un de vos documents." in page
    assert "Dr Omar Besson (Hôpital Saint-Aubin)" in page
    assert "Accès en urgence" in page
    assert "Dr Nadia Roussel : accord noté en votre nom." in page
    assert "Un soignant doit d’abord vous en parler" in page
    assert "Trouvée inconsciente" not in page
    assert reverse("done", args=[declared.revision]) in html
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)', html.split("<main")[1].split("</main")[0]))
    assert links
    assert {url for url in links if site.get(url).status_code != 200} == set()


def test_reading_the_page_marks_nothing_and_the_button_marks_what_was_shown(site: Client, marie: Record) -> None:
    shown = [tell(marie, NoticeKind.NEW_PROFESSIONAL, number) for number in range(3)]
    assert "Trois avis sont nouveaux." in read(site, NOTICES)
    assert "Trois avis à lire" in read(site, "/")
    tell(marie, NoticeKind.NEW_PROFESSIONAL, 9)

    answer = site.post(reverse("notices_read"), {"avis": [str(each) for each in shown]})
    assert (answer.status_code, answer["Location"]) == (302, NOTICES)
    assert "Un avis est nouveau." in read(site, NOTICES)
    assert own_notices.unread(marie.patient, at=marie.at) == 1


def test_the_first_reading_is_the_one_that_is_kept(site: Client, marie: Record) -> None:
    one = tell(marie, NoticeKind.NEW_PROFESSIONAL)
    site.post(reverse("notices_read"), {"avis": [str(one)]})
    first = Notice.objects.get(pk=one).read_at
    site.post(reverse("notices_read"), {"avis": [str(one)]})

    assert Notice.objects.get(pk=one).read_at == first is not None


def test_nobody_marks_or_reads_another_s_notices(site: Client, marie: Record) -> None:
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    theirs = Told(paul, NoticeKind.REPORT_ANSWERED, marie.at, uuid4())
    telling.tell([theirs], at=marie.at)
    site.post(reverse("notices_read"), {"avis": [str(theirs.id), str(uuid4())]})

    assert own_notices.unread(paul, at=marie.at) == 1
    assert "Votre signalement a une réponse" not in read(site, NOTICES)
    assert site.get(reverse("notices_read")).status_code == 405
    assert site.post(reverse("notices_read"), {"avis": ["nobody"]}).status_code == 400


def test_a_long_list_is_paged_the_newest_first(site: Client, marie: Record) -> None:
    for days in range(25):
        tell(marie, NoticeKind.NEW_PROFESSIONAL, days, days=days)
    first, second = site.get(NOTICES).content.decode(), site.get(f"{NOTICES}?page=2").content.decode()

    assert (first.count('id="v'), second.count('id="v')) == (20, 5)
    moments = re.findall(r'<time datetime="([^"]+)"', first + second)
    assert moments == sorted(moments, reverse=True)


def test_nothing_told_yet_is_said_kindly(site: Client) -> None:
    assert "Aucun avis encore" in read(site, NOTICES)


@pytest.mark.parametrize(("page", "most"), [(NOTICES, 22), (SETTINGS, 14)])
def test_a_page_costs_the_same_queries_with_one_notice_and_with_twenty(
    page: str, most: int, site: Client, marie: Record, nadia: UUID
) -> None:
    ask(marie, NADIA)
    preferences.grant(
        marie.patient, to=Recipient(RecipientKind.PROFESSIONAL, str(nadia)), about=EVERYTHING,
        by=Actor.professional(nadia), at=marie.at,
    )  # fmt: skip
    planning.plan_notices(at=marie.at)
    comings.plan_comings(at=marie.at)
    few = _queries(site, page)
    for number in range(18):
        rpps = f"1000123{number:04d}"
        worker(marie, "Zoé", f"Roux{number}", rpps)
        ask(marie, rpps, at=marie.at + timedelta(microseconds=number + 1))
    comings.plan_comings(at=marie.at)

    assert own_notices.count(marie.patient, at=marie.at + timedelta(seconds=1)) == 20
    assert _queries(site, page) == few <= most


def _queries(site: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(address).status_code == 200
    return len(captured)


# --- a minor's own pages


@pytest.fixture
def mother(marie: Record) -> UUID:
    become(marie, 16)
    mother = person("LENOIR", "Claire", "2600675056059", marie.at)
    ParentalAuthority.objects.create(child_id=marie.patient, holder_id=mother)
    return mother


def test_a_minor_reads_who_came_and_neither_a_parent_s_words_nor_a_count(
    site: Client, marie: Record, mother: UUID, nadia: UUID
) -> None:
    ask(marie, NADIA)
    preferences.oppose(marie.patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(mother), at=marie.at)
    planning.plan_notices(at=marie.at)
    comings.plan_comings(at=marie.at)
    page, html = read(site, NOTICES), site.get(NOTICES).content.decode()

    assert "Dr Nadia Roussel (Hôpital Saint-Aubin)" in page
    assert "Une autre personne" in page
    assert "Claire" not in page
    assert "/choix/" not in html
    assert "/signaler/" not in html
    assert "avis sont nouveaux" not in page
    assert "à lire" not in read(site, "/")


def test_a_minor_has_nothing_to_choose_about_e_mails(site: Client, marie: Record, mother: UUID) -> None:
    page, html = read(site, SETTINGS), site.get(SETTINGS).content.decode()

    assert "Avant dix-huit ans, aucun e-mail ne part." in page
    assert EMAIL not in page
    assert reverse("settings_mail") not in html
    assert site.post(reverse("settings_mail"), {"quand": "each"}).status_code == 404
    assert keeping.mail_choice(User.objects.get(email=EMAIL).pk) is None


# --- settings


def test_the_page_says_where_and_when_a_message_leaves_and_leads_to_the_account_s_pages(site: Client) -> None:
    page, html = read(site, SETTINGS), site.get(SETTINGS).content.decode()

    assert "Un e-mail part quand une nouvelle personne voit votre dossier." in page
    assert EMAIL in page
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list", "notices"):
        assert f'href="{reverse(name)}"' in html
    assert re.search(r'value="first"[^>]* checked', html)


@pytest.mark.parametrize("choice", MailChoice)
def test_each_choice_is_kept_and_said(choice: MailChoice, site: Client, account: User) -> None:
    answer = site.post(reverse("settings_mail"), {"quand": choice.value}, follow=True)
    html = answer.content.decode()

    assert keeping.mail_choice(account.pk) == choice
    assert "C’est enregistré." in html
    assert re.search(rf'value="{choice}"[^>]* checked', html)


def test_a_word_that_is_no_choice_changes_nothing_and_says_so(site: Client, account: User) -> None:
    answer = site.post(reverse("settings_mail"), {"quand": "hourly"})

    assert answer.status_code == 422
    assert "Choisissez une des réponses." in answer.content.decode()
    assert keeping.mail_choice(account.pk) is None


def test_an_address_that_is_not_verified_is_said_to_be_so(site: Client, account: User) -> None:
    EmailAddress.objects.filter(user=account).update(verified=False)
    page = read(site, SETTINGS)

    assert "Votre adresse e-mail n’est pas vérifiée : aucun e-mail ne part." in page
    assert "Vérifier mon adresse" in page


def test_an_account_without_any_address_is_told_the_same(site: Client, account: User) -> None:
    EmailAddress.objects.all().delete()

    assert "n’est pas vérifiée" in read(site, SETTINGS)


# --- language


def test_a_language_chosen_while_signed_in_is_kept_and_comes_back_at_sign_in_elsewhere(
    site: Client, account: User
) -> None:
    account.set_password("une phrase assez longue")
    account.save()
    site.force_login(account)
    site.post(reverse("set_language"), {"language": "en", "next": SETTINGS})
    assert keeping.language(account.pk) == "en"

    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": EMAIL, "password": "une phrase assez longue"})
    assert elsewhere.cookies[site_settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert 'lang="en"' in elsewhere.get(SETTINGS).content.decode()


def test_a_language_that_the_site_does_not_speak_or_nobody_s_choice_is_not_kept(
    site: Client, account: User, client: Client
) -> None:
    site.post(reverse("set_language"), {"language": "tlh", "next": "/"})
    assert keeping.language(account.pk) == ""

    Client().post(reverse("set_language"), {"language": "en", "next": "/"})
    assert keeping.language(account.pk) == ""
