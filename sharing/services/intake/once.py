"""The same thing told twice under one key is done once, and answered as it was the first time."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sharing.models import IntakeAnswer
from sharing.services import callers
from sharing.services.intake.faults import KeyReused

#: How long an answer is kept for a second telling.
KEPT = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it leaves: its status and its body; `again`: it had been given before."""

    status: int
    body: Any
    again: bool = False


def under_key(client_id: str, key: str, sent: bytes, act: Callable[[], Told], *, at: datetime) -> Told:
    """The answer kept under this key, or that of `act`, kept with what it did in one transaction.

    Of two at once the second waits for the first. Raises `KeyReused` when the key came with something else. A fault
    of ours undoes everything: nothing is kept under the key.
    """
    fingerprint = hashlib.sha256(sent).digest()
    with transaction.atomic():
        kept = _held(callers.caller(client_id).id, key, fingerprint, at)
        if bytes(kept.fingerprint) != fingerprint:
            raise KeyReused
        if kept.status is not None:
            return Told(kept.status, json.loads(kept.body), again=True)
        told = act()
        kept.status, kept.body = told.status, json.dumps(told.body)
        kept.save(update_fields=["status", "body"])
        return told


def _held(system: uuid.UUID, key: str, fingerprint: bytes, at: datetime) -> IntakeAnswer:
    """The row of this key, ours until the transaction ends; one that is too old makes place."""
    own = IntakeAnswer.objects.filter(system_id=system, key=key)
    own.filter(at__lt=at - KEPT).delete()
    row = IntakeAnswer(system_id=system, key=key, fingerprint=fingerprint, at=at)
    IntakeAnswer.objects.bulk_create([row], ignore_conflicts=True)
    return own.select_for_update().get()


def forget(*, at: datetime) -> int:
    """Answers that nobody will ask for again."""
    forgotten, _ = IntakeAnswer.objects.filter(at__lt=at - KEPT).delete()
    return forgotten
