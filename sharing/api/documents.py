"""The OpenAPI document and its viewer, served by ourselves and within the site's content security policy."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import APISettings

from sharing.api.throttle import ByAddress


class _Negotiation(DefaultContentNegotiation):
    """`?format=json` as well as `Accept`: whoever looks at the contract has a browser or `curl`."""

    settings = APISettings({"URL_FORMAT_OVERRIDE": "format"})  # type: ignore[assignment]


class SchemaView(SpectacularAPIView):
    content_negotiation_class = _Negotiation
    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    throttle_classes = [ByAddress]

    def handle_exception(self, error: Exception) -> Response:
        """A problem is JSON, whatever the document would have been written in."""
        response: Response = super().handle_exception(error)
        self.request.accepted_renderer = JSONRenderer()
        return response


class DocsView(SpectacularSwaggerSplitView):
    """Our own page around the viewer: the library's has a style inline, which the policy refuses."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    url_name = "schema"
    template_name = "api/docs.html"
