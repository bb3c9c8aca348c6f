"""Children of one mother: the same care, the same words; one of them also keeps something secret."""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from consents.actor import Actor
from consents.services import intake, minors, preferences
from consents.verification import INS_TEST, ins_key
from consents.vocabulary import CareBasis, Category, OrganisationKind, Profession, RecipientKind, SubjectKind
from consents.words import EVERYTHING, Identifier, Recipient, Subject
from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
from sharing.models import ReviewRead
from sharing.services import decisions

START = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
#: RPPS of each, by what they are here.
GP, GYNAECOLOGIST, NURSE, STRANGER = "10001234565", "10001234573", "10001234581", "10001234599"


def ins(body: str) -> Identifier:
    return Identifier(INS_TEST, body + ins_key(body))


@dataclass
class Town:
    """A practice and a family-planning centre; `ids` gives each identifier its name, alike in both worlds."""

    mother: uuid.UUID
    staff: dict[str, uuid.UUID]
    places: dict[str, uuid.UUID]
    ids: dict[str, str] = field(default_factory=dict)

    def known(self, text: str) -> str:
        return self.ids.get(text, text)


def town() -> Town:
    mother = intake.record_person(at=START, birth_name="LENOIR", birth_given_names="Claire", born_on=date(1984, 6, 3))
    places = {
        name: intake.record_organisation(name=name, kind=OrganisationKind.HEALTH_CENTRE).id
        for name in ("Cabinet des Tilleuls", "Centre de planification")
    }
    practice, centre = places.values()
    works = {
        GP: (Profession.PHYSICIAN, practice), GYNAECOLOGIST: (Profession.PHYSICIAN, centre),
        NURSE: (Profession.NURSE, practice), STRANGER: (Profession.PHYSICIAN, practice),
    }  # fmt: skip
    staff = {}
    for rpps, (profession, place) in works.items():
        staff[rpps] = intake.record_professional(family_name=f"N{rpps}", rpps=rpps, profession=profession).id
        intake.record_practice(professional=staff[rpps], organisation=place)
    return Town(mother.id, staff, places)


@dataclass
class Child:
    """Sixteen years old. What is secret is played only when `keeps` it."""

    town: Town
    keeps: bool
    named: Identifier
    id: uuid.UUID
    documents: dict[str, uuid.UUID] = field(default_factory=dict)

    def document(self, name: str, rpps: str) -> None:
        place = self.town.places["Cabinet des Tilleuls" if rpps == GP else "Centre de planification"]
        made = intake.record_document(
            self.id, deposited=date(2026, 1, 10), category=Category.REPORT, author=self.town.staff[rpps],
            organisation=place,
        )  # fmt: skip
        self.documents[name] = made.id
        self.town.ids[str(made.id)] = name

    def secret(self, name: str, rpps: str, at: datetime) -> None:
        if self.keeps:
            self.document(name, rpps)
            minors.keep_secret(self.id, document=self.documents[name], by=Actor.person(self.id), at=at)

    def asked(self, rpps: str, *names: str, at: datetime, purpose: str = "care") -> None:
        """One request about those documents, or about the record when none is named; secret ones as far as they are."""
        about: Iterable[Any] = [self.documents.get(name) or uuid.uuid5(uuid.NAMESPACE_URL, name) for name in names]
        asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
        questions = [Asked(asker, self.named, one, purpose) for one in about] or [
            Asked(asker, self.named, None, purpose)
        ]
        decisions.decide_many(questions, at=at)

    def said(self, verb: str, rpps: str, about: str, at: datetime) -> None:
        """A word of the mother's."""
        to = Recipient(RecipientKind.PROFESSIONAL, str(self.town.staff[rpps]))
        subject = Subject(SubjectKind.DOCUMENT, str(self.documents[about])) if about else EVERYTHING
        getattr(preferences, verb)(self.id, to=to, about=subject, by=Actor.person(self.town.mother), at=at)

    def reviewed(self, at: datetime) -> None:
        ReviewRead.objects.create(
            reviewer=uuid.uuid4(), at=at, recorded_at=at, page="questions", shape="page", patients=[self.id]
        )


def child(of: Town, *, keeps: bool, body: str) -> Child:
    named = ins(body)
    born = intake.record_person(
        at=START, birth_name="LENOIR", birth_given_names="Léa", born_on=date(2010, 3, 1),
        ins=named.value, ins_system=named.system,
    ).id  # fmt: skip
    intake.record_authority(born, holder=of.mother)
    for rpps, basis in ((GP, CareBasis.TREATING_PHYSICIAN), (NURSE, CareBasis.SAME_CARE)):
        intake.record_care(born, professional=of.staff[rpps], basis=basis, begins_at=START)
    found = Child(of, keeps, named, born)
    for name in ("vaccin", "angine", "genou"):
        found.document(name, GP)
    return found


def live(one: Child, seed: int) -> datetime:
    """A life drawn at random, the same for both children but for what is secret. Gives the moment it has come to."""
    chance, at = random.Random(seed), START
    one.secret("pilule", GYNAECOLOGIST, at)
    one.secret("confidence", GP, at)
    for _turn in range(14):
        at += timedelta(hours=chance.randint(1, 40))
        drawn = chance.choice(_EVENTS)
        drawn(one, chance.choice(["vaccin", "angine", "genou"]), at)
    return at + timedelta(hours=1)


def _only_if_kept(act: Any) -> Any:
    return lambda one, name, at: act(one, name, at) if one.keeps else None


_EVENTS = [
    lambda one, name, at: one.asked(GP, name, at=at),
    lambda one, name, at: one.asked(STRANGER, name, at=at),
    lambda one, name, at: one.asked(NURSE, at=at),
    lambda one, name, at: one.asked(GP, name, *(["pilule", "confidence"] if one.keeps else []), at=at),
    lambda one, name, at: one.asked(STRANGER, name, *(["confidence"] if one.keeps else ["inconnu"]), at=at),
    lambda one, name, at: one.asked(STRANGER, "confidence" if one.keeps else "inconnu", at=at),
    lambda one, name, at: one.said("oppose", STRANGER, name, at),
    lambda one, name, at: one.said("grant", NURSE, "", at),
    lambda one, name, at: one.said("withdraw", NURSE, "", at),
    _only_if_kept(lambda one, name, at: one.asked(GYNAECOLOGIST, at=at)),
    _only_if_kept(lambda one, name, at: one.asked(GYNAECOLOGIST, name, "pilule", at=at)),
    _only_if_kept(lambda one, name, at: one.asked(NURSE, "pilule", at=at)),
    _only_if_kept(lambda one, name, at: one.reviewed(at)),
    _only_if_kept(lambda one, name, at: minors.keep_secret(
        one.id, document=one.documents["confidence"], towards=[one.town.mother], by=Actor.person(one.id), at=at
    )),
]  # fmt: skip
