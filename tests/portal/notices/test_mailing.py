"""The e-mail after a notice: to whom, where, when, in which words; and what happens when something dies."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from consents.calendar import PARIS
from consents.vocabulary import NoticeKind
from portal.models import User
from portal.notices import keeping
from portal.notices.choices import MailChoice, next_digest
from sharing.channels import mail as channel
from sharing.channels import people
from sharing.models import Notice, Unplanned
from sharing.services import claims, comings, delivery, telling
from sharing.services.telling import Told
from tests.portal.conftest import Record
from tests.portal.notices.conftest import EMAIL, NADIA, OMAR, STATED, ask, soon, sweep, worker


def new_face(marie: Record, number: int = 1, **later: float) -> None:
    """Someone new, as the sweep of the journal tells it."""
    at = soon(marie, **later) if later else marie.at
    telling.tell([Told(marie.patient, NoticeKind.NEW_PROFESSIONAL, at, UUID(int=number))], at=at)


# --- where


def test_no_mail_leaves_for_an_address_that_is_not_verified(marie: Record, account: User) -> None:
    EmailAddress.objects.filter(user=account).update(verified=False)
    new_face(marie)
    sweep(soon(marie))

    assert mail.outbox == []
    assert Notice.objects.filter(person=marie.patient, channel="site").count() == 1


def test_an_address_that_changed_meanwhile_is_the_only_one_written_to(marie: Record, account: User) -> None:
    new_face(marie)
    EmailAddress.objects.filter(user=account).update(primary=False)
    EmailAddress.objects.create(user=account, email="neuve@example.test", verified=True, primary=True)
    sweep(soon(marie))

    assert [sent.to for sent in mail.outbox] == [["neuve@example.test"]]


@pytest.mark.parametrize("closed", ["is_active", "verified", "none"])
def test_an_account_closed_an_address_lost_or_a_no_said_meanwhile_ends_the_message(
    closed: str, marie: Record, account: User
) -> None:
    new_face(marie)
    if closed == "is_active":
        User.objects.update(is_active=False)
    elif closed == "verified":
        EmailAddress.objects.update(verified=False)
    else:
        keeping.choose_mail(account.pk, MailChoice.NONE)
    sweep(soon(marie))

    assert mail.outbox == []
    assert Notice.objects.get(kind="news").state == "without_address"


def test_without_an_address_book_nobody_is_written_to(
    marie: Record, account: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_handed_in", [])
    new_face(marie)
    sweep(soon(marie))

    assert mail.outbox == []


# --- when


def test_who_chose_each_access_is_told_once_a_day_of_each_professional(
    marie: Record, account: User, nadia: UUID
) -> None:
    keeping.choose_mail(account.pk, MailChoice.EACH)
    day = soon(marie, days=1).astimezone(PARIS).replace(hour=10, minute=0)
    for at in (marie.at, day, day + timedelta(hours=3), day + timedelta(days=1)):
        ask(marie, NADIA, at=at)
        sweep(at + timedelta(minutes=1))

    assert Notice.objects.filter(kind="access").count() == 2
    assert len(mail.outbox) == 3


def test_who_chose_emergencies_only_still_finds_the_rest_on_the_site(marie: Record, account: User, nadia: UUID) -> None:
    keeping.choose_mail(account.pk, MailChoice.EMERGENCIES)
    worker(marie, "Omar", "Besson", OMAR, cares=False)
    ask(marie, NADIA)
    sweep(soon(marie))
    assert mail.outbox == []

    ask(marie, OMAR, purpose="emergency", at=soon(marie, minutes=2), statement=STATED)
    sweep(soon(marie, minutes=3))
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(channel="site").count() == 2


def test_a_digest_is_one_message_at_eight_however_much_there_was_to_say(marie: Record, account: User) -> None:
    keeping.choose_mail(account.pk, MailChoice.DAILY)
    eight = next_digest(MailChoice.DAILY, at=marie.at)
    for number in range(5):
        new_face(marie, number, seconds=number)
    sweep(eight - timedelta(seconds=1))
    assert mail.outbox == []

    for _ in range(3):
        sweep(eight)
    assert len(mail.outbox) == 1
    telling.tell([Told(marie.patient, NoticeKind.NEW_PROFESSIONAL, eight, UUID(int=99))], at=eight)
    sweep(eight + timedelta(hours=1))
    assert len(mail.outbox) == 1
    sweep(eight + timedelta(hours=26))
    assert len(mail.outbox) == 2


def test_no_digest_leaves_when_there_is_nothing_new(marie: Record, account: User) -> None:
    keeping.choose_mail(account.pk, MailChoice.DAILY)
    sweep(next_digest(MailChoice.DAILY, at=marie.at))

    assert mail.outbox == []


def test_a_digest_that_waits_leaves_at_once_with_an_emergency_or_when_the_choice_changes(
    marie: Record, account: User
) -> None:
    keeping.choose_mail(account.pk, MailChoice.WEEKLY)
    new_face(marie, 1)
    keeping.choose_mail(account.pk, MailChoice.FIRST)
    new_face(marie, 2)
    sweep(soon(marie))

    assert len(mail.outbox) == 1
    sweep(soon(marie, days=9))
    assert len(mail.outbox) == 1


# --- in which words


@pytest.mark.parametrize(("language", "said", "unsaid"), [("fr", "Bonjour", "Hello"), ("en", "Hello", "Bonjour")])
def test_a_reader_who_chose_a_language_is_written_to_in_it(
    language: str, said: str, unsaid: str, marie: Record, account: User
) -> None:
    keeping.remember_language(account.pk, language)
    new_face(marie)
    sweep(soon(marie))

    assert said in mail.outbox[0].body
    assert unsaid not in mail.outbox[0].body


def test_a_reader_who_chose_none_is_written_to_in_both(marie: Record, account: User) -> None:
    new_face(marie)
    sweep(soon(marie))

    assert "Bonjour" in mail.outbox[0].body
    assert "Hello" in mail.outbox[0].body


def test_messages_of_every_kind_are_the_same_letter_for_letter_and_name_nothing_of_the_record(
    marie: Record, account: User, nadia: UUID
) -> None:
    kinds = [kind for kind in NoticeKind if kind not in (NoticeKind.NEWS, NoticeKind.ACCESS)]
    for number, kind in enumerate(kinds):
        at = soon(marie, minutes=10 * number + 1)
        telling.tell([Told(marie.patient, kind, at, UUID(int=number + 1))], at=at)
        delivery.deliver_notices(at=at)
    texts = {(sent.subject, sent.body) for sent in mail.outbox}
    (said,) = ["\n".join(each) for each in texts]

    assert len(mail.outbox) == len(kinds)
    assert all(sent.attachments == [] and sent.content_subtype == "plain" for sent in mail.outbox)
    names = {
        *marie.people,
        *marie.places,
        *marie.documents,
        "Marie",
        "LENOIR",
        EMAIL,
        "urgence",
        "emergency",
        "médecin",
    }
    names |= {str(one) for one in (*marie.people.values(), *marie.documents.values(), marie.patient)}
    assert [name for name in names if name.lower() in said.lower()] == []
    assert {*re.findall(r"https?://\S+", said)} == {"http://localhost:8000"}


# --- what dies


def test_a_worker_killed_between_the_mail_and_its_mark_sends_it_again_under_the_same_id(
    marie: Record, account: User
) -> None:
    new_face(marie)
    (claimed,) = claims.claim(at=marie.at, room=10)
    channel.send_news(str(claimed.notice.id), to=people.Address(EMAIL))  # … and here it dies

    assert delivery.deliver_notices(at=soon(marie, minutes=1)) == 0
    assert delivery.deliver_notices(at=soon(marie, minutes=4)) == 1
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second
    assert delivery.deliver_notices(at=soon(marie, days=1)) == 0


def test_what_is_told_while_a_message_is_on_its_way_gets_a_message_of_its_own(marie: Record, account: User) -> None:
    new_face(marie, 1)
    (claimed,) = claims.claim(at=marie.at, room=10)
    new_face(marie, 2, seconds=1)
    claims.record(claimed, channel.send_news(str(claimed.notice.id), to=people.Address(EMAIL)), at=marie.at)
    sweep(soon(marie))

    assert len(mail.outbox) == 2
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 2


def test_a_mail_server_that_is_away_is_tried_again(marie: Record, account: User, settings) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    new_face(marie)
    delivery.deliver_notices(at=marie.at)
    assert Notice.objects.get(kind="news").last_outcome == "mail: ConnectionRefusedError"

    settings.EMAIL_BACKEND = backend
    delivery.deliver_notices(at=soon(marie))
    assert len(mail.outbox) == 1


class _Broken:
    """An address book that fails when a message is to be written."""

    def leaves_at(self, _persons: Collection[UUID], kind: NoticeKind, *, at: datetime) -> Mapping[UUID, datetime]:
        if kind == NoticeKind.NEW_PROFESSIONAL:
            raise ConnectionError("gone")
        return {}

    def address(self, person: UUID, *, at: datetime) -> None:
        return None


def test_a_notice_and_its_message_are_written_together_or_not_at_all(
    marie: Record, account: User, nadia: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be planned is kept for the next sweep, which tells both."""
    ask(marie, NADIA)
    with monkeypatch.context() as broken:
        broken.setattr(people, "_handed_in", [_Broken()])
        assert comings.plan_comings(at=soon(marie)) == 0
    assert not Notice.objects.exists()
    assert Unplanned.objects.count() == 1

    sweep(soon(marie, minutes=2))
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["new_professional", "news"]
    assert not Unplanned.objects.exists()
