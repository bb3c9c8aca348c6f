"""`POST /access/v1/emergency-card`: from the reference on a patient's card to whom the emergency question is about."""

from typing import Any, NoReturn

from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.conf import settings
from django.utils import timezone
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api import emergency_card_description, throttle
from sharing.api.authentication import CallingSystemAuthentication
from sharing.api.evaluation import client_id
from sharing.api.problems import ScopeMissing
from sharing.api.reading import Reader, StrictJSONParser
from sharing.scopes import Scope
from sharing.services import cards

LONGEST_REFERENCE = 80


class EmergencyCardView(APIView):
    """For calling systems with the scope `emergency`; a reference is not to be found by trying."""

    authentication_classes = [CallingSystemAuthentication]
    permission_classes = [TokenPermission.has_scope(Scope.EMERGENCY.value)]
    parser_classes: list[type[BaseParser]] = [StrictJSONParser]

    @emergency_card_description.card
    def post(self, request: Request) -> Response:
        """Nothing of health, no name: an identity, to be asked about."""
        _count(client_id(request))
        reference = Reader(request.data).text("reference", longest=LONGEST_REFERENCE)
        patient = cards.bearer(client_id(request), reference, at=timezone.now())
        said: dict[str, Any] = {"patient": {"system": patient.system, "value": patient.value}}
        return Response(said)

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        if request.successful_authenticator is None:
            super().permission_denied(request, message, code)
        raise ScopeMissing(Scope.EMERGENCY.value)


def _count(system: str) -> None:
    """One more card read by this system. Raises `TooMany`."""
    wait = throttle.seconds_to_wait(f"card:{system}", at_most=settings.API_CARDS_A_MINUTE)
    if wait:
        raise throttle.TooMany(wait)
