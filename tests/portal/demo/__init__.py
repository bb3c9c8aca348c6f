"""A package, so that the story is taken back at the end of these tests (tests/portal/demo/conftest.py)."""
