"""What a system said later about the words of its own Consents, by whatever door it said it.

A word that it replaces or withdraws ends the Consent whether or not it holds: one that waits for its patient (R90)
would otherwise stay active where one that holds does not, and tell what the patient had closed before.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sharing.models import CollectedConsent
from sharing.services.consents.declared import Spoken
from sharing.services.intake.oral import WITHDRAW

_NOBODY = uuid.UUID(int=0)
#: The patient; kind and reference of the recipient; those of the subject.
Key = tuple[uuid.UUID, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Retold:
    """`ends_at`: from when the earlier word is replaced or withdrawn by it."""

    received_at: datetime
    ends_at: datetime


def by_system(system: uuid.UUID, patients: Collection[uuid.UUID]) -> Mapping[Key, list[Retold]]:
    """All that this system ever said of these patients. 1 statement."""
    rows = CollectedConsent.objects.filter(system_id=system, patient__in={*patients} or {_NOBODY})
    told = defaultdict[Key, list[Retold]](list)
    for row in rows:
        later = row.begins_at if row.verb != WITHDRAW and row.begins_at else row.received_at
        key = (row.patient, row.to_kind, row.to_reference, row.about_kind, row.about_reference)
        told[key].append(Retold(row.received_at, max(row.received_at, later)))
    return told


def cuts(
    patient: uuid.UUID, said: Iterable[tuple[Spoken, datetime]], told: Mapping[Key, list[Retold]]
) -> list[tuple[Spoken, datetime]]:
    """Each of these words, with when it was said, that was said again since: and from when that counts."""
    return [
        (word, each.ends_at) for word, at in said for each in told.get(_key(patient, word), ()) if each.received_at > at
    ]


def _key(patient: uuid.UUID, word: Spoken) -> Key:
    return patient, word.to.kind.value, word.to.reference, word.about.kind.value, word.about.reference
