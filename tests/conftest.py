"""What every test gets. Fixtures of one room are in that room's own conftest."""

import pgtrigger
import pytest
from django.test import TransactionTestCase


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_ledger() -> None:
    """A test that commits empties every table afterwards; ledger and journal refuse that to everyone else."""
    teardown = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = pgtrigger.ignore()(teardown)
