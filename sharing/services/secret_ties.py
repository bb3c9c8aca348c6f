"""Whom and what only a secret ties to a patient: left out of all that one who speaks for him is shown (decision.md §9.13)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from consents.calendar import paris_day
from consents.vocabulary import CareBasis, SubjectKind
from sharing.engine.facts import Episode, Facts

#: Identifier, author, place.
Origin = tuple[str, str | None, str | None]
#: Given by the patient, or by one who speaks for him (R12): that it is there is no secret from him.
_NAMED = (CareBasis.TREATING_PHYSICIAN, CareBasis.RECOGNISED)


@dataclass(frozen=True, slots=True)
class SecretTies:
    """Authors and places of documents that the reader may not know of, and of none that he may.

    `episodes`: the care that the minor keeps secret from him as a whole, whether or not it has documents yet (R63).
    """

    authors: frozenset[str]
    places: frozenset[str]
    episodes: tuple[Episode, ...] = ()

    @classmethod
    def beyond(
        cls, known: Collection[str], documents: Iterable[Origin], episodes: tuple[Episode, ...] = ()
    ) -> "SecretTies":
        kept: tuple[list[Origin], list[Origin]] = ([], [])
        for one in documents:
            kept[one[0] in known].append(one)
        secret, told = kept
        return cls(
            frozenset(author for _id, author, _place in secret if author) - {author for _id, author, _place in told},
            frozenset(place for _id, _author, place in secret if place) - {place for _id, _author, place in told},
            episodes,
        )

    def explain(self, professional: str, place: str | None, basis: str, begins_at: datetime | None = None) -> bool:
        """Whether only a secret explains this care entry."""
        if basis in _NAMED:
            return False
        secret = professional in self.authors or place in self.places
        return secret or any(_begins_in(one, professional, place, begins_at) for one in self.episodes)


def episodes(facts: Facts, reader: str, *, at: datetime) -> tuple[Episode, ...]:
    """The care that the patient keeps secret from this reader as a whole."""
    secrecies = facts.patient.secrecies if facts.patient else ()
    return tuple(
        one.episode
        for one in secrecies
        if one.episode is not None and one.towards in (None, reader) and one.period.covers(at)
    )


def _begins_in(episode: Episode, professional: str, place: str | None, begins_at: datetime | None) -> bool:
    """Care by that professional, or in that place, that began within the episode; what was there before stays known."""
    if professional != episode.professional and (place is None or place != episode.organisation):
        return False
    day = paris_day(begins_at) if begins_at else None
    return day is not None and episode.since <= day and (episode.until is None or day <= episode.until)


def as_told(facts: Facts, shown: Collection[str], known: Collection[str], secret: tuple[Episode, ...] = ()) -> Facts:
    """Without the care and the words that touch a secret: the rule of an answer would tell of them (§9.13).

    Answers about the documents `shown` are no other: such care was given elsewhere, such words name other documents.
    """
    if facts.patient is None:
        return facts
    origins = ((one.id, one.author, one.organisation) for one in facts.documents.values())
    ties = SecretTies.beyond(known, origins, secret)
    care = tuple(
        one
        for one in facts.patient.care
        if not ties.explain(one.professional, one.organisation, one.basis, one.period.begins)
    )
    words = tuple(
        word
        for word in facts.patient.preferences
        if word.about.kind is not SubjectKind.DOCUMENT or word.about.ref in shown
    )
    return replace(facts, patient=replace(facts.patient, care=care, preferences=words))


def around_another(
    facts: Facts, shown: Collection[str], known: Collection[str], secret: tuple[Episode, ...] = ()
) -> frozenset[str]:
    """The professionals whom the reader of the documents `shown`, who is not the patient, may know to be there."""
    documents, patient = facts.documents.values(), facts.patient
    care, words = (patient.care, patient.preferences) if patient else ((), ())
    known_of = as_told(facts, shown, known, secret).patient
    told = {one.author for one in documents if one.id in known}
    told |= {one.professional for one in known_of.care} if known_of else set()
    told |= {word.to.ref for word in known_of.preferences} if known_of else set()
    wrote = {one.author for one in documents}
    tied = wrote | {one.professional for one in care} | {word.to.ref for word in words}
    return frozenset(ref for ref in facts.professionals if ref in told or ref not in tied)
