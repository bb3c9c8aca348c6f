"""Who comes in: a holder while he holds, at the minute; anyone else finds nothing, whatever the reason."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.models import Person, SharingPreference
from consents.services import intake
from portal.access import ROUTES
from portal.models import User
from portal.patient import acting_urls
from portal.patient.acting import Door
from sharing.selectors.represented import children, represented
from tests.portal.children.conftest import Family, choose, signed_in
from tests.portal.conftest import person
from tests.test_access import same

MINUTE = timedelta(minutes=1)
#: Born on, and the first instant of the eighteenth birthday in Paris, in UTC.
BIRTHDAYS = [
    (date(2008, 6, 15), datetime(2026, 6, 14, 22, tzinfo=UTC)),
    (date(2008, 2, 29), datetime(2026, 2, 28, 23, tzinfo=UTC)),  # 1 March of a common year
    (date(2008, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # the day on which summer time begins
    (date(2008, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),  # the day on which it ends
]
#: Each page with its method and what it names besides the child.
HANDLE = "0" * 32


def pages(family: Family, child: UUID) -> Iterator[tuple[str, str]]:
    named = {
        "professional": family.record.people["Belkacem"], "document": family.record.documents["echo"],
        "done": HANDLE, "receipt": HANDLE, "receipt_json": HANDLE, "receipt_pdf": HANDLE,
    }  # fmt: skip
    for name in acting_urls.names(Door.CHILD):
        page = name.partition("_")[2]
        address = family.url(page, *([named[page]] if page in named else []))
        yield page, address.replace(str(family.lina), str(child))


def ask(site: Client, page: str, address: str, family: Family) -> Any:
    if page == "declare":
        given = {"verbe": "oppose", "a": "everyone", "sur": family.what("echo"), "vu": "0", "jeton": "j" * 20}
        return site.post(address, given)
    if page == "undo":
        return site.post(address, {"choix": HANDLE, "vu": "0", "jeton": "j" * 20})
    return site.get(address, {"verbe": "oppose", "a": family.who("Keller")} if page == "preview" else {})


def test_every_route_of_a_childs_record_has_its_rule() -> None:
    assert set(acting_urls.names(Door.CHILD)) <= set(ROUTES)


def test_whoever_is_not_his_is_not_found_on_any_page_like_nobody(family: Family) -> None:
    """Unknown, another's child, of age, withdrawn: one answer, at the same cost."""
    at = family.record.at
    other = person("PETIT", "Tom", "1140675056001", at, born=date(at.year - 9, 1, 5))
    grown = person("BERNARD", "Zoé", "2050675056001", at, born=date(at.year - 19, 1, 5))
    withdrawn = person("BERNARD", "Noé", "1160675056001", at, born=date(at.year - 6, 1, 5))
    for child in (grown, withdrawn):
        intake.record_authority(child, holder=family.mother)
    intake.withdraw_authority(withdrawn, holder=family.mother, at=at, reference="JAF 26/1234")
    nobody = uuid4()

    def answers(child: UUID, only: frozenset[str] | None = None) -> dict[str, tuple[int, tuple[object, ...]]]:
        found = {}
        for page, address in pages(family, child):
            if only is not None and page not in only:
                continue
            with CaptureQueriesContext(connection) as asked:
                answer = ask(family.claire, page, address, family)
            assert answer.status_code == 404
            found[page] = (len(asked), same(answer))
        return found

    absent, some = answers(nobody), frozenset({"", "done"})
    assert answers(withdrawn) == absent
    assert answers(other, some) == answers(grown, some) == {page: absent[page] for page in some}


def test_a_minor_and_a_visitor_have_none_of_these_pages(family: Family, site: Client) -> None:
    assert site.get("/mes-enfants/").status_code == 404
    assert site.get(family.url()).status_code == 404
    assert Client().get(family.url()).status_code == 302


def test_at_midnight_in_paris_the_parents_access_ends(family: Family) -> None:
    for born, midnight in BIRTHDAYS:
        Person.objects.filter(pk=family.lina).update(born_on=born)

        before = midnight - MINUTE
        assert [str(one.person.id) for one in children(family.mother, at=before)] == [str(family.lina)], born
        assert represented(family.lina, family.mother, at=before) is not None
        assert children(family.mother, at=midnight) == (), born
        assert represented(family.lina, family.mother, at=midnight) is None


def test_a_withdrawal_by_a_judge_closes_at_its_minute_on_the_days_the_clocks_change(family: Family) -> None:
    Person.objects.filter(pk=family.lina).update(born_on=date(2012, 1, 5))
    for moment in (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)):
        intake.withdraw_authority(family.lina, holder=family.father, at=moment, reference="JAF 26/1234")

        assert represented(family.lina, family.father, at=moment - MINUTE) is not None
        assert represented(family.lina, family.father, at=moment) is None
        assert represented(family.lina, family.mother, at=moment) is not None


def test_the_record_of_a_child_who_has_died_closes_with_the_day_of_the_death(family: Family) -> None:
    """From its first instant in Paris; the parents then ask as heirs, through an establishment (R52, R53)."""
    Person.objects.filter(pk=family.lina).update(died_at=datetime(2027, 1, 10, 14, tzinfo=UTC))
    day = datetime(2027, 1, 9, 23, tzinfo=UTC)

    assert represented(family.lina, family.mother, at=day - MINUTE) is not None
    assert represented(family.lina, family.mother, at=day) is None
    Person.objects.filter(pk=family.lina).update(died_at=family.record.at)
    assert family.claire.get(family.url()).status_code == 404


def test_an_open_session_is_closed_by_the_next_request(family: Family) -> None:
    """His grant ends with his authority, his opposition passes to the mother, who may take it back (R60, §1.3)."""
    choose(family, family.julien, "oppose", family.who("Belkacem"))
    choose(family, family.julien, "grant", family.who("Keller"))
    assert family.julien.get(family.url()).status_code == 200

    intake.withdraw_authority(family.lina, holder=family.father, at=datetime.now(UTC), reference="JAF 26/1234")
    assert family.julien.get(family.url()).status_code == 404
    assert "Lina" not in family.julien.get("/mes-enfants/").content.decode()
    left = SharingPreference.objects.filter(ends_at=None)
    assert [word.stance for word in left] == ["oppose"]
    assert "par une personne qui ne décide plus" in family.claire.get(family.url("team")).content.decode()
    choose(family, family.claire, "withdraw", family.who("Belkacem"))
    assert not SharingPreference.objects.filter(ends_at=None).exists()


def test_an_open_session_is_closed_at_midnight(family: Family) -> None:
    midnight = datetime(2026, 11, 28, 23, tzinfo=UTC)
    Person.objects.filter(pk=family.lina).update(born_on=date(2008, 11, 29))
    with time_machine.travel(midnight - MINUTE, tick=False):
        site = signed_in(person("ROUX", "Ève", "2840675056058", family.record.at), "eve@example.test")
        intake.record_authority(family.lina, holder=site_owner(site))
        assert site.get(family.url()).status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert site.get(family.url()).status_code == 404
        assert site.get(family.url("team")).status_code == 404


def site_owner(site: Client) -> UUID:
    owner = User.objects.get(pk=site.session["_auth_user_id"]).person_id
    assert owner is not None
    return owner
