"""The personne de confiance: pending until both have signed, one in each role, for a stay or until revoked (R43–R50)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from consents import ledger
from consents.errors import InvalidFact, Refused
from consents.models import (
    CareEntry,
    LedgerEntry,
    PersonToCall,
    TrustedContact,
    TrustedInvitation,
    TrustedPerson,
    TrustedSignature,
)
from consents.selectors import declarations, invitations, stays, trusted
from consents.selectors.readers import Reader
from consents.selectors.standing import State
from consents.services import calling, intake, signing, trusting
from consents.services.calling import ToCall
from consents.services.signing import Typed
from consents.services.trusting import Contact, Witness
from consents.vocabulary import CareBasis, ProtectionMeasure, SigningManner, TrustedRole
from tests.consents.conftest import NOW, Town, by

PAUL = Contact("Paul", "Lenoir", "3 rue des Lilas, 69003 Lyon", "06 12 34 56 78", "paul@exemple.fr")
SARA = Contact("Sara", "Benali", "8 quai du Port, 13002 Marseille", "06 98 76 54 32")
TYPED = Typed("Paul", "Lenoir", "192.0.2.7")
TWO = (Witness("Nadia Petit", "infirmière"), Witness("Luc Roy", "voisin"))
HEALTH, SOCIAL = TrustedRole.HEALTH, TrustedRole.SOCIAL


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def designate(patient: UUID, contact: Contact = PAUL, at: datetime = NOW, **more: Any) -> UUID:
    """Her designation's own identifier."""
    said = {"role": HEALTH, "by": by(patient), **more}
    entered = trusting.designate(patient, contact=contact, at=at, **said)
    return TrustedPerson.objects.get(patient=patient, revision=entered.revision).pk


def invited(patient: UUID, at: datetime = NOW, **more: Any) -> str:
    return signing.link(patient, designation=designate(patient, at=at, **more), at=at)


def answer(token: str, *, accepts: bool = True, at: datetime = NOW) -> Any:
    return signing.answer(token, accepts=accepts, typed=TYPED, text="v1", at=at)


def paper(patient: UUID, at: datetime = NOW, **more: Any) -> Any:
    said = {"role": HEALTH, "signed_on": date(2026, 2, 27), "text": "v1", "by": by(patient), **more}
    return trusting.sign_on_paper(patient, at=at, **said)


def names(patient: UUID, at: datetime) -> list[str]:
    return [card.name for card in trusted.valid(patient, at=at)]


def refused(act: Any, *given: Any, **said: Any) -> tuple[str, str]:
    written = LedgerEntry.objects.count()
    with pytest.raises(Refused) as found:
        act(*given, **said)
    assert LedgerEntry.objects.count() == written
    return found.value.rule, found.value.because


def test_a_designation_is_pending_until_she_accepts_by_her_link(ana: UUID) -> None:
    token = invited(ana)
    assert names(ana, later(hours=1)) == []
    assert [card.accepted_at for card in trusted.designated(ana, at=later(hours=1))] == [None]

    answer(token, at=later(hours=2))

    assert names(ana, later(hours=1)) == []
    (card,) = trusted.valid(ana, at=later(hours=2))
    assert (card.name, card.manner, card.signer, card.signed_on) == ("Paul Lenoir", "link", "Paul Lenoir", NOW.date())
    kept = TrustedSignature.objects.get()
    assert (kept.ip, kept.text, kept.signed_at) == ("192.0.2.7", "v1", later(hours=2))
    said = LedgerEntry.objects.order_by("-revision")[0]
    assert said.content["signature"]["manner"] == "link"
    assert "192.0.2.7" not in str(said.content)
    assert list(ledger.verify(ana)) == []


def test_only_the_hash_of_a_link_is_kept(ana: UUID) -> None:
    token = invited(ana)

    assert len(token) >= 43
    kept = TrustedInvitation.objects.get()
    assert kept.token_hash == signing.hashed(token) != token
    assert token not in str(LedgerEntry.objects.values_list("content", flat=True))


def test_a_link_serves_once(ana: UUID) -> None:
    token = invited(ana)
    answer(token)

    assert invitations.behind(token, at=later(minutes=1)) is None
    assert refused(answer, token, at=later(minutes=1)) == ("R05", "link_serves_no_longer")
    assert refused(answer, token, accepts=False) == ("R05", "link_serves_no_longer")


