"""Consent (R4) ↔ sharing preferences (decision.md §1): what one can say and the other keep, both ways.

| Consent | our words |
| --- | --- |
| `provision.type` | permit: grant; deny: oppose |
| `provision.actor`, role IRCP | to: a professional, an organisation, a profession; several: one preference each |
| no `actor` | to everyone: an opposition only (R19) |
| `provision.data`, meaning `instance` | about a document; several: one preference each |
| `provision.class`, our coding | about a category |
| `provision.code`, our coding | about a specialty |
| none of these | about everything |
| `provision.period` | period |
| one level of nested provisions | narrower preferences, made in the same transaction |

All the rest that changes what a Consent means is refused at its element: what cannot be evaluated is not kept.
"""
