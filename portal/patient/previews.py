"""The page before a choice, and the page after it: selectors and effect, put into words."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.selectors import declarations
from consents.selectors import portrait as cards
from consents.selectors.portrait import Names
from portal.patient import declaring
from portal.patient.declaring import Choice
from portal.patient.once import new_token
from portal.patient.presenters import afterwards, effects, words
from portal.patient.presenters.considered import Considered
from sharing.selectors import notices
from sharing.selectors.portrait import Portrait, portrait

Shown = dict[str, object]


def page(patient_id: UUID, choice: Choice, *, by: Actor, at: datetime) -> Shown:
    """What the choice would change, at this moment, on this record; nothing is kept."""
    drawn = portrait(patient_id, at=at)
    names = _names(patient_id, choice, drawn)
    effect = declaring.effect(patient_id, choice, by=by, at=at)
    considered = Considered(choice.verb, choice.to, choice.about, drawn, names, effect)
    return {
        **effects.page(considered),
        "hidden": [
            ("verbe", choice.verb), ("a", _address(choice.to)), ("sur", _address(choice.about)),
            ("revision", drawn.revision), ("jeton", new_token()),
        ],
        "back": _back(choice),
        "crumb_items": [_back(choice)],
    }  # fmt: skip


def after(patient_id: UUID, revision: int, *, at: datetime) -> Shown:
    """What was done: the ledger's own entry, and what stands now."""
    card = declarations.declaration(patient_id, revision)
    if card is None:
        raise Http404
    names = cards.names(patient_id, **words.named_by([card]))
    told = notices.told_of([card.entry]).get(card.entry, [])
    return {
        **afterwards.page(card, names, portrait(patient_id, at=at), told),
        "revision": revision,
        "shown": cards.preference_revision(patient_id),
        "token": new_token(),
    }


def _names(patient_id: UUID, choice: Choice, drawn: Portrait) -> Names:
    """Who and what the choice names; a document the patient may not see is not found."""
    professional = [choice.to[1]] if choice.to[0] == "professional" else []
    place = [choice.to[1]] if choice.to[0] == "organisation" else []
    document = [choice.about[1]] if choice.about[0] == "document" else []
    if document and drawn.document(document[0]) is None:
        raise Http404
    names = cards.names(patient_id, professional=professional, place=place, document=document)
    if len(names.professionals) + len(names.places) != len(professional) + len(place):
        raise Http404
    return names


def _address(pair: tuple[str, str]) -> str:
    return f"{pair[0]}:{pair[1]}" if pair[1] else pair[0]


def _back(choice: Choice) -> dict[str, object]:
    """Where the choice came from."""
    if choice.about[0] == "document":
        return {"url": reverse("document", args=[choice.about[1]]), "label": _("Ce document")}
    if choice.to[0] == "professional":
        return {"url": reverse("team"), "label": _("Mon équipe")}
    return {"url": reverse("documents"), "label": _("Mes documents")}
