"""`/proches/`: who may know, who holds a mandate, what is wished of a grave illness (R40–R42, R51, R82)."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import LedgerEntry, Mandate, Person, Setting, SharingPreference
from consents.selectors import declarations, relatives
from consents.selectors import facts as rows_of
from consents.selectors.facts import DocumentsWanted
from consents.selectors.readers import Reader
from consents.services import directives, undoing
from consents.services import relatives as speaking
from consents.services.relatives import Named
from consents.vocabulary import Category, Choice, Purpose, SubjectKind
from consents.words import EVERYTHING, Subject
from portal.models import User
from sharing import world
from sharing.engine.decide import decide
from sharing.engine.question import Asker, Question
from tests.portal.choosing import undo
from tests.portal.conftest import Record, person, read

PAGE = "/proches/"
TYPED = {"qui": "autre", "prenom": "Paul", "nom": "LENOIR", "naissance": "1979-03-05"}
PAUL = Named("Paul", "LENOIR", date(1979, 3, 5))
IMAGING = Subject(SubjectKind.CATEGORY, "imaging")


def hidden(page: str) -> dict[str, list[str]]:
    form = page.split('class="confirm"')[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def words(answer: Any) -> str:
    """The page without the spaces that must not break."""
    return re.sub(r"\s+", " ", answer.content.decode())


def say(site: Client, route: str, **said: Any) -> Any:
    """Looked at, then confirmed."""
    shown = site.post(reverse(route), said)
    assert shown.status_code == 200, shown.content.decode()
    return site.post(reverse(route), {**hidden(shown.content.decode()), "confirmer": "1"}, follow=True)


def allow(site: Client, **more: str) -> Any:
    return say(site, "relatives_allow", **{**TYPED, "sur": "category:imaging", **more})


def give(site: Client, marie: Record, **more: str) -> Any:
    until = (marie.at + timedelta(days=60)).date().isoformat()
    return say(site, "relatives_mandate", **{**TYPED, "sur": "category:imaging", "jusqu_au": until, **more})


def answer(marie: Record, who: str, document: str, purpose: Purpose, *, days: int = 0) -> str:
    at = marie.at + timedelta(days=days, minutes=5)
    rows, named = rows_of.persons([marie.patient]), world.Named(persons=frozenset({UUID(who)}))
    facts = world.load(rows, DocumentsWanted(ids=frozenset({marie.documents[document]})), named, at=at).facts(
        marie.patient
    )
    question = Question(Asker.person(who), str(marie.patient), str(marie.documents[document]), purpose, at)
    decision = decide(question, facts)
    return decision.rule if decision.permit else f"no {decision.rule}"


def press(site: Client) -> Any:
    form = site.get(PAGE).content.decode().split(f'action="{reverse("relatives_withdraw")}"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return site.post(reverse("relatives_withdraw"), fields, follow=True)


def test_the_page_says_that_relatives_know_nothing_and_what_this_site_does_not_do(site: Client) -> None:
    page = read(site, PAGE)

    for said in (
        "aucun proche n’est autorisé à savoir", "Aider chaque jour ne donne aucun droit de savoir.",
        "Pas de souhait : la loi décide.", "Il n’ouvre aucun compte à vos proches",
    ):  # fmt: skip
        assert said in page
    assert PAGE in site.get("/confiance/").content.decode()


def test_nothing_is_written_before_the_last_press_and_once_after_two(site: Client) -> None:
    before = Person.objects.count()
    answer = site.post(reverse("relatives_allow"), {**TYPED, "sur": "everything"})
    shown = answer.content.decode()
    assert "Autoriser Paul LENOIR à savoir ?" in words(answer)
    assert "Ce site ne lui montre rien" in words(answer)
    assert (LedgerEntry.objects.count(), Person.objects.count()) == (0, before)

    for _press in range(2):
        site.post(reverse("relatives_allow"), {**hidden(shown), "confirmer": "1"})

    assert (LedgerEntry.objects.count(), Person.objects.count()) == (1, before + 1)


def test_a_grant_answers_that_person_about_that_kind_within_its_days_and_nobody_else(
    site: Client, marie: Record
) -> None:
    page = allow(site, jusqu_au=(marie.at + timedelta(days=9)).date().isoformat()).content.decode()

    assert "Autorisation donnée à Paul LENOIR" in page
    row = SharingPreference.objects.get()
    assert (row.to_person.identity_status, row.to_person.ins, row.stance) == ("PROV", "", "grant")
    paul, other = str(row.to_person_id), str(person("LENOIR", "Paul", "1790375056001", marie.at))
    assert answer(marie, paul, "echo", Purpose.FAMILY_ACCESS) == "R40"
    assert answer(marie, paul, "lettre", Purpose.FAMILY_ACCESS) == "no R40"
    assert answer(marie, paul, "echo", Purpose.FAMILY_ACCESS, days=11) == "no R40"
    assert answer(marie, other, "echo", Purpose.FAMILY_ACCESS) == "no R40"


def test_a_grant_is_withdrawn_by_one_press_and_undone_by_another(site: Client, marie: Record) -> None:
    allow(site)
    assert "Paul LENOIR, pour la sorte « Imagerie »" in read(site, PAGE)

    done = press(site).content.decode()

    assert "Choix retiré" in done
    assert relatives.allowed(marie.patient, at=marie.at + timedelta(minutes=5)) == ()
    undo(site, done)
    assert "Paul LENOIR, pour la sorte" in read(site, PAGE)


def test_a_mandate_is_for_one_thing_and_has_an_end(site: Client, marie: Record) -> None:
    until = (marie.at + timedelta(days=60)).date().isoformat()
    for said in ({"sur": "everything", "jusqu_au": until}, {"sur": "category:imaging"}):
        assert site.post(reverse("relatives_mandate"), {**TYPED, **said}).status_code == 422
    with pytest.raises(Refused, match="R82"):
        speaking.mandate(
            marie.patient,
            who=PAUL,
            about=EVERYTHING,
            by=Actor.person(marie.patient),
            at=marie.at,
            ends_at=marie.at.date(),
        )

    page = words(give(site, marie))

    assert "Mandat donné à Paul LENOIR, pour la sorte « Imagerie »" in page
    row = Mandate.objects.get()
    assert row.ends_at is not None
    paul = str(row.to_person_id)
    assert answer(marie, paul, "echo", Purpose.MANDATE) == "R82"
    assert answer(marie, paul, "lettre", Purpose.MANDATE) == "no R82"
    assert answer(marie, paul, "echo", Purpose.MANDATE, days=62) == "no R82"


def test_a_mandate_is_revoked_by_undoing_it_or_from_its_page(site: Client, marie: Record) -> None:
    undo(site, give(site, marie).content.decode())
    assert "Aucun mandat." in read(site, PAGE)

    give(site, marie, sur=f"document:{marie.documents['lettre']}")
    assert "Mandat retiré" in press(site).content.decode()
    assert "Aucun mandat." in read(site, PAGE)


def test_a_carer_can_neither_revoke_nor_read_what_excludes_him(site: Client, marie: Record) -> None:
    give(site, marie)
    row = Mandate.objects.get()
    carer, at = Actor.person(row.to_person_id), marie.at + timedelta(minutes=5)
    with pytest.raises(Refused):
        directives.withdraw_mandate(marie.patient, person=row.to_person_id, by=carer, at=at)
    with pytest.raises(Refused):
        undoing.undo(marie.patient, row.revision, by=carer, at=at)
    with pytest.raises(Refused):
        speaking.allow(marie.patient, who=row.to_person_id, about=EVERYTHING, by=carer, at=at)
    stranger = Reader(str(row.to_person_id), himself=False, admitted=False, documents=frozenset())
    assert declarations.declarations(marie.patient, reader=stranger) == ()
    browser = Client()
    browser.force_login(User.objects.create_account("paul@example.test", person_id=row.to_person_id))
    assert "Aucun mandat." in read(browser, PAGE)
    fields = {"quoi": "mandate", "qui": row.to_person_id, "sur": "category:imaging", "jeton": "x"}
    assert browser.post(reverse("relatives_withdraw"), fields).status_code == 404
    assert Mandate.objects.get().ends_at == row.ends_at


def test_the_wish_says_nobody_these_alone_or_nothing_and_is_undone(site: Client, marie: Record) -> None:
    done = say(site, "relatives_wish", souhait="opposed").content.decode()
    assert "aucun proche n’est prévenu" in done
    undo(site, done)
    assert "Pas de souhait : la loi décide." in read(site, PAGE)
    assert site.post(reverse("relatives_wish"), {"souhait": "only"}).status_code == 422

    say(site, "relatives_wish", souhait="only", **{key: TYPED[key] for key in ("prenom", "nom", "naissance")})

    assert "Un médecin peut prévenir Paul LENOIR, et personne d’autre." in read(site, PAGE)
    (paul,) = relatives.known(marie.patient)
    say(site, "relatives_wish", souhait="only", seulement=paul.id)
    assert Person.objects.filter(birth_given_names="Paul").count() == 1
    assert Setting.objects.get(ends_at=None).value == Choice.ONLY
    assert answer(marie, paul.id, "echo", Purpose.SUPPORT) == "no R42"


def test_a_person_is_named_by_the_identity_typed_or_among_those_named_already_never_looked_up(
    site: Client, marie: Record
) -> None:
    stranger = person("MARTIN", "Zoé", "2840675056002", marie.at)
    assert "Zoé" not in site.get(reverse("relatives_allow")).content.decode()
    said = {"qui": str(stranger), "sur": "everything"}
    assert site.post(reverse("relatives_allow"), said).status_code == 422
    with pytest.raises(Refused):
        speaking.allow(marie.patient, who=stranger, about=EVERYTHING, by=Actor.person(marie.patient), at=marie.at)
    allow(site)
    assert "Paul LENOIR (naissance : 5 mars 1979)" in read(site, reverse("relatives_allow"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"prenom": ""}, "Écrivez son prénom."),
        ({"naissance": "2999-01-01"}, "Ce jour n’est pas encore venu."),
        ({"des": "2999-02-01", "jusqu_au": "2999-01-01"}, "Ce jour vient avant le premier."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_written(
    said: dict[str, str], told: str, site: Client, marie: Record
) -> None:
    shown = site.post(reverse("relatives_allow"), {**TYPED, "sur": "everything", **said})

    assert (shown.status_code, told in shown.content.decode()) == (422, True)
    assert not LedgerEntry.objects.exists()


def test_each_declaration_has_its_receipt_and_stands_in_the_history(site: Client, marie: Record) -> None:
    allow(site)
    give(site, marie)
    say(site, "relatives_wish", souhait="opposed")

    history = read(site, "/historique/")

    for said in ("Autorisation donnée à Paul LENOIR", "Mandat donné à Paul LENOIR", "aucun proche n’est prévenu"):
        assert said in history
    for revision in LedgerEntry.objects.values_list("revision", flat=True):
        assert site.get(reverse("receipt_json", args=[revision])).status_code == 200


def test_a_document_that_the_patient_may_not_see_is_not_offered(site: Client, marie: Record) -> None:
    secret = marie.document("annonce", Category.REPORT, days=1, announcement_pending=True)
    page = site.get(reverse("relatives_allow")).content.decode()
    assert str(marie.documents["echo"]) in page
    assert str(secret) not in page


def test_a_minor_has_none_of_these_pages(marie: Record) -> None:
    child = person("LENOIR", "Lina", "2100675056003", marie.at, date(marie.at.year - 15, 1, 2))
    browser = Client()
    browser.force_login(User.objects.create_account("lina@example.test", person_id=child))
    for route in ("relatives", "relatives_allow", "relatives_mandate", "relatives_wish"):
        assert browser.get(reverse(route)).status_code == 404
    assert PAGE not in browser.get("/").content.decode()


def test_the_page_costs_the_same_with_one_relative_and_with_five(site: Client, marie: Record) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert site.get(PAGE).status_code == 200
        return len(captured)

    by = Actor.person(marie.patient)
    names: list[UUID] = []
    for number in range(5):
        who = Named(f"Paul{number}", "LENOIR", date(1979, 3, 5))
        speaking.allow(marie.patient, who=who, about=IMAGING, by=by, at=marie.at)
        names.append(SharingPreference.objects.latest("revision").to_person_id)
        if number == 0:
            one = cost()
    assert cost() == one <= 35
    with pytest.raises(InvalidFact):
        speaking.wish(marie.patient, grave_prognosis=Choice.ONLY, by=by, at=marie.at)
