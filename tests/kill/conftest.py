from collections.abc import Iterator

import pytest
import redis

from tests.kill import servers
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import Story, tell
from tools import places


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as one:
        yield one


@pytest.fixture
def story(transactional_db: None, receiver: Receiver) -> Story:
    return tell(receiver.url)


@pytest.fixture
def where() -> Iterator[places.Places]:
    with servers.own_places() as one:
        yield one


@pytest.fixture
def broker(where: places.Places) -> Iterator[redis.Redis]:
    with servers.own_valkey(where) as one:
        yield one


@pytest.fixture
def surroundings(transactional_db: None, broker: redis.Redis, where: places.Places) -> dict[str, str]:
    return servers.beside_this_test(where)
