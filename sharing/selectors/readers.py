"""What one reader of a patient's history may see, asked of the engine once for the whole record."""

import uuid
from datetime import datetime

from consents.selectors import facts as rows_of
from consents.selectors.facts import DocumentsWanted
from consents.selectors.readers import Reader
from consents.vocabulary import Purpose
from sharing import world
from sharing.engine.facts import Facts
from sharing.engine.question import Asker, Question
from sharing.services import own_view, secret_ties
from sharing.services.answers import decide_each_safely


def reader(patient_id: uuid.UUID, person_id: uuid.UUID, *, at: datetime) -> Reader:
    """The patient, or one who speaks for him; anyone else, and who must go through a doctor (R64), reads nothing.

    A fixed number of statements, whatever the number of documents. Nothing is journaled: no document is opened.
    """
    named = world.Named(persons=frozenset({person_id}))
    facts = world.load(rows_of.persons([patient_id]), DocumentsWanted(every=True), named, at=at).facts(patient_id)
    return of_facts(facts, patient_id, person_id, at=at)


def of_facts(facts: Facts, patient_id: uuid.UUID, person_id: uuid.UUID, *, at: datetime) -> Reader:
    """The same, of facts that are known already; nothing is asked of the database."""
    himself = patient_id == person_id
    purpose = Purpose.OWN_ACCESS if himself else Purpose.REPRESENTATION
    question = Question(Asker.person(str(person_id)), str(patient_id), None, purpose, at)
    answers = decide_each_safely(question, [*facts.documents, None], facts)
    about = {document: answer for document, answer in answers.items() if document is not None}
    secret = () if himself else secret_ties.episodes(facts, str(person_id), at=at)
    return Reader(
        person=str(person_id),
        himself=himself,
        admitted=himself or answers[None].permit,
        documents=frozenset(document for document, answer in about.items() if answer.permit),
        rule=answers[None].rule,
        known=frozenset(document for document, answer in about.items() if own_view.is_known(answer)),
        secret_from=frozenset(one.professional for one in secret if one.professional),
        secret_at=frozenset(one.organisation for one in secret if one.organisation),
    )
