"""No shadow: what a minor keeps secret changes not one byte, not one statement, not one notice for a parent (R63).

Two worlds differ by it alone: documents, whole care episodes with those who only took part in them, what a physician
withholds, what is kept from the other parent, and all that was asked about any of these. Each parent goes through the
whole site in both, chooses, undoes, prints his receipts; a hospital's software asks for him.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from consents.actor import Actor
from consents.models import Professional, Secrecy
from consents.services import minors, physicians, preferences, secrecy
from consents.services.episodes import Episode
from consents.verification import INS_TEST, luhn
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, RecipientKind
from consents.words import EVERYTHING, Identifier, Recipient
from portal.patient import doorway
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.engine.question import EmergencyStatement
from sharing.models import Notice
from sharing.services import announcing, decisions, planning
from tests.portal.children.conftest import Family, hidden_fields
from tests.portal.children.conftest import family as _family
from tests.portal.conftest import marie as _marie
from tests.portal.conftest import valid_ins
from tests.security.test_kept_from_the_patient import World, _links, _same, _told_apart

family, marie = _family, _marie
#: Addresses of each route, less than every choice about everyone.
_EACH = 1
#: A declaration's handle is made of its number; a page's seal, of all that was seen.
_SEALED = re.compile(r"[0-9a-f]{64}|[0-9a-f]{32}")
#: A hash in pieces of eight, as a receipt shows it.
_PIECE = re.compile(r'(class="code">|<dd>|numéro\s|éférence\s|éférence",\n +")[0-9a-f]{8}\b')
_SIGNATURE = re.compile(r'("(?:signature|sig|jws|code|value)"\s*:\s*)"[^"]+"')
_CLAIRE, _JULIEN = "2840675056059", "1840675056001"
Shown = dict[str, tuple[int, str, int]]


@dataclass
class House:
    """One parent looks; what is kept from him is `kept`, made of nothing in the open world."""

    family: Family
    parent: UUID
    other: UUID
    site: Client
    ins: str
    strangers: dict[str, UUID] = field(default_factory=dict)
    kept: dict[str, UUID] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return World(self.family.record, self.strangers, self.kept)


_SECRETS = ("pilule", "test", "confidence", "entretien", "corrected", "episode")


@pytest.fixture(params=["the mother", "the father"])
def house(request: pytest.FixtureRequest, family: Family) -> House:
    """Both parents have spoken already; strangers work in places that the directory knows."""
    record, at = family.record, family.record.at
    mother = (family.mother, family.father, family.claire, _CLAIRE)
    father = (family.father, family.mother, family.julien, _JULIEN)
    found = House(family, *(mother if request.param == "the mother" else father))
    centre = record.place("Centre de planification", OrganisationKind.HEALTH_CENTRE)
    alone = record.place("Cabinet du Mail", OrganisationKind.PRIVATE_PRACTICE)
    for name, where in (("Caron", centre), ("Dumas", record.places["Hôpital Saint-Aubin"]), ("Evrard", alone)):
        found.strangers[name] = record.professional("Dr", "Inès", name, Profession.PHYSICIAN, where)
    for number, name in enumerate(("Belkacem", "Aubertin", "Caron", "Dumas", "Evrard")):
        Professional.objects.filter(pk=record.people[name]).update(rpps=_number(number))
    for holder, who in ((family.mother, "Lamarque"), (family.father, "Keller")):
        to = Recipient(RecipientKind.PROFESSIONAL, str(record.people[who]))
        preferences.oppose(record.patient, to=to, about=EVERYTHING, by=Actor.person(holder), at=at)
    planning.plan_notices(at=at)
    return found


def _number(number: int) -> str:
    digits = f"100012345{number}"
    return next(digits + str(key) for key in range(10) if luhn(digits + str(key)))


def open_world(house: House) -> None:
    house.kept = {name: uuid4() for name in _SECRETS}


def secret_world(house: House) -> None:
    """Each way of keeping something from this parent, and one of keeping something from the other.

    Of Dr Evrard there is no document yet: only the care itself, kept secret as a whole, ties him to her.
    """
    record, lina = house.family.record, house.family.lina
    by, at = Actor.person(lina), record.at
    centre, hospital = record.places["Centre de planification"], record.places["Hôpital Saint-Aubin"]
    caron, dumas, evrard = (house.strangers[name] for name in ("Caron", "Dumas", "Evrard"))
    aubertin, belkacem = record.people["Aubertin"], record.people["Belkacem"]
    record.care(caron, CareBasis.SAME_CARE, days=20)
    record.care(dumas, CareBasis.ESTABLISHMENT, hospital, days=5)
    record.care(evrard, CareBasis.SAME_CARE, days=4)
    made: dict[str, dict[str, Any]] = {
        "pilule": {"category": Category.PRESCRIPTION, "author": caron, "organisation": centre, "days": 20},
        "test": {"category": Category.REPORT, "author": caron, "organisation": centre, "days": 10},
        "confidence": {"category": Category.REPORT, "author": aubertin, "days": 9},
        "entretien": {"category": Category.MENTAL_HEALTH, "author": belkacem, "organisation": hospital, "days": 8},
        "episode": {"category": Category.IMAGING, "author": dumas, "organisation": hospital, "days": 2},
    }
    house.kept = {name: record.document(name, **said) for name, said in made.items()}
    corrected = {"category": Category.PRESCRIPTION, "author": aubertin, "replaces": house.kept["pilule"], "days": 3}
    house.kept["corrected"] = record.document("corrected", **corrected)
    minors.keep_secret(lina, document=house.kept["pilule"], by=by, at=at, accompanied=True)
    for name in ("test", "confidence"):
        minors.keep_secret(lina, document=house.kept[name], towards=[house.parent], by=by, at=at)
    minors.keep_secret(lina, document=record.documents["ordonnance"], towards=[house.other], by=by, at=at)
    day = (at - timedelta(days=5)).date()
    minors.keep_episode_secret(lina, episode=Episode(day, dumas, hospital), by=by, at=at)
    minors.keep_episode_secret(lina, episode=Episode(day, evrard), towards=[house.parent], by=by, at=at)
    doctor, reason = Actor.professional(belkacem), "Il aurait peur de son père, vu avec lui."
    physicians.withhold(
        lina, rule="R65", reason=reason, by=doctor, at=at, document=house.kept["entretien"], from_person=house.parent
    )
    first = Secrecy.objects.filter(document=house.kept["pilule"]).values_list("pk", flat=True)[0]
    secrecy.renew(lina, secrecy=first, maintained=True, by=doctor, at=at)


def lived(house: House, *, secret: bool) -> None:
    """Those who treat her asked about what is known; where it exists, about what is secret as well."""
    record = house.family.record
    child, at = Identifier(INS_TEST, valid_ins("2840675056001")), record.at - timedelta(hours=6)

    def asked(rpps: str, *documents: UUID | None, hours: int, purpose: str = "care", **more: Any) -> None:
        asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
        questions = [Asked(asker, child, one, purpose, **more) for one in documents]
        decisions.decide_many(questions, at=at + timedelta(hours=hours))

    known = record.documents
    beside = [house.kept["confidence"], house.kept["pilule"]] if secret else []
    asked(_number(0), known["echo"], hours=0)
    asked(_number(1), known["lettre"], *beside, hours=1)
    if secret:
        stated = EmergencyStatement(True, True, "Hémorragie, ne répond pas")
        asked(_number(2), None, house.kept["pilule"], hours=2)
        asked(_number(3), None, house.kept["episode"], hours=3)
        asked(_number(4), None, hours=3)
        asked(_number(2), None, hours=4, purpose="emergency", statement=stated)
    planning.plan_notices(at=record.at + timedelta(seconds=1))
    announcing.plan_announcements(at=record.at + timedelta(seconds=1))


def main_pages(house: House) -> Iterator[str]:
    """Where a parent may begin."""
    child = f"/mes-enfants/{house.family.lina}/"
    yield from ("/", "/mes-enfants/", "/avis/", "/historique/?voir=acces")
    for path in ("", "equipe/", "documents/", "urgence/", "medecin-traitant/", "historique/", "recus/"):
        yield child + path
    yield f"{child}historique/?voir=acces"


def starts(house: House) -> Iterator[str]:
    """And what a curious one types."""
    record, child = house.family.record, f"/mes-enfants/{house.family.lina}/"
    yield from main_pages(house)
    yield f"{child}historique/?voir=acces&genre=refused"
    yield f"{child}equipe/{house.strangers['Caron']}/"
    for name in ("Caron", "Dumas"):
        yield f"{child}choix/?verbe=oppose&a=professional:{house.strangers[name]}&sur=everything"
    for document in house.kept.values():
        yield f"{child}documents/{document}/"
    yield f"{child}choix/?verbe=oppose&a=everyone&sur=document:{house.kept['confidence']}"
    for place in ("Centre de planification", "Hôpital Saint-Aubin"):
        yield f"{child}choix/?verbe=oppose&a=organisation:{record.places[place]}&sur=everything"
    yield f"{child}choix/?verbe=grant&a=organisation:{record.places['Centre de planification']}&sur=everything"
    for about in ("everything", "category:prescription"):
        yield f"{child}choix/?verbe=oppose&a=everyone&sur={about}"
    yield from (f"{child}equipe/ajouter/?nom={name}" for name in ("caron", "dumas"))
    yield f"{child}choix/?verbe=set&quoi=emergency.hidden&valeur=allow"
    yield from (f"{child}documents/?sorte=prescription", "/ma-confidentialite/")


def gone_through(house: House, begin: list[str]) -> Shown:
    """Every address that a page about her leads to, some of each route: its answer and how many statements it took."""
    found: Shown = {}
    waiting, opened = [*begin], dict[str, int]()
    first = {_alike(one, house) for one in waiting}
    while waiting:
        address = waiting.pop(0)
        key, route = _alike(address, house), resolve(address.partition("?")[0]).view_name
        if key in found or (key not in first and opened.setdefault(route, 0) >= _EACH):
            continue
        opened[route] = opened.get(route, 0) + (key not in first)
        text = _open(house, key, address, found)
        waiting += [link for link in _links(text) if link.startswith("/mes-enfants/")]
    return found


def _open(house: House, key: str, address: str, found: Shown) -> str:
    with CaptureQueriesContext(connection) as asked:
        answer = house.site.get(address)
    text = _READ.get(answer.headers["Content-Type"], bytes.decode)(answer.content)
    found[key] = (answer.status_code, _alike(text, house), len(asked))
    return text


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


#: Files told apart line by line.
_READ = {
    "application/pdf": _text,
    "application/json": lambda raw: json.dumps(json.loads(raw), indent=1, ensure_ascii=False),
}


def _alike(text: str, house: House) -> str:
    """Less identifiers, seals, signatures and moments of writing: what differs between any two answers."""
    text = _PIECE.sub(r"\1", _SEALED.sub("SEAL", _same(text, house.world)))
    return _SIGNATURE.sub(r"\1", text)


def choosing(house: House) -> Shown:
    """He opposes, prints the proof of it, undoes it; what the page says at each step."""
    child, found = f"/mes-enfants/{house.family.lina}/", Shown()
    to = f"professional:{house.family.record.people['Belkacem']}"
    page = _open(house, "preview", f"{child}choix/?verbe=oppose&a={to}&sur=everything", found)
    done = house.site.post(f"{child}choix/confirmer/", hidden_fields(page)).headers["Location"]
    said = _open(house, "done", done, found)
    for name in ("recus/", "historique/", "equipe/", ""):
        text = _open(house, f"after {name}", child + name, found)
        for link in _links(text):
            if "/recus/" in link and link != f"{child}recus/" and "." in link:
                _open(house, f"receipt {link.rpartition('.')[2]}", link, found)
    handle = done.rstrip("/").rpartition("/")[2]
    for name in ("", ".json", ".pdf"):
        _open(house, f"receipt of it {name}", f"{child}recus/{handle}{name or '/'}", found)
    again = hidden_fields(said, "historique/annuler/")
    undone = house.site.post(f"{child}historique/annuler/", again)
    _open(house, "undone", undone.headers["Location"], found)
    return found


def asked_by_software(house: House) -> list[Any]:
    """What a hospital's software is answered for him, about each document, about all, in a list."""
    record = house.family.record
    who = AskerNamed(AskerKind.PERSON, Identifier(INS_TEST, valid_ins(house.ins)))
    child = Identifier(INS_TEST, valid_ins("2840675056001"))
    known = [record.documents[name] for name in ("echo", "lettre", "ordonnance")]
    found: list[Any] = []
    for purpose in ("representation", "family_access", "mandate"):
        questions = [Asked(who, child, one, purpose) for one in (None, *known, *house.kept.values())]
        with CaptureQueriesContext(connection) as asked:
            answers = decisions.decide_many(questions, at=record.at + timedelta(minutes=9))
        found.append([(one.decision.permit, one.decision.code, one.decision.obligations) for one in answers])
        found.append(len(asked))
    return found


