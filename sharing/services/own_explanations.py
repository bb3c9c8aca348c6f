"""Why one professional is answered what he is about the patient's own record, and what would change it.

The same engine and the same replay as `sharing.services.explanations`, by our own identifiers; not journaled.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sharing.engine.decide import decide
from sharing.engine.decision import Decision
from sharing.engine.explain import explain
from sharing.engine.facts import Facts, Preference
from sharing.engine.whatif import Change
from sharing.services import in_his_place, own_view
from sharing.services.answers import decide_each_safely
from sharing.services.in_his_place import Asking


@dataclass(frozen=True, slots=True)
class OwnExplanation:
    """`words`: the patient's preferences by identifier; `voice`: his own. `in_emergency`: what he would be
    answered after stating one; None for one who may state none. `deposited`: the document was there already.
    """

    asking: Asking
    voice: str
    decision: Decision
    change: Change | None
    words: Mapping[str, Preference]
    in_emergency: Decision | None
    deposited: bool


def explain_own(
    patient_id: uuid.UUID,
    professional_id: uuid.UUID,
    document_id: uuid.UUID | None,
    *,
    place: str = "",
    purpose: str = "",
    at: datetime,
) -> OwnExplanation:
    """From the place named, or from the first one where the answer is yes. No document: the record as a whole."""
    facts = own_view.around(patient_id, at=at, also=[professional_id])
    about = str(document_id) if document_id else None
    ways = in_his_place.askings(facts, str(professional_id), place=place, purpose=purpose, at=at)
    ways = [replace(way, question=replace(way.question, about=about)) for way in ways]
    asking = next((way for way in ways if decide_each_safely(way.question, [about], facts)[about].permit), ways[0])
    explained = explain(asking.question, facts)
    urgent = in_his_place.urgent(asking, facts)
    return OwnExplanation(
        asking=asking,
        voice=str(patient_id),
        decision=explained.decision,
        change=explained.change,
        words={word.id: word for word in facts.patient.preferences} if facts.patient else {},
        in_emergency=decide(urgent, facts) if urgent else None,
        deposited=_was_there(about, facts, at),
    )


def _was_there(about: str | None, facts: Facts, at: datetime) -> bool:
    document = facts.documents.get(about) if about else None
    return document is None or document.deposited_at <= at
