"""The hospital that the attacks are made on, and its software's token."""

import pytest

from tests.sharing.api.conftest import ask, question, token
from tests.sharing.hospital import Hospital, hospital

__all__ = ["ask", "question", "token"]


@pytest.fixture
def chu(db: None) -> Hospital:
    return hospital()
