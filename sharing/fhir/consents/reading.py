"""From a Consent to our words. Refusals name the first element at fault, in the order of the resource."""

from consents.errors import InvalidFact
from consents.words import Identifier
from sharing.fhir.consents import provisions
from sharing.fhir.consents.references import kind_of, logical
from sharing.fhir.consents.values import ACTIVE, ENDED, ConsentRead, NotKept
from sharing.fhir.reading import moments
from sharing.fhir.reading.elements import Element
from sharing.fhir.writing.words import Resource

PRIVACY = "patient-privacy"
_PROFESSIONALS = ("Practitioner", "PractitionerRole")


def read(resource: Resource) -> ConsentRead:
    """Raises `InvalidFact` for what R4 does not allow, `NotKept` for what cannot be evaluated here."""
    consent = Element.of(resource, "Consent")
    status = _status(consent)
    _is_about_privacy(consent)
    patient, named = _patient(consent)
    heard_by = _performers(consent, patient, named)
    moments.moment(consent, "dateTime")
    _names_its_policy(consent)
    _is_not_denied(consent)
    provision = consent.child("provision")
    if provision is None:
        raise NotKept(consent.at("provision"), "missing")
    return ConsentRead(status, patient, named, heard_by, _place(consent), provisions.read(provision))


def _status(consent: Element) -> str:
    """A draft, a proposal and a refusal to consent declare nothing."""
    status = consent.text("status")
    if status != ACTIVE and status not in ENDED:
        raise NotKept(consent.at("status"), "status_not_kept")
    return status


def _is_about_privacy(consent: Element) -> None:
    codings = list(consent.codings("scope"))
    if not any(coding.code == PRIVACY for coding in codings):
        raise NotKept(consent.at("scope"), "scope_not_kept")


def _patient(consent: Element) -> tuple[Identifier, str]:
    patient = consent.child("patient")
    if patient is None:
        raise NotKept(consent.at("patient"), "missing")
    found, named = logical(patient), patient.text("reference", most=500)
    if found is None:
        raise NotKept(consent.at("patient"), "patient_without_identifier")
    return found, named


def _performers(consent: Element, patient: Identifier, named: str) -> Identifier | None:
    """The patient agreed; the professional beside him is the one who heard it. Nobody else speaks through here."""
    heard_by, agreed = None, False
    for performer in consent.children("performer"):
        kind = kind_of(performer)
        if kind in _PROFESSIONALS and heard_by is None:
            heard_by = logical(performer)
            if heard_by is None:
                raise NotKept(performer.path, "reference_without_identifier")
        elif kind in ("Patient", "") and _is_he(performer, patient, named):
            agreed = True
        else:
            raise NotKept(performer.path, "performer_not_kept")
    if not agreed:
        raise NotKept(consent.at("performer"), "patient_did_not_perform")
    return heard_by


def _is_he(performer: Element, patient: Identifier, named: str) -> bool:
    """The same reference, or the same identifier, as `Consent.patient`."""
    found, said = logical(performer), performer.text("reference", most=500)
    return bool(said and said == named) or found == patient


def _names_its_policy(consent: Element) -> None:
    """ppc-1: a policy, or a rule."""
    if not consent.children("policy") and consent.child("policyRule") is None:
        raise InvalidFact(consent.at("policy"), "missing")


def _is_not_denied(consent: Element) -> None:
    for verification in consent.children("verification"):
        if not verification.flag("verified"):
            raise NotKept(verification.at("verified"), "not_verified")


def _place(consent: Element) -> Identifier | None:
    """The first that is named by an identifier: where it was collected."""
    return next((found for each in consent.children("organization") if (found := logical(each))), None)
