"""Marie's record as it may be exported: choices, someone who came, a document that she may not see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone, translation

from consents.actor import Actor
from consents.services import directives, preferences
from consents.verification import INS_TEST
from consents.vocabulary import Category, RecipientKind, SubjectKind
from consents.words import EVERYONE, EVERYTHING, Identifier, Recipient, Subject
from portal.exports import jobs, keeping, making
from portal.models import Export, User
from sharing.asked import Asked, AskerKind, AskerNamed
from sharing.services import decisions
from tests.portal.conftest import Record, valid_ins

FINESS = "https://finess.esante.gouv.fr"
RPPS = "https://rpps.esante.gouv.fr"
INS = "2840675056001"


@pytest.fixture
def told(marie: Record) -> Record:
    """She opposed Keller, hid her prescription, gave the group practice her word; wishes not to know one document."""
    by = Actor.person(marie.patient)
    keller = Recipient(RecipientKind.PROFESSIONAL, str(marie.people["Keller"]))
    group = Recipient(RecipientKind.ORGANISATION, str(marie.places["Maison de santé du Lac"]))
    hidden = Subject(SubjectKind.DOCUMENT, str(marie.documents["ordonnance"]))
    preferences.oppose(marie.patient, to=keller, about=EVERYTHING, by=by, at=marie.at)
    preferences.oppose(marie.patient, to=EVERYONE, about=hidden, by=by, at=marie.at)
    preferences.grant(marie.patient, to=group, about=Subject(SubjectKind.CATEGORY, "report"), by=by, at=marie.at)
    preferences.withdraw(marie.patient, to=keller, about=EVERYTHING, by=by, at=marie.at)
    marie.document("unwanted", Category.GENETICS, days=10, author=marie.people["Keller"])
    directives.wish_not_to_know(marie.patient, document=marie.documents["unwanted"], by=by, at=marie.at)
    return marie


def ask(marie: Record, document: str, *, rpps: str, purpose: str = "care") -> None:
    """A hospital's software asks in a professional's name."""
    asker = AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, rpps))
    asked = Asked(asker, Identifier(INS_TEST, valid_ins(INS)), marie.documents[document], purpose)
    decisions.decide_one(asked, at=timezone.now())


@pytest.fixture
def made(account: User) -> Callable[..., Export]:
    """Asked for and made, as the worker does, at that moment."""

    def make(shape: str, *, at: datetime | None = None, language: str = "fr", of: User = account) -> Export:
        moment = at or timezone.now()
        key = jobs.ask(of.pk, shape=shape, language=language, at=moment)
        assert making.make_waiting(clock=lambda: moment) == 1
        return Export.objects.get(pk=key)

    return make


@pytest.fixture
def bytes_of(made: Callable[..., Export]) -> Callable[..., bytes]:
    def read(shape: str, **more: Any) -> bytes:
        with translation.override(more.get("language", "fr")):
            return b"".join(keeping.read(made(shape, **more)))

    return read
