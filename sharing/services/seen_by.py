"""What a professional's software would show him of the patient's record, for the patient to look at (R03).

Documents that the patient may not himself see are left out, as on his other pages (decision.md §1.8, §4.4).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from consents.vocabulary import Code
from sharing.engine.facts import Facts
from sharing.services import in_his_place, own_view
from sharing.services.answers import decide_each_safely
from sharing.services.in_his_place import Asking


@dataclass(frozen=True, slots=True)
class Seen:
    """`record`: what is answered about the record as a whole; `documents`: the newest deposit first, without a gap."""

    asking: Asking
    record: Code
    documents: tuple[str, ...]


def seen_by(
    patient_id: uuid.UUID, professional_id: uuid.UUID, *, place: str = "", purpose: str = "", at: datetime
) -> Seen:
    """From the place named, or from the one where he would be shown most."""
    facts = own_view.around(patient_id, at=at, also=[professional_id])
    shown = own_view.own_documents(facts, str(patient_id), at=at)
    order = sorted(facts.documents.values(), key=lambda each: (each.deposited_at, each.id), reverse=True)
    listed = [each.id for each in order if each.id in shown]
    ways = in_his_place.askings(facts, str(professional_id), place=place, purpose=purpose, at=at)
    return max((_seen(asking, listed, facts) for asking in ways), key=_shows)


def _seen(asking: Asking, documents: list[str], facts: Facts) -> Seen:
    decisions = decide_each_safely(asking.question, [*documents, None], facts)
    permitted = tuple(document for document in documents if decisions[document].permit)
    return Seen(asking, decisions[None].code, permitted)


def _shows(seen: Seen) -> tuple[int, bool]:
    return len(seen.documents), seen.record is Code.PERMIT
