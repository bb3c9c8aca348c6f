"""Grants that patients made elsewhere, as Consents that those whom they name may read, and nobody changes here."""

import uuid
from datetime import datetime

from django.conf import settings

from consents.selectors import granted
from consents.selectors.granted import GrantCard
from consents.vocabulary import RecipientKind, Stance
from sharing.fhir.consents import writing
from sharing.fhir.consents.values import ACTIVE, Provision, To
from sharing.fhir.writing.consent import Policy
from sharing.fhir.writing.words import instant
from sharing.services.callers import Caller
from sharing.services.consents.kept import Shown

_FINESS = "https://finess.esante.gouv.fr"


def of_patient(caller: Caller, patient: uuid.UUID | None, *, at: datetime) -> list[Shown]:
    return [_shown(card) for card in granted.to_organisations(_places(caller), patient=patient, at=at)]


def by_id(caller: Caller, word: uuid.UUID, *, at: datetime) -> Shown | None:
    found = granted.to_organisations(_places(caller), word=word, at=at)
    return _shown(found[0]) if found else None


def _places(caller: Caller) -> list[uuid.UUID]:
    """Never empty, so that a system without organisation costs what another does."""
    return [uuid.UUID(each) for each in sorted(caller.organisations)] or [uuid.UUID(int=0)]


def _shown(card: GrantCard) -> Shown:
    kind = RecipientKind.ORGANISATION if card.to.system == _FINESS else RecipientKind.PROFESSIONAL
    said = Provision(Stance.GRANT, (To(kind, card.to),), begins_at=card.begins_at, ends_at=card.ends_at)
    patient = {"type": "Patient", "identifier": {"system": card.patient.system, "value": card.patient.value}}
    policy = Policy(settings.SITE_URL, f"{settings.SITE_URL}/droits/")
    resource = writing.consent(str(card.id), ACTIVE, patient, said, policy=policy, at=card.declared_at)
    meta = {"versionId": "1", "lastUpdated": instant(card.declared_at)}
    return Shown(1, ACTIVE, resource | {"meta": meta}, card.declared_at)
