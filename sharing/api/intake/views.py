"""`POST /intake/v1/…`: what hospitals' software tells of its own. Scope `intake`, problem+json."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.db import DatabaseError
from django.utils import timezone
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api.authentication import CallingSystemAuthentication
from sharing.api.intake import acts, answering, bodies, problems
from sharing.api.kinds import Malformed
from sharing.api.problems import CONTENT_TYPE, ScopeMissing
from sharing.api.reading import Reader, StrictJSONParser
from sharing.services import intake
from sharing.services.intake.once import Told

SCOPE = "intake"


class IntakeView(APIView):
    """For calling systems with the scope `intake`."""

    authentication_classes = [CallingSystemAuthentication]
    permission_classes = [TokenPermission.has_scope(SCOPE)]
    parser_classes: list[type[BaseParser]] = [StrictJSONParser]
    renderer_classes: list[type[BaseRenderer]] = [JSONRenderer]

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return problems.handler

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        if request.successful_authenticator is None:
            super().permission_denied(request, message, code)
        raise ScopeMissing(SCOPE)


class ActView(IntakeView):
    """One act; its name is the end of the path."""

    act = ""

    def post(self, request: Request) -> Response:
        at = timezone.now()
        told = answering.under_its_key(
            request, lambda: answering.answer(request, lambda: acts.act(self.act, request.data), at=at), at=at
        )
        return responded(told)


class ActsView(IntakeView):
    """One act a line, an answer a line; each line is kept whole or not at all, and sinks no other."""

    parser_classes = [bodies.LinesParser]
    renderer_classes = [bodies.LinesRenderer, JSONRenderer]

    def post(self, request: Request) -> Response:
        at = timezone.now()
        lines = [(number, text) for number, text in enumerate(str(request.data).split("\n"), 1) if text.strip()]
        if len(lines) > bodies.MOST_LINES:
            raise Malformed("too-many-lines")
        keyed = "Idempotency-Key" in request.headers
        told = answering.under_its_key(
            request,
            lambda: Told(200, [_line(request, number, text, at=at, keyed=keyed) for number, text in lines]),
            at=at,
        )
        return responded(told)


def _line(request: Request, number: int, text: str, *, at: datetime, keyed: bool) -> dict[str, Any]:
    """Under a key a fault of ours undoes all the lines, so that they may be sent again."""

    def read() -> intake.Act:
        body = Reader(bodies.line(text))
        name = body.text("act")
        if name not in acts.ACTS:
            raise Malformed("unknown-act", body.at("act"))
        return acts.act(name, bodies.line(text))

    try:
        told = answering.answer(request, read, at=at)
    except DatabaseError as fault:
        if keyed:
            raise
        described = problems.describe(fault)
        told = Told(described.problem.status, described.members())
    body: dict[str, Any] = told.body
    return {"line": number, "status": told.status} | body


def responded(told: Told) -> Response:
    response = Response(told.body, status=told.status)
    if told.status >= 400:
        response = Response(told.body, status=told.status, content_type=CONTENT_TYPE)
    if told.again:
        response["Idempotency-Replayed"] = "true"
    return response
