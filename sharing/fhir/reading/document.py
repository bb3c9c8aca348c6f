"""DocumentReference → what a document is, never what it says: `content` is not looked at."""

from datetime import date

from consents.calendar import paris_day
from consents.errors import InvalidFact
from sharing.fhir.reading import codes, document_types, identifiers, identity, moments, references
from sharing.fhir.reading.elements import Element
from sharing.fhir.reading.references import Standing
from sharing.fhir.reading.values import DocumentRead, NotUsed, Origin, Reference, Warned

#: a correction, or a copy or translation: the secrets of the first follow (decision.md §9.2)
_SAME_DOCUMENT = {"replaces", "transforms"}
_NOT_A_DOCUMENT = {"entered-in-error"}
_AUTHORS = {"", "Practitioner", "PractitionerRole"}


def _reference(element: Element | None, base: str, owner: str) -> Reference | None:
    return references.read(element, base=base, owner=owner) if element else None


def _subject(resource: Element, base: str, owner: str) -> Reference:
    found = _reference(resource.child("subject"), base, owner)
    if found is None:
        raise InvalidFact(resource.at("subject"), "missing")
    return found


def _authors(resource: Element, base: str, owner: str) -> tuple[Reference | None, Reference | None]:
    """The first professional, and the first organisation said to be an author."""
    found = [_reference(author, base, owner) for author in resource.children("author")]
    professional = next((author for author in found if author and author.kind in _AUTHORS), None)
    organisation = next((author for author in found if author and author.kind == "Organization"), None)
    return professional, organisation


def _replaced(resource: Element, base: str, owner: str) -> Reference | None:
    """One at most: the secrets of a second one would be lost."""
    kept = [relation for relation in resource.children("relatesTo") if relation.text("code") in _SAME_DOCUMENT]
    if len(kept) > 1:
        raise InvalidFact(kept[1].path, "replaces_several")
    if not kept:
        return None
    target = _reference(kept[0].child("target"), base, owner)
    if target is None:
        raise InvalidFact(kept[0].at("target"), "missing")
    return target


def _made_on(resource: Element) -> date | None:
    """The day of the act, as the context tells it; the `date` of the reference otherwise."""
    context = resource.child("context")
    begins_at, _ = moments.period(context, "period") if context else (None, None)
    made = moments.moment(resource, "date")
    if begins_at:
        return paris_day(begins_at)
    return made.day if made else None


def _visibility(resource: Element) -> tuple[bool, str]:
    labels = list(resource.codings("securityLabel"))
    choices = (codes.patients_choice(label) for label in labels)
    return any(codes.announces(label) for label in labels), next((code for code in choices if code), "")


def read(resource: Element, standing: Standing) -> DocumentRead | NotUsed:
    origin = _origin(resource, standing)
    if resource.text("status") in _NOT_A_DOCUMENT:
        return NotUsed(origin=origin, type="DocumentReference", because="entered_in_error")
    source = identity.source(resource, standing, "DocumentReference")
    if not source[1]:
        raise InvalidFact(resource.at("identifier"), "no_identity")
    coding, category = document_types.decide(resource.codings("type"))
    base, owner = references.base_of(standing, resource), standing.path
    author, by_organisation = _authors(resource, base, owner)
    deposited = moments.moment(resource, "date")
    pending, choice = _visibility(resource)
    return DocumentRead(
        origin=origin,
        patient=_subject(resource, base, owner),
        source=source,
        type_system=coding.system if coding else "",
        type_code=_code(coding.code, coding.path) if coding else "",
        category=category.value,
        author=author,
        organisation=_reference(resource.child("custodian"), base, owner) or by_organisation,
        made_on=_made_on(resource),
        deposited_at=deposited.first if deposited else None,
        announcement_pending=pending,
        patients_choice=choice,
        replaces=_replaced(resource, base, owner),
    )


def _code(code: str, path: str) -> str:
    if len(code) > 40:
        raise InvalidFact(f"{path}.code", "too_long")
    return code


def _origin(resource: Element, standing: Standing) -> Origin:
    named = {
        "patient": "subject", "type_code": "type", "category": "type", "author": "author", "organisation": "custodian",
        "made_on": "context.period", "deposited_at": "date", "replaces": "relatesTo", "source": "identifier",
    }  # fmt: skip
    pairs = [] if "#" in standing.full_url else _pairs(resource, standing)
    names = references.names(standing, resource, "DocumentReference", pairs)
    warnings = _unknown_type(resource)
    return Origin(
        path=resource.path,
        names=names,
        elements={field: resource.at(name) for field, name in named.items()},
        warnings=warnings,
    )


def _pairs(resource: Element, standing: Standing) -> list[tuple[str, str]]:
    """A document is known by its master identifier and by each other one."""
    master = identity.source(resource, standing, "DocumentReference")
    others = identifiers.read(resource, references.base_of(standing, resource)).kept
    return [master, *(identifier.pair for identifier in others)]


def _unknown_type(resource: Element) -> tuple[Warned, ...]:
    coding, category = document_types.decide(resource.codings("type"))
    unmapped = coding is not None and category == "unknown"
    return (Warned(coding.path, "unmapped_document_type"),) if coding and unmapped else ()
