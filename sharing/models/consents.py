"""Consents that calling systems filed in FHIR: each as it was told, version by version (R89)."""

import uuid

from django.db import models

from sharing.models.callers import CallingSystem
from sharing.models.journal import append_only

new_id = uuid.uuid4


class FiledConsent(models.Model):
    """One Consent of the registry; `id` is its address there. `patient_named` is the reference as its sender wrote it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="+")
    patient = models.UUIDField()
    patient_named = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["system", "patient"], name="filed_by_system_patient")]
        triggers = append_only("filed_consent")

    def __str__(self) -> str:
        return str(self.id)


class FiledConsentVersion(models.Model):
    """What was told the `number`th time. `resource` is as it was sent, without its id and version.

    `words` are the declarations it stands for: `key` says each, `revision` is the patient's when it was declared here
    (none: it waits for the patient, R90), `ends_at` what was said of its end.
    """

    consent = models.ForeignKey(FiledConsent, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20)
    collected_by = models.UUIDField()
    resource = models.JSONField()
    words = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "number"], name="filed_consent_version_once")]
        triggers = append_only("filed_consent_version")

    def __str__(self) -> str:
        return f"{self.consent_id} {self.number}"
