"""Short ways to change something and to deliver what follows."""

import uuid
from datetime import datetime

from consents.actor import Actor
from consents.services import preferences
from consents.words import EVERYONE, EVERYTHING
from sharing.models import Notice
from sharing.services import delivery, planning
from tests.sharing.notices.story import NOW, Story

HERE = ["127.0.0.1"]


def change(story: Story, times: int = 1, *, patient: uuid.UUID | None = None, at: datetime = NOW) -> None:
    who = patient or story.marie
    for _ in range(times):
        preferences.oppose(who, to=EVERYONE, about=EVERYTHING, by=Actor.person(who), at=at)
    planning.plan_notices(at=at)


def deliver(at: datetime = NOW) -> int:
    return delivery.deliver_notices(at=at, private_hosts=HERE)


def only_notice() -> Notice:
    return Notice.objects.get()
