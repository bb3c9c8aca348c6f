"""Documents that the patient may not see himself (R02a, R02c, R31) change not one byte of what he is shown.

Two worlds differ by them alone: by what waits to be announced and what he asked not to know being of another kind, by
another hand, from another place; by one more, about somebody else. The patient goes through the whole site in both.
"""

import difflib
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from consents.actor import Actor
from consents.models import Person, Professional
from consents.services import directives, intake, preferences, settings
from consents.verification import INS_TEST, luhn
from consents.vocabulary import (
    Category,
    Choice,
    OrganisationKind,
    Profession,
    RecipientKind,
    SettingName,
    Specialty,
    SubjectKind,
)
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from portal.models import User
from portal.patient import doorway
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.services import announcing, decisions, planning
from tests.portal.conftest import Record, person, valid_ins
from tests.portal.conftest import marie as _marie

#: So many addresses of each route: a page of each sort, not every choice about everyone.
_EACH = 2
#: What no title says: it stays on a shared screen, in the browser's list of pages.
_UNSAID = ("LENOIR", "Marie", "Belkacem", "Aubertin", "Caron", "Ordonnance", "Compte rendu", "Imagerie", "Saint-Aubin")
_LEFT_OUT = ("/comptes/", "/static/", "/quitter/", "/demo/", "/controle/", "/langue/", "/affichage/", "/patterns/")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: The ledger's hash of a wish holds the document's identifier; a receipt is signed over it.
_HASH = re.compile(r"[0-9a-f]{8}(?:\s*[0-9a-f]{8}){7}")
_SIGNED = re.compile(r'("(?:sign[a-z]*|recorded_at)":)"[^"]+"')
_WRITTEN = re.compile(r'(Inscrit au registre[^0-9]*)[^<"\n]+')
_TOKEN = re.compile(r'((?:csrfmiddlewaretoken|jeton)" value=")[^"]+')
marie = _marie
Shown = dict[str, tuple[int, str]]


@dataclass
class World:
    """Marie's record, and those whom only what is kept from her ties to her: Caron, Dumas, Evrard."""

    record: Record
    unknown: dict[str, UUID] = field(default_factory=dict)
    kept: dict[str, UUID] = field(default_factory=dict)


@pytest.fixture
def world(marie: Record) -> World:
    """She said yes to one place where one of them works, no to another, nothing to the third."""
    found = World(marie)
    for name, place in (("Caron", "Clinique du Parc"), ("Dumas", "Centre du Port"), ("Evrard", "Clinique du Mail")):
        where = marie.place(place, OrganisationKind.CLINIC)
        found.unknown[name] = marie.professional("Dr", "Inès", name, Profession.PHYSICIAN, where)
    said: dict[str, Any] = {"about": EVERYTHING, "by": Actor.person(marie.patient), "at": marie.at}
    preferences.grant(marie.patient, to=_place(marie, "Clinique du Parc"), **said)
    preferences.oppose(marie.patient, to=_place(marie, "Centre du Port"), **said)
    preferences.oppose(marie.patient, to=Recipient(RecipientKind.PROFESSION, "pharmacist"), **said)
    belkacem = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Belkacem"]))
    for to, kind in ((EVERYONE, "social"), (belkacem, "prescription")):
        preferences.oppose(marie.patient, to=to, **{**said, "about": Subject(SubjectKind.CATEGORY, kind)})
    hold = {SettingName.EMERGENCY_BLOCKS_HOLD: Choice.YES}
    settings.choose_for_emergencies(marie.patient, choices=hold, by=said["by"], at=marie.at)
    planning.plan_notices(at=marie.at + timedelta(seconds=1))
    Professional.objects.filter(pk=marie.people["Belkacem"]).update(rpps=_rpps())
    return found


def _place(marie: Record, name: str) -> Recipient:
    return Recipient(RecipientKind.ORGANISATION, str(marie.places[name]))


def plain(world: World) -> None:
    """What is kept from her is by one who treats her, from where he does."""
    record = world.record
    known: dict[str, Any] = {"author": record.people["Belkacem"], "organisation": record.places["Hôpital Saint-Aubin"]}
    world.kept = {
        "waiting": record.document("waiting", Category.REPORT, days=3, announcement_pending=True, **known),
        "unwanted": record.document("unwanted", Category.REPORT, days=20, **known),
        "third": uuid4(),
        "social": uuid4(),
    }


