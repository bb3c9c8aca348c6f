"""The one table that turns typed errors into words for a machine and its developer (RFC 9457)."""

from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404
from django.utils.functional import Promise
from rest_framework import exceptions as drf
from rest_framework.response import Response

from consents import errors as declared
from sharing.api.kinds import PROBLEMS, Malformed, Problem
from sharing.api.throttle import TooMany
from sharing.engine.question import QuestionError
from sharing.journal import JournalUnavailable
from sharing.services.callers import SCOPE, NotGranted, NotOfCaller, UnknownCaller
from sharing.services.cards import NoSuchCard
from sharing.services.changes import NoSuchCursor
from sharing.services.freshness import Behind, NotThisPatients
from sharing.services.paging import NoSuchPage
from sharing.services.replay import NothingToReplay
from sharing.services.who_may_see import NotHisRecord


class ScopeMissing(drf.PermissionDenied):
    """The token does not open this door; `scopes` are those that do."""

    def __init__(self, scopes: str) -> None:
        super().__init__()
        self.scopes = scopes


CONTENT_TYPE = "application/problem+json"
URN = "urn:mes-partages:problem:"
logger = structlog.get_logger("sharing.api")

#: Errors of the framework and of the domain, each with the kind of problem it is. The first that fits.
KIND_OF: tuple[tuple[type[BaseException], str], ...] = (
    (drf.ParseError, "malformed-json"),
    (drf.UnsupportedMediaType, "unsupported-media-type"),
    (drf.NotAcceptable, "not-acceptable"),
    (drf.NotAuthenticated, "token-missing"),
    (drf.AuthenticationFailed, "token-invalid"),
    (drf.PermissionDenied, "scope-missing"),
    (DjangoPermissionDenied, "scope-missing"),
    (drf.MethodNotAllowed, "method-not-allowed"),
    (drf.NotFound, "not-found"),
    (Http404, "not-found"),
    (TooMany, "too-many-requests"),
    (RequestDataTooBig, "body-too-large"),
    (NotOfCaller, "professional-not-of-caller"),
    (NotGranted, "scope-missing"),
    (UnknownCaller, "caller-unknown"),
    (NotHisRecord, "not-his-record"),
    (NoSuchPage, "invalid-page-token"),
    (NotThisPatients, "invalid-min-token"),
    (NoSuchCursor, "invalid-cursor"),
    (NoSuchCard, "not-found"),
    (NothingToReplay, "nothing-to-replay"),
    (Behind, "not-fresh-yet"),
    (declared.StaleRevision, "stale-revision"),
    (declared.Refused, "refused"),
    (declared.InvalidFact, "invalid-member"),
    (JournalUnavailable, "journal-unavailable"),
    (DatabaseError, "unavailable"),
)


#: Why the engine says that a question is none.
_QUESTION_ERRORS = {"unknown_purpose": "unknown-purpose", "emergency_without_statement": "statement-missing"}


#: Where the member stands that is always the one at fault.
_POINTERS = {"invalid-min-token": "/context/min_token", "invalid-page-token": "/page/token"}


@dataclass(frozen=True, slots=True)
class Described:
    """A problem about to be told: its kind, and what is particular to this occurrence."""

    problem: Problem
    detail: str | Promise = ""
    pointer: str = ""
    rule: str = ""

    def members(self) -> dict[str, Any]:
        """The members of RFC 9457, then ours: `pointer` (RFC 6901, into the request) and `rule`."""
        members: dict[str, Any] = {
            "type": URN + self.problem.slug,
            "title": str(self.problem.title),
            "status": self.problem.status,
            "detail": str(self.detail or self.problem.detail),
        }
        members |= {"pointer": self.pointer} if self.pointer else {}
        members |= {"rule": self.rule} if self.rule else {}
        return members


def describe(error: BaseException) -> Described:
    """Any error whatever; one that is not in the table is a fault of ours and tells nothing of itself."""
    if isinstance(error, Malformed):
        return Described(PROBLEMS[error.slug], error.detail, error.pointer)
    if isinstance(error, QuestionError):
        return Described(PROBLEMS[_QUESTION_ERRORS.get(error.because, "question-refused")])
    if isinstance(error, declared.Refused):
        return Described(PROBLEMS["refused"], rule=error.rule)
    if isinstance(error, declared.InvalidFact):
        return Described(PROBLEMS["invalid-member"], pointer=f"/{error.element}")
    slug = next((slug for kind, slug in KIND_OF if isinstance(error, kind)), "internal")
    return Described(PROBLEMS[slug], pointer=_POINTERS.get(slug, ""))


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. Faults of ours are logged whole, and told as nothing but a fault."""
    described = describe(error)
    if described.problem.status >= 500:
        logger.error("no answer", kind=described.problem.slug, exc_info=error)
    response = Response(
        described.members() | extensions(error), status=described.problem.status, content_type=CONTENT_TYPE
    )
    for name, value in headers(error).items():
        response[name] = value
    return response


def extensions(error: BaseException) -> dict[str, Any]:
    """`errors`: what is wrong with each question, when none could be answered."""
    others = getattr(error, "others", None)
    return {"errors": others} if others else {}


def headers(error: BaseException) -> dict[str, str]:
    """`WWW-Authenticate` (RFC 6750 §3), `Retry-After`, `Allow`."""
    if isinstance(error, drf.PermissionDenied | NotGranted):
        scopes = error.scopes if isinstance(error, ScopeMissing | NotGranted) else SCOPE
        return {"WWW-Authenticate": f'Bearer realm="api", error="insufficient_scope", scope="{scopes}"'}
    if isinstance(error, drf.AuthenticationFailed):
        return {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}
    if isinstance(error, drf.NotAuthenticated):
        return {"WWW-Authenticate": 'Bearer realm="api"'}
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, Behind):
        return {"Retry-After": "1"}
    return {}
