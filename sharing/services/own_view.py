"""What the patient's own pages show: the same answers, computed by the same engine, not journaled.

The patient looks at his own record: nobody asks for it. Each function costs the same statements whatever the
number of documents and professionals.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.selectors.facts import DocumentsWanted
from sharing import world
from sharing.engine.decision import Decision
from sharing.engine.facts import Facts, Professional
from sharing.engine.lists import default_purpose
from sharing.engine.question import Asker, Question
from sharing.services.answers import Decisions, decide_each_safely
from sharing.services.secret_ties import around_another, as_told, episodes


def around(patient_id: uuid.UUID, *, at: datetime, also: Collection[uuid.UUID] = ()) -> Facts:
    """All that may be asked about one patient: every document, whoever takes part or is named, and `also`."""
    patient = rows_of.persons([patient_id])
    everyone = world.Named(professionals=frozenset(also), everyone=True)
    return world.load(patient, DocumentsWanted(every=True), everyone, at=at).facts(patient_id)


def answers_for_everyone(facts: Facts, *, at: datetime) -> dict[str, Decisions]:
    """For each professional of the facts: what each document, and the record (None), would be answered to him.

    From the place where he is answered best, with his default purpose; emergencies are not counted.
    """
    return {ref: _from_the_best_place(known, facts, at) for ref, known in facts.professionals.items()}


def what_may_see(
    patient_id: uuid.UUID, professional_id: uuid.UUID, *, at: datetime, organisation: uuid.UUID | None = None
) -> list[str]:
    """The documents he would be permitted, asking from that organisation, or from his first one."""
    facts = around(patient_id, at=at, also=[professional_id])
    asker = Asker.professional(str(professional_id), str(organisation) if organisation else None)
    decisions = _decisions(asker, facts, at)
    return [document for document, decision in decisions.items() if document is not None and decision.permit]


def who_may_see(patient_id: uuid.UUID, document_id: uuid.UUID, *, at: datetime) -> list[str]:
    """The professionals who would be permitted this document, among all who take part or are named."""
    answers = answers_for_everyone(around(patient_id, at=at), at=at)
    document = str(document_id)
    return [ref for ref, decisions in answers.items() if document in decisions and decisions[document].permit]


def own_documents(facts: Facts, reader: str, *, at: datetime) -> set[str]:
    """The documents that the patient, or the one who speaks for him, may himself see (decision.md §1.8)."""
    decisions = _decisions(Asker.person(reader), facts, at)
    return {document for document, decision in decisions.items() if document is not None and decision.permit}


def is_known(answer: Decision) -> bool:
    """Whether one who is answered so may know that the document is there: he sees it, it waits to be announced (R31),
    or he reads it with a doctor (R64). A document refused by any other rule does not exist for him (decision.md §6).
    """
    return answer.permit or answer.rule in ("R31", "R64")


def known_around(facts: Facts, reader: str, *, at: datetime) -> frozenset[str]:
    """The professionals whom this reader may know to be there: the patient, or one who speaks for him."""
    shown, known = _of_reader(facts, reader, at)
    if facts.patient is None or reader == facts.patient.id:
        return around_him(facts, shown)
    return around_another(facts, shown, known, episodes(facts, reader, at=at))


def told_to(facts: Facts, reader: str, *, at: datetime) -> Facts:
    """The facts from which answers are shown to this reader: all of them to the patient; to one who speaks for him,
    none that only a secret explains.
    """
    if facts.patient is None or reader == facts.patient.id:
        return facts
    shown, known = _of_reader(facts, reader, at)
    return as_told(facts, shown, known, episodes(facts, reader, at=at))


def _of_reader(facts: Facts, reader: str, at: datetime) -> tuple[set[str], set[str]]:
    """The documents that he sees, and those of which he may know."""
    decisions = _decisions(Asker.person(reader), facts, at)
    about = {document: answer for document, answer in decisions.items() if document is not None}
    shown = {document for document, answer in about.items() if answer.permit}
    return shown, {document for document, answer in about.items() if is_known(answer)}


def around_him(facts: Facts, shown: Collection[str]) -> frozenset[str]:
    """The professionals whom the reader of the documents `shown` may know to be there.

    One whom only the others tie to this patient, because he wrote them, would give them away (decision.md §6).
    """
    patient, documents = facts.patient, facts.documents.values()
    tied = {one.author for one in documents if one.id in shown}
    wrote_the_rest = {one.author for one in documents if one.id not in shown}
    if patient is not None:
        tied |= {care.professional for care in patient.care} | {word.to.ref for word in patient.preferences}
    return frozenset(ref for ref in facts.professionals if ref in tied or ref not in wrote_the_rest)


def _from_the_best_place(professional: Professional, facts: Facts, at: datetime) -> Decisions:
    answers = [
        _decisions(Asker.professional(professional.id, place), facts, at)
        for place in professional.organisations or (None,)
    ]
    return {about: best(each[about] for each in answers) for about in answers[0]}


def best(decisions: Iterable[Decision]) -> Decision:
    """A permit rather than a deny; else the answer from the first place."""
    given = list(decisions)
    return next((each for each in given if each.permit), given[0])


def _decisions(asker: Asker, facts: Facts, at: datetime) -> Decisions:
    """Every document and the record, asked with the purpose that he means when he states none."""
    patient = facts.patient.id if facts.patient else None
    question = Question(asker, patient, None, default_purpose(asker, patient, at, facts), at)
    return decide_each_safely(question, [*facts.documents, None], facts)
