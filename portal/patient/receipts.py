"""Receipts of one patient: the ledger's entry and its words, as he may know them, signed; on paper too."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents.selectors import declarations
from consents.selectors import portrait as cards
from consents.selectors import receipts as entries
from consents.selectors.declarations import DeclarationCard
from consents.selectors.minors import is_minor
from consents.selectors.portrait import Names
from consents.selectors.readers import Reader
from portal.patient import quiet as recent
from portal.patient.presenters import receipts as put
from portal.patient.presenters import words
from portal.proof import paper, signing, structure
from sharing.services import own_view

Shown = dict[str, object]
_PER_PAGE = 20
_LATEST = 5


def refuse_minors(patient_id: UUID, *, at: datetime) -> None:
    """No such page before eighteen: a secret's receipt on a shared machine would give the secret away (R62, R67)."""
    if is_minor(patient_id, at=at):
        raise Http404


def of(patient_id: UUID, revision: int, *, at: datetime) -> dict[str, Any]:
    """The receipt of one declaration of this patient, in the reader's language; not found when he made none such."""
    card = declarations.declaration(patient_id, revision)
    entry = entries.receipt(patient_id, revision) if card else None
    if card is None or entry is None:
        raise Http404
    said = put.said(card, entry, _names(patient_id, [card], at))
    return structure.receipt(entry, said, at=at, language=get_language() or "fr")


def file(patient_id: UUID, revision: int, *, at: datetime) -> bytes:
    """The signed file (JSON)."""
    return signing.signed(of(patient_id, revision, at=at))


def printed(patient_id: UUID, revision: int, *, at: datetime) -> bytes:
    """The same on one page, with the signed file inside (PDF)."""
    return paper.pdf(of(patient_id, revision, at=at), at=at)


def page(patient_id: UUID, revision: int, *, at: datetime) -> Shown:
    receipt = of(patient_id, revision, at=at)
    sentence, facts, stays = put.shown(receipt["plain_language"])
    return {
        "revision": revision,
        "sentence": sentence,
        "facts": facts,
        "stays": stays,
        "crumb_items": [_here(), {"url": reverse("receipts"), "label": _("Mes reçus")}],
    }


def listing(patient_id: UUID, number: str, *, quiet: datetime | None = None, at: datetime) -> Shown:
    shown = Paginator(_declared(patient_id, quiet), _PER_PAGE).get_page(number)
    return {"lines": _lines(patient_id, shown, at), "page": shown, "crumb_items": [_here()]}


def latest(patient_id: UUID, *, quiet: datetime | None = None, at: datetime) -> Shown:
    declared = _declared(patient_id, quiet)
    return {"lines": _lines(patient_id, declared[:_LATEST], at), "count": len(declared)}


def _declared(patient_id: UUID, quiet: datetime | None) -> tuple[DeclarationCard, ...]:
    return recent.shown(declarations.declarations(patient_id, reader=Reader.patient(patient_id)), quiet)


def same_as_the_ledger(patient_id: UUID, receipt: dict[str, Any]) -> bool | None:
    """Whether the ledger still holds what this receipt says; None when it is not about this patient."""
    try:
        principal, ledger = receipt["record"]["pii_principal_id"], receipt["ledger"]
        revision, hashed = int(ledger["revision"]), ledger["hash"]
    except (TypeError, KeyError, ValueError):
        return None
    if principal != f"urn:uuid:{patient_id}":
        return None
    return entries.hash_at(patient_id, revision) == hashed


def _lines(patient_id: UUID, found: "Page | tuple[DeclarationCard, ...]", at: datetime) -> list[dict[str, object]]:
    names = _names(patient_id, list(found), at)
    return [put.line(card, names) for card in found]


def _names(patient_id: UUID, found: list[DeclarationCard], at: datetime) -> Names:
    """Whom and what they name; of the documents, those that the patient may himself see (decision.md §4.4)."""
    names = cards.names(patient_id, **words.named_by(found))
    if not names.documents:
        return names
    own = own_view.own_documents(own_view.around(patient_id, at=at), str(patient_id), at=at)
    return replace(names, documents={key: card for key, card in names.documents.items() if key in own})


def _here() -> dict[str, object]:
    return {"url": reverse("my_data"), "label": _("Mes données")}
