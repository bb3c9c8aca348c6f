"""Where things are told. Each act has its path, and all of them one more, a line each."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema_view

from sharing.api.intake import acts, description, fhir, secrecy_views, views

PREFIX = "intake/v1/"


def _view(act: str) -> Any:
    """A class for each act, since each is described by itself."""
    named: type[views.ActView] = type(f"{act.title().replace('/', '')}View", (views.ActView,), {"act": act})
    return extend_schema_view(post=description.act(act))(named).as_view()


urlpatterns = [
    *(path(PREFIX + act, _view(act), name="intake_" + act.replace("/", "_")) for act in acts.ACTS),
    path(
        PREFIX + "secrecy/standing",
        extend_schema_view(post=description.standing())(secrecy_views.StandingSecretsView).as_view(),
        name="intake_secrecy_standing",
    ),
    path(
        PREFIX + "acts",
        extend_schema_view(post=description.acts())(views.ActsView).as_view(),
        name="intake_acts",
    ),
    path(PREFIX + "fhir", extend_schema_view(post=description.fhir())(fhir.FhirView).as_view(), name="intake_fhir"),
]
