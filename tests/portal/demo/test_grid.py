"""Every case of the grid, for every patient of the demonstration, is what the decision service answers.

The page is read as a browser gets it: each case stands where its line and its column say, and says what it says.
The service is asked as a hospital's software would ask it: in the professional's name, from each of his places.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from justhtml import JustHTML

from consents.calendar import majority
from consents.models import Document, Person, Practice, Professional
from consents.vocabulary import Profession, Purpose
from consents.words import Identifier
from portal.demo.people import PEOPLE
from portal.models import User
from portal.templatetags.look import VERDICTS
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.services import decisions
from sharing.services.answers import Answer
from tests.portal.demo.conftest import Demonstration

pytestmark = pytest.mark.django_db
WORDS = {str(word): kind for kind, (_tint, _icon, word) in VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """What one case of the page says, and where it stands: whose, and of which document or kind."""

    professional: UUID
    thing: str
    word: str
    short: str
    law: str


def cases(site: Client, query: str = "") -> Iterator[Case]:
    """Every case of every page of this grid, read from its markup."""
    page = JustHTML(site.get(f"/qui-voit-quoi/?{query}").content.decode(), sanitize=False)
    columns = [_named(head) for head in page.query("table.grid thead th")[1:]]
    for row in page.query("table.grid tbody tr"):
        line = _named(row.query_one("th"))
        cells = row.query("td")
        assert len(cells) == len(columns)
        for column, cell in zip(columns, cells, strict=True):
            yield _case(line, column, cell)
    if page.query_one('a[rel="next"]'):
        number = int(re.search(r"page=(\d+)", query)[1]) if "page=" in query else 1  # type: ignore[index]
        yield from cases(site, f"{query.split('&page=')[0]}&page={number + 1}")


def _named(head: Any) -> tuple[str, str]:
    """What a head stands for, by where its name leads."""
    href = head.query_one("a").attrs["href"]
    found = re.search(
        r"/equipe/(?P<person>[0-9a-f-]{36})/|/documents/(?P<document>[0-9a-f-]{36})/|ouvrir=(?P<kind>\w+)", href
    )
    assert found, href
    return next((name, value) for name, value in found.groupdict().items() if value)


def _case(line: tuple[str, str], column: tuple[str, str], cell: Any) -> Case:
    named = dict((line, column))
    law = cell.query_one(".cell__more p.soft")
    return Case(
        professional=UUID(named.pop("person")),
        thing=next(iter(named.values())),
        word=WORDS[cell.query_one(".verdict").to_text().strip()],
        short=cell.query_one(".cell__why").to_text().strip(),
        law=law.to_text().strip() if law else "",
    )


@dataclass
class Service:
    """The decision service, asked about one patient; by professional and document, the answers that count."""

    ins: Identifier
    patient: UUID
    answered: dict[tuple[UUID, str], list[Answer]] = field(default_factory=dict)

    def ask(self, professional: UUID, at: datetime) -> None:
        """The whole record, from each of his places, with the purpose meant when none is stated (vocabulary, C)."""
        named = Professional.objects.get(pk=professional)
        at_work = named.profession == Profession.OCCUPATIONAL_PHYSICIAN
        purpose = Purpose.OCCUPATIONAL_HEALTH if at_work else Purpose.CARE
        places = list(Practice.objects.filter(professional=named).values_list("organisation", flat=True)) or [None]
        asked = [
            Asked(AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, named.rpps), place), self.ins, document, purpose)
            for document in Document.objects.filter(patient=self.patient).values_list("pk", flat=True)
            for place in places
        ]
        for one, answer in zip(asked, decisions.decide_many(asked, at=at), strict=True):
            self.answered.setdefault((professional, str(one.document)), []).append(answer)

    def permits(self, professional: UUID, document: str) -> bool:
        """From one of his places at least: the page shows him where he is answered best."""
        return any(answer.permit for answer in self.answered[professional, document])

    def must_agree_with(self, case: Case) -> None:
        permit = self.permits(case.professional, case.thing)
        alike = [one.decision for one in self.answered[case.professional, case.thing] if one.permit is permit]
        rules = {decision.rule for decision in alike}
        assert (case.word == "sees") is permit, (case, rules)
        assert (case.word == "out") is (not permit and rules == {"R06"}), (case, rules)
        assert case.law in {decision.article for decision in alike}, (case, rules)


Visit = Callable[[str], tuple[Client, Service]]


def adults(demo: Demonstration) -> list[str]:
    return [name for name, one in PEOPLE.items() if majority(one.born_on(demo.cast.today)) <= demo.at]


@pytest.fixture
def visit(demo: Demonstration) -> Visit:
    """Sign in as one of them, whether the demonstration gives him an account or not."""

    def sign_in(name: str) -> tuple[Client, Service]:
        ins = demo.cast.ins(name)
        patient = Person.objects.get(ins=ins.value).pk
        account = User.objects.filter(person_id=patient).first() or User.objects.create_account(
            f"{name}@exemple.test", person_id=patient
        )
        site = Client()
        site.force_login(account)
        return site, Service(ins, patient)

    return sign_in


@pytest.mark.parametrize("name", list(PEOPLE))
def test_every_case_of_the_grid_is_what_the_decision_service_answers(
    name: str, demo: Demonstration, visit: Visit
) -> None:
    site, service = visit(name)
    if name not in adults(demo):
        assert site.get("/qui-voit-quoi/").status_code == 404
        return
    closed = list(cases(site))
    for professional in {case.professional for case in closed}:
        service.ask(professional, demo.at)
    shelves: dict[str, set[str]] = {}
    for kind in {case.thing for case in closed}:
        opened = list(cases(site, f"ouvrir={kind}&par=document"))
        shelves[kind] = {case.thing for case in opened}
        for case in opened:
            service.must_agree_with(case)
    for case in closed:
        seen = [service.permits(case.professional, document) for document in shelves[case.thing]]
        assert seen_of(case, len(seen)) == sum(seen), case
    everything = [document for shelf in shelves.values() for document in shelf]
    assert sorted(everything) == sorted(own_documents(site) if closed else [])


def test_the_grid_turned_round_says_the_same(demo: Demonstration, visit: Visit) -> None:
    site, _service = visit("marie")

    assert set(cases(site, "par=personne")) == set(cases(site, "par=document"))
    opened = {turn: set(cases(site, f"ouvrir=report&par={turn}")) for turn in ("personne", "document")}
    assert opened["personne"] == opened["document"] != set()


def seen_of(case: Case, known: int) -> int:
    """How many documents of the kind the case says are seen."""
    if case.word == "part":
        seen, total = map(int, re.findall(r"\d+", case.short))
        assert total == known
        return seen
    return known if case.word == "sees" else 0


def own_documents(site: Client) -> set[str]:
    """What the patient's own list of documents holds, page by page."""
    found: set[str] = set()
    number = 1
    while True:
        page = site.get(f"/documents/?page={number}").content.decode()
        found |= set(re.findall(r'/documents/([0-9a-f-]{36})/"', page))
        if 'rel="next"' not in page:
            return found
        number += 1
