"""Where things are told. Each act has its path, and all of them one more, a line each."""

from django.urls import path

from sharing.api.intake import acts, views

PREFIX = "intake/v1/"


def route_name(act: str) -> str:
    return "intake_" + act.replace("/", "_")


urlpatterns = [
    *(path(PREFIX + act, views.ActView.as_view(act=act), name=route_name(act)) for act in acts.ACTS),
    path(PREFIX + "acts", views.ActsView.as_view(), name="intake_acts"),
]
