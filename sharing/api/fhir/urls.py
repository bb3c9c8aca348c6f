"""The routes of `/fhir/`. What no type of the registry answers is answered by nothing at all, alike."""

from django.urls import path

from sharing.api.fhir.base import PREFIX, NoSuchView
from sharing.api.fhir.kinds import KINDS
from sharing.api.fhir.metadata import MetadataView

urlpatterns = [
    path(f"{PREFIX}/metadata", MetadataView.as_view(), name="fhir_metadata"),
    *(path(f"{PREFIX}/{route}", view, name=name) for kind in KINDS for route, view, name in kind.routes),
    path(f"{PREFIX}/", NoSuchView.as_view(), name="fhir_root"),
    path(f"{PREFIX}/<path:rest>", NoSuchView.as_view(), name="fhir_nothing"),
]
