"""Documents that no fact tells apart are answered alike, so that a list decides each kind once.

A document that some fact names, that replaces another or that waits to be announced is always
asked by itself. Tests hold lists against single questions.
"""

from collections.abc import Hashable

from sharing.engine.case import Case
from sharing.engine.facts import Document


def likeness(about: str | None, case: Case) -> Hashable:
    """Equal for documents that are answered alike; a document's own identifier for the others."""
    document = case.facts.documents.get(about or "")
    if document is None or document.id in case.named_documents or _stands_apart(document, case):
        return about
    return (
        document.patient,
        document.category,
        document.specialty,
        document.author,
        document.organisation,
        document.third_party,
    )


def _stands_apart(document: Document, case: Case) -> bool:
    announced = document.announcement_pending or document.announced_at is not None
    return announced or bool(document.replaces) or document.deposited_at > case.at
