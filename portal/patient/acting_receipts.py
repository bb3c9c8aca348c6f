"""Receipts of what the reader declared for someone: signed like the patient's own, without what could be counted.

No place in the ledger: from its numbers and its chain one would learn that something else was declared (§1.7, §9.13).
"""

import uuid
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents.selectors import declarations
from consents.selectors import receipts as entries
from consents.selectors.declarations import DeclarationCard
from consents.selectors.receipts import LedgerCard
from portal.patient import acting_choices
from portal.patient.acting import Acting
from portal.patient.presenters import acting as put
from portal.patient.presenters import acting_words, counting, receipts
from portal.proof import paper, signing, structure
from sharing import catalogue

Shown = dict[str, object]
_PER_PAGE = 20


def listing(acting: Acting, number: str) -> Shown:
    own = declarations.spoken(acting.patient, reader=acting.hears, at=acting.at)
    shown = Paginator(own, _PER_PAGE).get_page(number)
    names = acting_choices.named(acting, tuple(shown))
    lines = [
        {
            "url": acting.url("receipt", acting.handle(card.revision)),
            "when": counting.moment(card.declared_at),
            "text": acting_words.declared(card, names, acting),
        }
        for card in shown
    ]
    return {**put.frame(acting, here=_("Mes reçus")), "lines": lines, "page": shown}


def page(acting: Acting, handle: str) -> Shown:
    sentence, facts, stays = receipts.shown(of(acting, handle)["plain_language"])
    return {
        **put.frame(acting, below=("receipts", _("Mes reçus")), here=_("Un reçu")),
        "sentence": sentence,
        "facts": facts,
        "stays": stays,
        "reference": handle[:8],
        "json_url": acting.url("receipt_json", handle),
        "pdf_url": acting.url("receipt_pdf", handle),
    }


def file(acting: Acting, handle: str) -> bytes:
    """The signed file (JSON)."""
    return signing.signed(of(acting, handle))


def printed(acting: Acting, handle: str) -> bytes:
    """The same on one page, with the signed file inside (PDF)."""
    return paper.pdf(of(acting, handle), at=acting.at, number=handle[:8])


def of(acting: Acting, handle: str) -> dict[str, Any]:
    card = acting_choices.spoken(acting, handle)
    entry = entries.receipt(acting.patient, card.revision)
    assert entry is not None
    made = structure.receipt(entry, _said(acting, card, entry, handle), at=acting.at, language=get_language() or "fr")
    name = f"urn:uuid:{uuid.uuid5(acting.patient, handle)}"
    made["receipt"]["receipt_id"], made["record"]["record_id"] = name, f"{name}#record"
    made["events"] = [{key: value for key, value in one.items() if key != "ledger_revision"} for one in made["events"]]
    del made["ledger"]
    return made


def _said(acting: Acting, card: DeclarationCard, entry: LedgerCard, handle: str) -> structure.Said:
    """In words that name the person; without the ledger's numbers."""
    names = acting_choices.named(acting, [card])
    draft = receipts.said(card, entry, names)
    number = structure.regime(entry, draft)
    facts = [
        (_("Pour"), entry.patient_name),
        (_("Fait"), acting_words.by_whom(card, names, acting)),
        (_("Le"), _("%(moment)s, heure de Paris") % {"moment": counting.moment(card.declared_at)}),
        (_("Fin prévue"), counting.last_day(card.ends_at) if card.ends_at else ""),
        (_("Règle"), f"{number}, {catalogue.rules()[number].article}"),
        (_("Référence"), handle[:8]),
    ]
    told = [(term, value) for term, value in facts if value]
    about = (
        draft.about
        if draft.about.kind != "everything"
        else replace(draft.about, name=acting_words.about("everything", "", {}, acting))
    )
    return replace(draft, about=about, sentence=acting_words.declared(card, names, acting), facts=told)
