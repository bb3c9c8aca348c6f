"""Looking at a choice, confirming it and undoing it, with what the page itself would send."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from consents.selectors import declarations
from consents.selectors.readers import Reader
from tests.portal.conftest import Record

PREVIEW = "/choix/"


def look(site: Client, verb: str, to: str, about: str = "everything") -> Any:
    return site.get(PREVIEW, {"verbe": verb, "a": to, "sur": about})


def hidden_fields(page: str) -> dict[str, str]:
    """What the page's own form would send."""
    form = page.split('class="confirm"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def confirm(site: Client, verb: str, to: str, about: str = "everything", **more: str) -> Any:
    fields = hidden_fields(look(site, verb, to, about).content.decode())
    return site.post(reverse("declare"), {**fields, "jusqu_au": "", **more})


def professional(marie: Record, name: str) -> str:
    return f"professional:{marie.people[name]}"


def document(marie: Record, name: str) -> str:
    return f"document:{marie.documents[name]}"


def written(marie: Record) -> int:
    return len(declarations.declarations(marie.patient, reader=Reader.patient(marie.patient)))


def undo(site: Client, page: str) -> Any:
    form = page.split(f'action="{reverse("undo")}"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return site.post(reverse("undo"), found)
