"""The place of each notice among those of its system: from one on, without a hole, seen in the order of the places.

Whoever gives places of a system holds the row of its feed until its transaction ends: a place is never seen before
those below it, and one that is rolled back is given again. Reading from a place on therefore misses nothing.
"""

import uuid
from collections import Counter
from collections.abc import Sequence

from django.db import connection

from sharing.models import Notice

#: Rows in the order of their keys, so that two transactions never wait for each other.
_TAKE = """
    INSERT INTO sharing_changefeed AS feed (system_id, last, acknowledged)
    SELECT system, many, 0 FROM unnest(%s::uuid[], %s::bigint[]) AS wanted (system, many) ORDER BY system
    ON CONFLICT (system_id) DO UPDATE SET last = feed.last + excluded.last
    RETURNING system_id, last
"""


def give(notices: Sequence[Notice]) -> None:
    """Gives those of calling systems their places, in this order.

    In the transaction that writes them, and as late in it as can be: whoever is next waits for its end.
    """
    told = [(one, one.system_id) for one in notices if one.system_id]
    wanted = Counter(system for _, system in told)
    taken = _take(wanted) if wanted else {}
    for notice, system in reversed(told):
        notice.place = taken[system]
        taken[system] -= 1


def _take(wanted: Counter[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The last place of each system, with as many below it as are wanted."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [list(wanted), list(wanted.values())])
        return dict(cursor.fetchall())
