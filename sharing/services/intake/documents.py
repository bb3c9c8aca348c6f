"""Documents, as the organisation where they were made tells of them: references only, never content."""

import uuid
from datetime import datetime

from consents.errors import InvalidFact
from consents.selectors import known
from consents.services import intake
from sharing.services.intake import care
from sharing.services.intake.faults import NotYours
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import AnnounceDocument, Done, TellDocument


def tell(speaker: Speaker, act: TellDocument, *, at: datetime) -> Done:
    """Found again by its number, when it was made in these organisations; the day of deposit is then kept.

    What it replaces must be theirs too: what is not known here cannot hand on its secrets (decision.md §9.2).
    """
    patient = speaker.patient(act.patient)
    place = speaker.place(act.organisation, "organisation")
    author = speaker.worker(act.author, place.id, "author", at=None) if act.author else None
    earlier = speaker.document(patient, act.replaces, "replaces") if act.replaces else None
    kept = intake.record_document(
        patient,
        deposited=_deposited(speaker, patient, act, at),
        type_system=act.type_system,
        type_code=act.type_code,
        category=act.category,
        specialty=act.specialty,
        author=author,
        organisation=place.id,
        made_on=act.made_on,
        third_party=act.third_party,
        announcement_pending=act.announcement_pending,
        source_system=act.source.system,
        source_value=act.source.value,
        replaces=earlier,
    )
    return Done(kept.id, kept.created)


def announce(speaker: Speaker, act: AnnounceDocument, *, at: datetime) -> Done:
    """The result has been announced: the patient sees it from now on (R31)."""
    patient = speaker.patient(act.patient)
    kept = intake.announce_document(speaker.document(patient, act.document, "document"), at=at)
    return Done(kept.id, kept.created)


def _deposited(speaker: Speaker, patient: uuid.UUID, act: TellDocument, at: datetime) -> datetime:
    """As said; else when it was first seen. Never in the future: it would be nobody's."""
    found = speaker.known_document(patient, act.source)
    if found is not None and not found[1]:
        raise NotYours("document", "source")
    if act.deposited is not None:
        said = care.begin(act.deposited, at)
        if said > at:
            raise InvalidFact("deposited", "in_the_future")
        return said
    row = known.document(patient, found[0]) if found else None
    return row.deposited_at if row else at
