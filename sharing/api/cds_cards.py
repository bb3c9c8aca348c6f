"""The card that answers a `patient-consent-consult` hook: one decision, and what to hide.

Every refusal is the same card, whatever its reason: hidden, opposed, without basis and unknown are CONSENT_DENY.
NO_CONSENT is said only where no patient's choice could decide, so that it tells nothing of anyone.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sharing.api import evaluation
from sharing.services.answers import Answer
from sharing.services.searches import Found

PERMIT, DENY, NO_CONSENT = "CONSENT_PERMIT", "CONSENT_DENY", "NO_CONSENT"
REDACT = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "REDACT"}
#: The system of `urn:uuid:` identifiers (FHIR R4, Identifier.system).
URI = "urn:ietf:rfc:3986"
_INDICATORS = {PERMIT: "info", DENY: "critical", NO_CONSENT: "warning"}
Card = dict[str, Any]


def answered(found: Found) -> dict[str, list[Card]]:
    """`found.documents` are those he may see, the newest first: everything else is to be hidden."""
    context = evaluation.context(found.record)
    obligations = [_hide_all_but(found.documents)] if found.record.permit else []
    return _one(_decision(found.record), context["reason_user"]["fr"], obligations, {"context": context})


def nothing_kept() -> dict[str, list[Card]]:
    """The same for every patient: nothing was looked up."""
    detail = _("Aucun choix du patient n’est gardé ici pour cette finalité. Sans réponse, ne montrez rien.")
    return _one(NO_CONSENT, detail, [], {})


def _decision(answer: Answer) -> str:
    return PERMIT if answer.permit else DENY


def _hide_all_but(documents: Iterable[str]) -> dict[str, Any]:
    codes = [{"system": URI, "code": f"urn:uuid:{each}"} for each in documents]
    return {"id": REDACT, "parameters": {"exceptAnyOfCodes": codes}}


def _one(decision: str, detail: str, obligations: list[dict[str, Any]], more: dict[str, Any]) -> dict[str, list[Card]]:
    card = {
        "summary": decision,
        "detail": detail,
        "indicator": _INDICATORS[decision],
        "source": {"label": settings.SITE_NAME, "url": settings.SITE_URL},
        "extension": {"decision": decision, "obligations": obligations, **more},
    }
    return {"cards": [card]}
