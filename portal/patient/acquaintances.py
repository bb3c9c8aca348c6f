"""Whom a patient may name on his pages: those of his record, and those whom he has just looked up by name.

Anyone else is not found, known elsewhere or not: the directory is not to be walked by trying identifiers.
"""

import time
from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest

from consents.selectors import directory
from sharing.selectors import came

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


def may_be_named(request: HttpRequest, patient_id: UUID, professional: str) -> None:
    """Raises Http404 for one who is neither of the record nor found a moment ago; nobody named is fine."""
    if not professional or professional in _found(request):
        return
    try:
        key = UUID(professional)
    except ValueError:
        raise Http404 from None
    if not (directory.is_of_record(patient_id, professional) or came.has_asked(patient_id, key)):
        raise Http404


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
