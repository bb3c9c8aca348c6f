"""`/a-confirmer/`: what professionals noted in the patient's name and that waits for his answer (R90)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.calendar import paris_day
from consents.selectors import portrait as cards
from consents.selectors.portrait import Names
from portal.patient import previews
from portal.patient.declarations import Address, Entered, Preference
from portal.patient.once import new_token
from portal.patient.presenters import waiting as put
from sharing.selectors import waiting
from sharing.selectors.waiting import WaitingCard
from sharing.services import confirming, nudge

Shown = dict[str, object]
_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Heard(Preference):
    """A choice that a professional noted; it is declared as it was told, to the instant."""

    consent: UUID | None = None
    later: datetime | None = None

    @property
    def address(self) -> Address:
        return []

    def begins(self) -> datetime | None:
        return self.later

    def declare(self, patient_id: UUID, *, by: Actor, at: datetime, shown: int | None) -> Entered:
        assert self.consent is not None
        return confirming.confirm(patient_id, self.consent, by=by, at=at, shown=shown)


def page(patient_id: UUID, *, quiet: datetime | None = None, at: datetime) -> Shown:
    """`quiet`: from when on the patient's own answers are left out."""
    left = waiting.waiting(patient_id, at=at)
    given = waiting.answered(patient_id, most=_ANSWERS, at=at)
    answers = [one for one in given if quiet is None or one.answered_at < quiet]
    names = _names(patient_id, [*left, *(one.told for one in answers)])
    return {**put.page(left, answers, names), "token": new_token()}


def home_rows(patient_id: UUID, *, at: datetime) -> list[put.Row]:
    left = waiting.waiting(patient_id, at=at)
    return put.home(left, _names(patient_id, left)) if left else []


def preview(patient_id: UUID, which: UUID, *, by: Actor, at: datetime) -> Shown:
    """What the answer « yes » would change, computed as for any choice."""
    card = found(patient_id, which, at=at)
    shown = previews.page(patient_id, _said(card, at), by=by, at=at)
    back = {"url": reverse("waiting"), "label": _("À confirmer")}
    asked = put.asked(card, _names(patient_id, [card]), at=at)
    return {**shown, **asked, "back": back, "crumb_items": [back], "token": new_token()}


def found(patient_id: UUID, which: UUID, *, at: datetime) -> WaitingCard:
    """One that waits for this patient; any other is not found."""
    card = waiting.one(patient_id, which, at=at)
    if card is None:
        raise Http404
    return card


def confirm(patient_id: UUID, which: UUID, *, by: Actor, at: datetime, shown: int) -> int:
    try:
        declared = confirming.confirm(patient_id, which, by=by, at=at, shown=shown)
    except confirming.WaitsNoLonger:
        raise Http404 from None
    nudge.after_commit()
    return declared.revision


def refuse(patient_id: UUID, which: UUID, *, by: Actor, at: datetime) -> int:
    """No revision is written: nothing changes."""
    try:
        confirming.refuse(patient_id, which, by=by, at=at)
    except confirming.WaitsNoLonger:
        raise Http404 from None
    return 0


def _said(card: WaitingCard, at: datetime) -> Heard:
    later = card.begins_at if card.begins_at and card.begins_at > at else None
    last = paris_day(card.ends_at - timedelta(microseconds=1)) if card.ends_at else None
    to, about = (card.to_kind, card.to), (card.about_kind, card.about)
    return Heard(card.verb, to, about, paris_day(later) if later else None, last, consent=card.id, later=later)


def _names(patient_id: UUID, cards_: list[WaitingCard] | tuple[WaitingCard, ...]) -> Names:
    return cards.names(patient_id, **put.named_by(cards_))