def told(house: House) -> dict[str, Any]:
    """Notices to either parent and to software, and e-mails."""
    person = Notice.objects.filter(person__in=[house.parent, house.other])
    return {
        "people": sorted(person.values_list("kind", flat=True)),
        "systems": sorted(Notice.objects.filter(channel="webhook").values_list("kind", flat=True)),
        "mail": [one.subject for one in mail.outbox],
    }


def test_what_a_minor_keeps_secret_changes_nothing_for_a_parent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = house.family.record.at + timedelta(minutes=5)
    monkeypatch.setattr(doorway, "now", lambda: moment)

    def seen(secret: bool) -> tuple[Shown, Shown, list[Any], dict[str, Any]]:
        with transaction.atomic():
            (secret_world if secret else open_world)(house)
            lived(house, secret=secret)
            begin = [*starts(house)] if house.parent == house.family.mother else [*main_pages(house)]
            everything = gone_through(house, begin), choosing(house), asked_by_software(house), told(house)
            transaction.set_rollback(True)
            for name in _SECRETS:
                house.family.record.documents.pop(name, None)
        return everything

    house.site.get("/")
    one, other = seen(secret=False), seen(secret=True)

    assert len(one[0]) > 10
    for shown, again in ((one[1], other[1]), (one[0], other[0])):
        the_same(shown, again)
    assert one[2:] == other[2:]


def the_same(one: Shown, other: Shown) -> None:
    assert sorted(one) == sorted(other)
    differ = {key: _told_apart(one[key][:2], other[key][:2]) for key in one if one[key][:2] != other[key][:2]}
    assert differ == {}
    assert {key: (one[key][2], other[key][2]) for key in one if one[key][2] != other[key][2]} == {}
