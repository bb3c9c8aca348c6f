"""The site attacked by whoever has a browser: forged forms, reading that writes, other people's accounts, hostile words."""

import html
import re
import uuid
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import CareBasis, Category, Profession
from consents.words import EVERYONE, EVERYTHING
from portal.access import ROUTES, Entry
from portal.accounts import posting
from portal.models import User
from sharing.api.fhir.kinds import KINDS
from sharing.models import AccessReport, JournalRequest
from sharing.reported import Reason
from sharing.services import decisions, reports
from tests.sharing.hospital import BEFORE, NOW, Hospital, about, doctor
from tests.test_access import REPRESENTED, route_names

PASSWORD = "correct horse battery staple"
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "javascript:alert(1)//'"]
_REPORTS = ("review_report", "review_report_take", "review_report_answer")
_SYSTEMS = (
    "review_system", "review_system_secret", "review_system_webhook", "review_system_revoke", "review_system_reopen",
    "review_system_receiver",
)  # fmt: skip
#: Sessions and the tables that the framework fills by itself.
_NOT_HISTORY = ("django_", "account_", "mfa_", "usersessions_", "auth_", "allauth_")


def account(email: str, **who: Any) -> User:
    found = User.objects.create_account(email, PASSWORD, **who)
    EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    return found


@pytest.fixture
def ana(chu: Hospital) -> User:
    """Whom a hospital asked about, and who reported it in hostile words."""
    decisions.decide_one(chu.asked(chu.seen), at=NOW)
    access, by = JournalRequest.objects.get().pk, Actor.person(chu.ana)
    reports.report(chu.ana, access, reason=Reason.OTHER, words=HOSTILE[1], by=by, at=NOW)
    return account("ana@example.test", person_id=chu.ana)


