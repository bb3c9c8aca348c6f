"""Questions that a hospital's software may ask, ready to paste: each with the answer that it gets while nobody has
changed anything.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.verification import INS_TEST
from consents.vocabulary import Purpose
from portal.demo import documents, identities
from portal.demo.keys import SYSTEMS, Keys
from portal.demo.people import PEOPLE
from portal.demo.places import PLACES
from portal.demo.professionals import WORKERS
from sharing.services.callers import Credentials


@dataclass(frozen=True, slots=True)
class Example:
    """`paper` is what the source calls the document, empty for the record as a whole.

    `about` says in a sentence what is asked, and why that answer.
    """

    about: object
    answer: str
    asker: str
    patient: str
    paper: str
    purpose: Purpose = Purpose.CARE
    reason: str = ""

    @property
    def system(self) -> str:
        """Whose software asks for him."""
        place = WORKERS[self.asker].places[0]
        return next(name for name, software in SYSTEMS.items() if place in software.places)


TOUR = Example(
    _("Le Dr Benali peut-il voir le bilan de psychiatrie de Marie ? Oui, tant qu’elle ne s’y oppose pas."),
    "permit", "benali", "marie", documents.TOUR,
)  # fmt: skip
EXAMPLES = (
    TOUR,
    Example(
        _("Le même, pour un document que Marie a masqué. La réponse est celle d’un document qui n’existe pas."),
        "not_visible", "benali", "marie", "marie-16",
    ),
    Example(
        _("La diététicienne de la maison de santé, pour un compte rendu du cœur de Nadine."),
        "permit", "picard", "nadine", "nadine-37",
    ),
    Example(
        _("Le médecin d’un assureur. Il n’a jamais de réponse, même avec l’accord du patient."),
        "not_permitted", "noel", "marie", "marie-06",
    ),
    Example(
        _("Aux urgences, pour Amina, qui a refusé que son dossier soit ouvert en urgence."),
        "emergency_refused", "fontaine", "amina", "", Purpose.EMERGENCY, "Douleurs, ne répond pas",
    ),
)  # fmt: skip


def question(one: Example, today: date) -> dict[str, object]:
    """As the service reads it (AuthZEN): the document is named as its source names it."""
    worker = WORKERS[one.asker]
    context: dict[str, object] = {"purpose": str(one.purpose)}
    if one.purpose is Purpose.EMERGENCY:
        context |= {"emergency": {"unable_to_consent": True, "immediate_risk": True, "reason": one.reason}}
    return {
        "subject": {
            "type": "professional",
            "id": worker.rpps,
            "properties": {"organisation": PLACES[worker.places[0]].finess},
        },
        "action": {"name": "read"},
        "resource": {
            "type": "document" if one.paper else "record",
            "id": one.paper or "record",
            "properties": {
                "system": identities.DOCUMENTS,
                "patient": {"system": INS_TEST, "value": PEOPLE[one.patient].ins(today)},
            },
        },
        "context": context,
    }


def lines(one: Example, software: Credentials, today: date) -> Iterator[str]:
    """Two lines for a terminal: a token, then the question."""
    site = settings.SITE_URL
    given = (
        f"-d grant_type=client_credentials -d client_id={software.client_id} -d client_secret={software.client_secret}"
    )
    yield f"""TOKEN=$(curl -s {given} {site}{reverse("oauth_token")} | sed -E 's/.*"access_token": ?"([^"]+)".*/\\1/')"""
    yield (
        f"curl -s {site}{reverse('evaluation')} -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
        f" -d '{json.dumps(question(one, today), separators=(',', ':'), ensure_ascii=False)}'"
    )


def shown(keys: Keys, *, today: date) -> list[dict[str, object]]:
    """Those whose software's keys are at hand; none where the command that made them ran elsewhere."""
    return [
        {
            "about": one.about,
            "answer": one.answer,
            "software": SYSTEMS[one.system].title,
            "paste": "\n".join(lines(one, keys[one.system], today)),
        }
        for one in EXAMPLES
        if one.system in keys
    ]
