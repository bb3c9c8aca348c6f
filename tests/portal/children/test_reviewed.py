"""A reviewer reads what a physician decided about a minor: no parent learns of it, nor of the reading (R65, R71, R88)."""

import uuid
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from consents.actor import Actor
from consents.models import Professional
from consents.selectors.medical import WantedDecisions
from consents.services import physicians
from consents.vocabulary import ActorKind, Door, Profession
from sharing.models import ReviewRead
from sharing.services import review
from sharing.services.review import Slice
from tests.portal.children.conftest import Family, signed_in, text

REASON = "Le père frappe à la maison."


def _read_by_a_reviewer(family: Family, decision: uuid.UUID) -> None:
    by, at = Actor(ActorKind.REVIEWER, str(uuid.uuid4()), Door.SITE), family.record.at
    assert review.medical(WantedDecisions(), Slice(0, 10), by=by, at=at).total == 1
    found = review.medical_case(decision, by=by, at=at)
    assert found is not None
    assert found.reason == REASON


def _accesses(site: Client, address: str) -> str:
    return text(site.get(address, {"voir": "acces"}))


def _pages(family: Family, site: Client) -> list[str]:
    return [
        text(site.get(family.url("history"))),
        _accesses(site, family.url("history")),
        text(site.get(reverse("notices"))),
    ]


def test_the_reading_changes_no_word_of_a_parents_pages_and_the_minors_own_line_does_not_say_which_list(
    family: Family,
) -> None:
    record = family.record
    doctor = Professional.objects.filter(profession=Profession.PHYSICIAN, is_active=True).order_by("pk")[0].pk
    decision = physicians.withhold(
        family.lina,
        rule="R71",
        reason=REASON,
        by=Actor.professional(doctor),
        at=record.at - timedelta(hours=1),
        document=record.documents["lettre"],
    )
    parents = (family.claire, family.julien)
    before = [_pages(family, site) for site in parents]

    _read_by_a_reviewer(family, decision)

    assert ReviewRead.objects.filter(patients__contains=[family.lina]).count() == 2
    after = [_pages(family, site) for site in parents]
    assert after == before
    assert not any(word in str(after) for word in (REASON, "protection des données de ce service a lu"))
    own = _accesses(signed_in(family.lina, "lina@example.test"), reverse("history"))
    assert own.count("des lignes de votre dossier") == 2
    assert REASON not in own
    assert "écision de médecin" not in own
