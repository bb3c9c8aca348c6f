"""What a document, a kind or a specialty is called in a sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.portrait import DocumentCard
from portal.patient.presenters import counting


def title(document: DocumentCard) -> str:
    """« Compte rendu, cardiologie »: a document has no title here, only its kind."""
    kind = str(labels.CATEGORIES[document.category])
    if not document.specialty:
        return kind
    return _("%(kind)s, %(specialty)s") % {
        "kind": kind,
        "specialty": str(labels.SPECIALTIES[document.specialty]).lower(),
    }


def dated(document: DocumentCard) -> str:
    """« Compte rendu, cardiologie, du 16 novembre 2026 »: one document told from its likes."""
    return _("%(title)s, du %(day)s") % {"title": title(document), "day": counting.day(document.day)}


def subject(kind: str, reference: str, documents: Mapping[str, DocumentCard]) -> str:
    """« tout votre dossier », « Compte rendu, du 3 mars 2026 », « la sorte « Imagerie » »."""
    if kind == "document":
        card = documents.get(reference)
        return dated(card) if card else _("un document")
    if kind == "category":
        return _("la sorte « %(name)s »") % {"name": labels.CATEGORIES.get(reference, reference)}
    if kind == "specialty":
        return _("la spécialité « %(name)s »") % {"name": labels.SPECIALTIES.get(reference, reference)}
    return _("tout votre dossier")
