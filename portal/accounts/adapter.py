"""Who may open an account, and in whose name the site speaks to its owner."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as of_request
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import discretion
from portal.accounts import posting
from portal.notices import keeping


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed unless the operator opens it: an account says who one is, which an e-mail address does not prove."""
        return settings.SIGNUP_OPEN

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Once the answer has left, so that it comes as soon, and is the same, whether there is an account or none.

        Never to an account in the discreet mode.
        """
        write = super().send_mail

        def send() -> None:
            if discretion.may_write(template_prefix, email, context.get("user")):
                write(template_prefix, email, context)

        if of_request.request is None:
            send()
        else:
            posting.after_the_answer(of_request.request, send)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """In the language that this account chose, also in a browser that does not know it."""
        response: HttpResponse = super().post_login(request, user, **more)
        if chosen := keeping.language(user.pk):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response
