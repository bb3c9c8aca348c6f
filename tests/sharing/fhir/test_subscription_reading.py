"""What a Subscription asks for, read: whatever is sent, an answer or a refusal that names an element."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consents.errors import InvalidFact
from sharing.fhir.subscriptions import names, operations, reading
from sharing.services.subscriptions import events
from tests.sharing.api.fhir.subscribing import TOPIC, asked

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


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_PLACES), st.sampled_from(_OF_CHANNEL), st.booleans(), _ANYTHING)
def test_anything_is_kept_or_refused_at_its_element(place: str, inner: str, deep: bool, what: Any) -> None:
    body = asked(channel={inner: what}) if deep else asked() | {place: what}
    try:
        read = reading.wanted(body, topic=TOPIC)
    except InvalidFact as fault:
        assert fault.element.startswith("Subscription")
    else:
        assert (read.content, read.payload) in {(c, p) for c in names.CONTENTS for p in names.PAYLOADS.values()}


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
