"""FHIR R4, as pure mappings: resources in, our values out. Standard library only."""
