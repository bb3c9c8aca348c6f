"""`/proches/`: who may know, who holds a mandate, what is wished of a grave illness; and what these pages declare."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.selectors import portrait as cards
from consents.selectors import relatives
from consents.selectors.portrait import DocumentCard
from consents.services import directives
from consents.services import relatives as speaking
from consents.services.relatives import Named, Who
from portal.patient.forms.relatives import AllowForm, MandateForm, WishForm
from portal.patient.once import new_token
from portal.patient.presenters import relatives as put
from portal.patient.presenters import titles
from sharing.selectors import readers
from sharing.services import nudge

Shown = dict[str, object]


def page(patient_id: UUID, *, at: datetime) -> Shown:
    allowed = relatives.allowed(patient_id, at=at)
    own = {card.id: card for card in _own(patient_id, at)}
    return {**put.page(allowed, relatives.wish(patient_id, at=at), own), "token": new_token()}


def form(kind: type[AllowForm], patient_id: UUID, given: Any, *, at: datetime) -> AllowForm:
    about = put.subjects(_own(patient_id, at), whole=kind is not MandateForm)
    return kind(given, people=put.people(relatives.known(patient_id)), about=about)


def wish_form(patient_id: UUID, given: Any) -> WishForm:
    return WishForm(given, people=put.people(relatives.known(patient_id)))


def considered(patient_id: UUID, filled: AllowForm, *, at: datetime) -> Shown:
    """Before the last press. No answer to a professional turns by it: what it does is said in words."""
    about, own = filled.about(), {card.id: card for card in _own(patient_id, at)}
    said = titles.subject(about.kind, about.reference, own)
    (name,) = _names(patient_id, [filled.who()])
    shown = put.considered(filled, name, said, mandate=isinstance(filled, MandateForm))
    hidden = [pair for pair in filled.kept() if pair[0] != "revision"]
    revision = ("revision", cards.preference_revision(patient_id))
    return {**shown, "hidden": [*hidden, revision, ("jeton", new_token())], "crumb_items": crumbs()}


def considered_wish(patient_id: UUID, filled: WishForm) -> Shown:
    shown = put.considered_wish(filled, _names(patient_id, filled.only()))
    return {**shown, "hidden": [*filled.kept(), ("jeton", new_token())], "crumb_items": crumbs()}


def allow(patient_id: UUID, filled: AllowForm, *, by: Actor, at: datetime) -> int:
    """A grant, or a mandate: the revision declared."""
    said = filled.cleaned_data
    period: dict[str, Any] = {"begins_at": said["des"], "ends_at": said["jusqu_au"]}
    who, about = filled.who(), filled.about()
    if isinstance(filled, MandateForm):
        revision = speaking.mandate(patient_id, who=who, about=about, by=by, at=at, **period).revision
    else:
        shown = said["revision"]
        revision = speaking.allow(patient_id, who=who, about=about, by=by, at=at, **period, shown=shown).revision
    nudge.after_commit()
    return revision


def wish(patient_id: UUID, filled: WishForm, *, by: Actor, at: datetime) -> int:
    revision = speaking.wish(patient_id, grave_prognosis=filled.value(), only=filled.only(), by=by, at=at).revision
    nudge.after_commit()
    return revision


def withdraw(patient_id: UUID, said: dict[str, Any], *, by: Actor, at: datetime) -> int:
    end = directives.withdraw_mandate if said["quoi"] == "mandate" else speaking.withdraw
    revision = end(patient_id, person=said["qui"], about=said["sur"], by=by, at=at).revision
    nudge.after_commit()
    return revision


def is_standing(patient_id: UUID, said: dict[str, Any], *, at: datetime) -> bool:
    wanted = (said["quoi"], str(said["qui"]), said["sur"].kind, said["sur"].reference)
    found = relatives.allowed(patient_id, at=at)
    return wanted in {(card.kind, card.person, card.about_kind, card.about) for card in found}


def crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("relatives"), "label": _("Mes proches")}]


def _own(patient_id: UUID, at: datetime) -> list[DocumentCard]:
    """The documents that he may himself see, the newest first (decision.md §1.8)."""
    seen = readers.reader(patient_id, patient_id, at=at).documents
    found = cards.document_names(patient_id, seen).values()
    return sorted(found, key=lambda card: (card.day, card.id), reverse=True)


def _names(patient_id: UUID, people: list[Who]) -> list[str]:
    known = {card.id: card.name for card in relatives.known(patient_id)}
    return [f"{who.given_name} {who.family_name}" if isinstance(who, Named) else known[str(who)] for who in people]
