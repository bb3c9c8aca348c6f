"""A hospital, its software, a patient and her documents: what tests of the decision service ask about."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

from consents.actor import Actor
from consents.services import intake, preferences
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, RecipientKind, SubjectKind
from consents.words import Identifier, Recipient, Subject
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.services import callers

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BEFORE = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def ins(body: str) -> str:
    return body + ins_key(body)


@dataclass(frozen=True)
class Hospital:
    """Dr Martin, a dentist, and nurse Nora care for Ana at the hospital; Dr Leroy works elsewhere; Béa is nobody's patient."""

    chu: uuid.UUID
    clinic: uuid.UUID
    martin: uuid.UUID
    nora: uuid.UUID
    leroy: uuid.UUID
    ana: uuid.UUID
    bea: uuid.UUID
    seen: uuid.UUID
    hidden: uuid.UUID
    out_of_remit: uuid.UUID
    of_bea: uuid.UUID
    credentials: callers.Credentials

    ana_ins = Identifier(INS_TEST, ins("2800575056001"))
    bea_ins = Identifier(INS_TEST, ins("2800575056002"))
    nobody_ins = Identifier(INS_TEST, ins("2800575056003"))
    martin_rpps = "10001234565"
    nora_rpps = "10001234573"
    leroy_rpps = "10001234581"
    finess = "750000010"
    clinic_finess = "690000013"

    def asked(
        self,
        document: uuid.UUID | Identifier | None,
        *,
        patient: Identifier | None = None,
        rpps: str = martin_rpps,
        purpose: str = "care",
    ) -> Asked:
        asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
        return Asked(asker, patient or self.ana_ins, document, purpose)

    def oppose(self, to: uuid.UUID, document: uuid.UUID, *, at: datetime = BEFORE) -> None:
        preferences.oppose(self.ana, to=doctor(to), about=about(document), by=Actor.person(self.ana), at=at)

    def withdraw(self, to: uuid.UUID, document: uuid.UUID, *, at: datetime) -> None:
        preferences.withdraw(self.ana, to=doctor(to), about=about(document), by=Actor.person(self.ana), at=at)

    def report(self, number: int = 0, **more: object) -> uuid.UUID:
        """One more document of Ana's, made at the hospital."""
        more = {"deposited": date(2026, 1, 10), **more}
        return intake.record_document(
            self.ana, category=Category.REPORT, organisation=self.chu,
            source_system="urn:oid:1.2.3", source_value=f"r{number}-{uuid.uuid4()}", **more,  # type: ignore[arg-type]
        ).id  # fmt: skip


def doctor(professional: uuid.UUID) -> Recipient:
    return Recipient(RecipientKind.PROFESSIONAL, str(professional))


def about(document: uuid.UUID) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(document))


def hospital() -> Hospital:
    chu = intake.record_organisation(name="CHU des Tilleuls", kind=OrganisationKind.HOSPITAL, finess=Hospital.finess).id
    clinic = intake.record_organisation(
        name="Clinique du Lac", kind=OrganisationKind.CLINIC, finess=Hospital.clinic_finess
    ).id
    martin = _worker("Martin", Hospital.martin_rpps, Profession.DENTIST, chu)
    nora = _worker("Hadj", Hospital.nora_rpps, Profession.NURSE, chu)
    leroy = _worker("Leroy", Hospital.leroy_rpps, Profession.PHYSICIAN, clinic)
    ana, bea = _patient("Aubert", Hospital.ana_ins), _patient("Blanc", Hospital.bea_ins)
    for professional in (martin, nora):
        intake.record_care(
            ana, professional=professional, basis=CareBasis.ESTABLISHMENT, begins_at=BEFORE, organisation=chu
        )
    made = {"deposited": date(2026, 1, 10), "organisation": chu}
    documents = [
        intake.record_document(
            ana, category=Category.REPORT, source_system="urn:oid:1.2.3", source_value="seen", **made
        ),
        intake.record_document(ana, category=Category.REPORT, **made),
        intake.record_document(ana, category=Category.MENTAL_HEALTH, **made),
        intake.record_document(bea, category=Category.REPORT, **made),
    ]
    credentials = callers.register_calling_system(
        "Logiciel du CHU",
        organisations=[chu],
        granted=["decisions", "emergency"],
        webhook_url="https://chu.example/avis",
        at=BEFORE,
    )
    ids = [each.id for each in documents]
    town = Hospital(chu, clinic, martin, nora, leroy, ana, bea, *ids, credentials)
    town.oppose(martin, town.hidden)
    return town


def _worker(name: str, rpps: str, profession: Profession, place: uuid.UUID) -> uuid.UUID:
    who = intake.record_professional(family_name=name, rpps=rpps, profession=profession).id
    intake.record_practice(professional=who, organisation=place)
    return who


def _patient(name: str, identity: Identifier) -> uuid.UUID:
    return intake.record_person(
        at=BEFORE, birth_name=name, born_on=date(1980, 5, 2), ins=identity.value, ins_system=identity.system
    ).id
