"""Protected adults: what each measure opens and closes, at the minute; her own choices first (R72–R74a)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client, RequestFactory

from consents.actor import Actor
from consents.models import SharingPreference
from consents.selectors.review import Wanted
from consents.services import intake, preferences, settings
from consents.vocabulary import ActorKind, Choice, ProtectionMeasure, RecipientKind, SettingName
from consents.vocabulary import Door as Route
from consents.words import EVERYONE, EVERYTHING, Recipient
from portal.access import ROUTES
from portal.models import User
from portal.patient import acting_urls
from portal.patient.acting import Door
from sharing.services import review
from sharing.services.review import Slice
from tests.portal.children.conftest import hidden_fields, text
from tests.portal.wards.conftest import Ward
from tests.sharing.hospital import about, doctor
from tests.test_access import same

REPRESENTING = [
    ProtectionMeasure.GUARDIANSHIP_PERSON,
    ProtectionMeasure.FAMILY_HABILITATION_REPRESENTATION,
    ProtectionMeasure.FUTURE_PROTECTION_PERSON,
]
ASSISTING = [ProtectionMeasure.CURATORSHIP, ProtectionMeasure.FAMILY_HABILITATION_ASSISTANCE]
NOTHING = [ProtectionMeasure.GUARDIANSHIP_PROPERTY, ProtectionMeasure.SAFEGUARD]
WARDS, ALLOW = "/personnes-protegees/", "/personnes-protegees/laisser-lire/"
HANDLE, MINUTE = "0" * 32, timedelta(minutes=1)
#: The pages of one who decides, that name nothing but the adult.
PLAIN = ("", "team", "search", "documents", "emergency", "physician", "history", "receipts")


def choose(ward: Ward, verb: str, to: str, what: str = "everything") -> Any:
    """Looked at, then confirmed with what the page itself sends; gives the page after it."""
    page = ward.theirs.get(ward.url("preview"), {"verbe": verb, "a": to, "sur": what})
    answer = ward.theirs.post(ward.url("declare"), hidden_fields(page.content.decode()))
    assert answer.status_code == 302, answer.content[:300]
    return ward.theirs.get(answer.headers["Location"])


def allowed(ward: Ward) -> None:
    page = ward.hers.get(ALLOW, {"qui": str(ward.guardian)})
    assert ward.hers.post(f"{ALLOW}confirmer/", hidden_fields(page.content.decode())).headers["Location"] == WARDS


def forbidden(ward: Ward) -> None:
    token = re.findall(r'name="jeton" value="([^"]+)"', ward.hers.get(WARDS).content.decode())[0]
    ward.hers.post("/personnes-protegees/ne-plus-laisser-lire/", {"qui": str(ward.guardian), "jeton": token})


@pytest.mark.parametrize("measure", REPRESENTING)
def test_a_measure_for_the_person_opens_her_pages(measure: ProtectionMeasure, ward: Ward) -> None:
    ward.protect(measure)
    assert ward.theirs.get(ward.url()).status_code == 200


def test_a_representative_reads_chooses_and_undoes_in_a_voice_of_its_own(ward: Ward) -> None:
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON)
    assert "Vous représentez cette personne." in text(ward.theirs.get(WARDS))
    for page in PLAIN:
        assert "Marie" in text(ward.theirs.get(ward.url(page))), page
    assert "choisit d’abord" in text(ward.theirs.get(ward.url()))
    assert ward.theirs.get(ward.url("document", ward.record.documents["echo"])).status_code == 200

    keller = f"professional:{ward.record.people['Keller']}"
    done = choose(ward, "oppose", keller)
    assert "Opposition à Bruno Keller" in text(done)
    word = SharingPreference.objects.get(patient=ward.marie)
    assert (word.voice_id, word.stance) == (ward.guardian, "oppose")
    assert "par Sylvie" in text(ward.hers.get("/historique/")), "she reads what was chosen for her"
    undo = hidden_fields(done.content.decode(), ward.url("undo"))
    assert ward.theirs.post(ward.url("undo"), undo).status_code == 302
    assert not SharingPreference.objects.filter(patient=ward.marie, ends_at=None).exists()


@pytest.mark.parametrize("measure", ASSISTING)
def test_who_assists_reads_with_her_grant_alone_and_chooses_nothing(measure: ProtectionMeasure, ward: Ward) -> None:
    ward.protect(measure)
    echo = ward.url("document", ward.record.documents["echo"])
    closed = [ward.theirs.get(page).status_code for page in (ward.url(), echo)]
    assert (closed, "Aucune mesure ici" in text(ward.theirs.get(WARDS))) == ([404, 404], True)
    assert "Ne lit rien : il faut votre accord." in text(ward.hers.get(WARDS))

    allowed(ward)
    assert "Lit ce que vous lui laissez lire." in text(ward.hers.get(WARDS))
    read = text(ward.theirs.get(ward.url()))
    assert "Vous voyez 3 documents" in read
    assert not re.search("Keller|Lamarque|opposer", read), "neither who treats her nor anything to choose"
    assert ward.theirs.get(echo).status_code == 200
    for page in PLAIN[1:]:
        assert ward.theirs.get(ward.url(page)).status_code == 404, page
    said = {"verbe": "oppose", "a": "everyone", "sur": "everything", "vu": "0", "jeton": "j" * 20}
    assert ward.theirs.get(ward.url("preview"), said).status_code == 404
    assert ward.theirs.post(ward.url("declare"), said).status_code == 404

    forbidden(ward)
    assert [ward.theirs.get(page).status_code for page in (ward.url(), echo)] == [404, 404]


def test_a_grant_about_one_document_opens_that_one_to_who_assists(ward: Ward) -> None:
    ward.protect(ProtectionMeasure.CURATORSHIP)
    to = Recipient(RecipientKind.PERSON, str(ward.guardian))
    one, other = ward.record.documents["echo"], ward.record.documents["lettre"]
    preferences.grant(ward.marie, to=to, about=about(one), by=Actor.person(ward.marie), at=ward.record.at)
    with time_machine.travel(ward.record.at + MINUTE, tick=False):
        ward.theirs.force_login(_user("sylvie@example.test"))
        assert "Vous voyez 1 document " in text(ward.theirs.get(ward.url()))
        assert ward.theirs.get(ward.url("document", one)).status_code == 200
        assert ward.theirs.get(ward.url("document", other)).status_code == 404


def _user(email: str) -> Any:
    return User.objects.get(email=email)


@pytest.mark.parametrize("measure", NOTHING)
def test_a_measure_on_property_and_a_safeguard_open_nothing(measure: ProtectionMeasure, ward: Ward) -> None:
    absent = [same(ward.theirs.get(ward.url(page))) for page in ("", "documents", "history")]
    ward.protect(measure)
    assert [same(ward.theirs.get(ward.url(page))) for page in ("", "documents", "history")] == absent
    assert {status for status, _, _ in absent} == {404}
    assert ward.hers.get(ALLOW, {"qui": str(ward.guardian)}).status_code == 404
    assert re.search("n’ouvre pas votre dossier|ne change rien à qui voit", text(ward.hers.get(WARDS)))


def test_every_route_is_closed_at_the_minute_of_the_end_on_the_day_the_clock_changes(ward: Ward) -> None:
    end = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON, ends_at=end)
    assert set(acting_urls.names(Door.WARD)) <= set(ROUTES)
    for moment, status in ((end - MINUTE, 200), (end, 404)):
        with time_machine.travel(moment, tick=False):
            ward.theirs.force_login(_user("sylvie@example.test"))
            assert {ward.theirs.get(ward.url(page)).status_code for page in ("", "emergency")} == {status}
            ward.hers.force_login(_user("marie@example.test"))
            assert ("Sylvie" in text(ward.hers.get(WARDS))) == (status == 200)


def test_a_stranger_and_the_adult_herself_have_none_of_her_representatives_pages(ward: Ward) -> None:
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON)
    assert ward.hers.get(ward.url()).status_code == 404
    assert ward.theirs.get(f"/mes-enfants/{ward.marie}/").status_code == 404
    assert Client().get(WARDS).status_code == 302
    for page in (ALLOW, f"{ALLOW}?qui={ward.guardian}", f"{ALLOW}?qui=0"):
        assert ward.hers.get(page).status_code == 404, "a representative needs no grant, nobody else is asked about"


def _conflicts(ward: Ward) -> list[tuple[bool, bool]]:
    by = Actor(ActorKind.REVIEWER, "00000000-0000-4000-8000-000000000009", Route.SITE)
    found = review.conflicts(Wanted(), Slice(0, 10), by=by, at=ward.record.at + MINUTE)
    return [(line.choices, line.settings) for line in found.lines]


def test_two_voices_that_differ_are_a_line_for_the_reviewer_and_the_strictest_holds(ward: Ward) -> None:
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON)
    hers, theirs = Actor.person(ward.marie), Actor.person(ward.guardian)
    at, keller = ward.record.at, doctor(ward.record.people["Keller"])
    preferences.grant(ward.marie, to=keller, about=EVERYTHING, by=hers, at=at)
    assert _conflicts(ward) == []
    preferences.oppose(ward.marie, to=EVERYONE, about=about(ward.record.documents["echo"]), by=theirs, at=at)
    assert _conflicts(ward) == [(True, False)], "the word to everyone covers him"
    settings.choose_for_emergencies(ward.marie, choices={SettingName.EMERGENCY_SAMU: Choice.ALLOW}, by=hers, at=at)
    settings.choose_for_emergencies(ward.marie, choices={SettingName.EMERGENCY_SAMU: Choice.REFUSE}, by=theirs, at=at)
    assert _conflicts(ward) == [(True, True)]
    preferences.withdraw(ward.marie, to=EVERYONE, about=about(ward.record.documents["echo"]), by=theirs, at=at)
    assert _conflicts(ward) == [(False, True)]


def test_words_about_other_things_or_of_an_ended_measure_are_no_conflict(ward: Ward) -> None:
    at = ward.record.at
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON, ends_at=at + MINUTE)
    hers, theirs = Actor.person(ward.marie), Actor.person(ward.guardian)
    echo, lettre = (about(ward.record.documents[name]) for name in ("echo", "lettre"))
    keller = doctor(ward.record.people["Keller"])
    preferences.grant(ward.marie, to=keller, about=echo, by=hers, at=at)
    preferences.oppose(ward.marie, to=keller, about=lettre, by=theirs, at=at)
    by = Actor(ActorKind.REVIEWER, "00000000-0000-4000-8000-000000000009", Route.SITE)
    part = Slice(0, 10)
    assert review.conflicts(Wanted(), part, by=by, at=at).lines == ()
    preferences.oppose(ward.marie, to=keller, about=echo, by=theirs, at=at)
    assert len(review.conflicts(Wanted(), part, by=by, at=at).lines) == 1
    assert review.conflicts(Wanted(), part, by=by, at=at + MINUTE).lines == ()


def test_intake_names_no_one_but_the_measures_holder(ward: Ward) -> None:
    """Another person with the same rights over somebody else finds nothing here."""
    other = ward.record.at
    intake.record_protection(
        ward.guardian, guardian=ward.marie, measure=ProtectionMeasure.GUARDIANSHIP_PERSON, begins_at=other
    )
    assert ward.theirs.get(ward.url()).status_code == 404


def test_the_console_lists_them_without_a_word_of_health_and_a_password_alone_opens_nothing(ward: Ward) -> None:
    ward.protect(ProtectionMeasure.GUARDIANSHIP_PERSON)
    at, echo = ward.record.at, about(ward.record.documents["echo"])
    keller = doctor(ward.record.people["Keller"])
    preferences.grant(ward.marie, to=keller, about=echo, by=Actor.person(ward.marie), at=at)
    preferences.oppose(ward.marie, to=keller, about=echo, by=Actor.person(ward.guardian), at=at)
    reviewer = User.objects.create_account("dpo@example.test", "une phrase assez longue", is_reviewer=True)
    TOTP.activate(reviewer, generate_totp_secret())
    site = Client()
    site.force_login(reviewer)
    assert site.get("/controle/conflits/").status_code == 302
    request = RequestFactory().get("/")
    request.session = site.session
    record_authentication(request, reviewer, "mfa", type="totp")
    request.session.save()

    shown = text(site.get("/controle/conflits/"))
    assert all(word in shown for word in ("Marie", "Sylvie", "À examiner", "TJ Lyon 25/0412", "qui voit"))
    assert not re.search("Keller|Imagerie|imagerie|Belkacem", shown)
    exported = site.get("/controle/conflits/?format=csv")
    content = b"".join(exported) if exported.streaming else exported.content
    assert b"to_examine" in content
    for reader in (ward.hers, ward.theirs):
        assert reader.get("/controle/conflits/").status_code == 403
        assert "examiner" not in text(reader.get("/historique/")).lower()
