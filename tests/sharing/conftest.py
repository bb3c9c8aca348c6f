"""The hospital that tests of this room ask about."""

import pytest

from tests.sharing.hospital import Hospital, hospital


@pytest.fixture
def chu(db: None) -> Hospital:
    return hospital()
