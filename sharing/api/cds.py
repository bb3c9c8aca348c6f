"""`GET /cds-services`, `POST /cds-services/patient-consent-consult`: the hook of LEAP-CDS and ASU SHARES (CDS Hooks 2.0).

May this actor see this patient's record, and which of its documents? The same question as `/access/v1/search/resource`,
answered by the same service, journaled the same, in the shape of a card. Scope `decisions`.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api import cds_cards, cds_description, cds_reading
from sharing.api.authentication import CallingClient, CallingSystemAuthentication
from sharing.api.evaluation import DecisionView, client_id, proof, request_id
from sharing.api.reading import Reader
from sharing.api.throttle import ByAddress
from sharing.services import searches, tokens
from sharing.services.lists import LARGEST_PAGE
from sharing.services.paging import Wanted
from sharing.services.tokens import Assertion, UnknownClient


class ServicesView(APIView):
    """What may be asked here, to whoever looks."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    throttle_classes = [ByAddress]

    @cds_description.services
    def get(self, request: Request) -> Response:
        service = {
            "hook": cds_reading.HOOK,
            "id": cds_reading.HOOK,
            "title": _("Consentement du patient"),
            "description": _("Ce demandeur peut-il voir le dossier de ce patient, et lesquels de ses documents ?"),
        }
        return Response({"services": [service]})


class SignedCall(CallingSystemAuthentication):
    """A call signed by itself (CDS Hooks 2.0, trusting CDS clients), or our own bearer token.

    `iss` is the `client_id`, `aud` the address called; keys, algorithms, `exp` and `jti` as at the token endpoint.
    """

    def _known(self, request: HttpRequest) -> tuple[CallingClient, Any] | None:
        value = request.headers["Authorization"].split()[1]
        if value.count(".") != 2:
            return super()._known(request)
        audience = str(settings.SITE_URL) + reverse("cds_consult")
        try:
            token = tokens.for_one_call(Assertion(value, audience, named_by="iss"), at=timezone.now())
        except UnknownClient:
            return None
        return CallingClient(token.client_id), token


class ConsultView(DecisionView):
    authentication_classes = [SignedCall]

    @cds_description.consult
    def post(self, request: Request) -> Response:
        asked = cds_reading.consultation(Reader(request.data))
        if asked is None:
            return Response(cds_cards.nothing_kept())
        found = searches.documents(
            client_id(request),
            asked,
            Wanted(size=LARGEST_PAGE),
            proof=proof(request),
            at=timezone.now(),
            request_id=request_id(request),
        )
        return Response(cds_cards.answered(found))
