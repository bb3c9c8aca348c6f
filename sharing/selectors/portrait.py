"""The patient's own view of his sharing: each professional × each document, answered by the engine.

Nothing is journaled: the patient looks at his own record, nobody asks for it. The number of queries does
not depend on how many documents or professionals there are.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from consents.selectors import portrait as surroundings
from consents.selectors.portrait import CareCard, DocumentCard, ProfessionalCard, Surroundings, WordCard
from consents.vocabulary import Purpose
from sharing.engine.decide import decide_each
from sharing.engine.decision import Decision
from sharing.engine.facts import Episode, Facts
from sharing.engine.question import Asker, Question
from sharing.services import hidden, own_view, secret_ties
from sharing.services.answers import Decisions
from sharing.services.secret_ties import SecretTies


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one professional would be answered; from the place where he is answered best.

    `instead_of`: the name of the one whom he assists, and in whose place he is answered (R18). `deciding`: the
    preferences that decided.
    """

    permit: bool
    rule: str
    article: str
    instead_of: str = ""
    deciding: tuple[str, ...] = ()

    @property
    def as_author(self) -> bool:
        """He wrote it himself; one who assists the author did not."""
        return self.rule == "R29" and not self.instead_of


@dataclass(frozen=True, slots=True)
class Member:
    """A professional who takes part in the care, or whom a word names, with what each document answers."""

    card: ProfessionalCard
    care: tuple[CareCard, ...]
    words: tuple[WordCard, ...]
    verdicts: Mapping[str, Verdict]
    record: Verdict

    @property
    def seen(self) -> tuple[str, ...]:
        return tuple(document for document, verdict in self.verdicts.items() if verdict.permit)


@dataclass(frozen=True, slots=True)
class Portrait:
    """`documents` are those the reader, most often the patient, may himself see, the newest first; `waiting` the days of deposit of
    those that wait to be announced to him (R31). `authors` wrote a document without taking part in the care.
    `hidden`: the documents closed to everyone, each with the words that close it, by the engine's answer.
    """

    at: datetime
    revision: int
    documents: tuple[DocumentCard, ...]
    waiting: tuple[date, ...]
    members: tuple[Member, ...]
    authors: tuple[Member, ...]
    words: tuple[WordCard, ...]
    hidden: Mapping[str, tuple[WordCard, ...]]

    def member(self, professional: str) -> Member | None:
        everyone = (*self.members, *self.authors)
        return next((member for member in everyone if member.card.id == professional), None)

    @property
    def known(self) -> frozenset[str]:
        """Those of whom there is something to show here."""
        return frozenset(member.card.id for member in (*self.members, *self.authors))

    def document(self, identifier: str) -> DocumentCard | None:
        return next((document for document in self.documents if document.id == identifier), None)

    def viewers(self, document: str) -> tuple[Member, ...]:
        """Everyone here who would be permitted this document (decision.md, Lists)."""
        return tuple(member for member in (*self.members, *self.authors) if member.verdicts[document].permit)


def portrait(patient_id: uuid.UUID, *, at: datetime) -> Portrait:
    """Everyone who stands around this patient's record at that moment, and what each would be answered."""
    around = surroundings.surroundings(patient_id, at=at)
    facts = own_view.around(patient_id, at=at, also=_assisted(around))
    return _drawn(around, facts, own_answers(facts, patient_id, at=at), at)


def portrait_for(patient_id: uuid.UUID, *, person: uuid.UUID, at: datetime) -> Portrait:
    """The same for one who speaks for the patient: what is kept secret from him leaves no trace (decision.md §9.13)."""
    around = surroundings.surroundings(patient_id, at=at)
    facts = own_view.around(patient_id, at=at, also=_assisted(around))
    question = Question(Asker.person(str(person)), str(patient_id), None, Purpose.REPRESENTATION, at)
    answers = decide_each(question, facts.documents, facts)
    secret = secret_ties.episodes(facts, str(person), at=at)
    return _drawn(_as_told(around, answers, secret), own_view.told_to(facts, str(person), at=at), answers, at)