@pytest.mark.parametrize(("minutes", "serves"), [(-1, True), (0, False)])
def test_a_link_serves_fourteen_days(ana: UUID, minutes: int, serves: bool) -> None:
    token = invited(ana)
    end = NOW + signing.LASTS + timedelta(minutes=minutes)

    assert (invitations.behind(token, at=end) is not None) is serves
    if serves:
        answer(token, at=end)
    else:
        assert refused(answer, token, at=end) == ("R05", "link_serves_no_longer")


def test_an_unknown_link_and_one_of_a_revoked_designation_are_refused_alike(ana: UUID) -> None:
    token = invited(ana)
    trusting.revoke(ana, role=HEALTH, by=by(ana), at=later(hours=1))

    for one in (token, "x" * 43, "", "\udce9"):
        assert invitations.behind(one, at=later(hours=2)) is None
        assert refused(answer, one, at=later(hours=2)) == ("R05", "link_serves_no_longer")


def test_she_declines_and_nobody_is_designated_any_more(ana: UUID) -> None:
    token = invited(ana)
    answer(token, accepts=False, at=later(hours=1))

    assert trusted.designated(ana, at=later(hours=1)) == ()
    newest = declarations.declarations(ana, reader=Reader.patient(ana), at=later(hours=2))[0]
    assert (newest.object.declined, newest.actor_name) == (True, "Paul Lenoir")
    assert declarations.declarations(ana, reader=Reader.patient(ana), at=later(hours=2))[1].state is State.WITHDRAWN


def test_what_the_holder_of_a_link_reads_names_who_asks_and_no_place(ana: UUID, chu: UUID, martin: UUID) -> None:
    intake.record_care(ana, professional=martin, basis=CareBasis.ESTABLISHMENT, begins_at=NOW, organisation=chu)
    card = invitations.behind(invited(ana, stay=chu), at=NOW)

    assert card is not None
    assert (card.patient_name, card.given_name, card.passing) == ("Aubert", "Paul", True)
    assert "Tilleuls" not in str(card)


def test_links_of_one_designation_are_not_made_without_end(ana: UUID) -> None:
    one = designate(ana)
    tokens = {signing.link(ana, designation=one, at=NOW) for _each in range(signing.MOST)}

    assert len(tokens) == signing.MOST
    with pytest.raises(signing.TooManyLinks):
        signing.link(ana, designation=one, at=NOW)
    answer(tokens.pop())
    assert all(invitations.behind(token, at=NOW) is None for token in tokens)


def test_nobody_makes_a_link_for_the_designation_of_another(ana: UUID, town: Town) -> None:
    other = town.person("Blanc")

    assert refused(signing.link, other, designation=designate(ana), at=NOW)[0] == "R05"


def test_paper_signed_by_both_is_valid_from_the_moment_it_is_declared(ana: UUID) -> None:
    designate(ana)
    paper(ana, at=later(hours=1))

    assert names(ana, NOW) == []
    (card,) = trusted.valid(ana, at=later(hours=1))
    assert (card.manner, card.signed_on, card.witnesses) == (SigningManner.PAPER, date(2026, 2, 27), ())
    assert refused(paper, ana, at=later(hours=2)) == ("R05", "already_signed")


def test_two_different_witnesses_stand_for_a_patient_who_cannot_write(ana: UUID) -> None:
    designate(ana)
    for few in (TWO[:1], (TWO[0], Witness("nadia  PETIT", "voisine")), (TWO[0], Witness("Luc Roy", " "))):
        with pytest.raises(InvalidFact):
            paper(ana, witnesses=few)
    paper(ana, witnesses=TWO)

    (card,) = trusted.valid(ana, at=NOW)
    assert (card.manner, card.witnesses) == ("witnesses", (("Nadia Petit", "infirmière"), ("Luc Roy", "voisin")))


def test_paper_is_not_signed_tomorrow_nor_without_a_designation(ana: UUID) -> None:
    assert refused(paper, ana) == ("R05", "nobody_designated")
    designate(ana)
    with pytest.raises(InvalidFact):
        paper(ana, signed_on=date(2026, 3, 2))


