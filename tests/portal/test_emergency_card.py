"""`/urgence/carte/`: a card that says the choices in words, bears a reference and nothing of health, and is taken back."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actor import Actor
from consents.models import EmergencyCard, LedgerEntry
from consents.selectors import wallet
from consents.services import intake, settings, trusting
from consents.services.trusting import Contact
from consents.services.wallet import hashed, make
from consents.vocabulary import Choice, SettingName, TrustedRole
from portal.models import User
from portal.patient import carrying
from portal.patient.once import new_token
from tests.portal.conftest import Record, person, read

CARD = reverse("emergency_card")


def printed(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text())


def press(site: Client, **more: str) -> bytes:
    answer = site.post(CARD, {"jeton": new_token(), **more})
    assert answer.headers["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def reference(text: str) -> str:
    (found,) = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", text)
    return str(found)


def test_the_card_says_what_holds_in_words_and_nothing_of_health(site: Client, marie: Record) -> None:
    settings.choose_for_emergencies(
        marie.patient, choices={SettingName.EMERGENCY_SAMU: Choice.REFUSE}, by=Actor.person(marie.patient), at=marie.at
    )
    content = press(site)
    text = printed(content)

    for words in (
        "Marie LENOIR", "3 juin 1984", "Le médecin du SAMU n’ouvre pas mon dossier.", "un soignant peut l’ouvrir",
        "Ce que j’ai masqué reste masqué.", "Mes oppositions comptent aussi", "ne dit rien de votre santé",
    ):  # fmt: skip
        assert words in text
    for absent in ("2840675056001", "Belkacem", "Saint-Aubin", "cardiolog", "personne de confiance"):
        assert absent not in text
    assert pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert wallet.bearer(hashed(reference(text)), at=timezone.now()) is not None


def test_only_the_hash_is_kept_and_the_code_holds_the_reference_alone(
    marie: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = carrying.segno.make_qr
    monkeypatch.setattr(carrying.segno, "make_qr", lambda text, **more: drawn.append(text) or real(text, **more))
    secret = make(marie.patient, at=marie.at)
    carrying.paper(marie.patient, secret, with_trusted=False, at=marie.at)

    assert drawn == [f"MESPARTAGES:{secret}"]
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    kept = EmergencyCard.objects.get()
    assert secret not in f"{kept.reference_hash} {kept.pk} {kept}"
    assert kept.reference_hash == hashed(f"mespartages:{secret[:4]} {secret[4:].lower()}")


def test_the_personne_de_confiance_is_on_it_if_the_patient_wants_and_she_signed(site: Client, marie: Record) -> None:
    said = {"by": Actor.person(marie.patient), "at": timezone.now()}
    contact = Contact("Paul", "Lenoir", "3 rue des Lilas", "06 12 34 56 78")
    trusting.designate(marie.patient, contact=contact, role=TrustedRole.HEALTH, **said)
    assert "Ajouter ma personne de confiance" not in read(site, CARD)
    assert "06 12 34 56 78" not in printed(press(site, confiance="1"))
    trusting.sign_on_paper(
        marie.patient, role=TrustedRole.HEALTH, signed_on=said["at"].date(), text="v1", **said  # type: ignore[arg-type]
    )  # fmt: skip

    assert "Paul Lenoir" in read(site, CARD)
    assert "Paul Lenoir" not in printed(press(site))
    assert "Paul Lenoir, 06 12 34 56 78" in printed(press(site, confiance="1"))


def test_a_new_card_ends_the_former_one_and_one_taken_back_leads_nowhere(site: Client, marie: Record) -> None:
    first, second = (reference(printed(press(site))) for _ in range(2))
    at = timezone.now()
    assert wallet.bearer(hashed(first), at=at) is None
    assert wallet.bearer(hashed(second), at=at) is not None
    assert "Vous avez une carte" in read(site, CARD)
    site.post(reverse("emergency_card_end"))

    assert wallet.bearer(hashed(second), at=timezone.now()) is None
    assert "Vous n’avez pas de carte" in read(site, CARD)
    assert EmergencyCard.objects.count() == 2
    assert not LedgerEntry.objects.exists()


def test_a_second_press_of_the_same_page_does_not_spoil_the_paper_in_hand(site: Client) -> None:
    token = new_token()
    site.post(CARD, {"jeton": token})
    again = site.post(CARD, {"jeton": token}, follow=True)

    assert "Votre carte vient d’être créée." in again.content.decode()
    assert EmergencyCard.objects.get().ends_at is None


def test_a_card_of_one_who_died_leads_nowhere_until_the_error_is_mended(marie: Record) -> None:
    secret, died_at = make(marie.patient, at=marie.at), marie.at + timedelta(hours=1)
    intake.record_death(marie.patient, died_at=died_at)

    assert wallet.bearer(hashed(secret), at=died_at - timedelta(minutes=1)) is not None
    assert wallet.bearer(hashed(secret), at=died_at) is None
    intake.withdraw_death(marie.patient, died_at=died_at)
    assert wallet.bearer(hashed(secret), at=died_at) is not None


def test_the_page_costs_the_same_whatever_the_record_holds(site: Client, marie: Record) -> None:
    read(site, CARD)
    costs = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as captured:
            site.get(CARD)
        costs.append(len(captured))
        make(marie.patient, at=timezone.now())

    assert costs[0] == costs[1] <= 30, costs


def test_a_minor_has_no_card(marie: Record) -> None:
    lina = person("LENOIR", "Lina", "2110675056003", marie.at, born=timezone.now().date() - timedelta(days=15 * 365))
    client = Client()
    client.force_login(User.objects.create_account("lina@example.test", person_id=lina))

    assert client.get(CARD).status_code == client.post(CARD).status_code == 404
    assert client.post(reverse("emergency_card_end")).status_code == 404
    assert not EmergencyCard.objects.exists()


@pytest.mark.parametrize(
    "change", ["DELETE FROM consents_emergencycard", "UPDATE consents_emergencycard SET reference_hash = 'x'"]
)
def test_the_database_only_lets_a_card_end(marie: Record, change: str) -> None:
    make(marie.patient, at=marie.at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
