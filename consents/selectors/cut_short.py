"""When words of patients ended, by the revision at which each was declared."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from consents.models import SharingPreference

_NOBODY = uuid.UUID(int=0)


def ends(words: Iterable[tuple[uuid.UUID, int]]) -> dict[tuple[uuid.UUID, int], datetime]:
    """Those of these words, as (patient, revision), that end one day; a period said or cut short. 1 statement."""
    wanted = set(words)
    patients, revisions = {patient for patient, _ in wanted}, {revision for _, revision in wanted}
    rows = SharingPreference.objects.filter(
        patient_id__in=patients | {_NOBODY}, revision__in=revisions | {0}, ends_at__isnull=False
    )
    found = rows.values_list("patient_id", "revision", "ends_at")
    return {
        (patient, revision): ends_at
        for patient, revision, ends_at in found
        if ends_at and (patient, revision) in wanted
    }
