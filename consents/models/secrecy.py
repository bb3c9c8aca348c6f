"""What became of a minor's secrecy when he spoke of it again with a professional, or a physician decided (R62–R65),
and why a physician gave back what he had withheld (R65, R68, R71).
"""

from django.db import models

from consents.models.directives import Withholding
from consents.models.integrity import append_only, new_id, within
from consents.models.organisations import Professional
from consents.models.people import Person
from consents.vocabulary import SecrecyOutcome


class SecrecyReview(models.Model):
    """One contact. `revision` is that of the declaration spoken of; `reason` is for the reviewer alone (R65)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "revision"], name="secrecy_review_of")]
        constraints = [within("outcome", SecrecyOutcome, name="secrecy_review_outcome_known")]
        triggers = append_only("secrecy_review")

    def __str__(self) -> str:
        return f"{self.outcome} {self.patient_id}"


class Restoration(models.Model):
    """A physician gave back what was withheld: once, with a reason that the reviewer alone reads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    withholding = models.OneToOneField(Withholding, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("restoration")

    def __str__(self) -> str:
        return f"restoration {self.withholding_id}"
