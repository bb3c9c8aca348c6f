"""Consents filed in FHIR by calling systems: kept as they were told, declared as what a professional heard (R90)."""
