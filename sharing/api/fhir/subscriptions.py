"""`/fhir/Subscription`: being told of changes, as the R4 backport of topic subscriptions says (1.1.0), id-only.

A system sees its own subscriptions and no other. What is asked for and cannot be done is refused with its element.
"""

import uuid
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from consents.errors import InvalidFact
from sharing.api import evaluation
from sharing.api.fhir import base, errors, formats, parameters, preferring
from sharing.api.fhir.base import FhirView
from sharing.api.fhir.registry import Kind, interactions
from sharing.api.fhir.registry import parameters as search_parameters
from sharing.fhir import bundles
from sharing.fhir.subscriptions import names, operations, reading, writing
from sharing.fhir.subscriptions.values import Kept, Wanted
from sharing.fhir.writing.words import Resource
from sharing.selectors import subscriptions
from sharing.services import callers
from sharing.services.subscriptions import asking

TYPE = "Subscription"
_SEARCHED = ("_id", "criteria", "payload", "status", "type", "url")
_MALFORMED = ("wrong_type", "wrong_resource_type")
#: The code of an issue, when it is another than that of its status.
_CODES = {
    "missing": "required",
    "not_supported": "not-supported",
    "too_long": "too-long",
    "unknown_word": "code-invalid",
}


def system(request: Request) -> uuid.UUID:
    return callers.caller(evaluation.client_id(request)).id


def topic() -> str:
    return names.topic(settings.SITE_URL)


def own(request: Request, named: str) -> Kept:
    """One of the caller's; another's and none are the same."""
    kept = subscriptions.one(system(request), _id(named))
    if kept is None:
        raise errors.NotFound
    return kept


class SubscriptionsView(FhirView):
    def get(self, request: Request) -> Response:
        return _found(request)

    def post(self, request: Request) -> Response:
        at = timezone.now()
        wanted = _wanted(request)
        try:
            kept = asking.create(system(request), wanted, at=at)
        except InvalidFact as fault:
            raise _unkept(fault) from fault
        except asking.TooManySubscriptions:
            raise errors.Unmet(422, "too_many_subscriptions", TYPE) from None
        return _changed(request, kept, created=True)


class SearchView(FhirView):
    parser_classes = formats.FORMS

    def post(self, request: Request) -> Response:
        return _found(request)


class SubscriptionView(FhirView):
    def get(self, request: Request, named: str) -> Response:
        return _read(own(request, named))

    def put(self, request: Request, named: str) -> Response:
        """`off` ends it; anything else that differs begins again with a handshake."""
        at = timezone.now()
        wanted = _wanted(request)
        if base.body(request, TYPE).get("id") != named:
            raise errors.Unmet(400, "wrong_id", f"{TYPE}.id")
        expected = preferring.expected_version(request)
        try:
            kept = asking.update(system(request), _id(named), wanted, version=expected, at=at)
        except InvalidFact as fault:
            raise _unkept(fault) from fault
        except (asking.NoSuchSubscription, asking.AnotherVersion) as missed:
            raise _missed(missed) from missed
        return _changed(request, kept, created=False)

    def delete(self, request: Request, named: str) -> Response:
        at = timezone.now()
        expected = preferring.expected_version(request)
        try:
            asking.remove(system(request), _id(named), version=expected, at=at)
        except (asking.NoSuchSubscription, asking.AnotherVersion) as missed:
            raise _missed(missed) from missed
        return Response(status=204)


class VersionView(FhirView):
    """The version that stands; the earlier ones are not kept."""

    def get(self, request: Request, named: str, version: str) -> Response:
        kept = own(request, named)
        if version != str(kept.version):
            raise errors.NotFound
        return _read(kept)


class StatusView(FhirView):
    """`$status` of one, or of those that `id` and `status` choose."""

    def get(self, request: Request, named: str = "") -> Response:
        asked = _asked(request, "Parameters", ("id", "status"))
        several = [own(request, named)] if named else _chosen(request, asked)
        path = f"{TYPE}/{named}/$status" if named else f"{TYPE}/$status"
        told = writing.statuses(several, base=base.base(), topic=topic(), address=f"{base.base()}/{path}")
        return Response(told)

    post = get


class EventsView(FhirView):
    """`$events`: what was missed, by number, a hundred at a time."""

    def get(self, request: Request, named: str) -> Response:
        at = timezone.now()
        kept = own(request, named)
        asked = _asked(request, "Parameters", ("eventsSinceNumber", "eventsUntilNumber", "content"))
        return Response(_events(kept, asked, at))

    post = get


def _events(kept: Kept, asked: operations.Asked, at: datetime) -> Resource:
    try:
        wanted = operations.events(asked, newest=kept.count, usual=kept.wanted.content)
    except InvalidFact as fault:
        raise errors.Unmet(422 if fault.because == "not_supported" else 400, fault.because, fault.element) from fault
    found = subscriptions.events(uuid.UUID(kept.id), since=wanted.since, until=wanted.until, most=asking.MOST_EVENTS)
    shown = replace(kept, wanted=replace(kept.wanted, content=wanted.content))
    return writing.notification(
        shown,
        writing.QUERY_EVENT,
        found,
        base=base.base(),
        topic=topic(),
        bundle=str(uuid.uuid5(uuid.UUID(kept.id), f"{wanted.since}-{wanted.until} {at.isoformat()}")),
        at=at,
    )


