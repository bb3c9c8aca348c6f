"""Notices: planned from ledger entries, delivered at least once with one id (decision.md §7)."""

import uuid

from django.db import models
from django.db.models import Q

_RECIPIENTS = ("system", "organisation", "professional", "person")
_STATES = ("waiting", "delivered", "dead", "without_address", "cancelled")


def _exactly_one_recipient() -> Q:
    """One of the four columns is filled, the three others are empty."""
    condition = Q()
    for named in _RECIPIENTS:
        condition |= Q(**{f"{column}__isnull": column != named for column in _RECIPIENTS})
    return condition


new_id = uuid.uuid4


class OutboxReceipt(models.Model):
    """A ledger entry whose notices have been planned. The ledger is the outbox."""

    entry = models.OneToOneField("consents.LedgerEntry", primary_key=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"entry {self.entry_id}"


class OutboxMark(models.Model):
    """One row: every ledger entry up to `entry` has its receipt, so that a sweep starts after it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    entry = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="outbox_mark_is_one_row")]

    def __str__(self) -> str:
        return f"up to {self.entry}"


class JournalMark(models.Model):
    """One row: how far the journal's lines have been planned (sharing/services/comings.py).

    Every line up to `line` is known to be planned; those up to `reached` were read, and none is missing once every
    transaction of `writers` has ended.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    line = models.BigIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    writers = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="journal_mark_is_one_row")]

    def __str__(self) -> str:
        return f"up to {self.line}"


class Unplanned(models.Model):
    """A request of the journal whose notices could not be planned: tried again at each sweep."""

    request = models.OneToOneField(
        "sharing.JournalRequest", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    failed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"request {self.request_id}"


class Notice(models.Model):
    """What one recipient is told: a kind, an opaque patient reference, an opaque token.

    Exactly one recipient: a calling system, an organisation that has none (it stays without
    address), a professional or a person. `body` is what leaves the house: no name, document,
    direction or reason. `id` is the same on every attempt, so that a receiver drops doubles.
    `due_at` is the moment of the next attempt and, while one is under way, the end of its lease:
    a worker killed meanwhile only delays it. `cancelled`: the access it announced never began.

    What a calling system is told has a `place` among all that it was told: from one on, without a hole, in the order
    in which they could be seen (sharing/services/places.py). `revision`: the patient's preferences that its token
    knows. `applied_at`: when the system first said that it takes it into account.

    What a person is told stands on the site (channel `site`): `happened_at` is the moment of what it tells,
    `about` what makes it told once (a professional, a document, a report…), `access` the request of the journal
    it comes from, `read_at` when he had read it. A `news` is the e-mail that says no more than « sign in ».
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        DEAD = "dead"
        WITHOUT_ADDRESS = "without_address"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.UUIDField()
    kind = models.CharField(max_length=24)
    entry = models.ForeignKey("consents.LedgerEntry", null=True, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey("sharing.CallingSystem", null=True, on_delete=models.PROTECT, related_name="notices")
    organisation = models.UUIDField(null=True)
    professional = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    channel = models.CharField(max_length=8)
    body = models.JSONField(default=dict)
    state = models.CharField(max_length=16, default="waiting")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    last_outcome = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    about = models.UUIDField(null=True)
    access = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    place = models.PositiveBigIntegerField(null=True)
    revision = models.PositiveIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notice_waiting_by_due"),
            models.Index(
                fields=["system", "patient", "entry"], condition=Q(state="waiting"), name="notice_waiting_by_system"
            ),
            models.Index(fields=["patient", "created_at"], name="notice_by_patient"),
            models.Index(
                fields=["person", "-happened_at"], condition=Q(person__isnull=False), name="notice_by_person_and_moment"
            ),
            models.Index(
                fields=["person"], condition=Q(channel="site", read_at__isnull=True), name="notice_unread_by_person"
            ),
            models.Index(
                fields=["about"], condition=Q(kind="announcement_waiting"), name="notice_of_a_waiting_deposit"
            ),
            models.Index(
                fields=["system", "place"],
                condition=Q(place__isnull=False, applied_at__isnull=True),
                name="notice_to_be_applied",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "system", "organisation", "professional", "person", "about"],
                nulls_distinct=False,
                condition=~Q(kind="news"),
                name="notice_once_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_STATES),
                name="notice_state_known_word",
            ),
            models.CheckConstraint(condition=_exactly_one_recipient(), name="notice_one_recipient"),
            models.UniqueConstraint(fields=["system", "place"], name="notice_one_a_place"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(system__isnull=False), name="notice_place_of_a_system"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["webhook", "email", "site"]),
                name="notice_channel_known_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class ChangeFeed(models.Model):
    """One row a calling system: the last place given in what it is told, and up to where it said that it applied it."""

    system = models.OneToOneField(
        "sharing.CallingSystem", primary_key=True, on_delete=models.PROTECT, related_name="feed"
    )
    last = models.PositiveBigIntegerField(default=0)
    acknowledged = models.PositiveBigIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged__lte=models.F("last")), name="changes_acknowledged_were_given"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.acknowledged}/{self.last}"


class Delivery(models.Model):
    """One attempt to deliver a notice: what came back, never the receiver's body."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    attempted_at = models.DateTimeField()
    outcome = models.CharField(max_length=200)
    succeeded = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.notice_id} {self.outcome}"
