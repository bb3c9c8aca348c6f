"""What calling systems tell: their answers kept for a second telling, deaths, consents to confirm, openings."""

import uuid

from django.db import models
from django.db.models import Q

from sharing.models.callers import CallingSystem
from sharing.models.journal import append_only

new_id = uuid.uuid4


class IntakeAnswer(models.Model):
    """The answer given under an idempotency key; `fingerprint` is SHA-256 of what was sent, and where;
    `body` the answer in JSON, in the order it was first told.

    Written in the transaction of the act: `status` is empty only while that transaction runs.
    """

    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="intake_answer_once")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.key}"


class DeathReport(models.Model):
    """A death as one system reported it, so that the same one may say that it was an error."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="+")
    patient = models.UUIDField()
    died_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "system"], condition=Q(withdrawn_at__isnull=True), name="death_report_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.died_at:%Y-%m-%d}"


class CollectedConsent(models.Model):
    """What a professional says that the patient said. `waits`: it opens nothing until the patient says so too (R90)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="+")
    patient = models.UUIDField()
    collected_by = models.UUIDField()
    verb = models.CharField(max_length=8)
    to_kind = models.CharField(max_length=14)
    to_reference = models.CharField(max_length=64)
    about_kind = models.CharField(max_length=10)
    about_reference = models.CharField(max_length=64, blank=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    waits = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-received_at"], name="collected_by_patient"),
            models.Index(fields=["patient"], condition=Q(waits=True), name="collected_waiting"),
        ]
        triggers = append_only("collected_consent")

    def __str__(self) -> str:
        return f"{self.patient} {self.verb} {self.to_kind}"


class CollectedConsentAnswer(models.Model):
    """What the patient answered to a consent that waited for him, once. `revision`: what he declared, if he confirmed."""

    consent = models.OneToOneField(CollectedConsent, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    confirmed = models.BooleanField()
    revision = models.PositiveIntegerField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True, revision__isnull=False) | Q(confirmed=False, revision=None),
                name="collected_answer_says_what_was_declared",
            )
        ]
        triggers = append_only("collected_answer")

    def __str__(self) -> str:
        return f"{self.consent_id} {self.confirmed}"


class DocumentOpening(models.Model):
    """A document that someone really opened, as his software says (R91). Append-only, like the journal.

    `patient` and `document` are empty when what was named is not known here; `decision_id` is the answer it followed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.UUIDField()
    professional = models.UUIDField()
    organisation = models.UUIDField()
    patient_named = models.CharField(max_length=300)
    patient = models.UUIDField(null=True)
    document_named = models.CharField(max_length=300)
    document = models.UUIDField(null=True)
    decision_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    request_id = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-opened_at"], name="opening_by_patient"),
            models.Index(fields=["system", "-recorded_at"], name="opening_by_system"),
        ]
        triggers = append_only("document_opening")

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d %H:%M} {self.professional}"
