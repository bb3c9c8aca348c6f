"""Discretion: a tab that says nothing, no e-mail, nothing left in the browser, recent choices that do not show."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import NoticeKind
from consents.words import EVERYONE, EVERYTHING
from portal.models import User
from portal.notices.book import Accounts
from tests.portal.conftest import Record, read
from tests.sharing.hospital import about, doctor

PASSWORD = "une phrase assez longue"
ADDRESS = "/parametres/discretion/"
#: The pages that list one's own choices.
LISTING = (
    "/",
    "/historique/",
    "/historique/?voir=acces",
    "/mes-donnees/",
    "/mes-donnees/recus/",
    "/qui-est-au-courant/",
)


@pytest.fixture
def account(account: User) -> User:
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


@pytest.fixture
def proven(site: Client) -> Client:
    """Marie typed her password again, just now."""
    site.post("/comptes/reauthenticate/", {"password": PASSWORD})
    return site


@pytest.fixture
def discreet(account: User, site: Client) -> Client:
    User.objects.filter(pk=account.pk).update(discreet=True)
    return site


def chosen(site: Client, mode: str = "oui", recent: str = "montrer") -> Any:
    return site.post(ADDRESS, {"mode": mode, "choix": recent})


def title(page: Any) -> str:
    return str(re.search(r"<title>(.*?)</title>", page.content.decode())[1])  # type: ignore[index]


def test_the_page_asks_for_the_password_again_whoever_stands_before_the_screen(site: Client) -> None:
    for answer in (site.get(ADDRESS), chosen(site)):
        assert answer.headers["Location"].startswith("/comptes/reauthenticate/")
    assert not User.objects.filter(discreet=True).exists()


def test_every_page_of_a_discreet_account_has_the_same_neutral_title_and_no_icon(proven: Client) -> None:
    before = {title(proven.get(page)) for page in (*LISTING, "/equipe/", "/parametres/", "/comptes/email/")}
    assert len(before) > 4
    assert chosen(proven).headers["Location"] == "/parametres/"

    pages = [proven.get(page) for page in (*LISTING, "/equipe/", "/parametres/", "/comptes/email/", "/aucune-page/")]
    assert {title(page) for page in pages} == {"Mon espace"}
    assert not any(b"favicon.svg" in page.content for page in pages)


def test_the_settings_page_says_neither_mode_nor_moment(proven: Client, account: User) -> None:
    """Beside the neutral title, what a helper sees there is what « jamais » shows."""
    proven.post("/parametres/e-mails/", {"quand": "none"})
    proven.get("/parametres/")

    def words() -> str:
        return re.sub(
            r"<title>.*|<link rel=.icon.*|value=\"[^\"]{64}\"", "", proven.get("/parametres/").content.decode()
        )

    never = words()
    proven.post("/parametres/e-mails/", {"quand": "each"})
    chosen(proven, recent="mois")
    proven.get("/parametres/")
    assert words() == never


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_notice_leaves_by_e_mail_for_a_discreet_account_not_even_an_emergency(
    kind: NoticeKind, account: User
) -> None:
    book, person, at = Accounts(), account.person_id, timezone.now()
    assert person is not None
    assert book.address(person, at=at) is not None
    User.objects.update(discreet=True)
    assert book.leaves_at([person], kind, at=at) == {}
    assert book.address(person, at=at) is None


def test_a_forgotten_password_of_a_discreet_account_sends_nothing_and_answers_the_same(
    account: User, discreet: Client
) -> None:
    answers = [
        Client().post("/comptes/password/reset/", {"email": email}) for email in (account.email, "personne@exemple.fr")
    ]
    Client().get("/livez")
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/comptes/password/reset/done/")}
    assert mail.outbox == []


def test_what_changes_in_an_account_is_written_to_its_owner_unless_it_is_discreet(
    account: User, proven: Client
) -> None:
    new = {"password1": "encore une phrase longue", "password2": "encore une phrase longue"}
    proven.post("/comptes/password/change/", {"oldpassword": PASSWORD, **new})
    proven.get("/livez")
    assert len(mail.outbox) == 1

    User.objects.update(discreet=True)
    back = {"password1": PASSWORD, "password2": PASSWORD}
    answer = proven.post("/comptes/password/change/", {"oldpassword": new["password1"], **back})
    assert answer.status_code == 302
    proven.get("/livez")
    assert len(mail.outbox) == 1


def test_an_address_that_its_discreet_owner_adds_is_still_proven(account: User, discreet: Client) -> None:
    discreet.post("/comptes/reauthenticate/", {"password": PASSWORD})
    discreet.post("/comptes/email/", {"action_add": "", "email": "marie.neuve@exemple.fr"})
    discreet.get("/livez")
    assert [message.to for message in mail.outbox] == [["marie.neuve@exemple.fr"]]


@pytest.mark.parametrize("mode", ["discreet", "usual"])
def test_signing_out_and_leaving_have_the_browser_drop_what_the_site_left(
    mode: str, account: User, site: Client
) -> None:
    User.objects.update(discreet=mode == "discreet")
    left = site.post("/comptes/logout/")
    assert left.headers["Clear-Site-Data"] == ('"cache", "cookies", "storage"' if mode == "discreet" else '"storage"')
    assert "no-store" in left.headers["Cache-Control"]
    site.force_login(account)
    for _ in ("signed in", "signed out"):
        assert site.post("/quitter/").headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert "Clear-Site-Data" not in Client().get("/comptes/login/").headers


def test_no_cookie_of_a_session_outlives_the_browser(account: User) -> None:
    browser = Client()
    browser.get("/comptes/login/")
    browser.post("/comptes/login/", {"login": account.email, "password": PASSWORD})
    browser.post("/langue/", {"language": "en"})
    assert {"session", "csrf"} <= set(browser.cookies)
    assert {name: cookie["max-age"] for name, cookie in browser.cookies.items() if cookie["max-age"] != ""} == {}


def test_light_or_dark_is_remembered_after_the_browser_unless_one_is_discreet(account: User, site: Client) -> None:
    assert site.post("/affichage/", {"theme": "dark"}).cookies["theme"]["max-age"] > 0
    User.objects.update(discreet=True)
    assert site.post("/affichage/", {"theme": "dark"}).cookies["theme"]["max-age"] == ""


def test_who_says_that_others_use_the_device_is_not_remembered_by_its_browser(db: None, client: Client) -> None:
    usual, shared = (client.get(f"/comptes/login/{query}").content.decode() for query in ("", "?appareil=partage"))
    assert 'autocomplete="email"' in usual
    assert 'autocomplete="current-password"' in usual
    assert re.findall(r'autocomplete="(.*?)"', shared) == ["off", "off"]
    mistaken = client.post("/comptes/login/", {"login": "a@b.fr", "password": "faux", "appareil": "partage"})
    assert re.findall(r'autocomplete="(.*?)"', mistaken.content.decode()) == ["off", "off"]


def test_a_discreet_account_is_offered_no_address_typed_before(discreet: Client) -> None:
    assert 'autocomplete="off"' in discreet.get("/comptes/email/").content.decode()


@pytest.fixture
def spoken(marie: Record) -> Record:
    """An opposition ten days ago, another today; and one that Dr Aubertin heard for her yesterday."""
    by, day = Actor.person(marie.patient), timedelta(days=1)
    keller, lamarque = marie.people["Keller"], marie.people["Lamarque"]
    preferences.oppose(marie.patient, to=doctor(keller), about=EVERYTHING, by=by, at=marie.at - 10 * day)
    heard = Actor.professional(marie.people["Aubertin"])
    preferences.oppose(marie.patient, to=doctor(lamarque), about=EVERYTHING, by=heard, at=marie.at - day)
    preferences.oppose(
        marie.patient, to=EVERYONE, about=about(marie.documents["echo"]), by=by, at=marie.at - timedelta(seconds=5)
    )
    return marie


def without(site: Client) -> dict[str, str]:
    """The pages that list choices, less what differs between any two answers."""
    pages = {page: site.get(page).content.decode() for page in LISTING}
    return {page: re.sub(r'(?:value|nonce)="[^"]*"|\d+ h \d+', "", text) for page, text in pages.items()}


def test_recent_choices_of_her_own_are_left_out_of_every_page_that_lists_them(spoken: Record, proven: Client) -> None:
    assert all("Keller" in read(proven, page) for page in ("/historique/", "/mes-donnees/recus/"))
    chosen(proven, "non", "semaine")

    for page in ("/historique/", "/mes-donnees/recus/", "/mes-donnees/"):
        text = read(proven, page)
        assert "Keller" in text, page
        assert "Lamarque" in text, "what someone else declared for her always shows"
        assert "imagerie" not in text.lower(), page
    assert "2" in re.findall(r"Mes choix[^0-9]*(\d+)", read(proven, "/historique/?voir=acces"))[0]
    assert "imagerie" not in read(proven, "/qui-est-au-courant/").lower()


def test_a_choice_left_out_leaves_the_pages_as_if_it_had_not_been_made(marie: Record, proven: Client) -> None:
    """Two worlds: the pages that list choices are the same, byte by byte, whether one was made or none."""
    chosen(proven, "non", "jour")
    proven.get("/")
    one = without(proven)
    by = Actor.person(marie.patient)
    preferences.grant(marie.patient, to=doctor(marie.people["Aubertin"]), about=EVERYTHING, by=by, at=timezone.now())
    other = without(proven)
    assert {page: other[page] for page in LISTING if other[page] != one[page]} == {}


def test_they_hold_and_can_be_shown_again(spoken: Record, proven: Client, account: User) -> None:
    chosen(proven, "non", "mois")
    kept = User.objects.get(pk=account.pk).quiet_since
    assert kept is not None
    assert "Keller" not in read(proven, "/mes-donnees/recus/")
    assert "ceux faits depuis le" in read(proven, ADDRESS)
    assert "ne voit rien" in read(proven, f"/equipe/{spoken.people['Keller']}/").lower()
    chosen(proven, "non", "comme_maintenant")
    assert User.objects.get(pk=account.pk).quiet_since == kept
    chosen(proven, "non", "montrer")
    assert "Keller" in read(proven, "/mes-donnees/recus/")


def test_an_answer_that_is_none_of_those_offered_changes_nothing(proven: Client) -> None:
    answer = chosen(proven, recent="comme_maintenant")
    assert answer.status_code == 422
    assert "Choisissez une des réponses." in answer.content.decode()
    assert not User.objects.filter(discreet=True).exists()
