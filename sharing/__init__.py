"""May this person see this: facts gathered, decided by a pure engine, journaled. Uses `consents`."""
