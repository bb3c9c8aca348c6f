"""AuditEvent in the shapes of IHE BALP: what a calling system was answered, and what its people then opened.

Everybody and everything is named as the caller named it (`Identifier`), never as it was found to be: a document that is
hidden, unknown, out of remit or another patient's is told in the same words.
"""
