"""From an act to its answer, told once for each idempotency key."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rest_framework.request import Request

from sharing.api import evaluation
from sharing.api.intake import problems
from sharing.api.kinds import Malformed
from sharing.services import intake
from sharing.services.intake import once
from sharing.services.intake.once import Told

LONGEST_KEY = 255


def answer(request: Request, read: Callable[[], intake.Act], *, at: datetime) -> Told:
    """What became of one act; a refusal is an answer, of which nothing was kept."""
    try:
        done = intake.perform(
            evaluation.client_id(request),
            read(),
            proof=evaluation.proof(request),
            at=at,
            request_id=evaluation.request_id(request),
        )
    except problems.REFUSALS as refusal:
        described = problems.describe(refusal)
        return Told(described.problem.status, described.members())
    return Told(201 if done.created else 200, _rendered(done))


def _rendered(done: intake.Done) -> dict[str, Any]:
    """`id` of what is kept, `ids` when there are several, `warnings` with their place."""
    body: dict[str, Any] = {"id": str(done.id), "created": done.created}
    if done.others:
        body["ids"] = [str(each) for each in done.others]
    body["warnings"] = [
        {"pointer": f"/{member}", "code": because, "detail": problems.sentence(because)}
        for member, because in done.warnings
    ]
    return body


def under_its_key(request: Request, act: Callable[[], Told], *, at: datetime) -> Told:
    """`Idempotency-Key`, when there is one: the same thing again is answered as it was."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Malformed("invalid-key")
    sent = f"{request.path}\n{json.dumps(request.data, sort_keys=True)}".encode("utf-8", "surrogatepass")
    return once.under_key(evaluation.client_id(request), key, sent, act, at=at)
