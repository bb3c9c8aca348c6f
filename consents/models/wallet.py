"""The card that a patient carries for emergencies: an opaque reference, of which only the hash is kept."""

from django.db import models
from django.db.models import Q

from consents.models.integrity import ends_after_it_begins, new_id, only_ends_sooner
from consents.models.people import Person


class EmergencyCard(models.Model):
    """One card at a time. `reference_hash`: SHA-256 of the 160 random bits that the card bears."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reference_hash = models.CharField(max_length=64, unique=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_it_begins("emergency_card_ends_after_it_begins"),
            models.UniqueConstraint(fields=["patient"], condition=Q(ends_at=None), name="emergency_card_one_at_a_time"),
        ]
        triggers = only_ends_sooner("emergency_card")

    def __str__(self) -> str:
        return f"card of {self.patient_id}"
