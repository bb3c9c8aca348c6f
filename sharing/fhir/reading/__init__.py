"""What other software writes in FHIR R4, read into plain values (`values.py`).

Only one exception ever leaves this folder: `consents.errors.InvalidFact`, which names the element at fault as a
FHIRPath-like path. Nothing here knows which rows exist: references stay names until the import resolves them.
"""
