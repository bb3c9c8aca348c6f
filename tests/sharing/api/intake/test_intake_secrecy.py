"""A minor's secrecy as the one who takes care of him writes it down: who may, what holds, who learns what (R62–R65)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from consents.models import LedgerEntry, Person, Professional, Restoration, Secrecy, SecrecyReview, Withholding
from consents.services import intake
from consents.verification import INS_TEST
from consents.vocabulary import Profession
from consents.words import Identifier
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.models import Notice
from sharing.services import decisions, planning
from tests.sharing.hospital import BEFORE, Hospital, ins

MOTHER, FATHER = Identifier(INS_TEST, ins("2800575056021")), Identifier(INS_TEST, ins("1800575056022"))
AGAIN = "Le danger est passé, vu avec lui."
REASON = "Elle préfère que son père le sache, vu avec elle."
Write = Callable[..., Any]


@pytest.fixture
def child(chu: Hospital) -> Hospital:
    """Ana is fifteen, Martin a physician; both her parents hold authority."""
    Person.objects.filter(pk=chu.ana).update(born_on=date(timezone.now().year - 15, 1, 5))
    Professional.objects.filter(pk=chu.martin).update(profession=Profession.PHYSICIAN.value)
    for named in (MOTHER, FATHER):
        born = date(1980, 5, 2)
        holder = intake.record_person(
            at=BEFORE, birth_name="Aubert", born_on=born, ins=named.value, ins_system=named.system
        ).id
        intake.record_authority(chu.ana, holder=holder)
    return chu


@pytest.fixture
def write(child: Hospital, tell: Any, ana: Any) -> Write:
    """Dr Martin writes it down at the hospital."""

    def post(act: str, **said: Any) -> Any:
        body = {"patient": ana, "professional": child.martin_rpps, "organisation": child.finess, **said}
        return tell(act, {name: value for name, value in body.items() if value is not None})

    return post


def named(who: Identifier) -> dict[str, str]:
    return {"system": who.system, "value": who.value}


def read_by(who: Identifier, chu: Hospital, document: UUID) -> bool:
    asked = Asked(AskerNamed(AskerKind.PERSON, who), chu.ana_ins, document, "representation")
    return decisions.decide_one(asked, at=timezone.now() + timedelta(seconds=1)).decision.permit


def test_one_document_is_kept_from_one_parent(write: Write, child: Hospital) -> None:
    told = write("secrecy", document=str(child.seen), **{"from": [named(FATHER)]})
    assert told.status_code == 201, told.content
    assert (read_by(FATHER, child, child.seen), read_by(MOTHER, child, child.seen)) == (False, True)
    entry = LedgerEntry.objects.filter(patient=child.ana).latest("revision")
    assert (entry.kind, entry.actor_kind, entry.content["voice"]) == ("minor_secrecy", "professional", str(child.ana))


def test_a_document_deposited_later_in_a_secret_care_is_born_secret(write: Write, child: Hospital) -> None:
    today = timezone.now().date()
    assert write("secrecy", since=today.isoformat(), accompanied=True).status_code == 201
    later = child.report(made_on=today, deposited=today)
    before = child.report(made_on=today - timedelta(days=1), deposited=today)
    assert (read_by(MOTHER, child, later), read_by(MOTHER, child, before)) == (False, True)


@pytest.mark.parametrize(
    ("profession", "said", "status"),
    [
        (Profession.MIDWIFE, {}, 201),
        (Profession.NURSE, {"sexual_health": True}, 201),
        (Profession.NURSE, {}, 422),
        (Profession.DENTIST, {"sexual_health": True}, 422),
    ],
)
def test_the_law_says_who_writes_it_down(
    profession: Profession, said: dict[str, Any], status: int, write: Write, child: Hospital
) -> None:
    Professional.objects.filter(pk=child.martin).update(profession=profession.value)
    told = write("secrecy", document=str(child.seen), **said)
    assert told.status_code == status, told.content
    assert Secrecy.objects.exists() is (status == 201)


def test_one_without_care_in_force_writes_nothing(write: Write, tell: Any, child: Hospital, ana: Any) -> None:
    tell("care/end", {"patient": ana, "professional": child.martin_rpps, "organisation": child.finess})
    told = write("secrecy", document=str(child.seen))
    assert (told.status_code, told.json()["rule"]) == (422, "R05")


def test_a_secret_from_one_who_is_no_parent_is_refused_whether_he_is_known_or_not(
    write: Write, child: Hospital
) -> None:
    answers = [
        write("secrecy", document=str(child.seen), **{"from": [named(one)]})
        for one in (child.bea_ins, child.nobody_ins)
    ]
    assert [told.status_code for told in answers] == [403, 403]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    "said",
    [{}, {"document": "0b7f5c1e-6a1d-4f7e-9a55-3f1f0a6c2d10", "since": "2026-01-01"}, {"since": "1/1/2026"}],
)
def test_neither_or_both_is_no_secret(said: dict[str, Any], write: Write) -> None:
    assert write("secrecy", **said).status_code == 400


def test_it_is_asked_again_at_each_contact_and_lifted_when_she_says_so(write: Write, child: Hospital) -> None:
    secret = write("secrecy", document=str(child.seen)).json()["id"]
    assert write("secrecy/renewed", secret=secret, maintained=True).status_code == 200
    (found,) = write("secrecy/standing").json()["secrets"]
    assert (found["id"], found["document"], found["waits"], "renewed_at" in found) == (
        secret, str(child.seen), False, True,
    )  # fmt: skip
    assert write("secrecy/renewed", secret=secret, maintained=False).status_code == 200
    assert write("secrecy/standing").json() == {"secrets": []}
    assert read_by(MOTHER, child, child.seen)


def test_a_physician_overrules_with_reasons_that_only_the_reviewer_reads(write: Write, child: Hospital) -> None:
    secret = write("secrecy", document=str(child.seen)).json()["id"]
    assert write("secrecy/overruled", secret=secret, reason="court").status_code == 422
    told = write("secrecy/overruled", secret=secret, reason=REASON)
    assert told.status_code == 200, told.content
    assert read_by(FATHER, child, child.seen)
    assert SecrecyReview.objects.get().reason == REASON
    assert REASON not in str(LedgerEntry.objects.values_list("content"))
    assert REASON.encode() not in told.content


def test_a_midwife_writes_a_secret_down_and_overrules_none(write: Write, child: Hospital) -> None:
    secret = write("secrecy", document=str(child.seen)).json()["id"]
    Professional.objects.filter(pk=child.martin).update(profession=Profession.MIDWIFE.value)
    told = write("secrecy/overruled", secret=secret, reason=REASON)
    assert (told.status_code, told.json()["rule"]) == (422, "R65")


def test_a_parent_at_work_learns_and_decides_nothing_of_his_own_childs_secrets(write: Write, child: Hospital) -> None:
    """One human, two capacities (decision.md §9.6): answered like one without care, secret or not."""
    document = str(child.seen)
    kept = write("secrecy", since="2026-01-01").json()["id"]
    withheld = write("secrecy/withheld", ground="danger", reason=REASON, **{"from": named(FATHER)}).json()["id"]
    Professional.objects.filter(pk=child.martin).update(person=Person.objects.get(ins=FATHER.value))
    told = [
        write("secrecy/standing"),
        write("secrecy", document=document),
        write("secrecy/renewed", secret=kept, maintained=False),
        write("secrecy/overruled", secret=kept, reason=REASON),
        write("secrecy/withheld", ground="danger", reason=REASON, **{"from": named(MOTHER)}),
        write("secrecy/restored", withholding=withheld, reason=REASON),
    ]
    assert [(one.status_code, one.json()["rule"]) for one in told] == [(422, "R05")] * 6
    assert Secrecy.objects.filter(ends_at=None).count() == Withholding.objects.filter(ends_at=None).count() == 1


def test_of_age_she_alone_lifts_what_she_kept_secret(write: Write, child: Hospital) -> None:
    secret = write("secrecy", document=str(child.seen)).json()["id"]
    Person.objects.filter(pk=child.ana).update(born_on=date(2000, 5, 2))
    told = write("secrecy/overruled", secret=secret, reason=REASON)
    assert (told.status_code, told.json()["rule"]) == (422, "R05")
    assert write("secrecy/renewed", secret=secret, maintained=False).status_code == 200


def test_what_a_physician_withholds_one_parent_does_not_read_until_it_is_restored(
    write: Write, child: Hospital
) -> None:
    told = write(
        "secrecy/withheld", ground="interest", reason=REASON, document=str(child.seen), **{"from": named(FATHER)}
    )
    assert told.status_code == 201, told.content
    assert (read_by(FATHER, child, child.seen), read_by(MOTHER, child, child.seen)) == (False, True)
    assert Withholding.objects.get().rule == "R65"
    row = told.json()["id"]
    assert write("secrecy/restored", withholding=row, reason=f" {AGAIN} ").status_code == 200
    assert Restoration.objects.get().reason == AGAIN
    assert read_by(FATHER, child, child.seen)
    assert write("secrecy/restored", withholding=row, reason=REASON).status_code == 403


def test_a_secret_of_care_elsewhere_is_unknown_to_a_professional_who_may_not_see_it(
    write: Write, child: Hospital
) -> None:
    """What she keeps secret at the clinic is no business of the hospital's."""
    from consents.actor import Actor
    from consents.services import minors

    elsewhere = intake.record_document(
        child.ana, deposited=date(2026, 1, 10), category="report", organisation=child.clinic, author=child.leroy
    ).id
    minors.keep_secret(child.ana, document=elsewhere, by=Actor.person(child.ana), at=timezone.now())
    secret = str(Secrecy.objects.get().pk)
    assert write("secrecy/standing").json() == {"secrets": []}
    unknown = write("secrecy/renewed", secret=str(child.ana), maintained=False)
    known = write("secrecy/renewed", secret=secret, maintained=False)
    assert (known.status_code, known.content) == (403, unknown.content)


def test_nobody_is_told_of_any_of_it(write: Write, child: Hospital) -> None:
    planning.plan_notices(at=timezone.now())
    before = Notice.objects.count()
    secret = write("secrecy", document=str(child.seen)).json()["id"]
    write("secrecy/renewed", secret=secret, maintained=False)
    write("secrecy/withheld", ground="danger", reason=REASON)
    planning.plan_notices(at=timezone.now() + timedelta(seconds=1))
    assert Notice.objects.count() == before


def test_an_adult_asks_nothing_of_the_kind(write: Write, child: Hospital) -> None:
    Person.objects.filter(pk=child.ana).update(born_on=date(1980, 5, 2))
    assert write("secrecy", document=str(child.seen)).status_code == 422
