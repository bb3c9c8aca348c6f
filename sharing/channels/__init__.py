"""The ways out of the house: each sends one message and says what came of it. No table is touched here."""
