"""Who may not declare what, and by which rule (decision.md §1.1, §1.5, §4.2, §9.1): nothing is written."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from consents.actor import Actor
from consents.errors import Refused
from consents.models import LedgerEntry, Secrecy, SharingPreference
from consents.services import intake, preferences
from consents.vocabulary import OrganisationKind, Profession, ProtectionMeasure, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from tests.consents.conftest import NOW, Town, by

ADULT = datetime(2028, 9, 14, tzinfo=UTC)


def to(kind: RecipientKind, key: object) -> Recipient:
    return Recipient(kind, str(key))


def paper(key: object) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(key))


def refused(verb: str, patient: UUID, **words: object) -> tuple[str, str]:
    """The rule and the reason; nothing must have been written."""
    before = SharingPreference.objects.count(), LedgerEntry.objects.count()
    words.setdefault("to", EVERYONE)
    words.setdefault("about", EVERYTHING)
    words.setdefault("at", NOW)
    with pytest.raises(Refused) as refusal:
        getattr(preferences, verb)(patient, **words)
    assert (SharingPreference.objects.count(), LedgerEntry.objects.count()) == before
    return refusal.value.rule, refusal.value.because


@pytest.mark.parametrize("verb", ["oppose", "withdraw"])
def test_a_stranger_may_not_declare(ana: UUID, town: Town, verb: str) -> None:
    assert refused(verb, ana, by=by(town.person("Inconnu"))) == ("R05", "not_a_voice_of_this_patient")
    assert refused(verb, ana, by=by(uuid4())) == ("R05", "not_a_voice_of_this_patient")
    assert refused(verb, ana, by=Actor.system("logiciel")) == ("R05", "not_a_voice_of_this_patient")


def test_an_unknown_patient_has_no_voice(db: None) -> None:
    assert refused("oppose", uuid4(), by=by(uuid4())) == ("R05", "unknown_patient")


@pytest.mark.parametrize("verb", ["oppose", "withdraw"])
def test_an_unknown_a_later_or_another_patients_document_is_refused_alike(ana: UUID, town: Town, verb: str) -> None:
    theirs = town.document(town.person("Autre"))
    later = town.document(ana, deposited=NOW + timedelta(days=1))
    for key in (uuid4(), theirs, later, "n'importe quoi"):
        assert refused(verb, ana, about=paper(key), by=by(ana)) == ("R05", "unknown_document")


def test_an_unknown_recipient_or_word_is_refused(ana: UUID) -> None:
    for recipient in (
        to(RecipientKind.PROFESSIONAL, uuid4()),
        to(RecipientKind.ORGANISATION, "x"),
        to(RecipientKind.PROFESSION, "wizard"),
        to(RecipientKind.PROFESSION, "unknown"),
    ):
        assert refused("oppose", ana, to=recipient, by=by(ana)) == ("R05", "unknown_recipient")
    about = Subject(SubjectKind.CATEGORY, "gossip")
    assert refused("oppose", ana, about=about, by=by(ana)) == ("R05", "unknown_subject")


def test_a_period_with_no_moment_left_is_refused(ana: UUID) -> None:
    for ends_at in (NOW, NOW - timedelta(days=3), date(2026, 2, 28)):
        assert refused("oppose", ana, by=by(ana), ends_at=ends_at) == ("R05", "no_moment_left")
    assert refused("oppose", ana, by=by(ana), begins_at=date(2026, 5, 2), ends_at=date(2026, 5, 1))[0] == "R05"


def test_a_grant_names_its_recipient(ana: UUID) -> None:
    for recipient in (EVERYONE, to(RecipientKind.PROFESSION, Profession.NURSE)):
        assert refused("grant", ana, to=recipient, by=by(ana)) == ("R19", "grant_names_its_recipient")


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (OrganisationKind.INSURER, "R77"),
        (OrganisationKind.EMPLOYER, "R78"),
        (OrganisationKind.BANK, "R78"),
        (OrganisationKind.CODING_COMPANY, "R80"),
        (OrganisationKind.LAW_FIRM, "R81"),
        (OrganisationKind.AUTHORITY, "R83"),
        (OrganisationKind.HEALTH_INSURANCE_FUND, "R76"),
    ],
)
def test_no_grant_reaches_an_organisation_that_never_reads_nor_its_site_nor_who_works_only_there(
    ana: UUID, town: Town, chu: UUID, kind: OrganisationKind, rule: str
) -> None:
    place = town.organisation("Jamais", kind)
    site = town.organisation("Site", OrganisationKind.UNKNOWN, part_of=place)
    worker = town.professional("Employé", Profession.PHYSICIAN, place)
    both = town.professional("Partagé", Profession.PHYSICIAN, place, chu)
    for recipient in (to(RecipientKind.ORGANISATION, place), to(RecipientKind.ORGANISATION, site)):
        assert refused("grant", ana, to=recipient, by=by(ana)) == (rule, "recipient_never_reads")
    assert refused("grant", ana, to=to(RecipientKind.PROFESSIONAL, worker), by=by(ana))[0] == rule
    preferences.grant(ana, to=to(RecipientKind.PROFESSIONAL, both), about=EVERYTHING, by=by(ana), at=NOW)
    preferences.oppose(ana, to=to(RecipientKind.ORGANISATION, place), about=EVERYTHING, by=by(ana), at=NOW)


@pytest.mark.parametrize(
    ("profession", "rule"),
    [(Profession.FUND_PHYSICIAN, "R76"), (Profession.INSURER_PHYSICIAN, "R77"), (Profession.LAWYER, "R81")],
)
def test_no_grant_reaches_a_profession_that_never_reads(
    ana: UUID, town: Town, chu: UUID, profession: Profession, rule: str
) -> None:
    never = to(RecipientKind.PROFESSIONAL, town.professional("Jamais", profession, chu))
    assert refused("grant", ana, to=never, by=by(ana)) == (rule, "recipient_never_reads")


def test_a_document_cannot_be_hidden_from_its_own_author(ana: UUID, ecg: UUID, martin: UUID) -> None:
    author = to(RecipientKind.PROFESSIONAL, martin)
    assert refused("oppose", ana, to=author, about=paper(ecg), by=by(ana)) == ("R29", "author_keeps_what_he_wrote")
    preferences.oppose(ana, to=EVERYONE, about=paper(ecg), by=by(ana), at=NOW)
    preferences.oppose(ana, to=author, about=EVERYTHING, by=by(ana), at=NOW)


def test_nothing_is_declared_for_a_person_who_has_died(ana: UUID) -> None:
    intake.record_death(ana, died_at=NOW - timedelta(days=1))
    assert refused("oppose", ana, by=by(ana)) == ("R52", "patient_has_died")
    preferences.oppose(ana, to=EVERYONE, about=EVERYTHING, by=by(ana), at=NOW - timedelta(days=2))


def test_relatives_are_granted_only_and_never_the_patient_himself(ana: UUID, town: Town) -> None:
    emma = to(RecipientKind.PERSON, town.person("Emma"))
    assert refused("oppose", ana, to=emma, by=by(ana))[0] == "R05"
    assert refused("grant", ana, to=to(RecipientKind.PERSON, ana), by=by(ana))[0] == "R05"
    preferences.grant(ana, to=emma, about=EVERYTHING, by=by(ana), at=NOW)


def test_a_minor_does_not_grant_oppose_or_withdraw_until_the_first_instant_of_eighteen(
    household: SimpleNamespace, martin: UUID
) -> None:
    eve, birthday = datetime(2028, 9, 13, 21, 59, tzinfo=UTC), datetime(2028, 9, 13, 22, tzinfo=UTC)
    for verb in ("grant", "oppose", "withdraw"):
        doctor = to(RecipientKind.PROFESSIONAL, martin)
        assert refused(verb, household.lea, to=doctor, by=by(household.lea), at=eve)[0] == "R59"
    assert refused("oppose", household.lea, by=Actor.professional(martin), at=eve)[0] == "R59"
    preferences.oppose(household.lea, to=EVERYONE, about=EVERYTHING, by=by(household.lea), at=birthday)


def test_a_holder_whose_authority_was_withdrawn_may_not_declare(household: SimpleNamespace) -> None:
    intake.withdraw_authority(household.lea, holder=household.paul, at=NOW)
    assert refused("oppose", household.lea, by=by(household.paul)) == ("R60", "authority_withdrawn")
    preferences.oppose(household.lea, to=EVERYONE, about=EVERYTHING, by=by(household.mona), at=NOW)


def test_a_parent_may_not_declare_after_the_eighteenth_birthday(household: SimpleNamespace) -> None:
    assert refused("oppose", household.lea, by=by(household.mona), at=ADULT) == ("R70", "child_is_of_age")


@pytest.mark.parametrize(
    ("measure", "rule"),
    [
        (ProtectionMeasure.CURATORSHIP, "R73"),
        (ProtectionMeasure.FAMILY_HABILITATION_ASSISTANCE, "R73"),
        (ProtectionMeasure.GUARDIANSHIP_PROPERTY, "R72"),
        (ProtectionMeasure.SAFEGUARD, "R72"),
    ],
)
def test_a_measure_without_representation_for_the_person_gives_no_voice(
    ana: UUID, town: Town, measure: ProtectionMeasure, rule: str
) -> None:
    keeper = town.person("Curateur")
    intake.record_protection(ana, guardian=keeper, measure=measure)
    assert refused("oppose", ana, by=by(keeper))[0] == rule


@pytest.mark.parametrize(
    "measure",
    [
        ProtectionMeasure.GUARDIANSHIP_PERSON,
        ProtectionMeasure.FAMILY_HABILITATION_REPRESENTATION,
        ProtectionMeasure.FUTURE_PROTECTION_PERSON,
    ],
)
def test_a_representative_for_the_person_declares_while_his_measure_lasts(
    ana: UUID, town: Town, measure: ProtectionMeasure
) -> None:
    keeper = town.person("Tuteur")
    intake.record_protection(ana, guardian=keeper, measure=measure, ends_at=NOW)
    preferences.oppose(ana, to=EVERYONE, about=EVERYTHING, by=by(keeper), at=NOW - timedelta(hours=1))
    assert refused("oppose", ana, by=by(keeper)) == ("R72", "no_measure_for_the_person")


def test_a_representative_grants_neither_to_himself_nor_to_another_representative(
    household: SimpleNamespace, town: Town
) -> None:
    as_doctor = town.professional("Roche", person=household.mona)
    for recipient in (
        to(RecipientKind.PERSON, household.mona),
        to(RecipientKind.PERSON, household.paul),
        to(RecipientKind.PROFESSIONAL, as_doctor),
    ):
        assert refused("grant", household.lea, to=recipient, by=by(household.mona)) == (
            "R05",
            "nobody_opens_the_record_to_himself",
        )


def test_a_protected_adult_may_grant_to_his_curator(ana: UUID, town: Town) -> None:
    curator = town.person("Curateur")
    intake.record_protection(ana, guardian=curator, measure=ProtectionMeasure.CURATORSHIP)
    preferences.grant(ana, to=to(RecipientKind.PERSON, curator), about=EVERYTHING, by=by(ana), at=NOW)


def test_a_document_kept_secret_is_to_the_parent_as_an_unknown_one_whatever_else_applies(
    household: SimpleNamespace, town: Town
) -> None:
    pill = town.document(household.lea)
    Secrecy.objects.create(
        patient_id=household.lea, voice_id=household.lea, document_id=pill, begins_at=NOW, declared_at=NOW, revision=1
    )
    corrected = town.document(household.lea, replaces=pill)
    for key in (pill, corrected):
        told = refused("oppose", household.lea, about=paper(key), by=by(household.mona))
        assert told == refused("oppose", household.lea, about=paper(uuid4()), by=by(household.mona))
    withdrawn = refused("oppose", household.lea, about=paper(pill), by=by(household.mona), ends_at=NOW)
    assert withdrawn == ("R05", "unknown_document")
    assert refused("oppose", household.lea, about=paper(pill), by=by(household.mona), at=ADULT)[0] == "R05"
