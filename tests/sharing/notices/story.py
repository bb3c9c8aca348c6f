"""One patient, her hospital with its software, and a cardiologist in town: enough for any notice."""

import base64
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from consents.models import CareEntry, Document, Organisation, Person, Practice, Professional
from sharing import sealing
from sharing.models import CallingSystem, CallingSystemOrganisation

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
#: Words that no notice may contain.
SECRETS = ["Aubertin", "Marie", "Tilleuls", "Martin", "Carla", "psychiatry", "mental_health", "report", "oppose"]
SECRETS += ["grant", "withdraw", "document", "professional"]


@dataclass(frozen=True)
class Story:
    marie: uuid.UUID
    chu: uuid.UUID
    heart: uuid.UUID
    martin: uuid.UUID
    nora: uuid.UUID
    carla: uuid.UUID
    psy: uuid.UUID
    system: uuid.UUID
    secret: str


def tell(webhook_url: str = "https://hopital.example/changes", *, at: datetime = NOW) -> Story:
    """Dr Martin and the nurse Nora treat Marie at the hospital; Carla, in town, does not yet."""
    marie = person("Aubertin", given="Marie", at=at)
    chu, heart = organisation("Hôpital des Tilleuls", "hospital"), organisation("Cabinet du Cœur", "private_practice")
    martin, nora = professional("Martin", "physician", chu), professional("Nora", "nurse", chu)
    carla = professional("Carla", "physician", heart, email="carla@cabinet.example")
    for who in (martin, nora):
        care(marie, who, at=chu, since=at)
    psy = document(marie, chu, category="mental_health", specialty="psychiatry", at=at)
    return Story(marie, chu, heart, martin, nora, carla, psy, system("Tilleuls", chu, webhook_url, at=at), SECRET)


def system(name: str, place: uuid.UUID, webhook_url: str, *, at: datetime = NOW) -> uuid.UUID:
    row = CallingSystem.objects.create(
        name=name,
        client_id=uuid.uuid4().hex,
        webhook_url=webhook_url,
        webhook_secret=sealing.seal(SECRET),
        created_at=at,
    )
    CallingSystemOrganisation.objects.create(system=row, organisation_id=place)
    return row.pk


def person(name: str, *, given: str = "", born: date = date(1980, 5, 2), at: datetime = NOW) -> uuid.UUID:
    return Person.objects.create(birth_name=name, birth_given_names=given, born_on=born, created_at=at).pk


def document(
    patient: uuid.UUID, place: uuid.UUID, *, category: str = "report", specialty: str = "", at: datetime = NOW
) -> uuid.UUID:
    deposited = at - timedelta(days=20)
    return Document.objects.create(
        patient_id=patient,
        category=category,
        specialty=specialty,
        organisation_id=place,
        deposited_on=deposited.date(),
        deposited_at=deposited,
    ).pk


def organisation(name: str, kind: str, **more: object) -> uuid.UUID:
    return Organisation.objects.create(name=name, kind=kind, **more).pk


def professional(name: str, profession: str, *places: uuid.UUID, **more: object) -> uuid.UUID:
    who = Professional.objects.create(family_name=name, profession=profession, **more).pk
    for position, place in enumerate(places):
        Practice.objects.create(professional_id=who, organisation_id=place, position=position)
    return who


def care(
    patient: uuid.UUID, who: uuid.UUID, *, at: uuid.UUID | None, since: datetime = NOW, basis: str = "establishment"
) -> None:
    CareEntry.objects.create(
        patient_id=patient,
        professional_id=who,
        organisation_id=at,
        basis=basis,
        begins_at=since - timedelta(days=28),
    )