def _chosen(request: Request, asked: operations.Asked) -> list[Kept]:
    ids, states = asked.get("id", ()), asked.get("status", ())
    ids = tuple(each.removeprefix(f"{TYPE}/") for each in ids)
    return [
        kept
        for kept in subscriptions.of_system(system(request))
        if (not ids or kept.id in ids) and (not states or kept.status in states)
    ]


def _asked(request: Request, kind: str, known: tuple[str, ...]) -> operations.Asked:
    """From the address, then from the Parameters of a POST; names that are not known are left aside."""
    given: list[tuple[str, str]] = [(name, v) for name, values in request._request.GET.lists() for v in values]
    if request.method == "POST" and request.data:
        given += operations.given(base.body(request, kind))
    return {name: tuple(value for key, value in given if key == name) for name in known}


def _found(request: Request) -> Response:
    asked = parameters.read(request, _SEARCHED)
    if asked.page and not (asked.page.isascii() and asked.page.isdigit() and len(asked.page) < 6):
        raise errors.Unmet(400, "bad_value", f"http.{parameters.PAGE}")
    matching = [kept for kept in subscriptions.of_system(system(request)) if _matches(kept, asked)]
    first = int(asked.page or 0)
    after = first + asked.count
    address = f"{base.base()}/{TYPE}"
    found = bundles.Found(
        [writing.subscription(kept, topic=topic()) for kept in matching[first:after]],
        asked.link(address, page=asked.page),
        asked.link(address, page=str(after)) if after < len(matching) else "",
        len(matching),
        asked.warnings(),
    )
    return Response(bundles.searchset(found, base.base()))


def _matches(kept: Kept, asked: parameters.Parameters) -> bool:
    values = {
        "_id": kept.id,
        "criteria": topic(),
        "payload": kept.wanted.payload,
        "status": kept.status,
        "type": names.REST_HOOK,
        "url": kept.wanted.endpoint,
    }
    return all(_one_of(name, value, asked) for name, value in values.items())


def _one_of(name: str, value: str, asked: parameters.Parameters) -> bool:
    """A code may be named with its system, which nobody needs here."""
    said = asked.alternatives(name)
    return all(value in each or value in {one.rpartition("|")[2] for one in each} for each in said)


def _wanted(request: Request) -> Wanted:
    body = base.body(request, TYPE)
    try:
        return reading.wanted(body, topic=topic())
    except InvalidFact as fault:
        raise _unkept(fault) from fault


def _unkept(fault: InvalidFact) -> errors.Unmet:
    status = 400 if fault.because in _MALFORMED else 422
    return errors.Unmet(status, fault.because, fault.element, code=_CODES.get(fault.because, ""))


def _missed(missed: Exception) -> errors.Unmet:
    return errors.Unmet(412, "stale_version") if isinstance(missed, asking.AnotherVersion) else errors.NotFound()


def _id(named: str) -> uuid.UUID:
    try:
        found = uuid.UUID(named)
    except ValueError:
        raise errors.NotFound from None
    if str(found) != named:
        raise errors.NotFound
    return found


def _read(kept: Kept) -> Response:
    return base.one(writing.subscription(kept, topic=topic()), version=str(kept.version), at=kept.changed_at)


def _changed(request: Request, kept: Kept, *, created: bool) -> Response:
    resource = writing.subscription(kept, topic=topic())
    return base.changed(request, resource, version=str(kept.version), at=kept.changed_at, created=created)


def capability() -> Resource:
    """The topic is named here, as the guide asks: that is how a client finds it."""
    guide = "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription"
    return {
        "extension": [{"url": names.TOPIC_EXTENSION, "valueCanonical": topic()}],
        "type": TYPE,
        "supportedProfile": [names.PROFILE],
        "documentation": "R5 Backport 1.1.0: rest-hook; empty, id-only.",
        "interaction": interactions("create", "read", "update", "delete", "search-type"),
        "versioning": "versioned",
        "readHistory": False,
        "updateCreate": False,
        "searchParam": search_parameters(
            _id="token", criteria="string", payload="token", status="token", type="token", url="uri"
        ),
        "operation": [
            {"name": "status", "definition": f"{guide}-status"},
            {"name": "events", "definition": f"{guide}-events"},
        ],
    }


KIND = Kind(
    TYPE,
    (
        (TYPE, SubscriptionsView.as_view(), "fhir_subscriptions"),
        (f"{TYPE}/_search", SearchView.as_view(), "fhir_subscriptions_search"),
        (f"{TYPE}/$status", StatusView.as_view(), "fhir_subscriptions_status"),
        (f"{TYPE}/<str:named>", SubscriptionView.as_view(), "fhir_subscription"),
        (f"{TYPE}/<str:named>/$status", StatusView.as_view(), "fhir_subscription_status"),
        (f"{TYPE}/<str:named>/$events", EventsView.as_view(), "fhir_subscription_events"),
        (f"{TYPE}/<str:named>/_history/<str:version>", VersionView.as_view(), "fhir_subscription_version"),
    ),
    capability,
)
