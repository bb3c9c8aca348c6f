"""`/avis/`: what the patient was told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator

from portal.patient.presenters import history, notices
from sharing.selectors import own_notices

Shown = dict[str, object]
_PER_PAGE = 20


def page(person: UUID, number: str, *, minor: bool, at: datetime) -> Shown:
    """A minor's page counts nothing: someone may read over his shoulder."""
    shown = Paginator(range(own_notices.count(person, at=at)), _PER_PAGE).get_page(number)
    first = max(shown.start_index() - 1, 0)
    lines = [notices.line(card, minor=minor) for card in own_notices.told(person, at=at, first=first, most=_PER_PAGE)]
    return {
        "lede": "" if minor else notices.lede(own_notices.unread(person, at=at)),
        "days": history.by_day(lines),
        "unread": _unread(lines),
        "page": shown,
    }


def _unread(lines: Sequence[notices.Line]) -> list[tuple[str, object]]:
    """What « all read » names: what this page shows, and nothing that came since."""
    return [("avis", line["id"]) for line in lines if not line["read"]]
