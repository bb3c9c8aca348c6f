"""The journal: what others asked and were answered (decision.md §8). Append-only.

Kept as long as the record (R92): references are plain identifiers, so that a question about an
unknown patient or document, or from an unknown professional, is kept as it was asked.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

new_id = uuid.uuid4


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """The database refuses update, delete and truncate, to the owner as well."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_never_emptied",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME;",
        ),
    ]


class JournalRequest(models.Model):
    """One request of one asker: who, from where, through which system, why, when (R91).

    `asker_*` is what was named; `asker` and `organisation` what it was found to be. A secretary or
    student is kept with the professional assisted (R18). `patient` is empty when unknown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    asker_kind = models.CharField(max_length=12)
    asker_named = models.CharField(max_length=200)
    asker = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    system = models.UUIDField(null=True)
    patient_named = models.CharField(max_length=300, blank=True)
    patient = models.UUIDField(null=True)
    purpose = models.CharField(max_length=24)
    stated_reason = models.TextField(blank=True)
    patient_revision = models.PositiveIntegerField(null=True)
    matrix_version = models.CharField(max_length=20)
    request_id = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-asked_at"], name="journal_by_patient"),
            models.Index(fields=["-asked_at"], name="journal_by_moment"),
            models.Index(fields=["system", "-recorded_at"], name="journal_by_system"),
        ]
        triggers = append_only("journal_request")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.asker_named}"


class JournalLine(models.Model):
    """One answer of a request; `position` is the order asked. The true rule stands here only."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(JournalRequest, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    patient = models.UUIDField(null=True)
    document_named = models.CharField(max_length=300, blank=True)
    document = models.UUIDField(null=True)
    decision_id = models.UUIDField()
    permit = models.BooleanField()
    rule = models.CharField(max_length=5)
    code = models.CharField(max_length=20)
    obligations = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "document"], name="journal_line_by_document"),
            models.Index(fields=["decision_id"], name="journal_line_by_decision"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="journal_position_once"),
            models.CheckConstraint(
                condition=Q(permit=True, code="permit") | (Q(permit=False) & ~Q(code="permit")),
                name="journal_code_agrees_with_answer",
            ),
        ]
        triggers = append_only("journal_line")

    def __str__(self) -> str:
        return f"{self.request_id} #{self.position} {self.rule}"
