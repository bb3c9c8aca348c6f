"""From the words of a declaration to rows: recipients, subjects, documents, people."""

from typing import Any
from uuid import UUID

from consents.errors import Refused
from consents.models import Document, Organisation, Person, Professional
from consents.vocabulary import Category, Profession, RecipientKind, Specialty, SubjectKind
from consents.words import Recipient, Subject

_ROWS: dict[RecipientKind, tuple[str, Any]] = {
    RecipientKind.PROFESSIONAL: ("to_professional", Professional),
    RecipientKind.ORGANISATION: ("to_organisation", Organisation),
    RecipientKind.PERSON: ("to_person", Person),
}
_WORDS: dict[SubjectKind, Any] = {SubjectKind.CATEGORY: Category, SubjectKind.SPECIALTY: Specialty}


def identifier(reference: object, because: str) -> UUID:
    """An identifier of ours; anything else names nobody and nothing (R05)."""
    try:
        return UUID(str(reference))
    except ValueError:
        raise Refused("R05", because) from None


def recipient(to: Recipient) -> dict[str, Any]:
    """The columns that name the recipient; an unknown one is refused (R05)."""
    columns: dict[str, Any] = {
        "to_kind": to.kind.value,
        "to_professional": None,
        "to_organisation": None,
        "to_person": None,
        "to_profession": "",
    }
    if to.kind in _ROWS:
        column, model = _ROWS[to.kind]
        columns[column] = known(model, to.reference, "unknown_recipient")
    elif to.kind is RecipientKind.PROFESSION:
        columns["to_profession"] = _word(Profession, to.reference, "unknown_recipient")
    return columns


def subject(about: Subject, document: Document | None) -> dict[str, Any]:
    """The columns that name the subject; `document` is the one already found for this patient."""
    columns: dict[str, Any] = {"about_kind": about.kind.value, "about_document": document, "about_word": ""}
    if about.kind in _WORDS:
        columns["about_word"] = _word(_WORDS[about.kind], about.reference, "unknown_subject")
    return columns


def known(model: Any, reference: object, because: str) -> Any:
    row = model.objects.filter(pk=identifier(reference, because)).first()
    if row is None:
        raise Refused("R05", because)
    return row


def _word(vocabulary: Any, word: str, because: str) -> str:
    if word not in set(vocabulary) or word == "unknown":
        raise Refused("R05", because)
    return str(word)


def lineage(document: Document) -> set[UUID]:
    """The document and every earlier one that it replaces: their secrets are its own (decision.md §9.2)."""
    found, earlier = {document.pk}, document.replaces_id
    while earlier is not None and earlier not in found:
        found.add(earlier)
        earlier = Document.objects.filter(pk=earlier).values_list("replaces_id", flat=True).first()
    return found
