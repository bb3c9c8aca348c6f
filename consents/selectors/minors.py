"""What a minor's own pages need: whether he is one, and what he asked to be kept (R62–R64, R67)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consents.calendar import majority
from consents.models import Person, Secrecy, Setting
from consents.vocabulary import Choice, SettingName


@dataclass(frozen=True, slots=True)
class Asked:
    """`secrets`: how many times he asked that care be kept secret; `through_physician`: parents read with a doctor only (R64)."""

    secrets: int
    through_physician: bool


def is_minor(patient_id: uuid.UUID, *, at: datetime) -> bool:
    """Before the first instant of the eighteenth birthday; nobody known is no minor."""
    born = Person.objects.filter(pk=patient_id).values_list("born_on", flat=True).first()
    return born is not None and at < majority(born)


def asked(patient_id: uuid.UUID, *, at: datetime) -> Asked:
    """What stands at that moment of what he himself asked."""
    stands = Q(begins_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    secrets = Secrecy.objects.filter(stands, patient=patient_id).values("revision").distinct().count()
    required = Setting.objects.filter(
        stands, patient=patient_id, name=SettingName.THROUGH_PHYSICIAN.value, value=Choice.YES.value
    )
    return Asked(secrets, required.exists())
