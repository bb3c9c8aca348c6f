"""Marie, her hospital and its software, as both meet in a browser test: real services, real rows, a real receiver."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.utils import timezone

from consents.actor import Actor
from consents.services import intake, preferences
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, RecipientKind, Specialty
from consents.words import EVERYTHING, Recipient
from sharing.selectors import waiting
from sharing.services import callers, planning
from sharing.services.intake import oral
from sharing.services.intake.oral import Said
from sharing.services.intake.speaking import Speaker
from tests.browser.conftest import PASSWORD

FINESS = "750000010"
BELKACEM_RPPS = "10001234565"
NOBODY_LISTENS = "http://127.0.0.1:9/changes"


@dataclass(frozen=True)
class Town:
    """Dr Belkacem and nurse Ferrand treat Marie at the hospital, Dr Aubertin in town; Théo Lamarque has her consent."""

    marie: UUID
    ins: str
    belkacem: UUID
    aubertin: UUID
    lamarque: UUID
    letter: UUID
    scan: UUID
    credentials: callers.Credentials

    #: What no notice may say, in any spelling of ours.
    def secrets(self) -> list[str]:
        ids = [self.marie, self.belkacem, self.aubertin, self.lamarque, self.letter, self.scan]
        names = ["Lenoir", "Marie", "Belkacem", "Aubertin", "Saint-Aubin", "10001234565", FINESS, self.ins]
        words = ["oppos", "grant", "withdraw", "document", "professional", "report", "cardiolog", "reason"]
        return [str(one) for one in ids] + names + words


def heard(town: Town) -> UUID:
    """A consent that Dr Belkacem noted, that he gains by, and that waits for Marie (R90)."""
    at = timezone.now()
    for card in waiting.waiting(town.marie, at=at):
        return card.id
    to = Recipient(RecipientKind.PROFESSIONAL, str(town.belkacem))
    said = Said(town.marie, "grant", to, EVERYTHING, town.belkacem)
    return oral.hear(Speaker(town.credentials.system, frozenset()), said, at=at).id


def build(webhook_url: str = NOBODY_LISTENS) -> Town:
    """Everything a first visit shows: four professionals, six documents, a consent given three weeks ago."""
    at = timezone.now()
    places = {
        "hospital": _place("Hôpital Saint-Aubin", OrganisationKind.HOSPITAL, finess=FINESS),
        "practice": _place("Cabinet des Tilleuls", OrganisationKind.PRIVATE_PRACTICE),
        "group": _place("Maison de santé du Lac", OrganisationKind.GROUP_PRACTICE),
    }
    ins = "2840675056001" + ins_key("2840675056001")
    marie = intake.record_person(
        at=at, birth_name="LENOIR", birth_given_names="Marie", born_on=date(1984, 6, 3), ins=ins, ins_system=INS_TEST
    ).id
    who = _team(marie, places, at)
    letter = _document(marie, at, 41, Category.REPORT, author=who["Aubertin"], organisation=places["practice"])
    scan = _document(marie, at, 9, Category.IMAGING, organisation=places["hospital"], specialty=Specialty.CARDIOLOGY)
    for days, category in ((23, Category.PRESCRIPTION), (75, Category.DISPENSING), (130, Category.REPORT)):
        _document(marie, at, days, category, organisation=places["hospital"])
    _document(marie, at, 160, Category.MENTAL_HEALTH, organisation=places["hospital"])
    lamarque = Recipient(RecipientKind.PROFESSIONAL, str(who["Lamarque"]))
    preferences.grant(marie, to=lamarque, about=EVERYTHING, by=Actor.person(marie), at=at - timedelta(days=21))
    planning.plan_notices(at=at)  # that consent was told before the hospital connected its software
    credentials = callers.register_calling_system(
        "Dossier de l’hôpital", organisations=[places["hospital"]], webhook_url=webhook_url, at=at
    )
    return Town(marie, ins, who["Belkacem"], who["Aubertin"], who["Lamarque"], letter, scan, credentials)


def _team(marie: UUID, places: dict[str, UUID], at: datetime) -> dict[str, UUID]:
    doctor, stay = Profession.PHYSICIAN, CareBasis.ESTABLISHMENT
    rows = [
        ("Dr", "Younès", "Belkacem", doctor, "hospital", stay, BELKACEM_RPPS),
        ("", "Nadia", "Ferrand", Profession.NURSE, "hospital", stay, "10001234573"),
        ("Dr", "Camille", "Aubertin", doctor, "practice", CareBasis.TREATING_PHYSICIAN, "10001234581"),
        ("", "Théo", "Lamarque", Profession.PHYSIOTHERAPIST, "group", CareBasis.COORDINATED, ""),
    ]
    found = {}
    for title, given, family, profession, where, basis, rpps in rows:
        one = intake.record_professional(
            title=title, given_name=given, family_name=family, profession=profession, rpps=rpps
        ).id
        intake.record_practice(professional=one, organisation=places[where])
        place = None if basis == CareBasis.TREATING_PHYSICIAN else places[where]
        since = at - timedelta(days=200)
        intake.record_care(marie, professional=one, basis=basis, begins_at=since, organisation=place)
        found[family] = one
    return found


def _place(name: str, kind: OrganisationKind, *, finess: str = "") -> UUID:
    return intake.record_organisation(name=name, kind=kind, finess=finess).id


def _document(marie: UUID, at: datetime, days: int, category: Category, **more: Any) -> UUID:
    deposited = (at - timedelta(days=days)).date()
    return intake.record_document(marie, deposited=deposited, category=category, **more).id


def account(email: str, **who: Any) -> Any:
    """An account that signs in with PASSWORD."""
    user = get_user_model().objects.create_account(email, PASSWORD, **who)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def reviewer(email: str) -> str:
    """A reviewer who has set up his second factor; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(account(email, is_reviewer=True), secret)
    return secret


class Software:
    """The hospital's software: over HTTP, with nothing but what its registration gave it."""

    def __init__(self, site: str, credentials: callers.Credentials) -> None:
        self.site = site
        self.http = httpx2.Client(base_url=site, timeout=20, trust_env=False)
        form = {"client_id": credentials.client_id, "client_secret": credentials.client_secret}
        given = self.http.post("/oauth2/token", data={"grant_type": "client_credentials", **form})
        assert given.status_code == 200, given.text
        self.http.headers["Authorization"] = f"Bearer {given.json()['access_token']}"

    def __enter__(self) -> "Software":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(self, town: Town, document: UUID | str, *, rpps: str = BELKACEM_RPPS) -> dict[str, Any]:
        """What may be shown to Dr Belkacem; the answer's context."""
        patient = {"system": INS_TEST, "value": town.ins}
        question = {
            "subject": {"type": "professional", "id": rpps, "properties": {"organisation": FINESS}},
            "action": {"name": "read"},
            "resource": {"type": "document", "id": str(document), "properties": {"patient": patient}},
            "context": {"purpose": "care"},
        }
        answer = self.http.post("/access/v1/evaluation", json=question)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["context"])
