"""Signing in as someone of the demonstration, without a password: allauth's own records say how it was done."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from portal.demo.accounts import Account
from portal.models import User


class Closed(Exception):
    """This is no demonstration: nobody comes in without proof."""


def is_open() -> bool:
    """Both must say so: the mode, and the setting that `portal.configuration` refuses outside it."""
    return settings.DEMO_MODE and settings.DEMO_SIGN_IN


def enter(request: HttpRequest, one: Account) -> HttpResponse:
    """Ends whatever session there was. The second factor counts as given (R88 holds everywhere else)."""
    if not is_open():
        raise Closed
    user = User.objects.get(email=one.email)
    logout(request)
    adapter = get_adapter(request)
    adapter.login(request, user)
    record_authentication(request, user, method="password", email=user.email)
    for factor in Authenticator.objects.filter(user=user):
        post_authentication(request, factor)
    return adapter.post_login(
        request, user, email_verification=None, signal_kwargs=None, email=user.email, signup=False, redirect_url="/"
    )
