"""The OpenAPI document and its viewer, served by ourselves and within the site's content security policy."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class SchemaView(SpectacularAPIView):
    permission_classes = [AllowAny]
    authentication_classes: list[type] = []


class DocsView(SpectacularSwaggerSplitView):
    """Our own page around the viewer: the library's has a style inline, which the policy refuses."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    url_name = "schema"
    template_name = "api/docs.html"
