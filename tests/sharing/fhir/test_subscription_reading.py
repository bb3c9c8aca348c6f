"""What a Subscription asks for, read: whatever is sent, an answer or a refusal that names an element."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from consents.errors import InvalidFact
from sharing.fhir.subscriptions import names, operations, reading, writing
from sharing.fhir.subscriptions.values import Event, Kept
from sharing.services.subscriptions import events
from tests.sharing.api.fhir.subscribing import TOPIC, asked

EXAMPLES = Path(settings.BASE_DIR) / "tests" / "data" / "fhir" / "examples"
SITE = "https://consent.example.fr"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_PLACES = ("status", "reason", "criteria", "_criteria", "end", "channel", "extension", "modifierExtension")
_OF_CHANNEL = ("type", "_type", "endpoint", "payload", "_payload", "header", "extension", "_endpoint")
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(names.CONTENT),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["url", "extension", "valueCode", "valuePositiveInt"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@bounded(max_examples=200, deadline=None)
@given(st.sampled_from(_PLACES), st.sampled_from(_OF_CHANNEL), st.booleans(), _ANYTHING)
def test_anything_is_kept_or_refused_at_its_element(place: str, inner: str, deep: bool, what: Any) -> None:
    body = asked(channel={inner: what}) if deep else asked() | {place: what}
    assert _kept_or_element(body).startswith("Subscription")


def _kept_or_element(body: dict[str, Any]) -> str:
    try:
        return f"Subscription kept as {reading.wanted(body, topic=TOPIC).content}"
    except InvalidFact as fault:
        return fault.element


@pytest.mark.parametrize(
    "end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30T00:00:00Z", "2026"]
)
def test_an_end_that_no_clock_reaches_is_refused(end: str) -> None:
    with pytest.raises(InvalidFact, match=r"Subscription\.end"):
        reading.wanted(asked(end=end), topic=TOPIC)


def test_parameters_are_read_whatever_type_their_value_has() -> None:
    said = [{"name": "a", "valueString": "1"}, {"name": "a", "valueInteger": 2}]
    assert operations.given({"parameter": said}) == [("a", "1"), ("a", "2")]
    for wrong in ({"name": "a"}, {"name": "a", "valueBoolean": True}, {"name": "a", "part": []}):
        with pytest.raises(InvalidFact):
            operations.given({"parameter": [wrong]})


def test_a_name_of_a_patient_leads_back_to_the_reference_of_notices() -> None:
    reference = "A-_z" * 10 + "abc"
    assert events.reference(events.name(reference)) == reference
    assert events.reference("not hexadecimal") == ""


def test_the_example_is_refused_for_its_filter_and_kept_without_it() -> None:
    """Who is told of what is not the caller's to choose (decision.md §7)."""
    example = json.loads((EXAMPLES / "subscription-r4-backport.json").read_text())
    with pytest.raises(InvalidFact, match=r"Subscription\.criteria: unknown_topic"):
        reading.wanted(example, topic=TOPIC)
    with pytest.raises(InvalidFact, match=r"Subscription\.criteria\.extension\[0\]: not_supported"):
        reading.wanted(example, topic=names.topic(SITE))
    del example["_criteria"]
    wanted = reading.wanted(example, topic=names.topic(SITE))
    kept = Kept(id="sub-1", version=1, changed_at=NOW, status="requested", error="", count=0, wanted=wanted)
    told = writing.subscription(kept, topic=names.topic(SITE))
    assert told.pop("meta")["profile"] == example.pop("meta")["profile"]
    assert told["channel"].pop("header") == ["Authorization: ********"]
    assert (told, example["channel"].pop("header")) == (example, ["Authorization: Bearer secret-du-client"])


def test_a_notification_has_the_shape_of_the_example() -> None:
    example = json.loads((EXAMPLES / "subscription-notification-r4-backport.json").read_text())
    wanted = reading.wanted(asked(), topic=TOPIC)
    key = "292d3c72-edc1-4d8a-afaa-d85e19c7f563"
    kept = Kept(id=key, version=1, changed_at=NOW, status="active", error="", count=2, wanted=wanted)
    told = writing.notification(
        kept,
        writing.EVENTS,
        [Event(2, NOW, "ab" * 32)],
        base=f"{SITE}/fhir",
        topic=names.topic(SITE),
        bundle=key,
        at=NOW,
    )
    assert _shape(told["entry"][0]) == _shape(example["entry"][0])
    assert (told["type"], told["meta"], told.keys()) == (example["type"], example["meta"], example.keys())


def _shape(value: Any) -> Any:
    """Names without what stands under them; the type of a reference is said by us alone."""
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items() if name != "type"} | (
            {"name": value["name"]} if "name" in value else {}
        )
    return [_shape(inner) for inner in value] if isinstance(value, list) else ""
