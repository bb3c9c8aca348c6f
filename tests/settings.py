"""The site's settings in test mode, with the test services up: `pytest path/to/test.py` works with nothing set.

Tests run as the tables' owner, who may create databases; those about the application's rights open a second
connection as `portal_app` (fixture `as_application`).
"""

import os

from tools import services

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("PORTAL_AS_OWNER", "1")
os.environ.update(services.start("test"))
os.environ.setdefault("CACHE_PREFIX", os.environ.get("TEST_DATABASE_NAME", "test") + os.environ.get("PYTEST_XDIST_WORKER", ""))

from portal.settings import *  # noqa: E402, F403
