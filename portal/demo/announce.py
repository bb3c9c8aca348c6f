"""What the terminal says once the demonstration is ready: how to sign in, how to ask as the hospital's software."""

import json
from collections.abc import Iterator
from datetime import date

from allauth.core.context import request_context
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from portal.demo import accounts, examples
from sharing.api import tokens
from sharing.services.callers import Credentials

EARLIER = "An earlier version began this demonstration: some people are missing. docs/demo.md says how to begin again."


def lines(hospital: Credentials, *, today: date) -> Iterator[str]:
    with translation.override("en"):
        yield from _people()
    yield ""
    yield from _curl(hospital, today)


def _people() -> Iterator[str]:
    yield f"  Sign in: {settings.SITE_URL}{reverse('account_login')}   every password: {accounts.PASSWORD}"
    for one in accounts.ready():
        yield f"    {one.email:<22} {one.name:<17} {one.shows}"
    yield f"    the reviewer's code: {accounts.CODE_COMMAND}"
    if len(accounts.ready()) < len(accounts.ACCOUNTS):
        yield f"  {EARLIER}"


def _curl(hospital: Credentials, today: date) -> Iterator[str]:
    yield "  Ask as the hospital's software: may Dr Benali see the psychiatric summary of Marie? (two lines to paste)"
    yield from examples.lines(examples.TOUR, hospital, today)
    yield f"  For the first line, a token that holds for five minutes:   TOKEN={fresh_token(hospital)}"
    yield f"  Other questions, and a button for each person: {settings.SITE_URL}{reverse('demo_people')}"


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