def strange(world: World) -> None:
    """By strangers, from places that she named or not, of kinds that she has none of; and one more."""
    record = world.record
    by: dict[str, Any] = {
        name: {"author": world.unknown[name], "organisation": record.places[place]}
        for name, place in (("Caron", "Clinique du Parc"), ("Dumas", "Centre du Port"), ("Evrard", "Clinique du Mail"))
    }
    world.kept = {
        "waiting": record.document("waiting", Category.GENETICS, days=3, announcement_pending=True, **by["Caron"]),
        "unwanted": record.document(
            "unwanted", Category.MENTAL_HEALTH, days=20, specialty=Specialty.PSYCHIATRY, **by["Dumas"]
        ),
        "third": record.document("third", Category.REPORT, days=5, third_party=True, **by["Evrard"]),
        "social": record.document("social", Category.SOCIAL, days=6, third_party=True, **by["Evrard"]),
    }


def lived(world: World) -> None:
    """She asked not to know one; Dr Belkacem's software asked about what she sees, and, where there is one, about another."""
    record, by = world.record, Actor.person(world.record.patient)
    directives.wish_not_to_know(record.patient, document=world.kept["unwanted"], by=by, at=record.at)
    beside = (("echo", "social"), ("ordonnance", "third"), ("lettre", "unwanted"), ("lettre", "waiting"))
    for hours, (shown, kept) in enumerate(beside, start=1):
        about = [record.documents[shown], record.documents.get(kept)]
        asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, _rpps()))
        patient = Identifier(INS_TEST, valid_ins("2840675056001"))
        decisions.decide_many(
            [Asked(asker, patient, one, "care") for one in about if one], at=record.at - timedelta(hours=hours)
        )
    announcing.plan_announcements(at=record.at + timedelta(seconds=1))


def _rpps() -> str:
    digits = "1000123456"
    return next(digits + str(key) for key in range(10) if luhn(digits + str(key)))


def starts(world: World) -> Iterator[str]:
    """Where one may begin: the front page; then what a curious reader types."""
    yield from ("/", "/historique/?voir=acces", "/historique/", "/avis/", "/mes-donnees/recus/", "/urgence/")
    for who in world.unknown.values():
        yield from (f"/equipe/{who}/", f"/voir-comme/{who}/", f"/pourquoi/{who}/")
        yield f"/choix/?verbe=oppose&a=professional:{who}&sur=everything"
    belkacem = world.record.people["Belkacem"]
    for document in (world.kept["waiting"], world.kept["third"], world.kept["unwanted"]):
        yield from (f"/documents/{document}/", f"/pourquoi/{belkacem}/{document}/")
        yield f"/choix/?verbe=oppose&a=everyone&sur=document:{document}"
        yield f"/choix/?verbe=not_to_know&sur=document:{document}"
        yield f"/choix/?verbe=know&sur=document:{document}"
    for name in ("Clinique du Parc", "Centre du Port", "Clinique du Mail"):
        place = world.record.places[name]
        for verb in ("grant", "oppose", "withdraw"):
            yield f"/choix/?verbe={verb}&a=organisation:{place}&sur=everything"
    for to, about in (("profession:physician", "everything"), ("everyone", "category:genetics")):
        yield f"/choix/?verbe=oppose&a={to}&sur={about}"
    for setting, value in (("emergency.blocks_hold", "no"), ("emergency.samu", "refuse"), ("emergency.hidden", "yes")):
        yield f"/choix/?verbe=set&quoi={setting}&valeur={value}"
    yield from (f"/equipe/ajouter/?nom={name}" for name in ("caron", "dumas", "evrard"))
    yield from ("/documents/?sorte=genetics", "/documents/?specialite=psychiatry", "/qui-voit-quoi/?ouvrir=genetics")


def gone_through(site: Client, world: World, begin: Iterable[str]) -> Shown:
    """Every address that a page leads to, some of each route; and what it answered."""
    found: Shown = {}
    waiting = [*begin]
    opened: dict[str, int] = {}
    first = {_same(one, world) for one in waiting}
    while waiting:
        address = waiting.pop(0)
        key, route = _same(address, world), resolve(address.partition("?")[0]).view_name
        if key in found or (key not in first and opened.setdefault(route, 0) >= _EACH):
            continue
        opened[route] = opened.get(route, 0) + (key not in first)
        answer = site.get(address)
        text = _text(answer.content) if answer.headers["Content-Type"] == "application/pdf" else answer.content.decode()
        found[key] = (answer.status_code, _same(text, world))
        waiting += _links(text)
    return found


