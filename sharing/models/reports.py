"""Reports: what a patient finds wrong with an access, and what became of it (R91, R95). Append-only."""

import uuid

from django.db import models
from django.db.models import Q

from sharing.models.journal import JournalRequest, append_only
from sharing.reported import ANSWER_MOST, WORDS_MOST, Outcome, Reason, Status

new_id = uuid.uuid4


def _words(field: str, enumeration: type) -> Q:
    return Q(**{f"{field}__in": sorted(str(word) for word in enumeration)})  # type: ignore[attr-defined]


class AccessReport(models.Model):
    """One access reported by one person: `reason` is a word of `sharing.reported`, `words` his own, if any.

    `number` counts the reports of one person about one access: two presses of a button are one report, and
    another is made only once the first was answered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.UUIDField()
    request = models.ForeignKey(JournalRequest, on_delete=models.PROTECT, related_name="reports")
    reported_by = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=16)
    words = models.CharField(max_length=WORDS_MOST, blank=True)
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "reported_by", "-reported_at"], name="report_by_patient"),
            models.Index(fields=["-reported_at"], name="report_by_moment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "reported_by", "number"], name="report_once_at_a_time"),
            models.CheckConstraint(condition=_words("reason", Reason), name="report_reason_known_word"),
        ]
        triggers = append_only("access_report")

    def __str__(self) -> str:
        return f"{self.reported_at:%Y-%m-%d %H:%M} {self.reason}"


class AccessReportEvent(models.Model):
    """What happened to a report: `position` is the order; nothing is edited, an answer is given once.

    `by` is the person who reported or the reviewer who acted. `said` is the answer, written to the patient.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(AccessReport, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    status = models.CharField(max_length=10)
    by = models.UUIDField()
    outcome = models.CharField(max_length=14, blank=True)
    said = models.CharField(max_length=ANSWER_MOST, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="report_event_in_order"),
            models.CheckConstraint(
                condition=Q(position=1, status=Status.RECEIVED.value)
                | Q(position=2, status=Status.EXAMINING.value)
                | Q(position=3, status=Status.ANSWERED.value),
                name="report_goes_one_way",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.ANSWERED.value) & _words("outcome", Outcome) & ~Q(said=""))
                | (~Q(status=Status.ANSWERED.value) & Q(outcome="", said="")),
                name="report_answer_says_something",
            ),
        ]
        triggers = append_only("access_report_event")

    def __str__(self) -> str:
        return f"{self.report_id} #{self.position} {self.status}"
