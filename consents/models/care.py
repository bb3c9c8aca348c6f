"""Who takes part in whose care, on which basis, from when to when (CSP L1110-12)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from consents.models.integrity import (
    EQUAL,
    OVERLAPS,
    ends_after_it_begins,
    new_id,
    or_nobody,
    period,
    within,
)
from consents.models.organisations import Organisation, Professional
from consents.models.people import Person
from consents.vocabulary import CareBasis


class CareEntry(models.Model):
    """One professional takes part in one patient's care (R10–R14, R19).

    `source` says who fed it (a calling system, an import, the patient himself).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_entries")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="care_entries")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="care_entries"
    )
    basis = models.CharField(max_length=20)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_value = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["professional", "patient"], name="care_by_professional")]
        constraints = [
            within("basis", CareBasis, name="care_basis_known_word"),
            ends_after_it_begins("care_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(basis__in=["establishment", "coordinated"]) | Q(organisation__isnull=False),
                name="care_in_a_structure_names_it",
            ),
            models.UniqueConstraint(
                fields=["patient", "source", "source_value"],
                condition=~Q(source_value=""),
                name="care_source_once",
            ),
            ExclusionConstraint(
                name="care_once_at_a_time",
                expressions=[
                    (F("patient"), EQUAL),
                    (F("professional"), EQUAL),
                    (or_nobody("organisation"), EQUAL),
                    (F("basis"), EQUAL),
                    (period(), OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional_id} {self.basis} {self.patient_id}"
