"""Calling systems: the software of an organisation that asks and is told of changes."""

import uuid

from django.db import models

new_id = uuid.uuid4


class CallingSystem(models.Model):
    """One registered software; `client_id` is its OAuth 2 client.

    `webhook_url` with `webhook_secret` (Standard Webhooks, `whsec_…`, encrypted at rest) is where
    it is told that something changed; empty: it asks again by itself. `webhook_disabled_at`: the
    receiver said 410 Gone, or failed for too long; nothing is sent until an operator replays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    client_id = models.CharField(max_length=100, unique=True)
    webhook_url = models.URLField(max_length=500, blank=True)
    webhook_secret = models.BinaryField(blank=True, default=b"")
    webhook_disabled_at = models.DateTimeField(null=True, blank=True)
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
