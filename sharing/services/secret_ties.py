"""Whom and what only a secret ties to a patient: left out of all that one who speaks for him is shown (decision.md §9.13)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from consents.vocabulary import CareBasis, SubjectKind
from sharing.engine.facts import Facts

#: Identifier, author, place.
Origin = tuple[str, str | None, str | None]
#: Given by the patient, or by one who speaks for him (R12): that it is there is no secret from him.
_NAMED = (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED)


@dataclass(frozen=True, slots=True)
class SecretTies:
    """Authors and places of documents that the reader may not know of, and of none that he may."""

    authors: frozenset[str]
    places: frozenset[str]

    @classmethod
    def beyond(cls, known: Collection[str], documents: Iterable[Origin]) -> "SecretTies":
        kept: tuple[list[Origin], list[Origin]] = ([], [])
        for one in documents:
            kept[one[0] in known].append(one)
        secret, told = kept
        return cls(
            frozenset(author for _id, author, _place in secret if author) - {author for _id, author, _place in told},
            frozenset(place for _id, _author, place in secret if place) - {place for _id, _author, place in told},
        )

    def explain(self, professional: str, place: str | None, basis: str) -> bool:
        """Whether only a secret explains this care entry."""
        return basis not in _NAMED and (professional in self.authors or place in self.places)


def around_another(facts: Facts, shown: Collection[str], known: Collection[str]) -> frozenset[str]:
    """The professionals whom the reader of the documents `shown`, who is not the patient, may know to be there."""
    documents, patient = facts.documents.values(), facts.patient
    ties = SecretTies.beyond(known, ((one.id, one.author, one.organisation) for one in documents))
    care, words = (patient.care, patient.preferences) if patient else ((), ())
    told = {one.author for one in documents if one.id in known}
    told |= {one.professional for one in care if not ties.explain(one.professional, one.organisation, one.basis)}
    told |= {word.to.ref for word in words if word.about.kind is not SubjectKind.DOCUMENT or word.about.ref in shown}
    wrote = {one.author for one in documents}
    tied = wrote | {one.professional for one in care} | {word.to.ref for word in words}
    return frozenset(ref for ref in facts.professionals if ref in told or ref not in tied)
