"""`GET /changes`, `POST /changes/acknowledged`, `POST /changes/replay`: what a calling system is told, read in order.

The same changes as its webhook gets. They say that something about a patient changed, and no more: the system asks
again (decision.md §7).
"""

from datetime import datetime
from typing import Any, NoReturn

from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api import changes_description as description
from sharing.api.authentication import CallingSystemAuthentication
from sharing.api.evaluation import client_id
from sharing.api.kinds import Malformed
from sharing.api.problems import ScopeMissing
from sharing.api.reading import Reader, StrictJSONParser
from sharing.scopes import Scope
from sharing.services import changes, replay
from sharing.services.changes import Change, Read, Wanted
from sharing.services.replay import Between

SCOPE = Scope.CHANGES.value
#: Whoever could not wait is asked to come back no sooner than after so many seconds.
_COME_BACK = 5
_LONGEST_CURSOR = 200


class FeedView(APIView):
    """For calling systems with the scope `changes`."""

    authentication_classes = [CallingSystemAuthentication]
    permission_classes = [TokenPermission.has_scope(SCOPE)]
    parser_classes: list[type[BaseParser]] = [StrictJSONParser]

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        if request.successful_authenticator is None:
            super().permission_denied(request, message, code)
        raise ScopeMissing(SCOPE)


class ChangesView(FeedView):
    @description.changes
    def get(self, request: Request) -> Response:
        """Without anything new, and after the wait, the same cursor: nothing was missed up to here."""
        return _answer(changes.read(client_id(request), _wanted(request)))


class AcknowledgedView(FeedView):
    @description.acknowledged
    def post(self, request: Request) -> Response:
        body = Reader(request.data)
        cursor, token = _optional(body, "cursor"), _optional(body, "token")
        if not cursor and not token:
            raise Malformed("missing-member", body.at("cursor"))
        known = changes.acknowledge(client_id(request), cursor=cursor, token=token, at=timezone.now())
        return Response({"cursor": known})


class ReplayView(FeedView):
    @description.replay
    def post(self, request: Request) -> Response:
        at = timezone.now()
        body = Reader(request.data)
        until = _moment(body, "until") if body.has("until") else at
        count = replay.replay_own(client_id(request), Between(_moment(body, "since"), until), at=at)
        return Response({"replayed": count})


def _answer(found: Read) -> Response:
    body = {"changes": [_change(each) for each in found.changes], "cursor": found.cursor, "more": found.more}
    later = {"Retry-After": str(_COME_BACK)} if found.unwaited else {}
    return Response(body, headers={"Cache-Control": "no-store"} | later)


def _change(one: Change) -> dict[str, Any]:
    """As the webhook's body, with its id (the webhook's header `webhook-id`) and its cursor."""
    return {"id": str(one.card.id), **one.card.body, "cursor": one.cursor}


def _wanted(request: Request) -> Wanted:
    after = request.query_params.get("after", "")
    if len(after) > _LONGEST_CURSOR:
        raise changes.NoSuchCursor
    return Wanted(
        after,
        _number(request, "wait", default=0, least=0, most=changes.LONGEST_WAIT),
        _number(request, "limit", default=changes.PAGE, least=1, most=changes.LARGEST_PAGE),
    )


def _number(request: Request, name: str, *, default: int, least: int, most: int) -> int:
    """A parameter of the address: digits only, within its bounds."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        said = _("« %(name)s » est un entier entre %(least)d et %(most)d.")
        raise Malformed("invalid-parameter", "", str(said) % {"name": name, "least": least, "most": most})
    return int(text)


def _optional(body: Reader, name: str) -> str:
    return body.text(name, longest=_LONGEST_CURSOR) if body.has(name) else ""


def _moment(body: Reader, name: str) -> datetime:
    """ISO 8601 with its zone."""
    try:
        read = datetime.fromisoformat(body.text(name, longest=40))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise Malformed("invalid-member", body.at(name), _("Un moment avec son fuseau est attendu."))
    return read