def _links(page: str) -> list[str]:
    links = [html.unescape(one) for one in re.findall(r'href="(/[^"#]*)', page)]
    return [one for one in dict.fromkeys(links) if not one.startswith(_LEFT_OUT)]


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def _same(text: str, world: World) -> str:
    """Less what differs between any two answers; whoever is not this patient's alone keeps his identifier."""
    record, kept = world.record, {str(one): name for name, one in world.kept.items()}
    known = (*record.people.values(), *record.places.values(), *record.documents.values(), record.patient)
    lasting = {str(one) for one in known} - kept.keys()
    text = _ID.sub(lambda found: found[0] if found[0] in lasting else kept.get(found[0], "ID"), text)
    text = _WRITTEN.sub(r"\1", text)
    return _TOKEN.sub(r"\1", _SIGNED.sub(r"\1", _HASH.sub("HASH", text)))


def test_what_is_kept_from_the_patient_changes_nothing_that_he_is_shown(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = world.record.at + timedelta(minutes=5)
    monkeypatch.setattr(doorway, "now", lambda: moment)
    client.force_login(User.objects.create_account("marie@example.test", person_id=world.record.patient))

    def shown(what: Callable[[World], None]) -> Shown:
        with transaction.atomic():
            what(world)
            lived(world)
            pages = gone_through(client, world, starts(world))
            transaction.set_rollback(True)
        return pages

    one, other = shown(plain), shown(strange)

    assert len(one) > 60
    the_same(one, other)
    titles = " ".join(re.findall(r"<title>([^<]*)", "".join(text for _status, text in one.values())))
    assert not [word for word in _UNSAID if word in titles]


#: All that the menu leads a minor to, and what he might try.
_A_MINORS = (
    "/", "/equipe/", "/documents/", "/historique/", "/historique/?voir=acces", "/avis/", "/parametres/", "/droits/",
    "/mes-donnees/exporter/", "/qui-est-au-courant/", "/qui-est-au-courant/?choix=1", "/choix/fait/1/", "/urgence/",
    "/mes-donnees/recus/1/", "/mes-donnees/recus/1.json", "/qui-voit-quoi/", "/medecin-traitant/", "/signalements/",
    "/choix/?verbe=withdraw&a=everyone&sur=everything", "/choix/?verbe=set&quoi=emergency.samu&valeur=refuse",
)  # fmt: skip


def test_what_parents_said_changes_nothing_that_a_minor_is_shown(
    marie: Record, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one word, number or answer of his own pages (R59, R67)."""
    moment, world = marie.at + timedelta(minutes=5), World(marie)
    monkeypatch.setattr(doorway, "now", lambda: moment)
    Person.objects.filter(pk=marie.patient).update(born_on=date(marie.at.year - 16, 1, 5))
    mother = person("LENOIR", "Claire", "2840675056059", marie.at)
    intake.record_authority(marie.patient, holder=mother)
    stranger = marie.professional("Dr", "Inès", "Caron", Profession.PHYSICIAN, marie.places["Cabinet des Tilleuls"])
    client.force_login(User.objects.create_account("marie@example.test", person_id=marie.patient))
    begin = (*_A_MINORS, f"/equipe/{stranger}/", f"/choix/?verbe=oppose&a=professional:{stranger}&sur=everything")
    without = gone_through(client, world, begin)
    _a_mother_speaks(marie, Actor.person(mother), stranger)

    assert len(without) > 20
    the_same(without, gone_through(client, world, begin))


def _a_mother_speaks(marie: Record, by: Actor, stranger: UUID) -> None:
    said: dict[str, Any] = {"by": by, "at": marie.at}
    to = Recipient(RecipientKind.PROFESSIONAL, str(stranger))
    echo = Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))
    preferences.oppose(marie.patient, to=EVERYONE, about=EVERYTHING, **said)
    preferences.oppose(marie.patient, to=EVERYONE, about=echo, **said)
    preferences.grant(marie.patient, to=to, about=EVERYTHING, **said)
    settings.choose_for_emergencies(marie.patient, choices={SettingName.EMERGENCY_SAMU: Choice.REFUSE}, **said)


def the_same(one: Shown, other: Shown) -> None:
    assert sorted(one) == sorted(other)
    assert {
        address: _told_apart(one[address], other[address]) for address in one if one[address] != other[address]
    } == {}


def _told_apart(one: tuple[int, str], other: tuple[int, str]) -> list[str]:
    """The lines that differ, to be read when this fails."""
    return [*difflib.unified_diff(one[1].splitlines(), other[1].splitlines(), str(one[0]), str(other[0]), n=0)]
