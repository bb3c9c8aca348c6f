"""`python -m bench.evaluations`: what a decision costs through the API, in process, against a bare view.

Ratios within one run are what counts: these machines are noisy. Prints medians of so many requests.
"""

import json
import logging
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import world

ROUNDS = 40


def main() -> None:
    logging.disable()
    with world.database():
        from django.db import connection
        from django.test import Client

        from consents.verification import INS_TEST
        from consents.words import Identifier
        from sharing.asked import RPPS, Asked, AskerKind, AskerNamed
        from sharing.services import lists

        made = world.build(20_000)
        client = Client()
        token = client.post(
            "/oauth2/token",
            {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.client_secret,
             "scope": "decisions"},
        ).json()["access_token"]  # fmt: skip
        headers = {"authorization": f"Bearer {token}"}

        def ask(count: int) -> Callable[[], object]:
            body = json.dumps(
                {
                    "subject": {"type": "professional", "id": made.rpps},
                    "action": {"name": "read"},
                    "context": {"purpose": "care"},
                    "evaluations": [
                        {"resource": {"type": "document", "id": str(each),
                                      "properties": {"patient": {"system": INS_TEST, "value": made.ins}}}}
                        for each in made.documents[:count]
                    ],
                }
            )  # fmt: skip
            return lambda: client.post("/access/v1/evaluations", body, content_type="application/json", headers=headers)

        bare = median(lambda: client.get("/livez"))
        print(f"bare view          {bare * 1000:8.2f} ms")
        for count in (1, 200, 500):
            call = ask(count)
            statements = counted(connection, call)
            spent = median(call, rounds=ROUNDS if count == 1 else 15)
            print(
                f"{count:5} documents    {spent * 1000:8.2f} ms   {statements} statements   "
                f"{spent / bare:6.1f} × bare   {spent / count * 1e6:8.1f} µs a decision"
            )
        asked = Asked(
            AskerNamed(AskerKind.PROFESSIONAL, Identifier(RPPS, made.rpps)), Identifier(INS_TEST, made.ins), None, ""
        )
        spent = median(lambda: lists.visible(asked, at=world.NOW), rounds=5)
        print(f"first page of 20,000 documents {spent * 1000:8.0f} ms")


def counted(connection: Any, call: Callable[[], Any]) -> int:
    """How many statements one call takes; it must succeed."""
    seen: list[str] = []

    def note(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(note):
        answer = call()
    if answer.status_code != 200:
        raise SystemExit(answer.content.decode())
    return len(seen)


def median(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds, the first call left out."""
    call()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
