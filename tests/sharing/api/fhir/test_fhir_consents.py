"""Consent in the registry: filed, read, changed, withdrawn; its words hold as those that a professional heard."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent as R4BConsent

from consents.actor import Actor
from consents.models import LedgerEntry, SharingPreference
from consents.services import preferences
from consents.words import EVERYTHING
from sharing.fhir.xml import from_xml, to_xml
from sharing.services.consents import finding
from sharing.services.intake import oral, speaking
from tests.sharing.api.fhir.consents import PROFILE, File, consent, counted, deny, permit, refused, sent_back, stances
from tests.sharing.hospital import BEFORE, Hospital
from tests.sharing.hospital import doctor as to_doctor


def test_a_consent_is_kept_as_it_was_sent_and_its_words_are_declared_by_the_one_who_heard_them(
    chu: Hospital, fhir: Any
) -> None:
    sent = consent(chu, permit(chu.leroy_rpps))
    response = fhir("POST", "Consent", sent)
    assert response.status_code == 201, response.content
    created = response.json()
    R4BConsent.model_validate(created)
    assert sent_back(created) == sent
    assert response["ETag"] == 'W/"1"'
    assert response["Location"].endswith(f"/fhir/Consent/{created['id']}/_history/1")
    entry = LedgerEntry.objects.filter(patient=chu.ana).latest("revision")
    assert (entry.kind, entry.collected_by, entry.door) == ("grant", str(chu.martin), "api")
    again = fhir("GET", f"Consent/{created['id']}")
    assert (again.json(), again["ETag"], again["Last-Modified"]) == (created, 'W/"1"', response["Last-Modified"])


def test_an_exception_and_its_root_are_two_words_of_one_transaction(chu: Hospital, file: File) -> None:
    file(consent(chu, deny(provision=[permit(chu.leroy_rpps)]), meta={"profile": [f"{PROFILE}Intermediate"]}))
    assert stances(chu) == {("oppose", "everyone", "everything"), ("grant", "professional", "everything")}


def test_xml_in_and_xml_out_say_what_json_says(chu: Hospital, fhir: Any) -> None:
    sent = consent(chu, deny(period={"start": "2026-11-23", "end": "2099-01-01"}))
    headers = {"Accept": "application/fhir+xml"}
    response = fhir("POST", "Consent", to_xml(sent), content_type="application/fhir+xml", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (201, "application/fhir+xml"), response.content
    created = from_xml(response.content)
    assert sent_back(created) == sent
    assert fhir("GET", f"Consent/{created['id']}").json() == created
    found = fhir("GET", "Consent?_format=xml")
    assert from_xml(found.content)["entry"][0]["resource"] == created
    broken = fhir("POST", "Consent", b"<Consent", content_type="application/fhir+xml")
    assert refused(broken, 400)[0] == "structure"


def test_the_answer_takes_the_shape_that_is_preferred(chu: Hospital, fhir: Any) -> None:
    sent = consent(chu, deny())
    minimal = fhir("POST", "Consent", sent, headers={"Prefer": "return=minimal"})
    assert (minimal.status_code, minimal.content) == (201, b"")
    told = fhir("POST", "Consent", sent, headers={"Prefer": "return=OperationOutcome"})
    assert (told.status_code, told.json()["resourceType"]) == (201, "OperationOutcome")


def test_an_update_restates_the_words_and_keeps_every_version(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps, chu.nora_rpps)))
    second = sent_back(first) | {"id": first["id"], "provision": permit(chu.leroy_rpps)}
    response = fhir("PUT", f"Consent/{first['id']}", second, headers={"If-Match": 'W/"1"'})
    assert (response.status_code, response["ETag"]) == (200, 'W/"2"'), response.content
    kinds = list(LedgerEntry.objects.filter(patient=chu.ana).order_by("revision").values_list("kind", flat=True))
    assert kinds[1:] == ["grant", "grant", "withdraw"]
    assert fhir("GET", f"Consent/{first['id']}/_history/1").json() == first
    history = fhir("GET", f"Consent/{first['id']}/_history").json()
    Bundle.model_validate(history)
    assert [each["response"]["etag"] for each in history["entry"]] == ['W/"2"', 'W/"1"']
    assert [each["request"]["method"] for each in history["entry"]] == ["PUT", "POST"]


@pytest.mark.parametrize("status", ["inactive", "entered-in-error"])
def test_an_ended_consent_withdraws_its_words_and_never_begins_again(
    chu: Hospital, fhir: Any, file: File, status: str
) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    ended = fhir("PUT", f"Consent/{first['id']}", first | {"status": status})
    assert (ended.status_code, ended.json()["status"], ended["ETag"]) == (200, status, 'W/"2"'), ended.content
    assert stances(chu) == set()
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": status})["ETag"] == 'W/"2"'
    assert refused(fhir("PUT", f"Consent/{first['id']}", first)) == ("business-rule", "Consent.status")


def test_lifting_an_opposition_waits_for_the_patient_and_says_nothing_of_it(
    chu: Hospital, fhir: Any, file: File
) -> None:
    first = file(consent(chu, deny()))
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": "inactive"}).json()["status"] == "inactive"
    assert stances(chu) == {("oppose", "everyone", "everything")}


def test_revoking_ends_the_grant_at_once_beside_an_opposition_that_waits(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, deny(provision=[permit(chu.leroy_rpps)])))
    assert fhir("PUT", f"Consent/{first['id']}", first | {"status": "inactive"}).status_code == 200
    assert stances(chu) == {("oppose", "everyone", "everything")}


def test_a_period_to_come_is_declared_and_one_that_runs_out_stays_active(chu: Hospital, fhir: Any, file: File) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        period = {"start": "2026-11-23", "end": "2026-11-24"}
        first = file(consent(chu, permit(chu.leroy_rpps, period=period)))
    word = SharingPreference.objects.filter(patient=chu.ana).latest("revision")
    assert (word.begins_at.isoformat(), str(word.ends_at)) == ("2026-11-22T23:00:00+00:00", "2026-11-24 23:00:00+00:00")
    (shown,) = finding.read(chu.credentials.client_id, first["id"], at=datetime(2027, 1, 1, tzinfo=UTC))
    assert shown.status == "active"


def test_what_was_filed_is_neither_changed_nor_removed(chu: Hospital, file: File) -> None:
    file(consent(chu, deny()))
    for table in ("sharing_filedconsent", "sharing_filedconsentversion"):
        for act in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE", f"UPDATE {table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)


def test_what_the_patient_withdraws_himself_is_inactive_for_the_one_who_filed_it(
    chu: Hospital, fhir: Any, file: File
) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    before = fhir("GET", f"Consent/{first['id']}").json()
    preferences.withdraw(
        chu.ana, to=to_doctor(chu.leroy), about=EVERYTHING, by=Actor.person(chu.ana), at=timezone.now()
    )
    after = fhir("GET", f"Consent/{first['id']}")
    assert (before["status"], after.json()["status"], after["ETag"]) == ("active", "inactive", 'W/"2"')
    assert fhir("GET", "Consent?status=active").json()["total"] == 0
    assert fhir("GET", f"Consent/{first['id']}/_history/1").json() == first
    assert refused(fhir("PUT", f"Consent/{first['id']}", first)) == ("business-rule", "Consent.status")


def test_what_waits_for_the_patient_looks_like_what_holds(chu: Hospital, fhir: Any) -> None:
    """A grant heard by the one who gains by it, or against what the patient closed, opens nothing (R90)."""
    held, cost = counted(lambda: fhir("POST", "Consent", consent(chu, permit(chu.leroy_rpps))))
    preferences.oppose(chu.ana, to=to_doctor(chu.nora), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    waits, same_cost = counted(lambda: fhir("POST", "Consent", consent(chu, permit(chu.nora_rpps))))
    assert LedgerEntry.objects.filter(patient=chu.ana).latest("revision").kind == "heard"
    assert (held.status_code, held.json()["status"], sorted(held.headers)) == (
        waits.status_code, waits.json()["status"], sorted(waits.headers),
    )  # fmt: skip
    assert len(held.content) == len(waits.content)
    assert abs(cost - same_cost) <= 2


@pytest.mark.parametrize("retold", ["filed again", "heard again", "withdrawn"])
def test_what_waits_ends_as_what_holds_when_the_same_software_says_it_again(
    chu: Hospital, fhir: Any, file: File, retold: str
) -> None:
    """Else to file a grant twice would tell whether the patient had closed what it opens."""
    preferences.oppose(chu.ana, to=to_doctor(chu.nora), about=EVERYTHING, by=Actor.person(chu.ana), at=BEFORE)
    seen = []
    for rpps, who in ((chu.leroy_rpps, chu.leroy), (chu.nora_rpps, chu.nora)):
        first = file(consent(chu, permit(rpps)))["id"]
        at = timezone.now()
        if retold == "filed again":
            file(consent(chu, permit(rpps)))
        else:
            speaker = speaking.speaker(chu.credentials.client_id, request_id="")
            verb = oral.GRANT if retold == "heard again" else oral.WITHDRAW
            oral.hear(speaker, oral.Said(chu.ana, verb, to_doctor(who), EVERYTHING, chu.martin), at=at)
        read = fhir("GET", f"Consent/{first}")
        history = fhir("GET", f"Consent/{first}/_history").json()
        seen.append((read["ETag"], read.json()["status"], at <= _updated(read.json()), history["total"]))
    assert seen == [('W/"2"', "inactive", True, 2)] * 2


def _updated(resource: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(resource["meta"]["lastUpdated"])


def test_a_word_that_stands_through_a_change_is_not_said_again_by_it(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, permit(chu.nora_rpps)))
    changed = fhir("PUT", f"Consent/{first['id']}", first | {"provision": permit(chu.nora_rpps, chu.leroy_rpps)}).json()
    assert (changed["status"], fhir("GET", f"Consent/{first['id']}").json()) == ("active", changed)


def test_a_stale_version_is_refused_and_none_is_asked_for(chu: Hospital, fhir: Any, file: File) -> None:
    first = file(consent(chu, permit(chu.leroy_rpps)))
    changed = first | {"provision": permit(chu.leroy_rpps, chu.nora_rpps)}
    assert fhir("PUT", f"Consent/{first['id']}", changed).status_code == 200
    stale = fhir("PUT", f"Consent/{first['id']}", changed, headers={"If-Match": 'W/"1"'})
    assert refused(stale, 412)[0] == "conflict"
    assert refused(fhir("PUT", f"Consent/{first['id']}", changed, headers={"If-Match": "x"}), 400)[0] == "invalid"


def test_filing_and_revoking_by_operation(chu: Hospital, fhir: Any) -> None:
    proof = {
        "resourceType": "DocumentReference",
        "status": "current",
        "content": [{"attachment": {"url": "https://chu.example/1"}}],
    }
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "consent", "resource": consent(chu, permit(chu.leroy_rpps))},
            {"name": "document", "resource": proof},
        ],
    }
    filed = fhir("POST", "Consent/$fileConsent", body)
    assert (filed.status_code, filed.json()["resourceType"]) == (200, "OperationOutcome"), filed.content
    identity = filed["Location"].split("/")[-3]

    def revoke(patient: str) -> Any:
        references = {"consent": f"Consent/{identity}", "patient": patient}
        given = [{"name": name, "valueReference": {"reference": value}} for name, value in references.items()]
        return fhir("POST", "Consent/$revokeConsent", {"resourceType": "Parameters", "parameter": given})

    assert refused(revoke("Patient/p-bea"), 404)[0] == "not-found"
    assert revoke("Patient/p-ana").status_code == 200
    assert fhir("GET", f"Consent/{identity}").json()["status"] == "inactive"
    assert stances(chu) == set()
    scanned = {"content": [{"attachment": {"data": "AA=="}}]}
    body["parameter"][1]["resource"] = proof | scanned  # type: ignore[index]
    assert refused(fhir("POST", "Consent/$fileConsent", body))[1].endswith("attachment.data")
    for content in (3, {}, [3], [{"attachment": "x"}]):
        body["parameter"][1]["resource"] = proof | {"content": content}  # type: ignore[index]
        assert refused(fhir("POST", "Consent/$fileConsent", body), 400)[0] == "structure", content