def _as_told(around: Surroundings, answers: Decisions, secret: tuple[Episode, ...]) -> Surroundings:
    """Without the documents, words and care that touch a secret; without the revision, which counts them."""
    known = {document for document, answer in answers.items() if document is not None and own_view.is_known(answer)}
    ties = SecretTies.beyond(
        known, ((one.id, one.author, one.place.id if one.place else None) for one in around.documents), secret
    )
    documents = tuple(one for one in around.documents if one.id in known)
    care = tuple(
        one
        for one in around.care
        if not ties.explain(one.professional, one.place.id if one.place else None, one.basis, one.begins_at)
    )
    words = tuple(one for one in around.words if one.about_kind != "document" or answers[one.about].permit)
    named = {one.professional for one in care} | {one.author for one in documents}
    named |= {one.to for one in words if one.to_kind == "professional"}
    people = {key: card for key, card in around.professionals.items() if key in named}
    return Surroundings(0, care, words, documents, people)


def _drawn(around: Surroundings, facts: Facts, own: Decisions, at: datetime) -> Portrait:
    visible = tuple(card for card in around.documents if own[card.id].permit)
    answers = own_view.answers_for_everyone(facts, at=at)
    assisted = surroundings.professionals(str(each) for each in _assisted(around))
    everyone = [_member(card, around, visible, answers[card.id], assisted) for card in around.professionals.values()]
    wrote = {card.author for card in visible}
    return Portrait(
        at=at,
        revision=around.revision,
        documents=visible,
        waiting=tuple(card.deposited_on for card in around.documents if own[card.id].rule == "R31"),
        members=tuple(member for member in everyone if member.care or member.words),
        authors=tuple(member for member in everyone if _only_wrote(member, wrote)),
        words=around.words,
        hidden=_hidden(facts, around, at),
    )


def _only_wrote(member: Member, wrote: Collection[str | None]) -> bool:
    """A document that the patient sees: the author of another one would give it away."""
    return not member.care and not member.words and member.card.id in wrote and bool(member.seen)


def _hidden(facts: Facts, around: Surroundings, at: datetime) -> dict[str, tuple[WordCard, ...]]:
    by_id = {word.id: word for word in around.words}
    closed = hidden.from_everyone(facts, at=at)
    return {document: tuple(by_id[each] for each in deciding if each in by_id) for document, deciding in closed.items()}


def own_answers(facts: Facts, patient_id: uuid.UUID, *, at: datetime) -> Decisions:
    """What the patient himself may see of his record (decision.md §4.4)."""
    question = Question(Asker.person(str(patient_id)), str(patient_id), None, Purpose.OWN_ACCESS, at)
    return decide_each(question, facts.documents, facts)


def _assisted(around: Surroundings) -> list[uuid.UUID]:
    """Those whom secretaries and students of the team assist: they are answered in their place (R18)."""
    return [uuid.UUID(card.assists) for card in around.professionals.values() if card.assists]


def _member(
    card: ProfessionalCard,
    around: Surroundings,
    visible: tuple[DocumentCard, ...],
    answers: Decisions,
    assisted: Mapping[str, ProfessionalCard],
) -> Member:
    names = {ref: one.name for ref, one in assisted.items()}
    return Member(
        card=card,
        care=tuple(entry for entry in around.care if entry.professional == card.id),
        words=tuple(word for word in around.words if word.to_kind == "professional" and word.to == card.id),
        verdicts={document.id: _verdict(answers[document.id], names) for document in visible},
        record=_verdict(answers[None], names),
    )


def _verdict(answer: Decision, names: Mapping[str, str]) -> Verdict:
    assisted = names.get(answer.trace.assisted or "", "")
    return Verdict(answer.permit, answer.rule, answer.article, assisted, answer.trace.deciding)
