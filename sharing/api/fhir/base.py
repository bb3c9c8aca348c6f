"""What every view of `/fhir/` is: scope `fhir`, JSON or XML, OperationOutcome for every error."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

from allauth.idp.oidc.contrib.rest_framework.permissions import TokenPermission
from django.conf import settings
from django.utils.http import http_date
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api.authentication import CallingSystemAuthentication
from sharing.api.fhir import errors, formats
from sharing.api.fhir.preferring import MINIMAL, OUTCOME, preferred
from sharing.api.problems import ScopeMissing
from sharing.fhir.outcome import INFORMATION, Issue, outcome
from sharing.fhir.writing.words import Resource
from sharing.scopes import Scope

SCOPE = Scope.FHIR.value
PREFIX = "fhir"


class FhirView(APIView):
    """For calling systems with the scope `fhir`."""

    authentication_classes: list[type[Any]] = [CallingSystemAuthentication]
    permission_classes: list[type[Any]] = [TokenPermission.has_scope(SCOPE)]
    renderer_classes: list[type[BaseRenderer]] = formats.RENDERERS
    parser_classes: list[type[BaseParser]] = formats.PARSERS
    content_negotiation_class = formats.Negotiation
    metadata_class = None

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return errors.handler

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        if request.authenticators and request.successful_authenticator is None:
            super().permission_denied(request, message, code)
        raise ScopeMissing(SCOPE)


class PublicFhirView(FhirView):
    authentication_classes: list[type[Any]] = []
    permission_classes = [AllowAny]


class NoSuchView(FhirView):
    """A type or an operation that is not of this registry, whatever the method."""

    def get(self, request: Request, **named: str) -> Response:
        raise errors.NotFound

    post = put = patch = delete = head = get
    options = get  # type: ignore[assignment]


def base() -> str:
    """The address of the door; a setting, never the `Host` that a request claims."""
    return f"{settings.SITE_URL}/{PREFIX}"


def body(request: Request, kind: str) -> Resource:
    """The resource that was sent, of the type of this address."""
    if not isinstance(request.data, dict):
        raise errors.Unmet(400, "wrong_type", kind, code="structure")
    if request.data.get("resourceType") != kind:
        raise errors.Unmet(400, "wrong_resource_type", f"{kind}.resourceType", code="structure")
    return dict(request.data)


def parameters(request: Request) -> dict[str, Resource]:
    """Of an operation, by name; one of each, in their order."""
    said = body(request, "Parameters").get("parameter")
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise errors.Unmet(400, "missing", "Parameters.parameter")
    named: dict[str, Resource] = {}
    for index, each in enumerate(said):
        name = each.get("name")
        if not isinstance(name, str) or name in named:
            raise errors.Unmet(400, "wrong_type", f"Parameters.parameter[{index}].name", code="structure")
        named[name] = each
    return named


def one(resource: Resource, *, version: str, at: datetime) -> Response:
    """A resource as it is read."""
    return _marked(Response(resource), version, at)


def changed(request: Request, resource: Resource, *, version: str, at: datetime, created: bool) -> Response:
    """The answer to a change, in the shape that `Prefer` asks for."""
    shape = preferred(request).shape
    told: Resource | None = resource
    if shape == MINIMAL:
        told = None
    if shape == OUTCOME:
        told = outcome([Issue("informational", "OK", severity=INFORMATION)])
    response = _marked(Response(told, status=201 if created else 200), version, at)
    if created:
        response["Location"] = f"{base()}/{resource['resourceType']}/{resource['id']}/_history/{version}"
    return response


def _marked(response: Response, version: str, at: datetime) -> Response:
    response["ETag"] = f'W/"{version}"'
    response["Last-Modified"] = http_date(at.timestamp())
    return response
