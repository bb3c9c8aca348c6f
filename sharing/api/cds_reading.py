"""From the context of a `patient-consent-consult` hook to the question it is, in the words of AuthZEN.

Several identifiers may name one actor and one patient; two actors or two patients are two questions, and none here.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consents.vocabulary import Purpose
from sharing.api import questions
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.asked import FINESS, RPPS, Asked
from sharing.fhir.reading.identifiers import INS_NIR, INS_SYSTEMS, normal_pair

HOOK = "patient-consent-consult"
MOST = 20
#: Codes of v3-ActReason that are a purpose of ours.
PURPOSES: Mapping[str, Purpose] = {
    "TREAT": Purpose.CARE, "CAREMGT": Purpose.CARE, "COC": Purpose.CARE, "ERTREAT": Purpose.CARE,
    "ETREAT": Purpose.EMERGENCY, "BTG": Purpose.EMERGENCY,
}  # fmt: skip
#: Those for which no choice of a patient is kept here.
NOT_KEPT = frozenset(
    {
        "HPAYMT", "HOPERAT", "HRESCH", "CLINTRCH", "DSRCH", "PUBHLTH", "PATRQT", "FAMRQT", "PWATRNY", "SUPNWK",
        "PATSFTY", "RECORDMGT", "HLEGAL", "HSYSADMIN", "HTEST", "HMARKT", "HDIRECT", "PATADMIN",
    }
)  # fmt: skip
#: Categories of consent that are kept here, whatever their system is spelt like.
CATEGORIES = frozenset({"patient-privacy", "59284-0", "INFA"})
_FINESS_FORM = re.compile(r"[0-9A-Z]{9}", re.ASCII)
_Pair = tuple[str, str]
#: Where the members of the question stand in the hook.
_PLACES = (
    ("/resource/properties/patient", "/context/patientId"),
    ("/subject", "/context/actor"),
    ("/context/purpose", "/context/purposeOfUse"),
)


def consultation(body: Reader) -> Asked | None:
    """None: nothing is kept here about what the hook asks, whoever the patient is. `Malformed` if it is no question."""
    if body.text("hook") != HOOK:
        raise Malformed("invalid-member", body.at("hook"), _("Le seul crochet connu est « patient-consent-consult »."))
    body.text("hookInstance")
    context = body.object("context")
    patient, actor = _patient(context), _actor(context)
    _codings(context, "class")
    purpose = _purpose(context)
    if purpose is None or not _is_kept(context):
        return None
    return _question(patient, actor, purpose)


def _question(patient: _Pair, actor: dict[str, Any], purpose: Purpose) -> Asked:
    """Read like any other, so that one reader says what an identifier is; its errors name the hook's members."""
    system, value = patient
    resource = {"type": "document", "properties": {"patient": {"system": system, "value": value}}}
    said = {
        "subject": actor, "action": {"name": "read"}, "resource": resource, "context": {"purpose": purpose.value},
    }  # fmt: skip
    try:
        return questions.listing(Reader(said))
    except Malformed as wrong:
        place = next((to for begins, to in _PLACES if wrong.pointer.startswith(begins)), "/context")
        raise Malformed(wrong.slug, place, wrong.detail) from None


def _patient(context: Reader) -> _Pair:
    """His INS, when one is given; else his only identifier."""
    named = {(system or INS_NIR, value) for system, value in _identifiers(context, "patientId")}
    national = {pair for pair in named if pair[0] in INS_SYSTEMS}
    return _only(national or named, context.at("patientId"), _("Un seul patient est attendu."))


def _actor(context: Reader) -> dict[str, Any]:
    """A professional, and the organisation he asks from; or an organisation alone."""
    named = {_placed(pair) for pair in _identifiers(context, "actor")}
    places = {pair for pair in named if pair[0] == FINESS}
    several = _("Un seul demandeur est attendu, et une seule organisation.")
    where = _only(places, context.at("actor"), several) if places else None
    if named == places and where:
        return {"type": "organisation", "id": where[1]}
    system, value = _only(named - places, context.at("actor"), several)
    properties: dict[str, Any] = {"system": system}
    if where:
        properties["organisation"] = where[1]
    return {"type": "professional", "id": value, "properties": properties}


def _placed(pair: _Pair) -> _Pair:
    """National numbers as what they contain; without a system, told by their form."""
    if pair[0]:
        return pair
    return (FINESS if _FINESS_FORM.fullmatch(pair[1]) else RPPS), pair[1]


def _only(pairs: set[_Pair], pointer: str, otherwise: Any) -> _Pair:
    if len(pairs) != 1:
        raise Malformed("invalid-member", pointer, otherwise)
    return next(iter(pairs))


def _identifiers(context: Reader, name: str) -> list[_Pair]:
    """At least one `{system?, value}`."""
    found = []
    for each in _objects(context, name):
        system = each.text("system") if each.has("system") else ""
        found.append(normal_pair(system, each.text("value").strip()) if system else ("", each.text("value").strip()))
    if not found:
        raise Malformed("missing-member", context.at(name))
    return found


def _objects(context: Reader, name: str) -> list[Reader]:
    items = context.items(name)
    if len(items) > MOST:
        raise Malformed("invalid-member", context.at(name), _("Cette liste est trop longue."))
    return [Reader(each, f"{context.at(name)}/{place}") for place, each in enumerate(items)]


def _codings(context: Reader, name: str) -> list[str]:
    """The codes; a coding has its system too."""
    if not context.has(name):
        return []
    return [each.text("code") for each in _objects(context, name) if each.text("system")]


def _is_kept(context: Reader) -> bool:
    asked = _codings(context, "category")
    return not asked or not CATEGORIES.isdisjoint(asked)


def _purpose(context: Reader) -> Purpose | None:
    """What all its codes mean together; None when one of them is not kept here. Mandatory (R91)."""
    said = context.raw("purposeOfUse")
    codes = said if isinstance(said, list) else [said]
    pointer = context.at("purposeOfUse")
    if not codes:
        raise Malformed("missing-member", pointer)
    words = [code for code in codes if isinstance(code, str)]
    if len(words) < len(codes):
        raise Malformed("invalid-member", pointer)
    if not {*words} <= PURPOSES.keys() | NOT_KEPT:
        raise Malformed("unknown-purpose", pointer, _("Un code de v3-ActReason est attendu, par exemple « TREAT »."))
    meant = {PURPOSES[code] for code in words if code in PURPOSES}
    if not NOT_KEPT.isdisjoint(words):
        return None
    if len(meant) != 1:
        raise Malformed("invalid-member", pointer, _("Une seule finalité est attendue."))
    return meant.pop()
