from collections.abc import Iterator

import pytest

from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import Story, tell


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


@pytest.fixture
def story(db: None, receiver: Receiver) -> Story:
    """The hospital's software listens at `receiver`."""
    return tell(receiver.url)
