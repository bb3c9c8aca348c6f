"""Planted words come out nowhere but where they belong: logs, messages, queues, caches (security T24)."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import redis
import structlog
from allauth.account.models import EmailAddress
from django.conf import settings as site_settings
from django.core import mail
from django.db import DataError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.actor import Actor
from consents.services import intake, preferences
from consents.vocabulary import Profession
from consents.words import EVERYTHING
from portal.logging import logging_configuration
from portal.models import User
from sharing.models import CallingSystem, Delivery, Notice
from sharing.services import delivery, nudge, planning
from tests.sharing.hospital import Hospital, doctor
from tests.sharing.notices.receiver import Receiver, listening

PASSWORD = "canari-du-mot-de-passe-42"
REASON = "Canarimotif, trouvée inconsciente"
PLACE, DOCTOR, PATIENT = "Canarilieu", "Canaridocteur", "Canaripatiente"
DOCTORS_MAIL = "canari.docteur@example.test"


class Production(logging.Handler):
    """Every line that production would write."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        chosen = logging_configuration(as_json=True, level="INFO")["formatters"]["structured"]
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                processors=chosen["processors"], foreign_pre_chain=chosen["foreign_pre_chain"]
            )
        )
        self.route = logging_configuration(as_json=True, level="INFO")["filters"]["route"]["()"]()
        self.addFilter(self.route)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Production]:
    handler, root = Production(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


def test_planted_words_are_in_no_log_message_queue_or_cache(
    chu: Hospital, token: str, ask: Callable[..., Any], question: Callable[..., Any], log: Production,
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    now = timezone.now()
    CallingSystem.objects.update(webhook_url=receiver.url)
    intake.record_organisation(name=PLACE, finess=chu.finess)
    intake.record_person(
        at=now, birth_name=PATIENT, born_on=timezone.localdate().replace(year=1980),
        ins=chu.ana_ins.value, ins_system=chu.ana_ins.system,
    )  # fmt: skip
    away = intake.record_professional(
        family_name=DOCTOR, rpps="10001234599", profession=Profession.PHYSICIAN, email=DOCTORS_MAIL
    ).id
    ana = User.objects.create_account("canari.ana@example.test", PASSWORD, person_id=chu.ana)
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)

    _browse(chu, ana)
    _ask(chu, ask, question, monkeypatch)
    preferences.grant(chu.ana, to=doctor(away), about=EVERYTHING, by=Actor.person(chu.ana), at=now)
    speaking = nudge.now()
    if speaking is not None:
        speaking.join(5)
    planning.plan_notices(at=now + timedelta(seconds=1))
    delivery.deliver_notices(at=now + timedelta(seconds=2), private_hosts=["127.0.0.1"])

    given = chu.credentials
    canaries = {
        PASSWORD, REASON, "Canarimotif", PLACE, DOCTOR, PATIENT, DOCTORS_MAIL, ana.email, chu.ana_ins.value,
        chu.bea_ins.value, chu.martin_rpps, "10001234599", str(chu.seen), str(chu.hidden), token,
        given.client_secret, given.webhook_secret, "oppose", "grant",
    }  # fmt: skip
    messages = [f"{one.subject}\n{one.body}\n{one.extra_headers}" for one in mail.outbox]
    notices = [f"{one.headers}\n{one.body.decode()}" for one in receiver.received]
    outcomes = [
        str(one) for one in (*Notice.objects.values_list("last_outcome"), *Delivery.objects.values_list("outcome"))
    ]
    kept = list(_in_redis())
    assert len(log.lines) > 15
    assert messages
    assert notices
    assert kept
    assert _found({*canaries, str(chu.ana)}, [*log.lines, *outcomes, *kept]) == set()
    assert _found({*canaries, str(chu.ana)}, [*messages, *notices]) == set()


def _found(canaries: set[str], texts: list[str]) -> set[tuple[str, str]]:
    """`grant` and `oppose` are looked for in what leaves the house; addresses of the site hold no such word."""
    return {(word, text[:300]) for word in canaries for text in texts if word in text and "grant_types" not in text}


def _browse(chu: Hospital, ana: User) -> None:
    site = Client(raise_request_exception=False)
    site.post(reverse("account_login"), {"login": ana.email, "password": f"{PASSWORD}-faux"})
    site.post(reverse("account_reset_password"), {"email": ana.email})
    site.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    for name in ("home", "team", "documents", "history"):
        assert site.get(reverse(name)).status_code == 200
    site.get(reverse("document", args=[chu.seen]))
    site.get(reverse("document", args=[chu.of_bea]))
    said = {"verbe": "oppose", "a": "everyone", "sur": f"document:{chu.seen}", "revision": 1, "jeton": "j" * 20}
    assert site.post(reverse("declare"), said).status_code == 302
    site.get(f"/{chu.ana_ins.value}/{PATIENT}")
    site.post(reverse("declare"), {"verbe": PATIENT})


def _ask(chu: Hospital, ask: Any, question: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    emergency = question(chu.hidden)
    emergency["context"] = {
        "purpose": "emergency",
        "emergency": {"unable_to_consent": True, "immediate_risk": True, "reason": REASON},
    }
    for body in (question(chu.seen), question(chu.of_bea, patient=chu.bea_ins), emergency, {"subject": PATIENT}):
        ask(body)
    ask(emergency, bearer="not-a-token")

    def refused(*_: Any, **__: Any) -> None:
        raise DataError(f"value refused\nDETAIL: Failing row contains ({chu.ana_ins.value}, {REASON}).")

    with monkeypatch.context() as broken:
        broken.setattr("sharing.models.JournalLine.objects.bulk_create", refused)
        assert ask(emergency).status_code == 503


def _in_redis() -> Iterator[str]:
    """Names and values in the cache of this test, and every task that waits in the broker."""
    cache = redis.Redis.from_url(site_settings.CACHES["default"]["LOCATION"])
    for key in cache.scan_iter(f"{site_settings.CACHES['default']['KEY_PREFIX']}*"):
        yield f"{key.decode()} {(cache.get(key) or b'').decode(errors='replace')}"
    location = site_settings.CACHES["default"]["LOCATION"]
    broker = redis.Redis.from_url(location.replace("db=1", "db=0").replace("6379/1", "6379/0"))
    for task in broker.lrange(site_settings.CELERY_TASK_DEFAULT_QUEUE, 0, 100):
        yield task.decode(errors="replace")
