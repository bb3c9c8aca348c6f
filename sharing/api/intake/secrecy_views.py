"""`POST /intake/v1/secrecy/standing`: what a minor keeps secret, for the one who takes care of him, to ask him again.

A POST, so that no identity stands in an address; nothing is kept.
"""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from consents.selectors.secrecy import KeptCard
from sharing.api import evaluation
from sharing.api.intake import problems, secrecy
from sharing.api.intake.views import IntakeView
from sharing.api.kinds import Malformed
from sharing.api.problems import CONTENT_TYPE
from sharing.api.reading import Reader
from sharing.services.intake import secrecy as written
from sharing.services.intake import speaking


class StandingSecretsView(IntakeView):
    def post(self, request: Request) -> Response:
        at = timezone.now()
        try:
            asked = secrecy.written(Reader(request.data))
            speaker = speaking.speaker(
                evaluation.client_id(request),
                request_id=evaluation.request_id(request),
                proof=evaluation.proof(request),
            )
            found = written.standing(speaker, asked, at=at)
        except (Malformed, *problems.REFUSALS) as refusal:
            described = problems.describe(refusal)
            return Response(described.members(), status=described.problem.status, content_type=CONTENT_TYPE)
        return Response({"secrets": [_secret(card) for card in found]})


def _secret(card: KeptCard) -> dict[str, Any]:
    """Towards whom by name is the minor's to say."""
    body: dict[str, Any] = {"id": card.id}
    body |= {"document": card.document} if card.document else {}
    body |= {"since": card.since.isoformat()} if card.since else {}
    body |= {"until": card.until.isoformat()} if card.until else {}
    body |= {"towards_all": not card.towards, "begins_at": card.begins_at.isoformat(), "waits": card.waits}
    return body | ({"renewed_at": card.again_at.isoformat()} if card.again_at else {})