def test_a_new_designation_replaces_the_former_in_its_role_only(ana: UUID) -> None:
    answer(invited(ana))
    answer(invited(ana, contact=SARA, role=SOCIAL))
    assert names(ana, NOW) == ["Paul Lenoir", "Sara Benali"]

    designate(ana, SARA, at=later(hours=1))

    assert [(card.role, card.name, bool(card.accepted_at)) for card in trusted.designated(ana, at=later(hours=1))] == [
        ("health", "Sara Benali", False), ("social", "Sara Benali", True),
    ]  # fmt: skip
    assert names(ana, later(hours=1)) == ["Sara Benali"]
    trusting.revoke(ana, role=SOCIAL, by=by(ana), at=later(hours=2))
    assert names(ana, later(hours=2)) == []
    assert refused(trusting.revoke, ana, role=SOCIAL, by=by(ana), at=later(hours=3)) == ("R05", "nobody_designated")


def test_a_minor_names_nobody_and_a_represented_adult_needs_the_judge(household: Any, ana: UUID, town: Town) -> None:
    for voice in (household.lea, household.mona):
        assert refused(designate, household.lea, by=by(voice))[0] == "R49"
    guardian = town.person("Tutrice")
    intake.record_protection(ana, guardian=guardian, measure=ProtectionMeasure.GUARDIANSHIP_PERSON)
    assert refused(designate, ana)[0] == "R47"
    assert refused(designate, ana, authorisation="TJ Lyon, 2026-12", by=by(guardian))[0] == "R05"
    designate(ana, authorisation="TJ Lyon, 2026-12")
    assert trusted.designated(ana, at=NOW)[0].authorisation == "TJ Lyon, 2026-12"


# --- the end of a stay (R46) ----------------------------------------------------------------------------------------


@pytest.fixture
def stay(ana: UUID, chu: UUID, martin: UUID) -> UUID:
    """Dr Martin's care entry at the hospital."""
    begins = NOW - timedelta(days=2)
    return intake.record_care(
        ana, professional=martin, basis=CareBasis.ESTABLISHMENT, begins_at=begins, organisation=chu
    ).id


