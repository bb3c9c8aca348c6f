"""Why an answer is what it is: the trace of the services, put into words.

The document is one that the patient may see today, whatever the day asked about; the professional is one of this
record, today or that day, or has asked about it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404

from consents.selectors import portrait as cards
from consents.selectors.portrait import Names, ProfessionalCard
from portal.patient import inquiry
from portal.patient.inquiry import Inquiry
from portal.patient.presenters import see_as, why
from portal.patient.presenters.why import Answered
from sharing.selectors.came import has_asked
from sharing.selectors.portrait import Portrait, portrait
from sharing.services.own_explanations import OwnExplanation, explain_own

Shown = dict[str, object]


def page(
    patient_id: UUID, professional_id: UUID, document_id: UUID | None, said: Mapping[str, str], *, now: datetime
) -> Shown:
    """Anyone and anything else is not found, known elsewhere or not."""
    asked = inquiry.asked(said, now=now)
    drawn = portrait(patient_id, at=now)
    document = drawn.document(str(document_id)) if document_id else None
    if document_id and document is None:
        raise Http404
    card = _professional(patient_id, professional_id, drawn, asked.moment)
    at = asked.moment or now
    told = explain_own(patient_id, professional_id, document_id, place=asked.place, purpose=asked.purpose, at=at)
    answered = Answered(card, document, told, _names(patient_id, told, drawn), asked.moment)
    return {**why.page(answered), "filters": _bar(answered, said, now)}


def _bar(answered: Answered, said: Mapping[str, str], now: datetime) -> Inquiry:
    asking = answered.told.asking
    return Inquiry(
        {**why.answered(answered), "le": said.get("le", "")},
        purposes=see_as.purposes(asking.purposes),
        places={place: card.name for place, card in answered.names.places.items() if place in asking.places},
        past=True,
        now=now,
    )


def _professional(
    patient_id: UUID, professional_id: UUID, drawn: Portrait, moment: datetime | None
) -> ProfessionalCard:
    """Of this record now; who took part in the care or was named that day; or who asked."""
    member = drawn.member(str(professional_id))
    if member is None and moment is not None:
        then = portrait(patient_id, at=moment).members
        member = next((one for one in then if one.card.id == str(professional_id)), None)
    if member is not None:
        return member.card
    found = cards.professionals([str(professional_id)]) if has_asked(patient_id, professional_id) else {}
    if str(professional_id) not in found:
        raise Http404
    return found[str(professional_id)]


def _names(patient_id: UUID, told: OwnExplanation, drawn: Portrait) -> Names:
    """Whoever the words and the trace name; only documents that the patient may himself see."""
    people = {word.voice for word in told.words.values()} | ({told.change.voice} if told.change else set())
    named = {word.to.ref for word in told.words.values()} | set(told.asking.places)
    basis, assisted = told.decision.trace.basis, told.decision.trace.assisted
    named |= {basis.organisation} if basis and basis.organisation else set()
    named |= {told.change.to.ref} if told.change and told.change.to else set()
    found = cards.names(
        patient_id, professional=named | ({assisted} if assisted else set()), place=named, person=people | named
    )
    own = {card.id: card for card in drawn.documents}
    return Names(found.professionals, found.places, own, found.people)
