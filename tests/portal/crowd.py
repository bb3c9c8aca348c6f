"""A record in which nearly every rule answers: eleven professionals in nine places, their software, words of all widths."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from consents.actor import Actor
from consents.services import directives, intake, preferences, settings
from consents.verification import INS_TEST, luhn
from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    OrganisationKind,
    Profession,
    RecipientKind,
    SettingName,
    Specialty,
    SubjectKind,
)
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from sharing.services import callers
from tests.portal.conftest import person, valid_ins

INS = "2840675056077"
PLACES = {
    "hospital": OrganisationKind.HOSPITAL,
    "practice": OrganisationKind.PRIVATE_PRACTICE,
    "group": OrganisationKind.GROUP_PRACTICE,
    "pharmacy": OrganisationKind.PHARMACY,
    "clinic": OrganisationKind.CLINIC,
    "laboratory": OrganisationKind.LABORATORY,
    "samu": OrganisationKind.SAMU,
    "work": OrganisationKind.OCCUPATIONAL_HEALTH,
    "insurer": OrganisationKind.INSURER,
}
#: Family name: profession, places (the first is where he asks from), basis of care and where.
PEOPLE: dict[str, tuple[Profession, tuple[str, ...], CareBasis | None, str]] = {
    "Aubertin": (Profession.PHYSICIAN, ("practice", "clinic"), CareBasis.TREATING_PHYSICIAN, ""),
    "Belkacem": (Profession.PHYSICIAN, ("clinic", "hospital"), CareBasis.ESTABLISHMENT, "hospital"),
    "Costa": (Profession.DENTIST, ("hospital",), CareBasis.ESTABLISHMENT, "hospital"),
    "Diallo": (Profession.NURSE, ("hospital",), CareBasis.ESTABLISHMENT, "hospital"),
    "Evrard": (Profession.MEDICAL_SECRETARY, ("hospital",), CareBasis.ESTABLISHMENT, "hospital"),
    "Fabre": (Profession.PHYSIOTHERAPIST, ("group",), CareBasis.COORDINATED, "group"),
    "Girard": (Profession.PHARMACIST, ("pharmacy",), CareBasis.SAME_CARE, "pharmacy"),
    "Haddad": (Profession.PHYSICIAN, ("clinic",), None, ""),
    "Ibarra": (Profession.OCCUPATIONAL_PHYSICIAN, ("work",), None, ""),
    "Jourdan": (Profession.SAMU_REGULATOR, ("samu",), None, ""),
    "Keller": (Profession.INSURER_PHYSICIAN, ("insurer",), None, ""),
}


@dataclass
class Crowd:
    patient: UUID
    at: datetime
    places: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    documents: dict[str, UUID] = field(default_factory=dict)
    rpps: dict[str, str] = field(default_factory=dict)
    finess: dict[str, str] = field(default_factory=dict)
    token: str = ""

    @property
    def by(self) -> Actor:
        return Actor.person(self.patient)

    def recipient(self, name: str) -> Recipient:
        return Recipient(RecipientKind.PROFESSIONAL, str(self.people[name]))

    def about(self, name: str) -> Subject:
        return Subject(SubjectKind.DOCUMENT, str(self.documents[name]))

    def works_at(self, name: str) -> tuple[str, ...]:
        return PEOPLE[name][1]

    def permitted(self, site: Client, name: str, place: str, context: dict[str, Any]) -> set[str]:
        """The documents that his software is told it may show him: one call, every document of the record."""
        shared = {
            "subject": {
                "type": "professional",
                "id": self.rpps[name],
                "properties": {"organisation": self.finess[place]},
            },
            "action": {"name": "read"},
            "context": context,
        }
        who = {"patient": {"system": INS_TEST, "value": valid_ins(INS)}}
        items = [
            {"resource": {"type": "document", "id": str(each), "properties": who}} for each in self.documents.values()
        ]
        answer = site.post(
            "/access/v1/evaluations",
            {**shared, "evaluations": items},
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == 200, answer.content
        given = zip(self.documents.values(), answer.json()["evaluations"], strict=True)
        return {str(document) for document, said in given if said["decision"] is True}


def build(at: datetime, client: Client) -> Crowd:
    crowd = Crowd(person("Morel", "Élise", INS, at), at)
    _places(crowd)
    _people(crowd)
    _documents(crowd)
    _words(crowd)
    crowd.token = _software(crowd, client)
    return crowd


def _places(crowd: Crowd) -> None:
    for number, (name, kind) in enumerate(PLACES.items()):
        crowd.finess[name] = _checked(f"7500001{number}")
        crowd.places[name] = intake.record_organisation(name=f"Lieu {name}", kind=kind, finess=crowd.finess[name]).id


def _people(crowd: Crowd) -> None:
    for number, (name, (profession, places, basis, cared)) in enumerate(PEOPLE.items()):
        crowd.rpps[name] = _checked(f"10009876{number:02d}")
        assists = crowd.people["Belkacem"] if profession is Profession.MEDICAL_SECRETARY else None
        who = intake.record_professional(
            family_name=name, title="Dr", rpps=crowd.rpps[name], profession=profession, assists=assists
        ).id
        crowd.people[name] = who
        for position, place in enumerate(places):
            intake.record_practice(professional=who, organisation=crowd.places[place], position=position)
        if basis is not None:
            begins, where = crowd.at - timedelta(days=200), crowd.places.get(cared)
            intake.record_care(crowd.patient, professional=who, basis=basis, begins_at=begins, organisation=where)


def _documents(crowd: Crowd) -> None:
    rows: list[tuple[str, Category, str, str, dict[str, Any]]] = [
        ("report", Category.REPORT, "hospital", "Belkacem", {}),
        ("scan", Category.IMAGING, "hospital", "", {"specialty": Specialty.CARDIOLOGY}),
        ("stay", Category.SUMMARY, "hospital", "", {}),
        ("letter", Category.REPORT, "practice", "Aubertin", {}),
        ("pills", Category.PRESCRIPTION, "practice", "Aubertin", {}),
        ("mind", Category.MENTAL_HEALTH, "hospital", "Belkacem", {}),
        ("genes", Category.GENETICS, "laboratory", "", {}),
        ("plan", Category.CARE_PLAN, "group", "Fabre", {}),
        ("sold", Category.DISPENSING, "pharmacy", "Girard", {}),
        ("hidden", Category.REPORT, "hospital", "Diallo", {}),
        ("fit", Category.CERTIFICATE, "work", "", {}),
        ("unwanted", Category.REPORT, "hospital", "", {}),
        ("waiting", Category.REPORT, "hospital", "Belkacem", {"announcement_pending": True}),
        ("told", Category.REPORT, "hospital", "", {"third_party": True}),
    ]
    for days, (name, category, place, author, more) in enumerate(rows, start=2):
        crowd.documents[name] = intake.record_document(
            crowd.patient,
            deposited=(crowd.at - timedelta(days=days)).date(),
            category=category,
            organisation=crowd.places[place],
            author=crowd.people.get(author),
            **more,
        ).id


def _words(crowd: Crowd) -> None:
    spoken = {"by": crowd.by, "at": crowd.at}
    preferences.grant(crowd.patient, to=crowd.recipient("Fabre"), about=EVERYTHING, **spoken)
    preferences.grant(crowd.patient, to=crowd.recipient("Haddad"), about=crowd.about("scan"), **spoken)
    preferences.grant(crowd.patient, to=crowd.recipient("Ibarra"), about=crowd.about("fit"), **spoken)
    preferences.oppose(crowd.patient, to=crowd.recipient("Jourdan"), about=crowd.about("pills"), **spoken)
    preferences.oppose(crowd.patient, to=crowd.recipient("Costa"), about=EVERYTHING, **spoken)
    preferences.oppose(crowd.patient, to=crowd.recipient("Keller"), about=EVERYTHING, **spoken)
    preferences.oppose(crowd.patient, to=EVERYONE, about=crowd.about("hidden"), **spoken)
    preferences.oppose(crowd.patient, to=EVERYONE, about=Subject(SubjectKind.SPECIALTY, "cardiology"), **spoken)
    directives.wish_not_to_know(crowd.patient, document=crowd.documents["unwanted"], **spoken)
    seen = {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    settings.choose_for_treating_physician(crowd.patient, choices=seen, **spoken)


def _software(crowd: Crowd, client: Client) -> str:
    given = callers.register_calling_system(
        "Tous les logiciels",
        organisations=list(crowd.places.values()),
        granted=["decisions", "emergency"],
        webhook_url="https://ici.example/avis",
        at=crowd.at,
    )
    form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
    return str(client.post("/oauth2/token", form).json()["access_token"])


def _checked(digits: str) -> str:
    """With its Luhn key."""
    return next(digits + str(key) for key in range(10) if luhn(digits + str(key)))
