"""Consent: one sharing preference (decision.md §1) in the words of R4.

| our preference | Consent |
| --- | --- |
| stance | `provision.type`: permit, deny |
| to | `provision.actor` (IRCP); nobody named: everyone |
| about a document | `provision.data`, meaning `instance` |
| about a category | `provision.class`, our coding |
| about a specialty | `provision.code`, our coding |
| about everything | none of these |
| period | `provision.period` |
| ended | status `inactive` |

No `purpose`: what a preference covers, and what it never stops, is in the policy that `policy_uri` names.
"""

from dataclasses import dataclass
from datetime import datetime

from consents.cards import Preference
from consents.vocabulary import RecipientKind, Stance, SubjectKind
from sharing.fhir.writing.words import (
    CATEGORY,
    PARTICIPATION,
    PROFESSION,
    SPECIALTY,
    Links,
    Resource,
    coding,
    concept,
    instant,
    period,
    ref,
    without_nothing,
)

SCOPE = concept(coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"))
CATEGORIES = [
    concept(coding("http://loinc.org", "59284-0")),
    concept(coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA")),
]
_RECIPIENT = concept(coding(PARTICIPATION, "IRCP", "information recipient"))
_ACTORS = {
    RecipientKind.PROFESSIONAL.value: "Practitioner",
    RecipientKind.ORGANISATION.value: "Organization",
    RecipientKind.PERSON.value: "RelatedPerson",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rules hold (ppc-1 asks for them): who publishes them, and where they are."""

    authority: str
    uri: str


def consent(word: Preference, patient: str, link: Links, *, policy: Policy, at: datetime) -> Resource:
    """`at` decides whether it has ended; a word still to come is active, with its period."""
    ended = word.ends_at is not None and word.ends_at <= at
    by = "Patient" if word.voice == patient else "RelatedPerson"
    return {
        "resourceType": "Consent",
        "id": word.id,
        "status": "inactive" if ended else "active",
        "scope": SCOPE,
        "category": CATEGORIES,
        "patient": ref(link, "Patient", patient),
        "dateTime": instant(word.declared_at),
        "performer": [ref(link, by, word.voice)],
        "policy": [{"authority": policy.authority, "uri": policy.uri}],
        "provision": _provision(word, link),
    }


def _provision(word: Preference, link: Links) -> Resource:
    return without_nothing(
        {
            "type": "permit" if word.stance == Stance.GRANT else "deny",
            "period": period(word.begins_at, word.ends_at),
            "actor": _actors(word, link),
            **_about(word, link),
        }
    )


def _actors(word: Preference, link: Links) -> list[Resource]:
    if word.to_kind == RecipientKind.EVERYONE:
        return []
    if word.to_kind == RecipientKind.PROFESSION:
        named = {"type": "PractitionerRole", "identifier": {"system": PROFESSION, "value": word.to}}
        return [{"role": _RECIPIENT, "reference": named}]
    return [{"role": _RECIPIENT, "reference": ref(link, _ACTORS[word.to_kind], word.to)}]


def _about(word: Preference, link: Links) -> Resource:
    if word.about_kind == SubjectKind.DOCUMENT:
        return {"data": [{"meaning": "instance", "reference": ref(link, "DocumentReference", word.about)}]}
    if word.about_kind == SubjectKind.CATEGORY:
        return {"class": [coding(CATEGORY, word.about)]}
    if word.about_kind == SubjectKind.SPECIALTY:
        return {"code": [concept(coding(SPECIALTY, word.about))]}
    return {}
