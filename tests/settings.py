"""The site's settings in test mode, with the test services up: `pytest path/to/test.py` works with nothing set.

Tests run as the tables' owner, who may create databases; those about the application's rights open a second
connection as `portal_app` (fixture `as_application`).
"""

import os

from tools import services

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("PORTAL_AS_OWNER", "1")
# `make test` has started them, and stops them; pytest alone leaves them up for the next time.
given = {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys()
os.environ.update(services.environment("test") if given else services.start("test"))

from portal.settings import *  # noqa: E402, F403
from portal.settings import PASSWORD_HASHERS, TEMPLATES  # noqa: E402
from tests.templates import UndefinedVariable  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")  # type: ignore[index]
PASSWORD_HASHERS = ["tests.hashers.QuickArgon2", *PASSWORD_HASHERS[1:]]
