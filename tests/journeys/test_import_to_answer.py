"""From another software's files to what its hospital is answered, and to the notice it is sent: front doors only."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from standardwebhooks.webhooks import Webhook

from consents.selectors import facts
from consents.verification import INS_TEST
from portal.models import User
from sharing import tasks
from sharing.services import callers
from tests.sharing.notices.receiver import Receiver, listening

DATA = Path(__file__).parents[1] / "data" / "fhir"
FILES = [
    str(DATA / f"{name}.json")
    for name in ("bundle-francais", "synthea-hospitalInformation", "synthea-practitionerInformation", "synthea-patient")
]
PASSWORD = "une phrase assez longue"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOSPITAL, GROUP_PRACTICE = "750100133", "690780010"
LEFEVRE, MOREAU, NGUYEN, PETIT = "81000000018", "81000000026", "81000000034", "81000000042"
MARIE, PAUL = (INS_TEST, "284057511204537"), (INS_TEST, "152036912307864")
SYNTHEA_NOTE = "urn:uuid:00000000-0000-4000-8000-000000000502"
DOCUMENTS = "urn:oid:1.2.250.1.999.1.3"
NPI, SYNTHEA_ID = "http://hl7.org/fhir/sid/us-npi", "https://github.com/synthetichealth/synthea"


@pytest.fixture
def today(db: None) -> Iterator[None]:
    """A day of Marie's stay, whatever the day of the test."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


@pytest.fixture
def imported(today: None) -> None:
    said = run("import_fhir", *FILES, "--json")
    assert [one["written"] for one in json.loads(said)["files"]] == [True] * 4


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


class Software:
    """What an administrator registered, asking as its manual says."""

    def __init__(self, client_id: str, client_secret: str, webhook_secret: str) -> None:
        self.webhook_secret = webhook_secret
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        token = Client().post("/oauth2/token", form).json()["access_token"]
        self.client = Client(headers={"authorization": f"Bearer {token}"})

    def ask(
        self,
        who: str,
        document: str,
        patient: tuple[str, str],
        *,
        source: str = DOCUMENTS,
        organisation: object = HOSPITAL,
        **subject: str,
    ) -> Any:
        named = {"system": patient[0], "value": patient[1]}
        question = {
            "subject": {"type": "professional", "id": who, "properties": {"organisation": organisation, **subject}},
            "action": {"name": "read"},
            "resource": {"type": "document", "id": document, "properties": {"system": source, "patient": named}},
            "context": {"purpose": "care"},
        }
        return self.client.post(reverse("evaluation"), question, content_type="application/json")

    def code(self, *question: Any, **more: Any) -> str:
        return str(self.ask(*question, **more).json()["context"]["code"])


def registered(name: str, finess: str, receiver: Receiver) -> Software:
    """By the command that an administrator types; the secrets are those that it prints."""
    said = run("register_calling_system", "--name", name, "--finess", finess, "--webhook-url", receiver.url)
    found = dict(re.findall(r"^(\w+) +(\S+)$", said, re.MULTILINE))
    return Software(found["client_id"], found["client_secret"], found["webhook_secret"])


def test_a_hospital_is_answered_about_what_its_own_files_said(imported: None, receiver: Receiver) -> None:
    hospital = registered("Dossier du CHU", HOSPITAL, receiver)
    ssn = ("http://hl7.org/fhir/sid/us-ssn", "999-12-3456")

    answers = {
        "the physician of the stay, her own report": hospital.code(LEFEVRE, "DOC-crh-2", MARIE),
        "a prescription of the group practice": hospital.code(LEFEVRE, "DOC-ordonnance", MARIE),
        "a nurse whose stay is over": hospital.code(MOREAU, "DOC-crh-2", MARIE),
        "masked elsewhere, so left out": hospital.code(LEFEVRE, "DOC-masque", MARIE),
        "a document that is none": hospital.code(LEFEVRE, "DOC-nulle-part", MARIE),
        "under another patient's name": hospital.code(LEFEVRE, "DOC-crh-2", PAUL),
        "a patient whom nobody treats here": hospital.code(LEFEVRE, "DOC-directives", PAUL),
        "an American patient": hospital.code(LEFEVRE, SYNTHEA_NOTE, ssn, source="urn:ietf:rfc:3986"),
    }

    assert {name for name, code in answers.items() if code == "permit"} == {"the physician of the stay, her own report"}
    assert set(answers.values()) == {"permit", "not_visible"}
    assert hospital.ask(NGUYEN, "DOC-ordonnance", MARIE).status_code == 403, "he works elsewhere"


