from collections.abc import Iterator

import pytest

from sharing.models import Subscription
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import Story
from tests.sharing.notices.story import tell as told
from tests.sharing.notices.subscriber import subscribe, tell


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


@pytest.fixture
def story(db: None, receiver: Receiver) -> Story:
    """The hospital's software listens at `receiver`."""
    return told(receiver.url)


@pytest.fixture
def active(story: Story, receiver: Receiver) -> Subscription:
    """A subscription of the hospital's software whose receiver took the handshake."""
    row = subscribe(story, receiver.url)
    assert tell() == 1
    receiver.received.clear()
    row.refresh_from_db()
    return row
