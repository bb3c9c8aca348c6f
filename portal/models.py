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
    """An account. It points down to a person or a professional, or is a reviewer's (R88)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField("email", unique=True)
    person = models.OneToOneField("consents.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.OneToOneField(
        "consents.Professional", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_reviewer = models.BooleanField(default=False)

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
