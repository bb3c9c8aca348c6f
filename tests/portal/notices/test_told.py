"""Each thing that a patient is told (decision.md §7), from the act to the site and to the mail server."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from consents.actor import Actor
from consents.models import ParentalAuthority, Person
from consents.services import designations, directives, intake, minors, preferences, settings
from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    NoticeKind,
    OrganisationKind,
    Profession,
    RecipientKind,
    SettingName,
    SubjectKind,
)
from consents.words import EVERYONE, EVERYTHING, Recipient, Subject
from portal.models import User
from portal.notices import keeping
from portal.notices.choices import MailChoice
from sharing.models import Notice
from sharing.selectors import own_notices
from sharing.services import telling
from tests.portal.conftest import Record, person
from tests.portal.notices.conftest import EMAIL, NADIA, OMAR, STATED, ask, become, soon, sweep, worker

pytestmark = pytest.mark.usefixtures("account")


def kinds(who: UUID, marie: Record, **later: float) -> list[str]:
    """What this person is told after a sweep, the oldest first."""
    at = soon(marie, **later)
    sweep(at)
    return [str(card.kind) for card in reversed(own_notices.told(who, at=at, first=0, most=50))]


def test_the_first_document_shown_to_a_professional_is_told_once(marie: Record, nadia: UUID) -> None:
    assert ask(marie, NADIA)
    assert ask(marie, NADIA, "lettre") is False
    assert ask(marie, NADIA, at=soon(marie, seconds=30))

    assert kinds(marie.patient, marie) == ["new_professional"]
    assert kinds(marie.patient, marie, hours=2) == ["new_professional"]
    assert [sent.to for sent in mail.outbox] == [[EMAIL]]


def test_a_refusal_and_a_question_about_the_record_alone_tell_nothing(marie: Record, nadia: UUID) -> None:
    worker(marie, "Omar", "Besson", OMAR, cares=False)

    assert ask(marie, NADIA, None)
    assert not ask(marie, OMAR)
    assert kinds(marie.patient, marie) == []
    assert mail.outbox == []


def test_two_new_professionals_are_two_notices_and_one_message(marie: Record, nadia: UUID, omar: UUID) -> None:
    ask(marie, NADIA)
    ask(marie, OMAR)

    assert kinds(marie.patient, marie) == ["new_professional", "new_professional"]
    assert len(mail.outbox) == 1


def test_an_emergency_is_told_once_for_one_statement_and_again_for_another_reason(marie: Record) -> None:
    worker(marie, "Omar", "Besson", OMAR, cares=False)
    for minutes, document in ((0, "echo"), (1, "lettre"), (2, "ordonnance")):
        assert ask(marie, OMAR, document, purpose="emergency", at=soon(marie, minutes=minutes), statement=STATED)
    assert kinds(marie.patient, marie, minutes=3) == ["emergency_access"]

    again = type(STATED)(unable_to_consent=True, immediate_risk=True, reason="Nouvelle perte de connaissance")
    ask(marie, OMAR, purpose="emergency", at=soon(marie, minutes=30), statement=again)
    assert kinds(marie.patient, marie, minutes=31) == ["emergency_access", "emergency_access"]
    assert len(mail.outbox) == 2


def test_who_came_in_an_emergency_is_no_new_face_afterwards(marie: Record) -> None:
    omar = worker(marie, "Omar", "Besson", OMAR, cares=False)
    ask(marie, OMAR, purpose="emergency", statement=STATED)
    assert kinds(marie.patient, marie) == ["emergency_access"]

    marie.care(omar, CareBasis.ESTABLISHMENT, marie.places["Hôpital Saint-Aubin"])
    assert ask(marie, OMAR, at=soon(marie, hours=5))
    assert kinds(marie.patient, marie, hours=6) == ["emergency_access"]


def test_a_hidden_document_read_by_the_treating_physician_is_told_once_a_day(marie: Record, nadia: UUID) -> None:
    she, seen = Actor.person(marie.patient), {SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.YES}
    designations.designate(marie.patient, professional=nadia, basis=CareBasis.TREATING_PHYSICIAN, by=she, at=marie.at)
    settings.choose_for_treating_physician(marie.patient, choices=seen, by=she, at=marie.at)
    preferences.oppose(marie.patient, to=EVERYONE, about=_about(marie), by=she, at=marie.at)

    assert ask(marie, NADIA, at=soon(marie, minutes=2))
    assert ask(marie, NADIA, at=soon(marie, minutes=3))
    assert sorted(kinds(marie.patient, marie, minutes=5)) == ["hidden_read", "new_professional"]


def _about(marie: Record) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(marie.documents["echo"]))


def test_a_consent_collected_and_a_change_by_another_are_told(marie: Record, nadia: UUID) -> None:
    keller = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    preferences.grant(marie.patient, to=keller, about=EVERYTHING, by=Actor.professional(nadia), at=marie.at)
    paul = person("LENOIR", "Paul", "1820675056017", marie.at)
    directives.designate_trusted_person(
        marie.patient, person=paul, accepted=False, by=Actor.person(marie.patient), at=marie.at
    )
    directives.accept_designation(marie.patient, by=Actor.person(paul), at=soon(marie, seconds=5))

    assert kinds(marie.patient, marie) == ["consent_collected", "changed_by_another"]
    assert kinds(paul, marie) == ["trusted_person_asked"]
    assert [card.who for card in own_notices.told(marie.patient, at=soon(marie), first=0, most=5)] == [
        "Paul LENOIR",
        "Dr Nadia Roussel",
    ]


@pytest.fixture
def waiting(marie: Record) -> UUID:
    """A result deposited two days ago, which a physician wants to announce."""
    return marie.document("biopsie", Category.REPORT, days=2, announcement_pending=True)


def test_a_result_that_waits_is_told_at_once_and_its_release_when_it_is_announced(marie: Record, waiting: UUID) -> None:
    assert kinds(marie.patient, marie) == ["announcement_waiting"]
    assert kinds(marie.patient, marie, days=3) == ["announcement_waiting"]

    intake.announce_document(waiting, at=soon(marie, days=4))
    assert kinds(marie.patient, marie, days=4, minutes=10) == ["announcement_waiting", "announcement_released"]
    assert kinds(marie.patient, marie, days=40) == ["announcement_waiting", "announcement_released"]


def test_a_result_that_nobody_announced_is_told_again_after_a_month(marie: Record, waiting: UUID) -> None:
    kinds(marie.patient, marie)

    assert kinds(marie.patient, marie, days=26) == ["announcement_waiting"]
    assert kinds(marie.patient, marie, days=32) == ["announcement_waiting", "announcement_released"]


def test_a_result_fed_after_its_month_or_that_she_wished_not_to_know_is_told_neither_way(
    marie: Record, waiting: UUID
) -> None:
    marie.document("ancienne", Category.REPORT, days=60, announcement_pending=True)
    kinds(marie.patient, marie)
    directives.wish_not_to_know(marie.patient, document=waiting, by=Actor.person(marie.patient), at=soon(marie))

    assert kinds(marie.patient, marie, days=40) == ["announcement_waiting"]


def test_a_third_party_s_result_is_never_told(marie: Record) -> None:
    marie.document("tiers", Category.REPORT, days=2, announcement_pending=True, third_party=True)

    assert kinds(marie.patient, marie, days=40) == []


def test_the_answer_to_a_report_is_told_once(marie: Record) -> None:
    report = uuid4()
    for _ in range(2):
        telling.report_answered(marie.patient, report=report, at=marie.at)

    assert kinds(marie.patient, marie) == ["report_answered"]
    assert len(mail.outbox) == 1


def test_occupational_health_is_told_and_who_may_never_read_is_not(marie: Record) -> None:
    place = marie.place("Santé au travail", OrganisationKind.OCCUPATIONAL_HEALTH)
    who = intake.record_professional(family_name="Travail", rpps=OMAR, profession=Profession.OCCUPATIONAL_PHYSICIAN).id
    intake.record_practice(professional=who, organisation=place)
    to = Recipient(RecipientKind.PROFESSIONAL, str(who))
    preferences.grant(marie.patient, to=to, about=_about(marie), by=Actor.person(marie.patient), at=marie.at)

    assert ask(marie, OMAR, purpose="occupational_health", at=soon(marie))
    assert kinds(marie.patient, marie, minutes=2) == ["new_professional"]


def test_someone_who_has_died_is_told_nothing_any_more(marie: Record, nadia: UUID, waiting: UUID) -> None:
    ask(marie, NADIA)
    Person.objects.filter(pk=marie.patient).update(died_at=soon(marie, seconds=30))

    assert kinds(marie.patient, marie) == []
    assert mail.outbox == []


# --- minors: never an e-mail, never a parent


@pytest.fixture
def mother(marie: Record) -> UUID:
    """Marie is sixteen from here on; her mother has an account and a verified address too."""
    become(marie, 16)
    mother = person("LENOIR", "Claire", "2600675056059", marie.at)
    ParentalAuthority.objects.create(child_id=marie.patient, holder_id=mother)
    return mother


Act = Callable[[Record, UUID], object]
SECRET_ACTS: dict[str, Act] = {
    "a professional comes": lambda marie, _: ask(marie, NADIA),
    "an emergency": lambda marie, _: ask(marie, NADIA, "lettre", purpose="emergency", statement=STATED),
    "a secret is kept": lambda marie, _: minors.keep_secret(
        marie.patient, document=marie.documents["echo"], by=Actor.person(marie.patient), at=marie.at
    ),
    "a result waits": lambda marie, _: marie.document("attente", Category.REPORT, days=2, announcement_pending=True),
    "the mother opposes": lambda marie, mother: preferences.oppose(
        marie.patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(mother), at=marie.at
    ),
}


@pytest.mark.parametrize("act", SECRET_ACTS)
def test_nothing_about_a_minor_leaves_by_mail_nor_reaches_a_parent(
    act: str, marie: Record, mother: UUID, nadia: UUID
) -> None:
    user = User.objects.create_account("claire@example.test", person_id=mother)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    SECRET_ACTS[act](marie, mother)
    for later in (1, 60 * 24, 60 * 24 * 40):
        sweep(soon(marie, minutes=later))

    assert mail.outbox == []
    assert not Notice.objects.filter(person=mother).exists()
    assert not Notice.objects.filter(channel="email").exists()


def test_a_minor_is_told_of_those_who_came_on_her_own_pages(marie: Record, mother: UUID, nadia: UUID) -> None:
    ask(marie, NADIA)

    assert kinds(marie.patient, marie) == ["new_professional"]


def test_who_kept_a_secret_is_not_written_to_at_eighteen_before_she_says_so(
    marie: Record, mother: UUID, nadia: UUID, account: User
) -> None:
    minors.keep_secret(marie.patient, document=marie.documents["echo"], by=Actor.person(marie.patient), at=marie.at)
    become(marie, 19)
    ask(marie, NADIA)
    sweep(soon(marie))
    assert mail.outbox == []

    keeping.choose_mail(account.pk, MailChoice.EACH)
    ask(marie, NADIA, at=soon(marie, days=1))
    sweep(soon(marie, days=1, minutes=1))
    assert len(mail.outbox) == 1


def test_every_kind_that_a_patient_may_be_told_is_seen_above_or_below() -> None:
    """A kind added to the vocabulary must be thought of here."""
    to_others = {NoticeKind.PREFERENCES_CHANGED, NoticeKind.ACCESS_OPENED, NoticeKind.NEWS}
    above = {
        "emergency_access", "new_professional", "hidden_read", "consent_collected", "changed_by_another",
        "announcement_waiting", "announcement_released", "report_answered", "trusted_person_asked", "access",
    }  # fmt: skip

    assert {str(kind) for kind in NoticeKind} - {str(kind) for kind in to_others} == above
