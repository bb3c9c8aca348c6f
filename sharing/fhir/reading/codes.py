"""Code systems under their several spellings; what their codes mean is in `consents.terminology`."""

import re
from dataclasses import replace

from consents import terminology
from consents.vocabulary import OrganisationKind, Profession
from sharing.fhir.reading.elements import Coding

_NOS = re.compile(r"https?://mos\.esante\.gouv\.fr/NOS/(?P<table>TRE_[A-Z]\d+-\w+)(?:/.*)?")
_SECTORS = re.compile(r"https?://mos\.esante\.gouv\.fr/NOS/TRE_R02-.+|urn:oid:1\.2\.250\.1\.71\.4\.2\.4")
_VISIBILITY = re.compile(r"https?://mos\.esante\.gouv\.fr/NOS/TRE_A07-.+|urn:oid:1\.2\.250\.1\.213\.1\.1\.4\.13")
_ACTS = {"http://terminology.hl7.org/CodeSystem/v3-ActCode", "urn:oid:2.16.840.1.113883.5.4"}
_HL7_KINDS = {
    ("http://terminology.hl7.org/CodeSystem/organization-type", "ins"): OrganisationKind.INSURER,
    ("http://terminology.hl7.org/CodeSystem/organization-type", "pay"): OrganisationKind.INSURER,
}


def plain(coding: Coding) -> Coding:
    """The French tables under the address that ANS publishes today, whatever the spelling received."""
    found = _NOS.fullmatch(coding.system)
    if found is None:
        return coding
    table = found["table"]
    return replace(coding, system=f"https://mos.esante.gouv.fr/NOS/{table}/FHIR/{table.replace('_', '-')}")


def profession(coding: Coding) -> Profession:
    """By system and code together: a code alone is ambiguous (10: a physician, or a student)."""
    known = plain(coding)
    return terminology.profession(known.system, known.code)


def organisation_kind(coding: Coding) -> OrganisationKind:
    """By the sector of activity; our own word, as we write it, is read back."""
    if coding.system == terminology.ORGANISATION_KIND_SYSTEM and coding.code in set(OrganisationKind):
        return OrganisationKind(coding.code)
    if _SECTORS.fullmatch(coding.system):
        return terminology.organisation_kind(coding.code)
    return _HL7_KINDS.get((coding.system, coding.code), OrganisationKind.UNKNOWN)


def announces(coding: Coding) -> bool:
    """Hidden from the patient until announced (R31); NOPAT replaces INVISIBLE_PATIENT in the newest value set."""
    if coding.code == "NOPAT":
        return coding.system in _ACTS
    return coding.code == "INVISIBLE_PATIENT" and _VISIBILITY.fullmatch(coding.system) is not None


def patients_choice(coding: Coding) -> str:
    """The code of a visibility that is the patient's own word (vocabulary B), empty for any other."""
    return coding.code if _VISIBILITY.fullmatch(coding.system) and not announces(coding) else ""
