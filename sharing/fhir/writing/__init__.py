"""Our values written as FHIR R4 (4.0.1) resources, as plain dictionaries; what is read back is in `sharing.fhir.reading`.

How one resource names another is the caller's choice (`words.Links`): `urn:uuid:` inside a Bundle, `Type/id` in a
registry. Nothing here knows a table, a setting or a clock.
"""
