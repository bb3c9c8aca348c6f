"""`POST /access/v1/evaluation` and `/access/v1/evaluations`: AuthZEN 1.0, with our vocabulary.

A view reads the clock once, makes one call, and renders. What it answers about a hidden, an unknown, another
patient's document or one out of remit is one shape and one size.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api import batch, description, problems, questions, words
from sharing.api.authentication import CallingSystemAuthentication, MayAskForDecisions
from sharing.api.batch import Result
from sharing.api.reading import Reader, StrictJSONParser
from sharing.services import decisions
from sharing.services.answers import Answer
from sharing.services.callers import Proof


class DecisionView(APIView):
    """For calling systems with the scope `decisions`, in JSON."""

    authentication_classes = [CallingSystemAuthentication]
    permission_classes = [MayAskForDecisions]
    parser_classes: list[type[BaseParser]] = [StrictJSONParser]


class EvaluationView(DecisionView):
    @description.evaluation
    def post(self, request: Request) -> Response:
        return Response(one(request, at=timezone.now()))


class EvaluationsView(DecisionView):
    @description.evaluations
    def post(self, request: Request) -> Response:
        """Without `evaluations`, it is a single evaluation (AuthZEN 1.0 §7.1)."""
        at = timezone.now()
        body = Reader(request.data)
        if not body.has("evaluations") or body.raw("evaluations") == []:
            return Response(one(request, at=at))
        return Response({"evaluations": many(request, at=at)})


def one(request: Request, *, at: datetime) -> dict[str, Any]:
    asked = questions.question(Reader(request.data))
    (result,) = decisions.answer_system(
        client_id(request), [asked], proof=proof(request), at=at, request_id=request_id(request)
    )
    if isinstance(result, Answer):
        return rendered(result)
    raise result


def many(request: Request, *, at: datetime) -> list[dict[str, Any]]:
    wanted = batch.read(request.data)
    asked = wanted.asked()
    answered = decisions.answer_system(
        client_id(request), asked, proof=proof(request), at=at, request_id=request_id(request), until=wanted.until
    )
    results = wanted.merged(answered)
    batch.refuse_if_nothing_is_answered(results)
    return [rendered(each) for each in results]


def rendered(result: Result) -> dict[str, Any]:
    """An answer; or, in a batch, what is wrong with a question, which is denied."""
    if not isinstance(result, Answer):
        error = problems.describe(result).members()
        return {"decision": False, "context": {"error": error | {"message": error["title"]}}}
    return {"decision": result.permit, "context": context(result)}


def context(answer: Answer) -> dict[str, Any]:
    """What goes with an answer, of one size for all that must look alike."""
    members: dict[str, Any] = {
        "code": answer.code,
        "reason_user": words.reason_user(answer.code),
        "obligations": list(answer.obligations),
        "decision_id": str(answer.decision_id),
        "patient": answer.patient,
        "token": answer.token,
    }
    until = answer.valid_until
    return members if until is None else members | {"valid_until": until.isoformat()}


def client_id(request: Request) -> str:
    """Of the OAuth 2 client that the authentication found."""
    return str(getattr(request.user, "client_id", ""))


def proof(request: Request) -> Proof:
    """What its token opens, and whom it names."""
    known: Any = request.auth
    data = known.data if isinstance(known.data, dict) else {}
    return Proof(frozenset(known.get_scopes()), str(data.get("professional", "")))


def request_id(request: Request) -> str:
    """Given by the caller in `X-Request-ID`, or made for it; echoed, and kept in the journal."""
    return str(getattr(request._request, "request_id", ""))
