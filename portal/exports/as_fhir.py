"""The copy as a FHIR R4 Bundle of type `collection`, an entry at a time; `manage.py import_fhir` reads it back."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid5

from consents.vocabulary import CareBasis
from portal.exports.gathering import Directory, Record
from sharing.fhir.writing import audit, care, consent, documents, people, places
from sharing.fhir.writing.consent import Policy
from sharing.fhir.writing.words import Resource, in_a_bundle, instant
from sharing.selectors.whole import Access, Shown

_KINDS = {"professional": "Practitioner", "person": "RelatedPerson", "organisation": "Organization"}


def write(record: Record, *, site: str) -> Iterator[str]:
    yield f'{{"resourceType":"Bundle","type":"collection","timestamp":"{instant(record.at)}","entry":['
    for number, resource in enumerate(_resources(record, site)):
        entry = {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
        yield ("," if number else "") + "\n" + json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    yield "]}\n"


def _resources(record: Record, site: str) -> Iterator[Resource]:
    patient = record.patient.id
    yield people.patient(record.patient, in_a_bundle, treating=record.treating)
    if team := [one for one in record.care if one.basis != CareBasis.TREATING_PHYSICIAN]:
        yield care.care_team(str(uuid5(UUID(patient), "care-team")), patient, team, in_a_bundle)
    for papers in record.documents():
        yield from (_document(shown, patient) for shown in papers)
    policy = Policy(site, f"{site}/droits/")
    for word in record.preferences:
        yield consent.consent(word, patient, in_a_bundle, policy=policy, at=record.at)
    for some in record.accesses():
        yield from (_access(one, patient, site) for one in some)
    yield from _named(record.directory(), patient)


def _document(shown: Shown, patient: str) -> Resource:
    earlier = shown.paper.replaces or ""
    return documents.document_reference(
        shown.paper, patient, in_a_bundle, masked=shown.masked, replaced=shown.replaced, replaces=earlier
    )


def _access(one: Access, patient: str, site: str) -> Resource:
    kind = "Patient" if one.asker == patient else _KINDS.get(one.asker_kind, "")
    asked = audit.Asked(
        id=one.id,
        at=one.asked_at,
        purpose=one.purpose,
        asker=(kind, one.asker) if kind and one.asker else None,
        place=one.place,
        permit=one.permit,
        documents=tuple(answer.document for answer in one.answers if answer.document),
    )
    return audit.audit_event(asked, patient, in_a_bundle, observer=site)


def _named(found: Directory, patient: str) -> Iterator[Resource]:
    yield from (places.organization(one, in_a_bundle) for one in found.places)
    for carer in found.carers:
        yield people.practitioner(carer)
        yield from people.roles(carer, in_a_bundle)
    for person, name in sorted(found.people.items()):
        yield people.related_person(person, name, patient, in_a_bundle)
