"""Receivers that misbehave, each in its own way, with a real worker: nothing is lost, nobody within is reached."""

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from sharing.models import CallingSystem, Delivery, Notice
from sharing.services import claims, upkeep
from tests.kill import servers
from tests.sharing.notices import story as stories
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import Story

EXPECTED = {
    "down": "unreachable: ConnectError",
    "fails": "HTTP 500",
    "waits": "HTTP 429",
    "hangs": "timeout",
    "redirects": "HTTP 302",
    "localhost": "refused: https on port 443 or 8443 only",
    "metadata": "refused: address not allowed",
}


@pytest.mark.slow
def test_receivers_that_misbehave_get_every_notice_in_the_end_and_no_inner_address_is_reached(
    story: Story, receiver: Receiver, surroundings: dict[str, str]
) -> None:
    """Outside the demonstration one host is exempt here, 127.0.0.1, where the tests' receivers listen."""
    here = surroundings | {"WEBHOOK_ALLOW_PRIVATE": "127.0.0.1", "WEBHOOK_SECONDS": "1"}
    with ExitStack() as open_until_the_end:
        found, inner = _receivers(open_until_the_end)
        named = {name: stories.system(name, story.chu, url) for name, url in _urls(found, inner).items()}
        preferences.oppose(story.marie, to=EVERYONE, about=EVERYTHING, by=Actor.person(story.marie), at=timezone.now())
        with servers.worker(here) as worker:
            servers.until(lambda: _attempted(named), "each was tried", program=worker)
            assert {name: _first(system) for name, system in named.items()} == EXPECTED
            assert Notice.objects.get(system=story.system).state == "delivered", "the others keep nobody waiting"
            assert Notice.objects.get(system=named["waits"]).due_at > timezone.now() + timedelta(minutes=50)

            _mend(open_until_the_end, found, named)
            servers.until(_rewound(_delivered), "each is told", program=worker)

    for name, system in named.items():
        assert set(found[name].ids()) == {str(Notice.objects.get(system=system).pk)}, name
    assert inner.received == []


def _receivers(stack: ExitStack) -> tuple[dict[str, Receiver], Receiver]:
    found = {name: stack.enter_context(listening()) for name in EXPECTED if name != "down"}
    inner = stack.enter_context(listening())
    with listening() as down:
        found["down"] = down
    found["fails"].answers = [500, 204]
    found["waits"].answers = [(429, {"Retry-After": "3600"}), 204]
    found["hangs"].delay = servers.PATIENCE
    found["redirects"].answers = [(302, {"Location": inner.url}), 204]
    return found, inner


def _urls(found: dict[str, Receiver], inner: Receiver) -> dict[str, str]:
    """Two of them point within."""
    urls = {name: found[name].url for name in EXPECTED}
    urls["localhost"] = inner.url.replace("127.0.0.1", "localhost")
    return urls | {"metadata": "https://169.254.169.254/latest/meta-data/"}


def _attempted(named: dict[str, uuid.UUID]) -> bool:
    return set(Delivery.objects.values_list("notice__system", flat=True)) >= set(named.values())


def _first(system: uuid.UUID) -> str:
    return Delivery.objects.filter(notice__system=system).order_by("id")[0].outcome


def _mend(stack: ExitStack, found: dict[str, Receiver], named: dict[str, uuid.UUID]) -> None:
    found["hangs"].delay = 0
    found["hangs"].released.set()
    port = int(found["down"].url.rsplit(":", 1)[1].split("/")[0])
    found["down"] = stack.enter_context(listening(port))
    for name in ("localhost", "metadata"):
        upkeep.move_receiver(named[name], webhook_url=found[name].url)


def _rewound(done: Callable[[], bool]) -> Callable[[], bool]:
    """The hours between two attempts go by: what has failed is due, and whoever asked us to wait has had his time."""

    def look() -> bool:
        now = timezone.now()
        CallingSystem.objects.filter(webhook_paused_until__gt=now).update(webhook_paused_until=now)
        failed = Notice.objects.filter(state="waiting", attempts__gt=0, due_at__gt=now)
        under_way = Q(due_at__range=(now + claims.LEASE / 2, now + claims.LEASE * 2))
        failed.exclude(under_way).update(due_at=now)
        return done()

    return look


def _delivered() -> bool:
    return not Notice.objects.filter(system__isnull=False).exclude(state="delivered").exists()
