from collections.abc import Iterator

import pytest
import redis
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.kill import servers
from tests.sharing.notices.receiver import Receiver, listening
from tests.sharing.notices.story import Story, tell
from tools import places, postgres


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
    """A process that works on this test's database, under the site's own role, with the broker of this test."""
    own = connection.get_connection_params()
    database = make_conninfo(host=own["host"], dbname=own["dbname"], user=postgres.APPLICATION)
    return servers.environment(DATABASE_URL=database, REDIS_URL=f"unix://{where.valkey_socket}")
