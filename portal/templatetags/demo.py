"""What the sign-in page of a demonstration shows."""

from django import template

from portal.demo import accounts

register = template.Library()


@register.inclusion_tag("account/demo_people.html")
def demo_people() -> dict[str, object]:
    """Who may sign in, with which password: in a demonstration everyone may know it."""
    return {"people": accounts.ACCOUNTS, "password": accounts.PASSWORD, "code_command": accounts.CODE_COMMAND}
