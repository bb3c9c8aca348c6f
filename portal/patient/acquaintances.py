"""Whom a patient may name on his pages: those of his record, and those whom he has just looked up by name.

Anyone else is not found, known elsewhere or not: the directory is not to be walked by trying identifiers.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest

from consents.selectors import directory, origins
from consents.selectors.minors import is_minor
from sharing.selectors import came, readers

_FOUND = "found_in_directory"
#: For so long one who was found may be chosen; so many are remembered.
_REMEMBERED_SECONDS, _REMEMBERED = 3600, 100
#: So many searches an hour for one account.
SEARCHES, HOUR = 30, 3600


class TooManySearches(Exception):
    """May be tried again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def may_be_named(request: HttpRequest, patient_id: UUID, professional: str, *, at: datetime) -> None:
    """Raises Http404 for one who is neither of the record nor found a moment ago; nobody named is fine.

    A minor is not to learn whom his parents named (R59, R67).
    """
    if not professional or professional in _found(request):
        return
    try:
        key = UUID(professional)
    except ValueError:
        raise Http404 from None
    said = not is_minor(patient_id, at=at)
    known = directory.is_of_record(patient_id, professional, by_word=said) or came.has_asked(patient_id, key)
    if not known and not _wrote_for_him(patient_id, key, at):
        raise Http404


def _wrote_for_him(patient_id: UUID, professional: UUID, at: datetime) -> bool:
    """A document that the patient may himself see: the author of another one would give it away (decision.md §6)."""
    written = origins.written_by(patient_id, professional)
    return not written.isdisjoint(readers.reader(patient_id, patient_id, at=at).documents)


def was_found(request: HttpRequest, professional: str) -> bool:
    """Whether the directory named him a moment ago."""
    return professional in _found(request)


def remember(request: HttpRequest, found: Iterable[str]) -> None:
    until = int(time.time()) + _REMEMBERED_SECONDS
    kept = {**_found(request), **dict.fromkeys(found, until)}
    request.session[_FOUND] = dict(list(kept.items())[-_REMEMBERED:])


def count_search(request: HttpRequest) -> None:
    """One more search by this account this hour; without the cache nobody searches."""
    now = int(time.time())
    key = f"directory:{request.user.pk}:{now // HOUR}"
    cache.add(key, 0, timeout=2 * HOUR)
    if cache.incr(key) > SEARCHES:
        raise TooManySearches(HOUR - now % HOUR)


def _found(request: HttpRequest) -> dict[str, int]:
    now = time.time()
    return {key: until for key, until in request.session.get(_FOUND, {}).items() if until > now}