@pytest.mark.parametrize(
    "end",
    [
        datetime(2026, 3, 12, 10, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # 1 h 59 in Paris, a minute before the clocks go to 3 h
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # 3 h in Paris
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # 2 h in Paris, for the second time
    ],
)
def test_it_ends_with_the_stay_to_the_minute(ana: UUID, chu: UUID, stay: UUID, end: datetime) -> None:
    token = invited(ana, stay=chu)
    answer(token)
    waiting = invited(ana, contact=SARA, role=SOCIAL, stay=chu, at=end - timedelta(days=1))
    intake.end_care(stay, at=end)

    before, minute = end - timedelta(minutes=1), timedelta(minutes=1)
    assert names(ana, before) == ["Paul Lenoir"]
    assert invitations.behind(waiting, at=before) is not None
    for after in (end, end + minute):
        assert names(ana, after) == []
        assert trusted.designated(ana, at=after) == ()
        assert invitations.behind(waiting, at=after) is None
        assert refused(answer, waiting, at=after)[0] == "R05"
        assert refused(trusting.revoke, ana, role=HEALTH, by=by(ana), at=after)[0] == "R05"
    states = {card.revision: card.state for card in declarations.declarations(ana, reader=Reader.patient(ana), at=end)}
    assert states[1] is State.ENDED


def test_a_stay_goes_on_with_another_carer_and_stops_at_a_gap(
    ana: UUID, chu: UUID, stay: UUID, town: Town, martin: UUID
) -> None:
    answer(invited(ana, stay=chu))
    nora = town.professional("Hadj")
    here = {"basis": CareBasis.ESTABLISHMENT, "organisation": chu}
    intake.end_care(stay, at=later(days=2))
    intake.record_care(ana, professional=nora, begins_at=later(days=2), ends_at=later(days=5), **here)
    intake.record_care(ana, professional=martin, begins_at=later(days=6), **here)
    elsewhere = town.organisation("Clinique du Lac")
    intake.record_care(
        ana, professional=martin, basis=CareBasis.ESTABLISHMENT, begins_at=later(days=4), organisation=elsewhere
    )

    assert names(ana, later(days=5, minutes=-1)) == ["Paul Lenoir"]
    assert names(ana, later(days=5)) == names(ana, later(days=7)) == []


def test_a_stay_must_be_one_of_now(ana: UUID, chu: UUID, town: Town) -> None:
    assert stays.stays(ana, at=NOW) == ()
    assert refused(designate, ana, stay=chu) == ("R46", "no_stay_there")
    assert refused(designate, ana, stay=uuid4()) == ("R46", "no_stay_there")


def test_only_care_in_an_establishment_is_a_stay(ana: UUID, chu: UUID, martin: UUID) -> None:
    intake.record_care(ana, professional=martin, basis=CareBasis.RECOGNISED, begins_at=NOW)
    assert stays.stays(ana, at=NOW) == ()
    intake.record_care(ana, professional=martin, basis=CareBasis.ESTABLISHMENT, begins_at=NOW, organisation=chu)
    assert [place.name for place in stays.stays(ana, at=NOW)] == ["Hôpital des Tilleuls"]
    CareEntry.objects.filter(basis="establishment").update(ends_at=later(hours=1))
    assert stays.stays(ana, at=later(hours=1)) == ()


def test_a_designation_until_revoked_outlives_every_stay(ana: UUID, stay: UUID) -> None:
    answer(invited(ana))
    intake.end_care(stay, at=later(hours=1))

    assert names(ana, later(days=4000)) == ["Paul Lenoir"]


# --- people to call (R50) -------------------------------------------------------------------------------------------


def test_people_to_call_are_another_list_added_changed_and_removed(ana: UUID) -> None:
    calling.call(ana, who=ToCall("Julie", "Martin", "06 11 22 33 44", "voisine"), by=by(ana), at=NOW)
    calling.call(ana, who=ToCall("Omar", "Sy", "06 55 66 77 88"), by=by(ana), at=later(hours=1))
    julie = UUID(trusted.to_call(ana, at=later(hours=1))[0].id)
    calling.call(ana, who=ToCall("Julie", "Martin", "07 00 00 00 01"), instead_of=julie, by=by(ana), at=later(hours=2))

    assert [(card.name, card.phone) for card in trusted.to_call(ana, at=later(hours=2))] == [
        ("Omar Sy", "06 55 66 77 88"), ("Julie Martin", "07 00 00 00 01"),
    ]  # fmt: skip
    assert trusted.designated(ana, at=later(hours=2)) == ()
    omar = UUID(trusted.to_call(ana, at=later(hours=2))[0].id)
    calling.call_no_longer(ana, which=omar, by=by(ana), at=later(hours=3))
    assert [card.name for card in trusted.to_call(ana, at=later(hours=3))] == ["Julie Martin"]
    assert refused(calling.call_no_longer, ana, which=omar, by=by(ana), at=later(hours=4))[0] == "R05"
    assert [card.object.called for card in declarations.declarations(ana, reader=Reader.patient(ana))][:2] == [
        "Omar Sy",
        "Julie Martin",
    ]


def test_the_list_of_people_to_call_is_the_patient_s_own_and_has_an_end(ana: UUID, town: Town) -> None:
    other = town.person("Blanc")
    who = ToCall("Omar", "Sy", "06 55 66 77 88")
    assert refused(calling.call, ana, who=who, by=by(other), at=NOW)[0] == "R05"
    for _each in range(calling.MOST):
        calling.call(ana, who=who, by=by(ana), at=NOW)
    assert refused(calling.call, ana, who=who, by=by(ana), at=NOW) == ("R50", "enough_people_to_call")
    one = UUID(trusted.to_call(ana, at=NOW)[0].id)
    calling.call(ana, who=who, instead_of=one, by=by(ana), at=NOW)
    assert refused(calling.call_no_longer, other, which=one, by=by(other), at=NOW)[0] == "R05"


@pytest.mark.parametrize("model", [TrustedContact, TrustedInvitation, TrustedSignature, PersonToCall])
def test_what_was_signed_or_named_is_never_edited_nor_removed(ana: UUID, model: Any) -> None:
    answer(invited(ana))
    calling.call(ana, who=ToCall("Omar", "Sy", "06 55 66 77 88"), by=by(ana), at=NOW)
    column = {TrustedInvitation: "made_at", TrustedSignature: "signed_at"}.get(model, "given_name")
    value = NOW - timedelta(days=1) if column.endswith("_at") else "Quelqu’un"
    for tamper in (lambda: model.objects.update(**{column: value}), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()
