"""A patient's copy of everything that is kept about him (RGPD art. 15 and 20): docs/export.md.

`jobs` keeps what was asked, `making` makes it in a worker, `gathering` reads the record, `as_json`, `as_fhir` and
`as_pdf` write it, `keeping` seals the file until it is fetched or forgotten.
"""
