"""What the pages of calling systems show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.review import pages
from portal.review.forms import OverlapForm
from portal.review.pages import SYSTEMS, Shown
from portal.review.presenters import systems
from sharing.selectors.credentials import ActCard, CredentialCard


@dataclass(frozen=True, slots=True)
class NewSecret:
    """Shown on the page that answers the act, and never again."""

    title: str
    value: str


def listing(cards: Sequence[CredentialCard]) -> Shown:
    return {
        "tabs": pages.tabs(SYSTEMS),
        "headers": systems.headers(),
        "rows": [systems.row(card) for card in cards],
        "empty": _("Aucun logiciel n’est enregistré."),
    }


def system(
    card: CredentialCard, acts: Sequence[ActCard], accounts: Mapping[str, str], *, new: NewSecret | None, at: datetime
) -> Shown:
    return {
        "tabs": pages.tabs(SYSTEMS),
        "name": card.name,
        "system": card.id,
        "facts": systems.facts(card, at),
        "new": new,
        "is_active": card.is_active,
        "receiver_stopped": card.webhook_disabled_at is not None,
        "secret_form": None if card.signs else OverlapForm(prefix="secret"),
        "webhook_form": OverlapForm(prefix="avis") if card.webhook_url else None,
        "act_headers": systems.act_headers(),
        "acts": [systems.act_row(act, accounts) for act in acts],
        "back": reverse("review_systems"),
    }
