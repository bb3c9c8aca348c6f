"""Marie, who signs in to look at her record: a hospital, a practice, a group practice, four professionals, documents."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from consents.services import intake
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, Specialty
from portal.models import User


def valid_ins(body: str) -> str:
    return body + ins_key(body)


@dataclass
class Record:
    """One patient's record, as other software fed it."""

    patient: UUID
    at: datetime
    places: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    documents: dict[str, UUID] = field(default_factory=dict)

    def place(self, name: str, kind: OrganisationKind) -> UUID:
        self.places[name] = intake.record_organisation(name=name, kind=kind).id
        return self.places[name]

    def professional(self, title: str, given: str, family: str, profession: Profession, place: UUID) -> UUID:
        who = intake.record_professional(family_name=family, given_name=given, title=title, profession=profession).id
        intake.record_practice(professional=who, organisation=place)
        self.people[family] = who
        return who

    def care(self, who: UUID, basis: CareBasis, place: UUID | None = None, days: int = 90) -> None:
        begins = self.at - timedelta(days=days)
        intake.record_care(self.patient, professional=who, basis=basis, begins_at=begins, organisation=place)

    def document(self, name: str, category: Category, days: int = 30, **more: object) -> UUID:
        deposited = (self.at - timedelta(days=days)).date()
        self.documents[name] = intake.record_document(
            self.patient,
            deposited=deposited,
            category=category,
            **more,  # type: ignore[arg-type]
        ).id
        return self.documents[name]


def person(birth_name: str, given: str, ins: str, at: datetime, born: date = date(1984, 6, 3)) -> UUID:
    return intake.record_person(
        at=at, birth_name=birth_name, birth_given_names=given, born_on=born, ins=valid_ins(ins), ins_system=INS_TEST
    ).id


@pytest.fixture
def marie(db: None) -> Record:
    """Dr Aubertin (treating physician), Dr Belkacem (hospital), Théo Lamarque (group practice), Bruno Keller (pharmacy)."""
    at = timezone.now()
    record = Record(person("LENOIR", "Marie", "2840675056001", at), at)
    hospital = record.place("Hôpital Saint-Aubin", OrganisationKind.HOSPITAL)
    practice = record.place("Cabinet des Tilleuls", OrganisationKind.PRIVATE_PRACTICE)
    group = record.place("Maison de santé du Lac", OrganisationKind.GROUP_PRACTICE)
    pharmacy = record.place("Pharmacie de la Gare", OrganisationKind.PHARMACY)
    aubertin = record.professional("Dr", "Camille", "Aubertin", Profession.PHYSICIAN, practice)
    belkacem = record.professional("Dr", "Younès", "Belkacem", Profession.PHYSICIAN, hospital)
    lamarque = record.professional("", "Théo", "Lamarque", Profession.PHYSIOTHERAPIST, group)
    keller = record.professional("", "Bruno", "Keller", Profession.PHARMACIST, pharmacy)
    record.care(aubertin, CareBasis.TREATING_PHYSICIAN)
    record.care(belkacem, CareBasis.ESTABLISHMENT, hospital)
    record.care(lamarque, CareBasis.COORDINATED, group)
    record.care(keller, CareBasis.SAME_CARE)
    record.document("echo", Category.IMAGING, author=belkacem, organisation=hospital, specialty=Specialty.CARDIOLOGY)
    record.document("lettre", Category.REPORT, days=40, author=aubertin, organisation=practice)
    record.document("ordonnance", Category.PRESCRIPTION, days=70, author=aubertin, organisation=practice)
    return record


@pytest.fixture
def account(marie: Record) -> User:
    return User.objects.create_account("marie@example.test", person_id=marie.patient)


@pytest.fixture
def site(account: User, client: Client) -> Client:
    """The browser in which Marie has signed in."""
    client.force_login(account)
    return client


def read(site: Client, address: str) -> str:
    """The words of a page, without its markup."""
    answer = site.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)
