"""`/historique/`: each choice with its object, each access with its name and what may be answered to it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from consents.actor import Actor
from consents.services import designations, directives, intake, preferences, settings
from consents.vocabulary import CareBasis, Choice, OrganisationKind, Profession, RecipientKind, SettingName, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from portal.patient.presenters import counting
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.services import decisions
from tests.portal.conftest import Record, person, read, valid_ins

INS = "urn:oid:1.2.250.1.213.1.4.10"
MARIE = Identifier(INS, valid_ins("2840675056001"))


@pytest.fixture
def paul(marie: Record) -> Any:
    return person("LENOIR", "Paul", "1820675056017", marie.at, born=date(1982, 6, 3))


@pytest.fixture
def she(marie: Record) -> Actor:
    return Actor.person(marie.patient)


def test_a_document_that_the_patient_wishes_not_to_know_about_is_named_on_no_line(
    site: Client, marie: Record, she: Actor
) -> None:
    """Nor is it in the filters; the other documents are."""
    echo, letter = (Subject(SubjectKind.DOCUMENT, str(marie.documents[one])) for one in ("echo", "lettre"))
    for about in (echo, letter):
        preferences.oppose(marie.patient, to=EVERYONE, about=about, by=she, at=marie.at)
    assert re.search(r"Masqué à tous : Imagerie, cardiologie, du \d", read(site, "/historique/"))
    directives.wish_not_to_know(marie.patient, document=marie.documents["echo"], by=she, at=marie.at)

    for address in ("/historique/", "/"):
        page = read(site, address)
        assert "Souhait de ne pas savoir : un document." in page
        assert "Masqué à tous : un document." in page
        assert re.search(r"Masqué à tous : Compte rendu, du \d", page)
        assert "Imagerie" not in page
        assert str(marie.documents["echo"]) not in site.get(address).content.decode()


def test_choices_for_emergencies_and_for_the_treating_physician_are_said_in_words(
    site: Client, marie: Record, she: Actor
) -> None:
    emergency = {SettingName.EMERGENCY_SAMU: Choice.REFUSE, SettingName.EMERGENCY_HIDDEN: Choice.ALLOW}
    settings.choose_for_emergencies(marie.patient, choices=emergency, by=she, at=marie.at)
    treating = {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    settings.choose_for_treating_physician(marie.patient, choices=treating, by=she, at=marie.at)
    page = read(site, "/historique/")

    assert "En urgence : ce que vous masquez peut être vu ; le médecin du SAMU n’ouvre pas votre dossier." in page
    assert "Votre médecin traitant : il peut voir ce que vous masquez." in page


def test_every_setting_and_value_that_can_be_declared_has_its_words() -> None:
    from portal.patient.presenters.others import _SETTINGS

    allowed = {**settings.EMERGENCY, **settings.TREATING_PHYSICIAN}
    assert {(name, value) for name, values in allowed.items() for value in values} == set(_SETTINGS)


def test_naming_a_trusted_person_and_being_accepted_are_told_apart(
    site: Client, marie: Record, she: Actor, paul: Any
) -> None:
    directives.designate_trusted_person(marie.patient, person=paul, accepted=False, by=she, at=marie.at)
    directives.accept_designation(marie.patient, by=Actor.person(paul), at=marie.at)
    page = read(site, "/historique/")

    assert "Personne de confiance choisie : Paul LENOIR. Son accord restait à donner." in page
    assert "Paul LENOIR a accepté d’être votre personne de confiance." in page


def test_those_who_may_be_told_of_a_grave_illness_and_the_physician_chosen_are_named(
    site: Client, marie: Record, she: Actor, paul: Any
) -> None:
    settings.wish_for_relatives(marie.patient, grave_prognosis=Choice.ONLY, only=[paul], by=she, at=marie.at)
    belkacem = marie.people["Belkacem"]
    designations.designate(
        marie.patient, professional=belkacem, basis=CareBasis.TREATING_PHYSICIAN, by=she, at=marie.at
    )
    page = read(site, "/historique/")

    assert "un médecin peut prévenir Paul LENOIR, et personne d’autre." in page
    assert "Médecin traitant choisi : Dr Younès Belkacem." in page


def test_a_grant_to_a_relative_and_a_mandate_name_the_person(
    site: Client, marie: Record, she: Actor, paul: Any
) -> None:
    to = Recipient(RecipientKind.PERSON, str(paul))
    preferences.grant(marie.patient, to=to, about=EVERYTHING, by=she, at=marie.at)
    directives.give_mandate(marie.patient, to=to, about=EVERYTHING, by=she, at=marie.at, ends_at=date(2099, 12, 31))
    page = read(site, "/historique/")

    assert "Autorisation donnée à Paul LENOIR, pour tout votre dossier." in page
    assert "Mandat donné à Paul LENOIR, pour tout votre dossier, jusqu’au 31 décembre 2099 inclus." in page


def test_a_relative_who_asked_is_named(site: Client, marie: Record, paul: Any) -> None:
    ins = Identifier(INS, valid_ins("1820675056017"))
    decisions.decide_one(
        Asked(AskerNamed(AskerKind.PERSON, ins), MARIE, marie.documents["echo"], "family_access"), at=marie.at
    )
    page = read(site, "/historique/?voir=acces")

    assert "Paul LENOIR : 1 demande refusée." in page
    assert "que nous ne connaissons pas" not in page


@pytest.fixture
def asks(marie: Record) -> Any:
    """A professional of that profession, at a place of that kind, asks about the record."""

    def ask(profession: Profession, kind: OrganisationKind) -> None:
        rpps = "10001234565"
        who = intake.record_professional(
            family_name="Noël", given_name="Gérard", title="Dr", rpps=rpps, profession=profession
        ).id
        intake.record_practice(professional=who, organisation=marie.place("Horizon", kind))
        asked = Asked(AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps)), MARIE, None, "care")
        decisions.decide_one(asked, at=marie.at)
        marie.people["Noël"] = who

    return ask


def test_an_insurer_s_physician_is_always_refused_and_there_is_nothing_to_oppose(
    site: Client, marie: Record, asks: Any
) -> None:
    asks(Profession.INSURER_PHYSICIAN, OrganisationKind.INSURER)
    page = read(site, "/historique/?voir=acces")

    assert "Toujours refusé" in page
    assert "Les assureurs et leurs médecins n’ont jamais accès à votre dossier. Vous n’avez rien à faire." in page
    assert "motif donné : pour vous soigner" in page
    assert "M’opposer" not in page


def test_someone_already_opposed_about_everything_is_not_offered_to_be_opposed_again(
    site: Client, marie: Record, she: Actor, asks: Any
) -> None:
    asks(Profession.PHYSICIAN, OrganisationKind.PRIVATE_PRACTICE)
    before = read(site, "/historique/?voir=acces")
    to = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Noël"]))
    preferences.oppose(marie.patient, to=to, about=EVERYTHING, by=she, at=marie.at)

    assert "M’opposer : Dr Gérard Noël" in before
    assert "M’opposer" not in read(site, "/historique/?voir=acces")


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2026, 5, 1), "Vendredi 1er mai 2026"),
        ("fr", date(2026, 5, 2), "Samedi 2 mai 2026"),
        ("en", date(2026, 5, 1), "Friday 1 May 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_it_is_read(language: str, day: date, said: str) -> None:
    with translation.override(language):
        assert counting.weekday(day) == said


def test_the_heading_of_a_day_says_the_first_of_the_month(site: Client, marie: Record, she: Actor) -> None:
    first = (marie.at.replace(day=1, hour=12) - timedelta(days=1)).replace(day=1)
    preferences.oppose(
        marie.patient, to=Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"])),
        about=EVERYTHING, by=she, at=first,
    )  # fmt: skip

    assert re.search(r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) 1er ", read(site, "/historique/"), re.I)
