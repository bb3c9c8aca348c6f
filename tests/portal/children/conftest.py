"""Lina, sixteen, with the record of the other pages; her mother Claire and her father Julien hold authority."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from consents.models import Person
from consents.services import intake
from portal.models import User
from tests.portal.conftest import Record, person


@dataclass
class Family:
    """`record` is Lina's; each parent has a browser."""

    record: Record
    mother: UUID
    father: UUID
    claire: Client
    julien: Client

    @property
    def lina(self) -> UUID:
        return self.record.patient

    def url(self, page: str = "", *named: object) -> str:
        return reverse(f"child_{page}" if page else "child", args=[self.lina, *named])

    def who(self, name: str) -> str:
        return f"professional:{self.record.people[name]}"

    def what(self, name: str) -> str:
        return f"document:{self.record.documents[name]}"


def signed_in(who: UUID, email: str) -> Client:
    site = Client()
    site.force_login(User.objects.create_account(email, person_id=who))
    return site


@pytest.fixture
def family(marie: Record) -> Family:
    Person.objects.filter(pk=marie.patient).update(
        born_on=date(marie.at.year - 16, 1, 5), birth_given_names="Lina", birth_name="BERNARD"
    )
    mother = person("LENOIR", "Claire", "2840675056059", marie.at)
    father = person("BERNARD", "Julien", "1840675056001", marie.at)
    for holder in (mother, father):
        intake.record_authority(marie.patient, holder=holder)
    return Family(
        marie, mother, father, signed_in(mother, "claire@example.test"), signed_in(father, "julien@example.test")
    )


def look(family: Family, site: Client, verb: str, to: str, about: str = "everything") -> Any:
    return site.get(family.url("preview"), {"verbe": verb, "a": to, "sur": about})


def hidden_fields(page: str, form_class: str = 'class="confirm"') -> dict[str, str]:
    """What the page's own form would send."""
    form = page.split(form_class)[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def choose(family: Family, site: Client, verb: str, to: str, about: str = "everything") -> Any:
    """Looked at, then confirmed with what the page itself sends; gives the page after it."""
    fields = hidden_fields(look(family, site, verb, to, about).content.decode())
    answer = site.post(family.url("declare"), fields)
    assert answer.status_code == 302, answer.content.decode()[:300]
    return site.get(answer.headers["Location"])


def text(answer: Any) -> str:
    """The words of a page, without its markup."""
    assert answer.status_code == 200, answer.status_code
    bare = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare).replace("&#x27;", "'")
