"""CareTeam: who takes part in a patient's care, where, from when to when (CSP L1110-12)."""

from collections.abc import Iterable

from consents.cards import Care
from sharing.fhir.writing.words import BASIS, Links, Resource, coding, concept, period, ref, without_nothing


def care_team(identifier: str, patient: str, care: Iterable[Care], link: Links) -> Resource:
    """One team, one participant a period of care. The treating physician is said by Patient.generalPractitioner."""
    return without_nothing(
        {
            "resourceType": "CareTeam",
            "id": identifier,
            "status": "active",
            "subject": ref(link, "Patient", patient),
            "participant": [_participant(entry, link) for entry in care],
        }
    )


def _participant(entry: Care, link: Links) -> Resource:
    return without_nothing(
        {
            "role": [concept(coding(BASIS, entry.basis))],
            "member": ref(link, "Practitioner", entry.professional),
            "onBehalfOf": ref(link, "Organization", entry.place) if entry.place else {},
            "period": period(entry.begins_at, entry.ends_at),
        }
    )
