"""What the terminal says once the demonstration is ready: how to sign in, how to ask as the hospital's software."""

import json
from collections.abc import Iterator
from datetime import date

from allauth.core.context import request_context
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from consents.verification import INS_TEST
from portal.demo import accounts, documents, identities
from portal.demo.people import PEOPLE
from portal.demo.places import PLACES
from portal.demo.professionals import WORKERS
from sharing.api import tokens
from sharing.services.callers import Credentials

ASKER = "benali"
PATIENT = "marie"


def lines(hospital: Credentials, *, today: date) -> Iterator[str]:
    with translation.override("en"):
        yield from _people()
    yield ""
    yield from _curl(hospital, today)


def _people() -> Iterator[str]:
    yield f"  Sign in: {settings.SITE_URL}{reverse('account_login')}   every password: {accounts.PASSWORD}"
    for one in accounts.ACCOUNTS:
        yield f"    {one.email:<22} {one.name:<17} {one.shows}"
    yield f"    the reviewer's code: {accounts.CODE_COMMAND}"


def _curl(hospital: Credentials, today: date) -> Iterator[str]:
    site = settings.SITE_URL
    given = (
        f"-d grant_type=client_credentials -d client_id={hospital.client_id} -d client_secret={hospital.client_secret}"
    )
    yield "  Ask as the hospital's software: may Dr Benali see the psychiatric summary of Marie? (two lines to paste)"
    yield f"""TOKEN=$(curl -s {given} {site}{reverse("oauth_token")} | sed -E 's/.*"access_token": ?"([^"]+)".*/\\1/')"""
    yield (
        f"curl -s {site}{reverse('evaluation')} -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
        f" -d '{json.dumps(question(today), separators=(',', ':'))}'"
    )
    yield f"  For the first line, a token that holds for five minutes:   TOKEN={fresh_token(hospital)}"


def question(today: date) -> dict[str, object]:
    """Dr Benali at the CHU, for care, about the document of the tour, named as its source names it."""
    patient = {"system": INS_TEST, "value": PEOPLE[PATIENT].ins(today)}
    return {
        "subject": {
            "type": "professional",
            "id": WORKERS[ASKER].rpps,
            "properties": {"organisation": PLACES["chu"].finess},
        },
        "action": {"name": "read"},
        "resource": {
            "type": "document",
            "id": documents.TOUR,
            "properties": {"system": identities.DOCUMENTS, "patient": patient},
        },
        "context": {"purpose": "care"},
    }


def fresh_token(hospital: Credentials) -> str:
    """From the token endpoint itself, before the web server listens."""
    form = {
        "grant_type": "client_credentials",
        "client_id": hospital.client_id,
        "client_secret": hospital.client_secret,
    }
    request = RequestFactory().post(reverse("oauth_token"), form)
    with request_context(request):
        return str(json.loads(tokens.token(request).content)["access_token"])
