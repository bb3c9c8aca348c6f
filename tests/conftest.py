"""What every test gets. Fixtures of one room are in that room's own conftest."""
