"""Tells the story once: everything or nothing, and nothing the second time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portal.demo import accounts, following, keys, playing, record, story
from portal.demo.keys import Keys
from portal.demo.record import Cast
from sharing.services import upkeep

_LONG_AGO = 720


class NotADemonstration(Exception):
    """The site is a real one: nobody may be invented in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """`first` is False when the story was there already."""

    keys: Keys
    first: bool


def tell(*, at: datetime, keys_file: Path, receiver: str = "") -> Told:
    """`receiver`: where the hospital is told of changes; left out, it stays where it was."""
    if settings.PRODUCTION:
        raise NotADemonstration
    first = not accounts.known()
    kept = keys.read(keys_file)
    if first:
        kept = _first_time(at, receiver or usual_receiver())
        keys.write(keys_file, kept)
    elif not keys.hold(kept):
        kept = _lost_keys(at, receiver or usual_receiver())
        keys.write(keys_file, kept)
    elif receiver:
        upkeep.move_receiver(kept[keys.WITH_RECEIVER].system, webhook_url=receiver)
    return Told(kept, first)


def usual_receiver() -> str:
    """The port after the site's."""
    host, _, port = settings.SITE_URL.rpartition(":")
    return f"http://127.0.0.1:{int(port) + 1}/notices" if host and port.isdigit() else "http://127.0.0.1:8001/notices"


@transaction.atomic
def _first_time(at: datetime, receiver: str) -> Keys:
    cast = Cast(at, receiver=receiver)
    record.feed(cast)
    cast.reviewer = accounts.create(cast)
    registered = keys.register(cast, receiver=receiver, at=cast.ago(_LONG_AGO))
    systems = keys.by_place(registered)
    for step in story.steps():
        playing.play(step, cast, systems)
    following.at_last(cast)
    return registered


@transaction.atomic
def _lost_keys(at: datetime, receiver: str) -> Keys:
    cast = Cast(at)
    record.places(cast)
    return keys.register(cast, receiver=receiver, at=at)
