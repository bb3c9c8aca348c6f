"""FHIR subscriptions: what a calling system asked to be told, and the events it is told of, numbered without a gap."""

import uuid

from django.db import models
from django.db.models import Q

from sharing.models.callers import CallingSystem

new_id = uuid.uuid4
_STATES = ("requested", "active", "error", "off")


class Subscription(models.Model):
    """One subscription of one system to the one topic (HL7 Subscriptions R5 Backport 1.1.0).

    `headers` are the ones its receiver wants, as JSON, encrypted at rest. `count` is the number of the newest event,
    `delivered` of the last one that its receiver took. `due_at` is the moment of the next attempt; empty: nothing is
    to be sent. While an attempt is under way nobody else makes one before `leased_until`. `met`: its receiver took a
    handshake since the subscription was last changed. `removed_at`: nobody sees it any more, its headers are gone.
    """

    class State(models.TextChoices):
        REQUESTED = "requested"
        ACTIVE = "active"
        ERROR = "error"
        OFF = "off"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, default="requested")
    reason = models.CharField(max_length=500)
    endpoint = models.URLField(max_length=500)
    headers = models.BinaryField(default=b"")
    content = models.CharField(max_length=8)
    payload = models.CharField(max_length=24)
    heartbeat = models.PositiveIntegerField(default=0)
    timeout = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    ends_at = models.DateTimeField(null=True)
    met = models.BooleanField(default=False)
    count = models.PositiveBigIntegerField(default=0)
    delivered = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    last_outcome = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="subscription_by_due"),
            models.Index(fields=["system"], condition=Q(removed_at__isnull=True), name="subscription_by_system"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="subscription_state_known_word"),
            models.CheckConstraint(condition=Q(delivered__lte=models.F("count")), name="subscription_delivered_events"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.state}"


class SubscriptionEvent(models.Model):
    """That something changed for a patient, as one subscription is told: `reference` is the system's own name of him.

    `number` is given later, under the subscription's lock: the order of transactions leaves no gap in it.
    """

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="events")
    entry = models.ForeignKey("consents.LedgerEntry", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(null=True)
    reference = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subscription"], condition=Q(number__isnull=True), name="event_without_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "entry"], name="subscription_event_once"),
            models.UniqueConstraint(fields=["subscription", "number"], name="subscription_event_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.number}"
