"""Who gets in where: each account to its own pages, and nobody told whether an address is known."""

import contextlib
import re
import time
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.access import ROUTES, Entry
from portal.models import User
from tests.sharing.hospital import Hospital, hospital

PASSWORD = "une phrase assez longue"


@pytest.fixture
def chu(db: None) -> Hospital:
    return hospital()


def account(email: str, *, verified: bool = True, **who: Any) -> User:
    user = User.objects.create_account(email, PASSWORD, **who)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enter(client: Client, user: User, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def body(answer: Any) -> str:
    """Less what differs between any two answers."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode())


def test_the_page_says_that_no_account_is_opened_here(client: Client, db: None) -> None:
    answer = client.get(reverse("account_signup"))

    assert "On n’ouvre pas de compte ici" in answer.content.decode()


def test_a_forgotten_password_is_answered_alike_whether_the_address_is_known_or_not(client: Client, db: None) -> None:
    account("marie@example.test")

    known, unknown = (
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("marie@example.test", "personne@example.test")
    )

    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert body(known) == body(unknown)
    assert [message.to for message in mail.outbox] == [["marie@example.test"]]


def test_a_wrong_password_is_answered_alike_whether_the_address_is_known_or_not(client: Client, db: None) -> None:
    account("marie@example.test")

    answers = [
        client.post(reverse("account_login"), {"login": email, "password": "tout autre chose"})
        for email in ("marie@example.test", "aline@example.test")
    ]

    assert body(answers[0]).replace("marie", "aline") == body(answers[1])


def test_no_e_mail_of_the_account_says_anything_of_health_or_a_name(client: Client, chu: Hospital) -> None:
    user = account("ana@example.test", person_id=chu.ana)
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": "ana.autre@example.test"})
    EmailAddress.objects.filter(user=user).update(verified=False)
    client.post(reverse("account_email"), {"action_send": "", "email": user.email})

    assert len(mail.outbox) == 3
    for message in mail.outbox:
        said = f"{message.subject}\n{message.body}".lower()
        assert not re.search(r"aubert|santé|médec|médic|soin|dossier|hôpital|document|patient", said), said


def test_a_patient_who_signs_in_stands_before_his_own_record(client: Client, chu: Hospital) -> None:
    answer = enter(client, account("ana@example.test", person_id=chu.ana))

    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_a_reviewer_without_a_second_factor_is_led_to_set_one_up(client: Client, db: None) -> None:
    enter(client, account("dpo@example.test", is_reviewer=True))

    first = client.get(reverse("home"))
    second = client.get(first.headers["Location"])

    assert first.headers["Location"] == reverse("review_home")
    assert second.headers["Location"] == reverse("mfa_index")


def test_a_reviewer_who_gives_his_code_at_sign_in_finds_the_console_open(client: Client, db: None) -> None:
    user, secret = account("dpo@example.test", is_reviewer=True), generate_totp_secret()
    TOTP.activate(user, secret)

    asked = enter(client, user)
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("review_home")).status_code == 302
    given = client.post(reverse("mfa_authenticate"), {"code": code(secret)}, follow=True)

    assert given.redirect_chain[-1][0] == reverse("review_home")
    assert given.status_code == 200


def test_a_reviewer_who_has_just_set_his_second_factor_up_is_asked_for_a_code_then_let_in(
    client: Client, db: None
) -> None:
    user, secret = account("dpo@example.test", is_reviewer=True), generate_totp_secret()
    enter(client, user)
    TOTP.activate(user, secret)

    asked = client.get(reverse("review_questions"))
    assert asked.headers["Location"] == f"{reverse('mfa_reauthenticate')}?next={reverse('review_questions')}"
    wrong = client.post(asked.headers["Location"], {"code": "000000", "next": reverse("review_questions")})
    assert wrong.status_code == 200
    right = client.post(
        asked.headers["Location"], {"code": code(secret), "next": reverse("review_questions")}, follow=True
    )

    assert right.redirect_chain[-1][0] == reverse("review_questions")
    assert right.status_code == 200


def test_a_second_factor_is_not_added_while_an_address_is_not_verified(client: Client, db: None) -> None:
    """allauth's rule: who added an address that is not his would otherwise lock its owner out."""
    user = account("dpo@example.test", is_reviewer=True)
    EmailAddress.objects.create(user=user, email="autre@example.test", verified=False)
    enter(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answer = client.post(reverse("mfa_activate_totp"), {"code": code(generate_totp_secret())})

    assert answer.status_code in (200, 302)
    assert not user.authenticator_set.exists()


def names(entry: Entry) -> list[str]:
    return [name for name, rule in ROUTES.items() if rule is entry]


def address(route: str) -> str:
    """Of something that does not exist, where the route names an object."""
    for given in ([], [uuid.uuid4()], [uuid.uuid4(), uuid.uuid4()], [1]):
        with contextlib.suppress(NoReverseMatch):
            return reverse(route, args=given)
    raise AssertionError(f"no address for {route}")


@pytest.mark.parametrize("route", names(Entry.REVIEWER))
def test_a_patient_cannot_open_the_console_even_with_a_second_factor(client: Client, chu: Hospital, route: str) -> None:
    user, secret = account("ana@example.test", person_id=chu.ana), generate_totp_secret()
    TOTP.activate(user, secret)
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert client.get(address(route)).status_code == 403


@pytest.mark.parametrize("route", [name for name in names(Entry.PATIENT) if name != "home"])
def test_a_reviewer_cannot_open_a_patients_page(client: Client, db: None, route: str) -> None:
    client.force_login(account("dpo@example.test", is_reviewer=True))

    assert client.get(address(route)).status_code == 403


def test_an_account_that_is_closed_cannot_sign_in(client: Client, db: None) -> None:
    user = account("dpo@example.test", is_reviewer=True)
    User.objects.filter(pk=user.pk).update(is_active=False)

    enter(client, user)

    assert "_auth_user_id" not in client.session
