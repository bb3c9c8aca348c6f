"""The ledger: what the patient, or someone for him, declared (decision.md §8). Append-only."""

from django.db import models
from django.db.models import Q

from consents.models.integrity import append_only, within
from consents.models.people import Person
from consents.vocabulary import ActorKind, DeclarationKind, Door


class LedgerHead(models.Model):
    """One row a patient, locked while he declares: his revision and his chain's last hash."""

    patient = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="ledger_head")
    revision = models.PositiveIntegerField(default=0)
    preference_revision = models.PositiveIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return f"{self.patient_id} r{self.revision}"


class LedgerEntry(models.Model):
    """One declaration, chained to the one before of the same patient (R89).

    `declared_at` is the moment it was made, `recorded_at` the moment it was written; `content` the
    canonical declaration; `hash` SHA-256 over the previous hash and the canonical entry.
    """

    id = models.BigAutoField(primary_key=True)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ledger_entries")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=12)
    actor_reference = models.CharField(max_length=64)
    collected_by = models.CharField(max_length=64, blank=True)
    door = models.CharField(max_length=8)
    declared_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    content = models.JSONField()
    salt = models.BinaryField(max_length=16)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "revision"], name="ledger_revision_once"),
            models.UniqueConstraint(fields=["patient", "previous_hash"], name="ledger_chain_never_forks"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="ledger_revision_from_one"),
            within("kind", DeclarationKind, name="ledger_kind_known_word"),
            within("actor_kind", ActorKind, name="ledger_actor_known_word"),
            within("door", Door, name="ledger_door_known_word"),
        ]
        triggers = append_only("ledger")

    def __str__(self) -> str:
        return f"{self.patient_id} r{self.revision} {self.kind}"
