"""The record as one professional would be shown it: what the services answer, put into words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors import portrait as cards
from portal.patient import inquiry
from portal.patient.inquiry import Inquiry
from portal.patient.presenters import see_as as put
from sharing.selectors.portrait import portrait
from sharing.services.seen_by import seen_by

Shown = dict[str, object]
_PER_PAGE = 20


def page(patient_id: UUID, professional_id: UUID, said: Mapping[str, str], *, at: datetime) -> Shown:
    """A professional of this record; anyone else is not found, known elsewhere or not."""
    drawn = portrait(patient_id, at=at)
    member = drawn.member(str(professional_id))
    if member is None:
        raise Http404
    asked = inquiry.asked(said, now=at)
    seen = seen_by(patient_id, professional_id, place=asked.place, purpose=asked.purpose, at=at)
    places = {place: card.name for place, card in cards.places(seen.asking.places).items()}
    found = Paginator([card for card in drawn.documents if card.id in seen.documents], _PER_PAGE).get_page(
        said.get("page")
    )
    purposes = put.purposes(seen.asking.purposes)
    return {
        **put.page(member, seen, places),
        "filters": Inquiry(put.answered(seen), purposes=purposes, places=places, past=False, now=at),
        "months": put.by_month(found),
        "page": found,
        "query": put.kept_query(seen),
        "links": put.links(member),
        "crumb_items": [
            {"url": reverse("team"), "label": _("Mon équipe")},
            {"url": reverse("professional", args=[member.card.id]), "label": member.card.name},
        ],
    }
