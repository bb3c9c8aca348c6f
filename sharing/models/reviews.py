"""What reviewers looked at: the ones who run the service are seen as well (R88, R91). Append-only."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sharing.models.journal import append_only

_PAGES = (
    "home", "grants", "oppositions", "conflicts", "questions", "question", "notices", "reports", "report",
    "who_may_see", "medical", "medical_case",
)  # fmt: skip
_SHAPES = ("page", "csv", "json")

new_id = uuid.uuid4


class ReviewRead(models.Model):
    """One list that a reviewer was shown: which, searched for what, and every patient it named.

    `shape` tells a page from an export. `filters` are the reviewer's own words, as typed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reviewer = models.UUIDField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    page = models.CharField(max_length=12)
    shape = models.CharField(max_length=4)
    filters = models.JSONField(default=dict)
    patients = ArrayField(models.UUIDField(), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["reviewer", "-at"], name="review_read_by_reviewer"),
            GinIndex(fields=["patients"], name="review_read_by_patient"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(page__in=_PAGES), name="review_read_page_known_word"),
            models.CheckConstraint(condition=Q(shape__in=_SHAPES), name="review_read_shape_known_word"),
        ]
        triggers = append_only("review_read")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.page}"
