"""`/fhir/Provenance`: where each version of a Consent comes from. Read and search; written by us alone."""

import re
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from consents.words import Identifier
from sharing.api import evaluation
from sharing.api.fhir import base, errors, formats, parameters, searching
from sharing.api.fhir.base import FhirView
from sharing.api.fhir.registry import Kind, interactions
from sharing.fhir import bundles, provenance
from sharing.fhir.provenance import Change
from sharing.fhir.writing.words import Resource
from sharing.services import provenances
from sharing.services.paging import NoSuchPage
from sharing.services.paging import Wanted as PageWanted
from sharing.services.provenances import Wanted

TYPE = "Provenance"
KNOWN: Mapping[str, str] = {
    "_id": "token",
    "target": "reference",
    "patient.identifier": "token",
    "patient:identifier": "token",
    "recorded": "date",
    "_lastUpdated": "date",
}
_PATIENT = ("patient.identifier", "patient:identifier")
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID = re.compile(f"(?P<consent>{_UUID})-(?P<number>[1-9][0-9]{{0,8}})")
_TARGET = re.compile(f"(?:.+/)?Consent/(?P<consent>{_UUID})(?:/_history/(?P<number>[1-9][0-9]{{0,8}}))?")
_NOTHING = uuid.UUID(int=0)


class ProvenancesView(FhirView):
    def get(self, request: Request) -> Response:
        return _found(request)


class SearchView(FhirView):
    parser_classes = formats.FORMS

    def post(self, request: Request) -> Response:
        return _found(request)


class ProvenanceView(FhirView):
    """It has one version: it tells of a moment that has passed."""

    def get(self, request: Request, named: str, version: str = "1") -> Response:
        consent, number = _key(_ID, named)
        wanted = Wanted(consent=consent, numbers=frozenset([number or 0]))
        told = provenances.one(evaluation.client_id(request), wanted, at=timezone.now())
        if told is None or version != "1":
            raise errors.NotFound
        return base.one(_written(told), version="1", at=told.at)


def _found(request: Request) -> Response:
    at = timezone.now()
    asked = parameters.read(request, KNOWN)
    page = PageWanted(asked.page, asked.count)
    try:
        found = provenances.search(
            evaluation.client_id(request), _wanted(asked), page, question=asked.question(TYPE), at=at
        )
    except NoSuchPage:
        raise errors.Unmet(400, "bad_value", f"http.{parameters.PAGE}") from None
    address = f"{base.base()}/{TYPE}"
    shown = bundles.Found(
        [_written(each) for each in found.changes],
        asked.link(address, page=asked.page),
        asked.link(address, page=found.following) if found.following else "",
        found.total,
        asked.warnings(),
    )
    return Response(bundles.searchset(shown, base.base()))


def _wanted(asked: parameters.Parameters) -> Wanted:
    """Of what: a search that names neither a Consent, nor a patient, nor an id is refused."""
    keys = [_key(shape, value) for name, shape in (("_id", _ID), ("target", _TARGET)) for value in _only(asked, name)]
    patients = [value for name in _PATIENT for value in _only(asked, name)]
    if not (keys or patients):
        raise errors.Unmet(400, "missing", "http.target")
    consents = {consent for consent, _ in keys}
    return Wanted(
        consent=consents.pop() if len(consents) == 1 else _NOTHING if keys else None,
        numbers=frozenset(number for _, number in keys if number is not None),
        patient=_patient(patients) if patients else None,
        spans=searching.spans(asked, "recorded", "_lastUpdated"),
    )


def _only(asked: parameters.Parameters, name: str) -> list[str]:
    """Said once, and one value."""
    said = [value for values in asked.alternatives(name) for value in values]
    if len(said) > 1:
        raise errors.Unmet(400, "bad_value", f"http.{name}")
    return said


def _key(shape: re.Pattern[str], value: str) -> tuple[uuid.UUID, int | None]:
    """Of something else: of a Consent that does not exist, looked for all the same."""
    found = shape.fullmatch(value)
    if found is None:
        return _NOTHING, None
    return uuid.UUID(found["consent"]), int(found["number"]) if found["number"] else None


def _patient(said: list[str]) -> Identifier:
    (named, *others) = searching.tokens(tuple(said))
    system, value = named
    if others or not system:
        raise errors.Unmet(400, "bad_value", f"http.{_PATIENT[0]}")
    return Identifier(system, value)


def _written(change: Change) -> Resource:
    return provenance.provenance(change, site=settings.SITE_URL)


def capability() -> Resource:
    return {
        "type": TYPE,
        "documentation": "One for each version of a Consent. Search by target, patient.identifier or _id.",
        "interaction": interactions("read", "vread", "search-type"),
        "versioning": "versioned",
        "readHistory": False,
        "updateCreate": False,
        "searchParam": [{"name": name, "type": kind} for name, kind in KNOWN.items() if ":" not in name],
    }


KIND = Kind(
    TYPE,
    (
        (TYPE, ProvenancesView.as_view(), "fhir_provenances"),
        (f"{TYPE}/_search", SearchView.as_view(), "fhir_provenances_search"),
        (f"{TYPE}/<str:named>", ProvenanceView.as_view(), "fhir_provenance"),
        (f"{TYPE}/<str:named>/_history/<str:version>", ProvenanceView.as_view(), "fhir_provenance_version"),
    ),
    capability,
)
