"""Resources that a hospital sends: a person, and a stay."""

from typing import Any

from tests.sharing.hospital import Hospital

FHIR = "application/fhir+json"
FINESS = "https://finess.esante.gouv.fr"
RPPS = "https://rpps.esante.gouv.fr"
CHU = {"type": "Organization", "identifier": {"system": FINESS, "value": Hospital.finess}}
CLINIC = {"type": "Organization", "identifier": {"system": FINESS, "value": Hospital.clinic_finess}}
MARTIN = {"type": "Practitioner", "identifier": {"system": RPPS, "value": Hospital.martin_rpps}}
LEROY = {"type": "Practitioner", "identifier": {"system": RPPS, "value": Hospital.leroy_rpps}}
PATIENT = {"reference": "Patient/1"}


def person(identity: Any, **more: Any) -> dict[str, Any]:
    kind = {"coding": [{"code": "INS-NIR"}]}
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"type": kind, "system": identity.system, "value": identity.value}],
        "name": [{"use": "official", "family": "Autre", "given": ["Béa"]}],
        "birthDate": "1980-05-02",
        **more,
    }


def stay(who: Any = MARTIN, where: Any = CHU, patient: Any = PATIENT) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "id": "s",
        "status": "in-progress",
        "class": {"code": "IMP"},
        "subject": patient,
        "period": {"start": "2026-01-05T08:00:00+01:00"},
        "participant": [{"individual": who}],
        "serviceProvider": where,
    }