@pytest.fixture
def site(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


#: What the pages about someone who is represented name besides him.
_NAMED = {
    "professional": [uuid.UUID(int=1)], "document": [uuid.UUID(int=1)],
    **{page: ["0" * 32] for page in ("done", "receipt", "receipt_json", "receipt_pdf")},
}  # fmt: skip


def addresses(chu: Hospital) -> list[str]:
    """Every address of the site, with Ana's objects where one is named."""
    return list(written(chu).values())


def written(chu: Hospital) -> dict[str, str]:
    """The address of each route."""
    access, report = JournalRequest.objects.earliest("recorded_at").pk, AccessReport.objects.get().pk
    system = chu.credentials.system
    objects: dict[str, list[Any]] = {
        "professional": [chu.martin], "document": [chu.seen], "done": [1], "review_question": [access],
        "review_medical_case": [chu.ana],
        "see_as": [chu.martin], "why_record": [chu.martin], "why": [chu.martin, chu.seen],
        "report_access": [access], "report": [report], **{key: [report] for key in _REPORTS},
        **{key: [system] for key in _SYSTEMS},
        **{key: [1] for key in ("receipt", "receipt_json", "receipt_pdf")},
        **{name: [chu.ana, *_NAMED.get(name.partition("_")[2], ())] for name in REPRESENTED},
        "account_confirm_email": ["key"], "account_reset_password_from_key": ["1", "key"],
        "mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1],
        "export_file": [chu.ana], "export_delete": [chu.ana], "waiting_consent": [chu.ana],
        "waiting_refuse": [chu.ana], "trusted_answer": ["x" * 43],
        "fhir_nothing": ["Patient/1"], **fhir_objects(chu),
    }  # fmt: skip
    found = {}
    for name in sorted(set(route_names(get_resolver().url_patterns)) & set(ROUTES)):
        try:
            found[name] = reverse(name, args=objects.get(name))
        except NoReverseMatch:
            found[name] = ""
    assert "" not in found.values()
    return found


def fhir_objects(chu: Hospital) -> dict[str, list[Any]]:
    """Of each type of the registry one that does not exist: who reads which is tried in tests/sharing/api/fhir."""
    routes = [(name, path.count("<")) for kind in KINDS for path, _, name in kind.routes]
    return {name: [chu.ana, 1, 1][:objects] for name, objects in routes if objects}


def rows() -> dict[str, int]:
    """How many rows each table of the site holds."""
    tables = [name for name in connection.introspection.table_names() if not name.startswith(_NOT_HISTORY)]
    counted = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return counted


def test_reading_writes_nothing_anywhere(chu: Hospital, site: Client) -> None:
    """Previews rehearse a declaration and take it back: no row, no head, no notice, no line of the journal stays."""
    bea, before = chu.bea, rows()
    for address in addresses(chu):
        site.get(address)
        site.head(address)
    for verb in ("grant", "oppose", "withdraw"):
        for to in ("everyone", f"professional:{chu.leroy}", f"organisation:{chu.clinic}", "profession:nurse"):
            site.get(reverse("preview"), {"verbe": verb, "a": to, "sur": f"document:{chu.seen}"})
    site.force_login(account("bea@example.test", person_id=bea))
    assert site.get(reverse("add_professional"), {"nom": "leroy"}).status_code == 200
    assert site.get(reverse("preview"), {"verbe": "grant", "a": f"professional:{chu.leroy}"}).status_code == 200

    after = rows()
    assert after.pop("portal_user") == before.pop("portal_user") + 1
    assert after == before


def test_no_form_is_taken_from_another_site(chu: Hospital, ana: User) -> None:
    """Without the site's token every act is refused, signed in or not; leaving at once is the one exception."""
    forger, before = Client(enforce_csrf_checks=True), rows()
    forger.force_login(ana)
    said = {"verbe": "oppose", "a": "everyone", "sur": f"document:{chu.seen}", "revision": 1, "jeton": "j" * 20}
    every = written(chu)
    exempt = {every[name] for name, entry in ROUTES.items() if entry is Entry.TOKEN and not name.endswith(":")}
    for address in every.values():
        if address in exempt | {reverse("quick_exit")}:
            continue
        answer = forger.post(address, said, headers={"Origin": "https://evil.example"})
        assert answer.status_code in (403, 404, 405), address
    assert rows() == before
    assert forger.get(reverse("home")).status_code == 200, "still signed in"


def test_every_page_is_for_one_reader_on_this_site_alone(chu: Hospital, site: Client) -> None:
    for address in addresses(chu):
        headers = site.get(address).headers
        assert "no-store" in headers["Cache-Control"] or "/.well-known/" in address, address
        assert headers["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff", address


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_way_back_leads_out_of_the_site(elsewhere: str, ana: User, client: Client) -> None:
    for name in ("theme", "set_language"):
        answer = client.post(reverse(name), {"next": elsewhere, "theme": "dark", "language": "en"})
        assert answer.headers["Location"] == "/", name
    entering = {"login": ana.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post(f"{reverse('account_login')}?next={elsewhere}", entering)
    assert answer.headers["Location"] == "/"


def test_nobody_opens_an_account_by_any_door(db: None, client: Client) -> None:
    doors = ["account_signup", "account_signup_by_passkey", "mfa_signup_webauthn"]
    for name in [one for one in doors if one in set(route_names(get_resolver().url_patterns))]:
        client.get(reverse(name))
        client.post(reverse(name), {"email": "new@example.test", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_tells_nobody_who_has_an_account(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same answer; and the message leaves after it, so that how long a mail server takes tells nothing either."""
    waiting: list[Any] = []
    real = posting.after_the_answer
    monkeypatch.setattr(posting, "after_the_answer", lambda request, send: waiting.append((request, send)))
    answers = []
    for address in (ana.email, "nobody@example.test"):
        answer = Client().post(reverse("account_reset_password"), {"email": address})
        answers.append((answer.status_code, answer.headers["Location"], answer.content, sorted(answer.cookies)))
    assert answers[0] == answers[1]
    assert (len(waiting), mail.outbox) == (1, [])

    real(*waiting[0])
    Client().get(reverse("livez"))
    assert [message.to for message in mail.outbox] == [[ana.email]]


def test_a_mail_server_that_is_away_tells_nobody_who_has_an_account(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> int:
        raise ConnectionRefusedError("mail.inside:25")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    answers = [
        Client(raise_request_exception=False).post(reverse("account_reset_password"), {"email": address})
        for address in (ana.email, "nobody@example.test")
    ]
    assert {(one.status_code, one.headers.get("Location")) for one in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_a_session_given_by_someone_else_is_not_the_one_that_is_signed_in(ana: User) -> None:
    victim = Client()
    victim.get(reverse("account_login"))
    victim.post(reverse("theme"), {"theme": "dark"})
    session = victim.session
    session["planted"] = True
    session.save()
    victim.cookies["session"] = str(session.session_key)
    victim.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})

    assert victim.cookies["session"].value != session.session_key
    thief = Client()
    thief.cookies["session"] = str(session.session_key)
    assert thief.get(reverse("home")).status_code == 302


def test_a_closed_account_and_a_changed_password_end_every_session_at_once(ana: User) -> None:
    phone, thief = Client(), Client()
    phone.force_login(ana)
    thief.force_login(ana)
    phone.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": "another long sentence 42", "password2": "another long sentence 42"}
    assert phone.post(reverse("account_change_password"), new).status_code == 302
    assert thief.get(reverse("home")).status_code == 302
    assert phone.get(reverse("home")).status_code == 200

    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert phone.get(reverse("home")).status_code == 302


def test_leaving_ends_the_session_on_the_server_too(ana: User) -> None:
    for door in ("account_logout", "quick_exit"):
        browser, stolen = Client(), Client()
        browser.force_login(ana)
        stolen.cookies["session"] = browser.cookies["session"].value
        assert stolen.get(reverse("home")).status_code == 200
        browser.post(reverse(door))
        assert stolen.get(reverse("home")).status_code == 302, door


def test_a_reviewer_whose_second_factor_is_gone_or_whose_charge_ended_sees_nothing_more(
    db: None, client: Client
) -> None:
    reviewer, secret = account("dpo@example.test", is_reviewer=True), generate_totp_secret()
    TOTP.activate(reviewer, secret)
    client.post(reverse("account_login"), {"login": reviewer.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("review_home")).status_code == 200

    Authenticator.objects.filter(user=reviewer).delete()
    assert client.get(reverse("review_home")).headers["Location"] == reverse("mfa_index")
    User.objects.filter(pk=reviewer.pk).update(is_reviewer=False)
    assert client.get(reverse("review_home")).status_code == 403


@pytest.mark.parametrize("to", ["person", "system", "everything", ""])
def test_a_choice_names_no_person_by_an_identifier(to: str, chu: Hospital, site: Client) -> None:
    """No address puts a name on somebody's identifier."""
    answer = site.get(reverse("preview"), {"verbe": "grant", "a": f"{to}:{chu.bea}"})

    assert answer.status_code == 400
    assert b"Blanc" not in answer.content


@pytest.fixture
def hostile(chu: Hospital) -> Hospital:
    """Ana's record, fed by software that sends anything."""
    by = Actor.person(chu.ana)
    for word in HOSTILE:
        place = intake.record_organisation(name=f"Lieu {word}").id
        who = intake.record_professional(
            family_name=f"Nom {word}", given_name=word, title=word[:20], profession=Profession.PHYSICIAN
        ).id
        intake.record_practice(professional=who, organisation=place)
        intake.record_care(chu.ana, professional=who, basis=CareBasis.SAME_CARE, begins_at=BEFORE)
        made = intake.record_document(
            chu.ana, deposited=date(2026, 1, 10), category=Category.REPORT, author=who, organisation=place
        ).id
        preferences.oppose(chu.ana, to=EVERYONE, about=about(made), by=by, at=BEFORE)
        preferences.grant(chu.ana, to=doctor(who), about=EVERYTHING, by=by, at=BEFORE)
    return chu


def test_hostile_words_are_shown_as_words_on_every_page(hostile: Hospital, site: Client) -> None:
    seen = ""
    decisions.decide_one(hostile.asked(hostile.seen), at=NOW)
    for address in [*addresses(hostile), f"{reverse('history')}?voir=acces", f"{reverse('documents')}?page=1"]:
        page = site.get(address)
        if page.headers.get("Content-Type", "").startswith("text/html"):
            seen += page.content.decode()
    assert html.escape(HOSTILE[0]) in seen
    assert not re.search(r"<script(?![^>]*\ssrc=)", seen)
    assert "<img src=x" not in seen
    assert not re.search(r"""\shref=["']javascript:""", seen)
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", seen))


@pytest.mark.parametrize(
    "address",
    ["/documents/%00/", "/%00", "/comptes/confirm-email/%00/", "/comptes/password/reset/key/1-%00/", "/equipe/?voir=%00",
     "/comptes/password/reset/key/%00-x/", "/choix/fait/99999999999999999999999999/", "/historique/?page=%00&voir=%FF",
     "/choix/?verbe=oppose&a=professional:%00&sur=%00", "/documents/?annee=%00&page=-1", "/static/%2e%2e/manage.py"],
)  # fmt: skip
def test_no_address_breaks_the_site(address: str, site: Client) -> None:
    site.raise_request_exception = False

    assert site.get(address).status_code in (200, 302, 400, 404)
