"""What the minor keeps secret does not exist on a parent's pages; what is read with a doctor says so (R63, R64, §9.13)."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consents.actor import Actor
from consents.models import LedgerEntry
from consents.selectors import portrait as cards
from consents.services import minors
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession
from tests.portal.children.conftest import Family, choose, hidden_fields, look, text
from tests.portal.children.test_pages import PAGES


def _secret(family: Family, *, towards: Any = (), days: int = 5) -> Any:
    """Written by a midwife who takes part in the care, at a place of her own."""
    record = family.record
    place = record.place(f"Centre {len(record.places)}", OrganisationKind.HOSPITAL)
    midwife = record.professional("", "Nour", f"Secret{len(record.people)}", Profession.MIDWIFE, place)
    record.care(midwife, CareBasis.ESTABLISHMENT, place, days=days + 1)
    kept = record.document(f"secret{days}", Category.REPORT, days=days, author=midwife, organisation=place)
    minors.keep_secret(family.lina, document=kept, towards=towards, by=Actor.person(family.lina), at=record.at)
    return kept, midwife


def seen(family: Family, site: Client) -> dict[str, tuple[str, int]]:
    """The words of each page and what it cost."""
    found = {}
    for page in (*PAGES, "preview"):
        given = {"verbe": "oppose", "a": "everyone"} if page == "preview" else {}
        with CaptureQueriesContext(connection) as asked:
            answer = site.get(family.url(page), given)
        found[page] = (text(answer), len(asked))
    return found


def test_a_secret_changes_no_word_and_no_cost_of_any_page(family: Family) -> None:
    choose(family, family.claire, "oppose", family.who("Keller"))
    before = seen(family, family.claire)
    for days in (3, 4, 5):
        _secret(family, days=days)
    after = seen(family, family.claire)

    assert {page: words for page, (words, _) in after.items()} == {page: words for page, (words, _) in before.items()}
    assert {page: cost for page, (_, cost) in after.items()} == {page: cost for page, (_, cost) in before.items()}


def test_what_is_kept_from_one_parent_is_there_for_the_other(family: Family) -> None:
    kept, midwife = _secret(family, towards=[family.father])

    assert family.claire.get(family.url("document", kept)).status_code == 200
    assert family.julien.get(family.url("document", kept)).status_code == 404
    assert family.julien.get(family.url("professional", midwife)).status_code == 404
    choose(family, family.claire, "oppose", "everyone", f"document:{kept}")
    assert "Masqué à tous" not in text(family.julien.get(family.url("history")))
    assert "Masqué à tous" in text(family.claire.get(family.url("history")))


def test_a_secret_named_in_an_address_is_not_found_like_what_does_not_exist(family: Family) -> None:
    kept, midwife = _secret(family)
    unknown = "00000000-0000-4000-8000-000000000001"

    def asked(document: str, professional: str) -> list[tuple[int, bytes]]:
        answers = [
            look(family, family.claire, "oppose", "everyone", f"document:{document}"),
            look(family, family.claire, "oppose", f"professional:{professional}"),
            family.claire.post(family.url("declare"), {"verbe": "oppose", "a": "everyone", "sur": f"document:{document}", "vu": "0", "jeton": "j" * 9}),
        ]  # fmt: skip
        return [(one.status_code, one.content) for one in answers]

    secret, absent = asked(str(kept), str(midwife)), asked(unknown, unknown)
    assert [status for status, _ in secret] == [404, 404, 404]
    assert [len(body) for _, body in secret] == [len(body) for _, body in absent]


def test_a_secret_declared_meanwhile_does_not_make_a_page_stale(family: Family) -> None:
    """Another choice that the parent may not know of is no reason to show the page again."""
    page = look(family, family.claire, "grant", family.who("Keller"))
    _secret(family)
    answer = family.claire.post(family.url("declare"), hidden_fields(page.content.decode()))
    assert "/choix/fait/" in answer.headers["Location"]


def test_read_with_a_doctor_the_pages_say_so_and_the_choices_remain(family: Family) -> None:
    _secret(family)
    minors.require_physician(family.lina, required=True, by=Actor.person(family.lina), at=family.record.at)

    for page in ("", "team", "documents"):
        words = text(family.claire.get(family.url(page)))
        assert "Lina a demandé que vous lisiez avec un médecin" in words
        assert "Imagerie" not in words
    assert "Dr Camille Aubertin" in text(family.claire.get(family.url("team")))
    assert family.claire.get(family.url("document", family.record.documents["echo"])).status_code == 404
    assert "Vous le lisez avec un médecin." in text(family.claire.get("/mes-enfants/"))
    choose(family, family.claire, "oppose", family.who("Belkacem"))
    assert "Opposition à Dr Younès Belkacem" in text(family.claire.get(family.url("history")))
    assert "Annuler ce choix" in text(family.claire.get(family.url("history")))


def test_naming_whom_a_secret_ties_to_the_child_tells_nothing_of_it(family: Family) -> None:
    """A parent who looks a midwife up and names her for one kind of document is answered as if she were a stranger."""
    _kept, midwife = _secret(family)
    place = family.record.place("Maternité", OrganisationKind.HOSPITAL)
    stranger = family.record.professional("", "Alix", "Inconnue", Profession.MIDWIFE, place)

    def told(who: Any, name: str) -> tuple[str, str]:
        assert name in text(family.claire.get(family.url("search"), {"nom": name}))
        given = {"verbe": "oppose", "a": f"professional:{who}", "sur": "category:imaging"}
        looked = family.claire.get(family.url("preview"), given)
        family.claire.post(family.url("declare"), hidden_fields(looked.content.decode()))
        page = family.claire.get(family.url("professional", who))
        here = rf"{name}|Nour|Alix|Centre \d+|Maternité|\bNS\b|\bAI\b"
        return re.sub(here, "", text(looked)), re.sub(here, "", text(page))

    secret_name = str(cards.professionals([str(midwife)])[str(midwife)].name).split()[-1]
    assert told(midwife, secret_name) == told(stranger, "Inconnue")


def test_a_token_spent_on_a_childs_record_says_no_number_on_the_readers_own(family: Family) -> None:
    """From that number he would count what he may not know was declared; the other way round as well (§1.7)."""
    choose(family, family.claire, "oppose", family.who("Belkacem"))
    fields = hidden_fields(look(family, family.julien, "oppose", family.who("Belkacem")).content.decode())
    assert family.julien.post(family.url("declare"), fields).status_code == 302
    own = {"verbe": "oppose", "a": "everyone", "sur": "everything", "revision": "0", "jeton": fields["jeton"]}
    assert family.julien.post("/choix/confirmer/", own).headers["Location"] == "/choix/fait/1/"

    fields = hidden_fields(look(family, family.julien, "oppose", family.who("Keller")).content.decode())
    answer = family.julien.post(family.url("declare"), {**fields, "jeton": own["jeton"] + "2"})
    assert family.julien.post("/choix/confirmer/", {**own, "jeton": "n" * 22}).headers["Location"] == "/choix/fait/2/"
    again = family.julien.post(family.url("declare"), {**fields, "jeton": "n" * 22})
    assert again.headers["Location"] != answer.headers["Location"]
    assert LedgerEntry.objects.filter(patient=family.lina).count() == 4