def test_from_the_files_to_her_doctor_s_answer_to_her_choice_to_the_notice_and_back_through_the_same_files(
    imported: None, receiver: Receiver
) -> None:
    practice = registered("Dossier de la maison de santé", GROUP_PRACTICE, receiver)
    tasks.plan_notices()  # what the files brought is told before she speaks: nothing

    def ask(who: str = NGUYEN) -> Any:
        return practice.ask(who, "DOC-crh-2", MARIE, organisation=GROUP_PRACTICE).json()

    before = ask()["context"]
    assert before["code"] == "permit"
    assert ask(PETIT)["status"] == 403, "he left the practice in 2019, as its files say"

    marie = signed_in(MARIE)
    opposed(marie, to=NGUYEN, about="DOC-crh-2")
    after = ask()["context"]
    assert after["code"] == "not_visible"
    assert after["token"] != before["token"]

    tasks.plan_notices()
    (notice,) = receiver.received
    said = Webhook(practice.webhook_secret).verify(notice.body, notice.headers)
    assert said["data"] == {"patient": after["patient"], "token": after["token"]}

    again = run("import_fhir", *FILES, "--json")
    assert not any(one["created"] for one in json.loads(again)["files"])
    assert ask()["context"]["code"] == "not_visible", "no file of anyone undoes what she said"


def signed_in(patient: tuple[str, str]) -> Client:
    """The patient whom the files named, through the sign-in page."""
    person = facts.people([patient])[patient]["id"]
    user = User.objects.create_account("marie@example.test", PASSWORD, person_id=person)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    return client


def opposed(client: Client, *, to: str, about: str) -> None:
    """From the document's page: its link, then the button of the page that shows the effect."""
    doctor = facts.professionals_named([(facts.RPPS, to)])[facts.RPPS, to]["id"]
    patient = facts.people([MARIE])[MARIE]["id"]
    wanted = facts.DocumentsWanted(sources=frozenset({(DOCUMENTS, about)}))
    document = next(row["id"] for row in facts.documents([patient], wanted) if row["source_value"] == about)
    page = client.get(reverse("document", args=[document])).content.decode()
    (link,) = {link for link in re.findall(r'href="([^"]+)"', page) if "verbe=oppose" in link and str(doctor) in link}
    form = client.get(link.replace("&amp;", "&")).content.decode().split('class="confirm"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert client.post(reverse("declare"), {**hidden, "jusqu_au": ""}).status_code == 302


def test_synthea_s_people_are_known_by_their_own_numbers_and_entitled_to_nothing_but_what_they_wrote(
    imported: None,
) -> None:
    """Their professions are not mapped: they see their own notes, and nothing else of a patient whom they treated."""
    hospital, patient = "00000000-0000-4000-8000-000000000102", "00000000-0000-4000-8000-000000000001"
    (place,) = facts.organisations_named([(SYNTHEA_ID, hospital)]).values()
    given = callers.register_calling_system("Example General", organisations=[place["id"]], at=NOW)
    software = Software(given.client_id, given.client_secret, "")

    def code(note: str) -> str:
        return software.code(
            "9999990299", note, (SYNTHEA_ID, patient), source="urn:ietf:rfc:3986",
            organisation={"system": SYNTHEA_ID, "value": hospital}, system=NPI,
        )  # fmt: skip

    assert [code(f"urn:uuid:00000000-0000-4000-8000-00000000050{number}") for number in (0, 1, 2, 3)] == [
        "not_visible", "not_visible", "permit", "not_visible",
    ]  # fmt: skip
