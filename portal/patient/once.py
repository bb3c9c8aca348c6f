"""One press of a button, one act: a form carries a token, and a token declares once.

The account's session row is locked while the act is done, in the same transaction: a second press waits,
then finds what the first one did. If the act fails, the token is still good.
"""

import secrets
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

_DONE = "declared"
_KEPT = 50


def new_token() -> str:
    return secrets.token_urlsafe(16)


def once(request: HttpRequest, token: str, act: Callable[[], int]) -> int:
    """The revision that `act` declares, or the one already declared with this token."""
    with transaction.atomic():
        already = _already(request)
        if token in already:
            return already[token]
        revision = act()
        _remember(request, {**already, token: revision})
    return revision


def _already(request: HttpRequest) -> dict[str, int]:
    """What this session's tokens have declared, read afresh under the lock of its row."""
    key = request.session.session_key
    Session.objects.select_for_update().filter(session_key=key).first()
    stored = import_module(settings.SESSION_ENGINE).SessionStore(key).load()
    return dict(stored.get(_DONE, {}))


def _remember(request: HttpRequest, done: dict[str, int]) -> None:
    request.session[_DONE] = dict(list(done.items())[-_KEPT:])
    request.session.save()
