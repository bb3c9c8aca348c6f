"""Short ways for the patient of the story to say something, and to see who was told."""

import uuid
from datetime import datetime, timedelta

from consents.actor import Actor
from consents.services import preferences
from consents.vocabulary import RecipientKind
from consents.words import EVERYTHING, Recipient, Subject
from sharing.selectors import notices
from sharing.services import planning
from tests.sharing.notices.story import NOW, Story

LATER = NOW + timedelta(hours=1)


def to(kind: RecipientKind, who: uuid.UUID) -> Recipient:
    return Recipient(kind, str(who))


def doctor(who: uuid.UUID) -> Recipient:
    return to(RecipientKind.PROFESSIONAL, who)


def place(which: uuid.UUID) -> Recipient:
    return to(RecipientKind.ORGANISATION, which)


def himself(who: uuid.UUID) -> Actor:
    return Actor.person(who)


def grant(story: Story, recipient: Recipient, about: Subject = EVERYTHING, at: datetime = NOW, **more) -> None:
    preferences.grant(story.marie, to=recipient, about=about, by=himself(story.marie), at=at, **more)


def oppose(story: Story, recipient: Recipient, about: Subject = EVERYTHING, at: datetime = NOW) -> None:
    preferences.oppose(story.marie, to=recipient, about=about, by=himself(story.marie), at=at)


def withdraw(story: Story, recipient: Recipient, about: Subject = EVERYTHING, at: datetime = NOW) -> None:
    preferences.withdraw(story.marie, to=recipient, about=about, by=himself(story.marie), at=at)


def kinds(kind: str, who: uuid.UUID, at: datetime = LATER) -> set[str]:
    planning.plan_notices(at=at)
    return notices.kinds_for(kind, who, at=at)
