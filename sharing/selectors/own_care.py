"""What a minor may name to keep it secret: his care, and his documents by who made them and when, never what they are
(R63, R67). A document about somebody else, or that waits to be announced, is not there for him (R02a, R31).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.cards import Care
from consents.selectors import facts as rows_of
from consents.selectors import portrait, whole
from consents.selectors.facts import DocumentsWanted
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import Category, Profession, Specialty
from sharing import world
from sharing.engine import item as items

_PROPOSED = frozenset({Specialty.GYNAECOLOGY.value, Specialty.SEXUAL_HEALTH.value})


@dataclass(frozen=True, slots=True)
class OwnCare:
    """`care`: past care too, the newest first; `documents`: the newest first. `names` of all that they name."""

    care: tuple[Care, ...]
    documents: tuple[DocumentCard, ...]
    names: Names

    def entry(self, identifier: str) -> Care | None:
        return next((one for one in self.care if one.id == identifier), None)

    def document(self, identifier: str) -> DocumentCard | None:
        return next((one for one in self.documents if one.id == identifier), None)

    def is_proposed(self, entry: Care) -> bool:
        """Contraception, abortion, sexual health: the law keeps them from parents without their agreement (R69)."""
        card = self.names.professionals.get(entry.professional)
        midwife = card is not None and card.profession == Profession.MIDWIFE
        wrote = {one.specialty for one in self.documents if one.author == entry.professional}
        return midwife or (card is not None and card.specialty in _PROPOSED) or not wrote.isdisjoint(_PROPOSED)

    def document_is_proposed(self, card: DocumentCard) -> bool:
        return card.specialty in _PROPOSED or card.category == Category.BIRTH


def own_care(patient_id: uuid.UUID, *, at: datetime) -> OwnCare:
    """A fixed number of statements, whatever the number of documents."""
    care = tuple(reversed(whole.care(patient_id, at=at)))
    documents = _nameable(patient_id, at)
    return OwnCare(
        care,
        documents,
        portrait.names(
            patient_id,
            professional={one.professional for one in care},
            place={one.place for one in care if one.place},
        ),
    )


def _nameable(patient_id: uuid.UUID, at: datetime) -> tuple[DocumentCard, ...]:
    wanted = DocumentsWanted(every=True)
    facts = world.load(rows_of.persons([patient_id]), wanted, world.Named(), at=at).facts(patient_id)
    found = [items.find(document, facts) for document, known in facts.documents.items() if known.deposited_at <= at]
    kept = {
        one.document.id
        for one in found
        if one is not None and one.document and not items.is_third_party(one)
        if not items.waits_for_announcement(one, at)
    }
    cards = portrait.document_names(patient_id, kept)
    return tuple(sorted(cards.values(), key=lambda card: (card.day, card.id), reverse=True))
