"""What the sign-in page of a demonstration shows."""

from django import template
from django.template import Context

from portal.demo import accounts, entering

register = template.Library()


@register.inclusion_tag("account/demo_people.html", takes_context=True)
def demo_people(context: Context) -> dict[str, object]:
    """Who may sign in, with which password: in a demonstration everyone may know it."""
    return {
        "people": accounts.ready() if entering.is_open() else (),
        "first": accounts.FIRST,
        "password": accounts.PASSWORD,
        "csrf_token": context.get("csrf_token"),
    }
