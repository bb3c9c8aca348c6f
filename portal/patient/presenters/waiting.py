"""Consents that wait for the patient, in words: what was noted, by whom, and what an answer does (R90)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors.portrait import Names
from portal.patient.presenters import counting, words
from sharing.selectors.waiting import AnsweredCard, WaitingCard

Row = dict[str, object]
#: More than so many are said together on the front page.
_EACH = 2


def named_by(cards: Sequence[WaitingCard]) -> dict[str, set[str]]:
    """What must be looked up to say them."""
    found: dict[str, set[str]] = {"professional": {card.heard_by for card in cards}, "place": set(), "document": set()}
    for card in cards:
        shelf = {"professional": "professional", "organisation": "place"}.get(card.to_kind)
        if shelf:
            found[shelf].add(card.to)
        if card.about_kind == "document":
            found["document"].add(card.about)
    return found


def said(card: WaitingCard, names: Names) -> str:
    """« Autoriser Dr X, pour tout votre dossier, jusqu’au 3 mars 2027 inclus »."""
    parts = {
        "to": words.to_whom(card.to_kind, card.to, names),
        "about": words.about_what(card.about_kind, card.about, names),
    }
    if card.verb == "withdraw":
        return _("Lever votre opposition à %(to)s, pour %(about)s") % parts
    until = _(", jusqu’au %(day)s") % {"day": counting.last_day(card.ends_at)} if card.ends_at else ""
    return _("Autoriser %(to)s, pour %(about)s") % parts + until


def by_whom(card: WaitingCard, names: Names) -> str:
    """« Noté par Dr X (Hôpital Y), le 3 mars 2026 à 9 h 05 »."""
    found = names.professionals.get(card.heard_by)
    name = found.name if found else _("un professionnel")
    places = ", ".join(place.name for place in found.places) if found else ""
    where = _(" (%(place)s)") % {"place": places} if places else ""
    return _("Noté par %(name)s%(where)s, le %(moment)s.") % {
        "name": name,
        "where": where,
        "moment": counting.moment(card.heard_at),
    }


def page(cards: Sequence[WaitingCard], answers: Sequence[AnsweredCard], names: Names) -> dict[str, object]:
    return {
        "lede": _lede(len(cards)),
        "rows": [_row(card, names) for card in cards],
        "answers": [_answer(one, names) for one in answers],
    }


def _lede(count: int) -> str:
    if not count:
        return _("Rien n’attend votre réponse.")
    if count == 1:
        return _("Un soignant a noté un accord en votre nom. Rien ne change tant que vous ne confirmez pas.")
    return _("Des soignants ont noté des accords en votre nom. Rien ne change tant que vous ne confirmez pas.")


def _row(card: WaitingCard, names: Names) -> Row:
    return {
        "id": str(card.id),
        "title": said(card, names),
        "text": by_whom(card, names),
        "url": reverse("waiting_consent", args=[card.id]),
        "refuse": reverse("waiting_refuse", args=[card.id]),
    }


def _answer(one: AnsweredCard, names: Names) -> Row:
    confirmed = one.revision is not None
    told = _("Confirmé le %(moment)s.") if confirmed else _("Refusé le %(moment)s. Rien n’a changé.")
    return {
        "icon_name": "check" if confirmed else "undo",
        "title": said(one.told, names),
        "text": told % {"moment": counting.moment(one.answered_at)},
        "url": f"{reverse('history')}#r{one.revision}" if confirmed else "",
        "action": _("Voir dans mon historique"),
    }


def home(cards: Sequence[WaitingCard], names: Names) -> list[Row]:
    """Among what waits, first: one row each, or one for all of them when they are many."""
    if len(cards) > _EACH:
        title = _("%(n)s accords à confirmer") % {"n": counting.in_words(len(cards))}
        return [_home_row(title, _lede(len(cards)), reverse("waiting"))]
    nothing = _("Rien ne change sans votre réponse.")
    return [
        _home_row(
            _("À confirmer : %(what)s") % {"what": said(card, names)},
            f"{by_whom(card, names)} {nothing}",
            reverse("waiting_consent", args=[card.id]),
        )
        for card in cards
    ]


def _home_row(title: str, text: str, url: str) -> Row:
    return {
        "icon_name": "pen",
        "kind": "part",
        "title": title,
        "text": text,
        "url": url,
        "action": _("Voir et répondre"),
    }


def asked(card: WaitingCard, names: Names, *, at: datetime) -> dict[str, object]:
    """At the head of the page of one of them. What has begun already begins with the answer."""
    late = card.verb == "grant" and (card.begins_at is None or card.begins_at <= at)
    return {
        "heard": by_whom(card, names),
        "since": _("Si vous confirmez, ce choix compte à partir de votre réponse, pas avant.") if late else "",
        "refuse": reverse("waiting_refuse", args=[card.id]),
    }
