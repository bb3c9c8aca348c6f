"""From our words to a Consent; `reading` finds the same words in it."""

from datetime import datetime

from consents import terminology
from consents.vocabulary import RecipientKind, Stance, SubjectKind
from consents.words import Identifier
from sharing.fhir.consents.provisions import INSTANCE, RECIPIENT
from sharing.fhir.consents.values import ABOUT_EVERYTHING, TO_EVERYONE, About, Provision, To
from sharing.fhir.writing.consent import CATEGORIES, SCOPE, Policy
from sharing.fhir.writing.words import (
    PARTICIPATION,
    PROFESSION,
    SPECIALTY,
    Resource,
    coding,
    concept,
    instant,
    period,
    without_nothing,
)

_KINDS = {
    RecipientKind.PROFESSIONAL: "Practitioner",
    RecipientKind.ORGANISATION: "Organization",
    RecipientKind.PROFESSION: "PractitionerRole",
}


def consent(
    identity: str, status: str, patient: Resource, provision_: Provision, *, policy: Policy, at: datetime
) -> Resource:
    """By the patient himself. `at`: when it was declared."""
    return {
        "resourceType": "Consent",
        "id": identity,
        "status": status,
        "scope": SCOPE,
        "category": CATEGORIES,
        "patient": patient,
        "dateTime": instant(at),
        "performer": [patient],
        "policy": [{"authority": policy.authority, "uri": policy.uri}],
        "provision": provision(provision_),
    }


def provision(said: Provision, outer: Provision | None = None) -> Resource:
    """An exception does not repeat what its root says."""
    same_tos = said.tos == (outer.tos if outer else (TO_EVERYONE,))
    same_abouts = said.abouts == (outer.abouts if outer else (ABOUT_EVERYTHING,))
    same_period = outer is not None and (said.begins_at, said.ends_at) == (outer.begins_at, outer.ends_at)
    return without_nothing(
        {
            "type": "permit" if said.stance is Stance.GRANT else "deny",
            "period": {} if same_period else period(said.begins_at, said.ends_at),
            "actor": [] if same_tos else [_actor(to) for to in said.tos],
            **({} if same_abouts else _subjects(said.abouts)),
            "provision": [provision(each, said) for each in said.inner],
        }
    )


def _actor(to: To) -> Resource:
    named = to.named if isinstance(to.named, Identifier) else Identifier(PROFESSION, to.named)
    reference = {"type": _KINDS[to.kind], "identifier": {"system": named.system, "value": named.value}}
    return {
        "role": concept(coding(PARTICIPATION, RECIPIENT, "information recipient")),
        "reference": reference,
    }


def _subjects(abouts: tuple[About, ...]) -> Resource:
    """All of one kind."""
    kind = abouts[0].kind
    if kind is SubjectKind.CATEGORY:
        return {"class": [coding(terminology.CATEGORY_SYSTEM, str(each.named)) for each in abouts]}
    if kind is SubjectKind.SPECIALTY:
        return {"code": [concept(coding(SPECIALTY, str(each.named))) for each in abouts]}
    return {"data": [{"meaning": INSTANCE, "reference": _document(each)} for each in abouts]}


def _document(about: About) -> Resource:
    if isinstance(about.named, Identifier):
        identifier = {"system": about.named.system, "value": about.named.value}
        return {"type": "DocumentReference", "identifier": identifier}
    return {"reference": f"DocumentReference/{about.named}", "type": "DocumentReference"}
