"""`python -m bench.oracle`: can the clock tell what the words do not? (decision.md §6)

One professional asks, over HTTP's own stack and in process, about a document that does not exist, one hidden from him,
another patient's and one out of his remit; 500 times each, in an order drawn at random. Printed for each: quartiles;
and against the unknown one, how far the two distributions overlap (1: the same) and how often a call about it took
longer (0.5: a coin). A second unknown document shows what chance alone does. Nothing is asserted: machines are noisy.
Then the lists: of somebody who is no patient here, and of a patient with many documents whom the asker does not care for.
"""

import json
import logging
import random
import statistics
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench import world

CALLS = 500
DOCUMENTS = 50
BINS = 30
UNKNOWN = "unknown"
NOBODY = "nobody"
ONE = "/access/v1/evaluation"
LISTS = "/access/v1/search/resource"


def main() -> None:
    logging.disable()
    with world.database():
        from django.test import Client

        from tests.sharing.hospital import hospital

        chu = hospital()
        client = Client()
        given = chu.credentials
        form = {"grant_type": "client_credentials", "client_id": given.client_id, "client_secret": given.client_secret}
        token = client.post("/oauth2/token", form | {"scope": "decisions"}).json()["access_token"]
        asked = {
            UNKNOWN: uuid.uuid4(),
            "unknown again": uuid.uuid4(),
            "hidden": chu.hidden,
            "other patient": chu.of_bea,
            "out of remit": chu.out_of_remit,
        }
        spent = measured({name: _call(client, token, chu, each) for name, each in asked.items()})
        _documents_of_bea(chu)
        patients = {NOBODY: chu.nobody_ins, "nobody again": chu.nobody_ins, f"has {DOCUMENTS}": chu.bea_ins}
        lists = measured(
            {name: _call(client, token, chu, uuid.uuid4(), each, LISTS) for name, each in patients.items()}
        )
    for name, times in spent.items():
        print(line(name, times, spent[UNKNOWN]))
    print("lists")
    for name, times in lists.items():
        print(line(name, times, lists[NOBODY]))


def _documents_of_bea(chu: Any) -> None:
    from consents.services import intake
    from consents.vocabulary import Category

    for _ in range(DOCUMENTS):
        intake.record_document(chu.bea, category=Category.REPORT, organisation=chu.clinic, deposited=world.NOW.date())


def _call(
    client: Any, token: str, chu: Any, document: uuid.UUID, named: Any = None, path: str = ONE
) -> Callable[[], Any]:
    who = named or chu.ana_ins
    patient = {"system": who.system, "value": who.value}
    body = json.dumps(
        {
            "subject": {"type": "professional", "id": chu.martin_rpps, "properties": {"organisation": chu.finess}},
            "action": {"name": "read"},
            "resource": {"type": "document", "id": str(document), "properties": {"patient": patient}},
            "context": {"purpose": "care"},
        }
    )
    headers = {"authorization": f"Bearer {token}"}

    def call() -> Any:
        return client.post(path, body, content_type="application/json", headers=headers)

    answer = call()
    if answer.status_code != 200 or answer.json().get("decision") or answer.json().get("results"):
        raise SystemExit(answer.content.decode())
    return call


def measured(calls: Mapping[str, Callable[[], Any]]) -> dict[str, list[float]]:
    """Seconds of each call, in an order drawn at random so that what the machine does falls on all alike."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    order = [name for name in calls for _ in range(CALLS)]
    random.Random(7).shuffle(order)  # noqa: S311 - an order, not a secret
    for name in order:
        began = time.perf_counter()
        calls[name]()
        spent[name].append(time.perf_counter() - began)
    return spent


def line(name: str, times: Sequence[float], reference: Sequence[float]) -> str:
    low, middle, high = (each * 1000 for each in statistics.quantiles(times, n=4))
    return (
        f"{name:13} {len(times)} calls   quartiles {low:6.2f} {middle:6.2f} {high:6.2f} ms   "
        f"overlap {overlap(times, reference):.2f}   longer than the first {longer(times, reference):.3f}"
    )


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """The area that two histograms share; the same bins, between the 1st and the 99th hundredth of both together."""
    hundredths = statistics.quantiles([*one, *other], n=100)
    low, width = hundredths[0], (hundredths[-1] - hundredths[0]) / BINS

    def shares(times: Sequence[float]) -> list[float]:
        places = [min(BINS - 1, max(0, int((each - low) / width))) for each in times]
        return [places.count(place) / len(places) for place in range(BINS)]

    return sum(min(pair) for pair in zip(shares(one), shares(other), strict=True))


def longer(one: Sequence[float], other: Sequence[float]) -> float:
    """How often a call of the one took longer than a call of the other (0.5: the clock tells nothing)."""
    return sum(a > b for a in one for b in other) / (len(one) * len(other))


if __name__ == "__main__":
    main()
