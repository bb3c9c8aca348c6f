"""Accounts: who signs in, and which person, professional or reviewer he is."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

new_id = uuid.uuid4


class AccountManager(UserManager["User"]):
    """Accounts are known by their e-mail address; there is no user name."""

    use_in_migrations = False

    def create_account(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """An account. It points down to a person or a professional, or is a reviewer's (R88).

    `discreet`, `quiet_since`: how little a screen shows (portal/discretion.py). With the account, because every
    page reads them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField("email", unique=True)
    person = models.OneToOneField("consents.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.OneToOneField(
        "consents.Professional", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_reviewer = models.BooleanField(default=False)
    discreet = models.BooleanField(default=False)
    quiet_since = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()  # type: ignore[misc]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_reviewer=True) | Q(person__isnull=True, professional__isnull=True),
                name="reviewer_is_neither_patient_nor_professional",
            )
        ]


class Export(models.Model):
    """A copy of everything that an account asked for (RGPD art. 15, 20): its line stays, its bytes do not.

    `lease_until`: until then the worker that took it is at work; past it, another one begins again (`attempt` + 1).
    `progress` is a percentage. `file_name` ends as the file does. `size` is that of the file, in bytes.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        RUNNING = "running"
        READY = "ready"
        EXPIRED = "expired"
        DELETED = "deleted"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("consents.Person", on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, default="asked")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-asked_at"], name="export_by_account"),
            models.Index(fields=["asked_at"], condition=Q(state__in=["asked", "running"]), name="export_to_make"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(shape__in=["pdf", "json", "fhir"]), name="export_shape_known_word"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "running", "ready", "expired", "deleted", "failed"]),
                name="export_state_known_word",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=["asked", "running"]), name="export_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False, expires_at__isnull=False),
                name="export_ready_says_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shape} {self.state}"


class ExportPiece(models.Model):
    """A piece of the file, compressed, then sealed for its place in this export (sharing.sealing)."""

    id = models.BigAutoField(primary_key=True)
    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "attempt", "position"], name="export_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} #{self.position}"


class AccountSettings(models.Model):
    """How an account is reached (portal/notices); an empty word is a choice that was not made."""

    account = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="settings")
    mail = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__in=["", "first", "each", "emergencies", "daily", "weekly", "none"]),
                name="account_mail_known_word",
            )
        ]

    def __str__(self) -> str:
        return f"settings of {self.account_id}"
