"""Calling systems: the software of an organisation that asks and is told of changes; their keys and secrets."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from sharing.models.journal import append_only

new_id = uuid.uuid4


class Act(StrEnum):
    """What an administrator does to a calling system."""

    REGISTERED = "registered"
    SECRET_ROTATED = "secret_rotated"  # noqa: S105 - a word, not a secret
    WEBHOOK_ROTATED = "webhook_rotated"
    KEYS_CHANGED = "keys_changed"
    SCOPES_CHANGED = "scopes_changed"
    REVOKED = "revoked"
    REOPENED = "reopened"
    RECEIVER_OPENED = "receiver_opened"


class CallingSystem(models.Model):
    """One registered software; `client_id` is its OAuth 2 client.

    `webhook_url` with `webhook_secret` (Standard Webhooks, `whsec_…`, encrypted at rest) is where
    it is told that something changed; empty: it asks again by itself. `webhook_disabled_at`: the
    receiver said 410 Gone, or failed for too long; nothing is sent until an administrator opens it again.
    `webhook_failing_since`: no attempt has succeeded since then. `webhook_paused_until`: it asked us to wait.

    It proves who it is with the secret of its client, or signs with a key of `jwks` (a JWK set, RFC 7517) or of the
    set published at `jwks_url`. A replaced secret stands in `previous_…` until the moment beside it, then is nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    client_id = models.CharField(max_length=100, unique=True)
    webhook_url = models.URLField(max_length=500, blank=True)
    webhook_secret = models.BinaryField(blank=True, default=b"")
    webhook_disabled_at = models.DateTimeField(null=True, blank=True)
    webhook_failing_since = models.DateTimeField(null=True, blank=True)
    webhook_paused_until = models.DateTimeField(null=True, blank=True)
    previous_webhook_secret = models.BinaryField(blank=True, default=b"")
    previous_webhook_until = models.DateTimeField(null=True, blank=True)
    previous_secret = models.CharField(max_length=200, blank=True)
    previous_secret_until = models.DateTimeField(null=True, blank=True)
    jwks = models.JSONField(null=True, blank=True)
    jwks_url = models.URLField(max_length=500, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class CallingSystemOrganisation(models.Model):
    """An organisation for which a calling system may ask."""

    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="organisations")
    organisation = models.ForeignKey("consents.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "organisation"], name="calling_system_organisation_once")
        ]

    def __str__(self) -> str:
        return f"{self.system_id} for {self.organisation_id}"


class CallingSystemAct(models.Model):
    """What was done to a system's credentials, by whom and when. Append-only; no secret stands in it.

    `by` is a reviewer's account or the command line, as `kind:reference`.
    """

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(CallingSystem, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=16)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["system", "-at"], name="calling_act_by_system")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=sorted(act.value for act in Act)), name="calling_act_known_word"
            ),
        ]
        triggers = append_only("calling_act")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"


class SeenAssertion(models.Model):
    """A signed assertion that was accepted: never a second time (RFC 7523 §3). `digest` is SHA-256 of its `jti`."""

    id = models.BigAutoField(primary_key=True)
    client_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client_id", "digest"], name="assertion_accepted_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.digest[:8]}"
