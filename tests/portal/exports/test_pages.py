"""`/mes-donnees/exporter/`: asked in one press, made by a worker, opened by its account only, and only once it proved itself."""

import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.models import Person
from consents.selectors.whole import identity
from portal.exports import jobs, making
from portal.models import Export, ExportPiece, User
from tests.portal.conftest import Record, person, read

PAGE = "/mes-donnees/exporter/"
Made = Callable[..., Export]


@pytest.fixture
def proved(with_password: User, site: Client) -> Client:
    """Marie has given her password again, just now."""
    _proves(site)
    return site


def _proves(site: Client, *, ago: float = 0) -> None:
    session = site.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - ago, "reauthenticated": True}
    ]
    session.save()


@pytest.fixture
def with_password(account: User) -> User:
    account.set_password("une phrase bien longue")
    account.save()
    return account


def test_one_press_asks_and_the_page_says_how_far_it_is(site: Client, told: Record) -> None:
    answer = site.post(f"{PAGE}demander/", {"forme": "json"}, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    page = answer.content.decode()
    assert "Votre fichier attend son tour." in page
    assert "<progress" in page
    assert 'hx-trigger="click, every 2s"' in page
    assert "Actualiser" in page


def test_once_made_it_can_be_fetched_and_the_page_no_longer_asks_for_news(
    proved: Client, told: Record, made: Made
) -> None:
    export = made("pdf")
    page = proved.get(PAGE).content.decode()
    answer = proved.get(f"{PAGE}{export.pk}/")

    assert "hx-trigger" not in page
    assert "Prêt" in page
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert answer["Cache-Control"] == "no-store"
    assert export.file_name.startswith("mes-partages-2")
    assert "LENOIR" not in export.file_name
    content = answer.getvalue()
    assert (content[:5], len(content)) == (b"%PDF-", int(answer["Content-Length"]))


@pytest.mark.parametrize("ago", [None, 301])
def test_without_a_password_given_lately_it_is_not_opened_and_one_comes_back_to_the_page(
    ago: float | None, site: Client, with_password: User, made: Made
) -> None:
    site.force_login(with_password)
    if ago is not None:
        _proves(site, ago=ago)
    export = made("json")
    answer = site.get(f"{PAGE}{export.pk}/")

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    asked_again = site.post(answer["Location"], {"password": "une phrase bien longue"})
    assert asked_again["Location"] == f"{PAGE}?pret={export.pk}"
    assert "C’est bien vous." in read(site, asked_again["Location"])
    assert site.get(f"{PAGE}{export.pk}/").status_code == 200


def test_another_account_finds_nothing_at_its_address(proved: Client, told: Record, made: Made, client: Client) -> None:
    export = made("json")
    stranger = person("ROUX", "Paul", "1700175056002", told.at)
    other = Client()
    other.force_login(User.objects.create_account("paul@example.test", person_id=stranger))
    _proves(other)

    assert other.get(f"{PAGE}{export.pk}/").status_code == 404
    assert other.post(f"{PAGE}{export.pk}/supprimer/").status_code == 404
    assert other.get(f"{PAGE}{uuid.uuid4()}/").status_code == 404
    assert "Prêt" not in read(other, PAGE)
    assert Client().get(f"{PAGE}{export.pk}/")["Location"].startswith("/")


def test_an_account_given_to_another_person_does_not_open_what_it_asked_before(
    proved: Client, account: User, told: Record, made: Made
) -> None:
    export = made("json")
    account.person_id = person("ROUX", "Paul", "1700175056002", told.at)
    account.save()

    assert proved.get(f"{PAGE}{export.pk}/").status_code == 404


def test_deleted_it_is_gone_and_its_line_stays(proved: Client, told: Record, made: Made) -> None:
    export = made("fhir")
    answer = proved.post(f"{PAGE}{export.pk}/supprimer/", follow=True)

    assert "Le fichier est supprimé." in answer.content.decode()
    assert "Supprimé par vous." in answer.content.decode()
    assert not ExportPiece.objects.exists()
    assert proved.get(f"{PAGE}{export.pk}/").status_code == 404
    assert proved.post(f"{PAGE}{export.pk}/supprimer/").status_code == 404


def test_after_seven_days_it_is_gone_swept_or_not(proved: Client, told: Record, made: Made) -> None:
    at = timezone.now()
    export = made("json", at=at - timedelta(days=7))

    assert proved.get(f"{PAGE}{export.pk}/").status_code == 404
    assert "Effacé : il était gardé sept jours." in read(proved, PAGE)
    assert jobs.clear(at=at) == 1
    assert not ExportPiece.objects.exists()
    assert Export.objects.get().state == "expired"


def test_one_at_a_time_and_so_many_a_day(site: Client, told: Record, account: User) -> None:
    site.post(f"{PAGE}demander/", {"forme": "json"})
    again = site.post(f"{PAGE}demander/", {"forme": "pdf"}, follow=True)
    assert "Un fichier est déjà en préparation." in again.content.decode()
    assert Export.objects.count() == 1

    at = timezone.now()
    Export.objects.update(state="deleted")
    for _ in range(jobs.A_DAY - 1):
        jobs.delete(
            jobs.ask(account.pk, shape="json", language="fr", at=at), account=account.pk, patient=told.patient, at=at
        )
    last = site.post(f"{PAGE}demander/", {"forme": "json"}, follow=True)
    assert "Revenez demain." in last.content.decode()
    assert jobs.ask(account.pk, shape="json", language="fr", at=at + timedelta(days=1, minutes=1))


def test_one_that_failed_is_not_counted(told: Record, account: User) -> None:
    at = timezone.now()
    for _ in range(jobs.A_DAY + 1):
        key = jobs.ask(account.pk, shape="json", language="fr", at=at)
        Export.objects.filter(pk=key).update(state="failed")


@pytest.mark.parametrize("shape", ["", "exe", "PDF"])
def test_a_shape_that_is_none_is_no_request(shape: str, site: Client, told: Record) -> None:
    assert site.post(f"{PAGE}demander/", {"forme": shape}).status_code == 400
    assert not Export.objects.exists()


def test_nothing_is_asked_opened_or_deleted_by_looking(site: Client, told: Record, made: Made) -> None:
    export = made("json")

    assert site.get(f"{PAGE}demander/").status_code == 405
    assert site.get(f"{PAGE}{export.pk}/supprimer/").status_code == 405
    assert Export.objects.get().state == "ready"


def test_the_page_costs_the_same_queries_whatever_was_asked(site: Client, told: Record, made: Made) -> None:
    made("json")
    few = _queries(site)
    made("fhir")
    made("pdf")

    assert _queries(site) == few
    assert few <= 10


def _queries(site: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert site.get(PAGE).status_code == 200
    return len(captured)


def test_what_is_kept_is_not_readable_in_the_database(told: Record, made: Made) -> None:
    export = made("json")
    (piece,) = ExportPiece.objects.filter(export=export)

    assert identity(told.patient) is not None
    assert b"LENOIR" not in bytes(piece.sealed)
    assert b"patient" not in bytes(piece.sealed)


def test_a_moved_or_lost_piece_is_never_given_out(
    proved: Client, told: Record, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.exports import keeping

    monkeypatch.setattr(keeping, "PIECE", 600)
    first, second = made("json"), made("json")
    one, other = (ExportPiece.objects.filter(export=each).order_by("position").first() for each in (first, second))
    assert one is not None
    assert other is not None
    ExportPiece.objects.filter(pk=one.pk).update(sealed=other.sealed)
    with pytest.raises(keeping.Broken):
        b"".join(keeping.read(first))
    ExportPiece.objects.filter(export=second).last().delete()
    with pytest.raises(keeping.Broken):
        b"".join(keeping.read(second))


def test_the_sweep_makes_what_waits(site: Client, told: Record) -> None:
    site.post(f"{PAGE}demander/", {"forme": "fhir"})

    assert making.make_waiting(clock=timezone.now) == 1
    assert "Prêt" in read(site, PAGE)


def test_a_minor_is_told_what_is_in_hers_and_finds_it_from_her_front_page(
    site: Client, told: Record, made: Made
) -> None:
    Person.objects.filter(pk=told.patient).update(born_on=date(told.at.year - 16, 1, 5))
    page = read(site, PAGE)

    assert f'href="{PAGE}"' in site.get("/").content.decode()
    assert "Ce que vous avez demandé vous-même." in page
    assert "Chacun de vos choix" not in page
    assert '/mes-donnees/"' not in site.get(PAGE).content.decode()
    assert site.get(f"{PAGE}{made('json').pk}/").status_code == 200
