"""The small doors of every page, and the pages shown when something fails."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from portal.templatetags import look

pytestmark = pytest.mark.django_db


def test_leaving_needs_no_token_ends_the_session_and_drops_every_cookie(settings: Any) -> None:
    user = get_user_model().objects.create_account("nadege.ferrand@exemple.fr", "une phrase assez longue")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["theme"] = "dark"
    response = client.post("/quitter/")
    assert (response.status_code, response["Location"]) == (303, settings.QUICK_EXIT_URL)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"].find("no-store") >= 0
    assert all(cookie["max-age"] == 0 for cookie in client.cookies.values())
    assert client.get("/comptes/email/").status_code == 302


def test_leaving_cannot_be_triggered_by_a_link(client: Client) -> None:
    assert client.get("/quitter/").status_code == 405


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "", "javascript:alert(1)"])
def test_the_theme_form_never_sends_its_reader_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/affichage/", {"theme": "dark", "next": elsewhere})
    assert response["Location"] == "/"
    assert response.cookies["theme"].value == "dark"


def test_an_unknown_theme_goes_back_to_following_the_system(client: Client) -> None:
    client.post("/affichage/", {"theme": "dark"})
    response = client.post("/affichage/", {"theme": "rose", "next": "/comptes/login/"})
    assert response.cookies["theme"]["max-age"] == 0
    assert b"data-theme" not in client.get("/comptes/login/").content


def test_the_pattern_page_does_not_exist_in_production(client: Client, settings: Any) -> None:
    assert client.get("/patterns/").status_code == 200
    settings.SHOW_PATTERNS = False
    assert client.get("/patterns/").status_code == 404


def test_the_page_of_a_failure_needs_neither_request_nor_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Nous avons un problème" in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404"])
def test_error_pages_are_plain_and_offer_a_way_back(name: str, rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/equipe/")
    page = render_to_string(f"{name}.html", {}, request)
    assert page.count("<h1>") == 1
    assert 'class="btn btn--main" href="/"' in page
    assert "nav__main" not in page


def test_no_page_carries_inline_style_or_script(client: Client) -> None:
    for path in ("/patterns/", "/comptes/login/", "/aucune-page/"):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert all("src=" in tag or "application/json" in tag for tag in page.split("<script")[1:])


def test_the_mail_for_a_forgotten_password_speaks_our_words_and_names_nobody(client: Client, mailoutbox: Any) -> None:
    user = get_user_model().objects.create_account("nadege.ferrand@exemple.fr", "une phrase assez longue")
    client.post("/comptes/password/reset/", {"email": user.email})
    (mail,) = mailoutbox
    assert mail.subject == "[Mes partages] Choisir un nouveau mot de passe"
    assert "/comptes/password/reset/key/" in mail.body
    assert "nadege" not in mail.body.lower()
    assert "IP" not in mail.body


def test_text_given_to_a_component_is_escaped() -> None:
    page = render_to_string("components/more.html", {"summary": "<b>", "body": "<script>"})
    assert "<b>" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("name", "drawn"), [("Dr Camille Aubertin", "CA"), ("Malika Hadj", "MH"), ("Théo", "T"), ("", "")]
)
def test_initials_leave_titles_out(name: str, drawn: str) -> None:
    assert look.initials(name) == drawn


def test_a_device_is_named_in_two_words() -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
    assert look.device(agent) == "Chrome, Linux"
    assert look.device("") == "Appareil inconnu"
