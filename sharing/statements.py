"""What professionals stated to break the glass, and need not state again for the time set (decision.md §5).

Read from the journal: nothing else remembers it, and nothing but a new complete statement makes it last longer.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings

from consents.vocabulary import Purpose
from sharing.asked import AskerKind
from sharing.engine.facts import EmergencyOpening, Period
from sharing.models import JournalRequest

_RULE = "R34"
_NOBODY = uuid.UUID(int=0)


def standing(patients: Collection[uuid.UUID], *, at: datetime) -> dict[uuid.UUID, tuple[EmergencyOpening, ...]]:
    """By patient; one statement, whatever exists and were there no patient. Only what opened something counts."""
    lasts = timedelta(hours=settings.EMERGENCY_STATEMENT_HOURS)
    stated = JournalRequest.objects.filter(
        patient__in=patients or [_NOBODY],
        purpose=Purpose.EMERGENCY.value,
        asker_kind=AskerKind.PROFESSIONAL.value,
        asker__isnull=False,
        asked_at__gt=at - lasts,
        asked_at__lte=at,
        lines__permit=True,
        lines__rule=_RULE,
    )
    found: dict[uuid.UUID, tuple[EmergencyOpening, ...]] = {}
    rows = stated.exclude(stated_reason="").values_list("patient", "asker", "asked_at").distinct().order_by("asked_at")
    for patient, asker, stated_at in rows:
        assert patient is not None
        opening = EmergencyOpening(str(asker), Purpose.EMERGENCY, Period(stated_at, stated_at + lasts))
        found[patient] = (*found.get(patient, ()), opening)
    return found
