"""One patient with a team, choices and many documents, in a database of its own that is dropped afterwards."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SOURCE = "urn:oid:1.2.3"


@contextmanager
def database() -> Iterator[None]:
    """The test services, and a database made by Django's own test set-up."""
    from tools import services

    os.environ.setdefault("TEST_DATABASE_NAME", "test_bench")
    with services.using("test") as environment:
        os.environ.update(environment | {"PORTAL_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"})
        import django

        django.setup()
        from django.test.utils import setup_databases, setup_test_environment, teardown_databases

        setup_test_environment()
        made: Any = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(made, verbosity=0)


@dataclass(frozen=True)
class Bench:
    client_id: str
    client_secret: str
    rpps: str
    finess: str
    ins: str
    documents: list[uuid.UUID]
    patient: uuid.UUID


def build(documents: int) -> Bench:
    """A hospital, twelve professionals who care for her, eight oppositions, so many documents."""
    from consents.actor import Actor
    from consents.models import Document
    from consents.services import intake, preferences
    from consents.verification import INS_TEST, ins_key
    from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, RecipientKind, SubjectKind
    from consents.words import EVERYONE, Recipient, Subject
    from sharing.services import callers

    before = NOW - timedelta(days=60)
    chu = intake.record_organisation(name="CHU", kind=OrganisationKind.HOSPITAL, finess="750000010").id
    number = "2800575056001"
    patient = intake.record_person(
        at=before, birth_name="Aubert", born_on=date(1980, 5, 2), ins=number + ins_key(number), ins_system=INS_TEST
    ).id
    team = [_doctor(intake, chu, number, Profession.PHYSICIAN) for number in range(12)]
    for one in team:
        intake.record_care(patient, professional=one, basis=CareBasis.ESTABLISHMENT, begins_at=before, organisation=chu)
    Document.objects.bulk_create(
        Document(
            patient_id=patient, category=Category.REPORT.value, organisation_id=chu, deposited_on=date(2026, 1, 10),
            deposited_at=before + timedelta(seconds=number), source_system=SOURCE, source_value=f"d{number}",
        )
        for number in range(documents)
    )  # fmt: skip
    ids = list(Document.objects.order_by("deposited_at").values_list("id", flat=True))
    for row in ids[:4]:
        preferences.oppose(
            patient, to=EVERYONE, about=Subject(SubjectKind.DOCUMENT, str(row)), by=Actor.person(patient), at=NOW
        )
    for row in ids[4:8]:
        to = Recipient(RecipientKind.PROFESSIONAL, str(team[0]))
        about = Subject(SubjectKind.DOCUMENT, str(row))
        preferences.oppose(patient, to=to, about=about, by=Actor.person(patient), at=NOW)
    keys = callers.register_calling_system("Logiciel du CHU", organisations=[chu], at=before)
    return Bench(keys.client_id, keys.client_secret, "10000000000", "750000010", number + ins_key(number), ids, patient)


def _doctor(intake: Any, place: uuid.UUID, number: int, profession: Any) -> uuid.UUID:
    who = intake.record_professional(
        family_name=f"Médecin {number}", rpps=f"{10000000000 + number}", profession=profession
    ).id
    intake.record_practice(professional=who, organisation=place)
    return who  # type: ignore[no-any-return]
