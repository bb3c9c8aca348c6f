"""FHIR subscriptions: asked for, told of what happens, ended (HL7 Subscriptions R5 Backport 1.1.0).

`asking` is what systems do with theirs; `events` notes what happened, in the transaction that plans the notices, and
numbers it; `sending` is what is due, and what comes of each attempt; `delivery` makes the calls.
"""
