"""`POST /access/v1/search/resource` and `/access/v1/search/subject`: AuthZEN 1.0, with our vocabulary.

What may he see: for calling systems, as they ask single questions. Who may see: for the patient's own agent and for a
reviewer's software, nobody else. A page says only whether another follows: no gap, no count, no total.
"""

from typing import Any, NoReturn

from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import description, questions
from sharing.api.evaluation import DecisionView, client_id, context, proof, request_id
from sharing.api.problems import ScopeMissing
from sharing.api.reading import Reader
from sharing.asked import FINESS, RPPS
from sharing.services import searches, who_may_see
from sharing.services.agents import PATIENT_AGENT, REVIEW
from sharing.services.who_may_see import Seer


class ResourceSearchView(DecisionView):
    @description.search_resource
    def post(self, request: Request) -> Response:
        body = Reader(request.data)
        asked, page = questions.listing(body), questions.page(body)
        found = searches.documents(
            client_id(request), asked, page, proof=proof(request), at=timezone.now(), request_id=request_id(request)
        )
        results = [{"type": "document", "id": each} for each in found.documents]
        return Response({"page": {"next_token": found.following}, "context": context(found.record), "results": results})


class SubjectSearchView(DecisionView):
    permission_classes = [TokenPermission.has_scope([[PATIENT_AGENT], [REVIEW]])]

    @description.search_subject
    def post(self, request: Request) -> Response:
        body = Reader(request.data)
        about, page = questions.about(body), questions.page(body)
        token: Any = request.auth
        scopes = frozenset(token.get_scopes())
        found = who_may_see.professionals(client_id(request), about, page, scopes=scopes, at=timezone.now())
        return Response({"page": {"next_token": found.following}, "results": [_subject(each) for each in found.page]})

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        if request.successful_authenticator is None:
            super().permission_denied(request, message, code)
        raise ScopeMissing(f"{PATIENT_AGENT} {REVIEW}")


def _subject(seer: Seer) -> dict[str, Any]:
    """As an evaluation names him: with the organisation from which he may see it."""
    who, where = seer.professional, seer.organisation
    properties: dict[str, Any] = {} if who.system == RPPS else {"system": who.system}
    if where is not None:
        other = {"system": where.system, "value": where.value}
        properties["organisation"] = where.value if where.system == FINESS else other
    return {"type": "professional", "id": who.value} | ({"properties": properties} if properties else {})
