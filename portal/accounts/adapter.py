"""Who may open an account, and in whose name the site speaks to its owner."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed unless the operator opens it: an account says who one is, which an e-mail address does not prove."""
        return settings.SIGNUP_OPEN
