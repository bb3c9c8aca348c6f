"""DocumentReference: what a document is. Its content is kept where it was made, never here."""

from consents.cards import Paper
from sharing.fhir.writing.words import (
    CATEGORY,
    SPECIALTY,
    URI,
    Links,
    Resource,
    coding,
    concept,
    instant,
    ref,
    without_nothing,
)

_VISIBILITY = "https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument"
#: R4 asks for an attachment; its address is not ours to give: the software that made the document keeps it
_ABSENT = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unsupported"}


def document_reference(
    paper: Paper, patient: str, link: Links, *, masked: bool = False, replaced: bool = False, replaces: str = ""
) -> Resource:
    """`masked`: the patient opposed everyone about it (MASQUE_PS). `replaces`: the earlier version, when it is told."""
    return without_nothing(
        {
            "resourceType": "DocumentReference",
            "id": paper.id,
            "masterIdentifier": _master(paper),
            "status": "superseded" if replaced else "current",
            "type": concept(*_types(paper)),
            "category": [concept(coding(CATEGORY, paper.category))],
            "subject": ref(link, "Patient", patient),
            "date": instant(paper.deposited_at),
            "author": [ref(link, "Practitioner", paper.author)] if paper.author else [],
            "custodian": ref(link, "Organization", paper.place) if paper.place else {},
            "relatesTo": [_replaces(replaces, link)] if replaces else [],
            "securityLabel": [concept(coding(_VISIBILITY, "MASQUE_PS"))] if masked else [],
            "content": [{"attachment": {"_url": {"extension": [_ABSENT]}}}],
            "context": _context(paper),
        }
    )


def _master(paper: Paper) -> Resource:
    system, value = paper.source
    known = bool(system and value)
    return {"system": system if known else URI, "value": value if known else f"urn:uuid:{paper.id}"}


def _types(paper: Paper) -> list[Resource]:
    received = [coding(paper.type_system, paper.type_code)] if paper.type_system and paper.type_code else []
    return [*received, coding(CATEGORY, paper.category)]


def _replaces(earlier: str, link: Links) -> Resource:
    return {"code": "replaces", "target": ref(link, "DocumentReference", earlier)}


def _context(paper: Paper) -> Resource:
    return without_nothing(
        {
            "period": {"start": paper.made_on.isoformat()} if paper.made_on else {},
            "practiceSetting": concept(coding(SPECIALTY, paper.specialty)) if paper.specialty else {},
        }
    )
