"""The page before a choice, and the page after it: selectors and effect, put into words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.selectors import declarations, wishes
from consents.selectors import portrait as cards
from consents.selectors.portrait import Names
from portal.patient import declaring, reading
from portal.patient.declarations import Declaration, Preference, Role, Setting, Wish
from portal.patient.once import new_token
from portal.patient.presenters import afterwards, effects, roles, settings, words
from portal.patient.presenters import wishes as wishing
from portal.patient.presenters.considered import Considered, Looked
from portal.patient.presenters.roles import ConsideredRole
from portal.patient.presenters.settings import ConsideredSetting
from portal.patient.presenters.wishes import ConsideredWish
from sharing.selectors import notices
from sharing.selectors import settings as standing
from sharing.selectors.portrait import Portrait, portrait

Shown = dict[str, object]


def page(patient_id: UUID, said: Declaration, *, by: Actor, at: datetime) -> Shown:
    """What the choice would change, at this moment, on this record; nothing is kept."""
    drawn = portrait(patient_id, at=at)
    names = _names(patient_id, said, drawn, at)
    looked = Looked(drawn, names, declaring.effect(patient_id, said, by=by, at=at))
    back, shown = _back(said), _in_words(patient_id, said, looked, at)
    read = ("lu", reading.sealed(patient_id, shown))
    return {
        **shown,
        "hidden": [*_unseen(said), ("revision", said.shown(patient_id)), ("jeton", new_token()), read],
        "back": back,
        "crumb_items": [back],
    }


def _unseen(said: Declaration) -> list[tuple[str, str]]:
    """What the form sends without showing it: all of the choice but its days, which have their fields."""
    return [(name, value) for name, value in said.address if name not in ("des", "jusqu_au")]


def _in_words(patient_id: UUID, said: Declaration, looked: Looked, at: datetime) -> Shown:
    drawn, names, effect = looked.portrait, looked.names, looked.effect
    if isinstance(said, Setting):
        held = standing.standing(patient_id, at=at)
        return settings.page(ConsideredSetting(drawn, names, effect, said, held))
    if isinstance(said, Role):
        return roles.page(ConsideredRole(drawn, names, effect, said))
    if isinstance(said, Wish):
        found = next((one for one in wishes.standing(patient_id, at=at) if one.document == said.document), None)
        return wishing.page(ConsideredWish(drawn, names, effect, said, found))
    assert isinstance(said, Preference)
    return effects.page(Considered(drawn, names, effect, said))


def after(patient_id: UUID, revision: int, *, at: datetime) -> Shown:
    """What was done: the ledger's own entry, and what stands now; a document only by a name the patient may read."""
    card = declarations.declaration(patient_id, revision)
    if card is None:
        raise Http404
    drawn = portrait(patient_id, at=at)
    names = _only_his_own(cards.names(patient_id, **words.named_by([card])), drawn)
    told = notices.told_of([card.entry]).get(card.entry, [])
    return {
        **afterwards.page(card, names, drawn, told),
        "revision": revision,
        "shown": cards.preference_revision(patient_id),
        "token": new_token(),
    }


def _names(patient_id: UUID, said: Declaration, drawn: Portrait, at: datetime) -> Names:
    """Who and what the choice names, and the words that stand; a document the patient may not see is not found."""
    professional = [said.professional] if said.professional else []
    place = [said.to[1]] if isinstance(said, Preference) and said.to[0] == "organisation" else []
    _is_found(patient_id, said, drawn, at)
    worded = drawn.words if isinstance(said, Preference) else ()
    names = cards.names(
        patient_id,
        professional=[*professional, *(word.to for word in worded if word.to_kind == "professional")],
        place=[*place, *(word.to for word in worded if word.to_kind == "organisation")],
        document=_documents(said, drawn),
        person=[word.to for word in worded if word.to_kind == "person"],
    )
    if not names.professionals.keys() >= {*professional} or not names.places.keys() >= {*place}:
        raise Http404
    return _only_his_own(names, drawn)


def _is_found(patient_id: UUID, said: Declaration, drawn: Portrait, at: datetime) -> None:
    """A wish that stands hides its document from the patient himself, who may still take it back."""
    if isinstance(said, Wish):
        wished = said.document in {one.document for one in wishes.standing(patient_id, at=at)}
        known = said.verb == "know" and wished
        if not known and drawn.document(said.document) is None:
            raise Http404
    elif isinstance(said, Preference) and said.about[0] == "document" and drawn.document(said.about[1]) is None:
        raise Http404


def _documents(said: Declaration, drawn: Portrait) -> Iterable[str]:
    named = (word.about for word in drawn.words if word.about_kind == "document")
    own = said.document if isinstance(said, Wish) else said.about[1] if isinstance(said, Preference) else ""
    return {own, *named} - {""}


def _only_his_own(names: Names, drawn: Portrait) -> Names:
    seen = {card.id for card in drawn.documents}
    return replace(names, documents={key: card for key, card in names.documents.items() if key in seen})


def _back(said: Declaration) -> dict[str, object]:
    """Where the choice came from."""
    if isinstance(said, Setting):
        route = "emergency" if said.for_emergencies else "treating_physician"
        label = _("En cas d’urgence") if said.for_emergencies else _("Mon médecin traitant")
        return {"url": reverse(route), "label": label}
    if isinstance(said, Wish):
        route = reverse("document", args=[said.document]) if said.verb == "not_to_know" else reverse("documents")
        return {"url": route, "label": _("Ce document") if said.verb == "not_to_know" else _("Mes documents")}
    if isinstance(said, Preference) and said.about[0] == "document":
        return {"url": reverse("document", args=[said.about[1]]), "label": _("Ce document")}
    if said.professional or (isinstance(said, Preference) and said.to[0] == "organisation"):
        return {"url": reverse("team"), "label": _("Mon équipe")}
    return {"url": reverse("documents"), "label": _("Mes documents")}
