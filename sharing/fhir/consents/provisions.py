"""Provisions: one root, and exceptions or additions one level below it (PCF), all within what the engine evaluates."""

from collections.abc import Sequence
from datetime import datetime

from consents import terminology
from consents.errors import InvalidFact
from consents.vocabulary import Category, Profession, RecipientKind, Specialty, Stance, SubjectKind
from sharing.fhir.consents.references import kind_of, logical
from sharing.fhir.consents.values import ABOUT_EVERYTHING, TO_EVERYONE, About, NotKept, Provision, To
from sharing.fhir.reading import moments
from sharing.fhir.reading.elements import Element
from sharing.fhir.writing.words import PARTICIPATION, PROFESSION, SPECIALTY

RECIPIENT, TREATMENT, INSTANCE = "IRCP", "TREAT", "instance"
_REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_STANCES = {"permit": Stance.GRANT, "deny": Stance.OPPOSE}
_KINDS = {
    "Practitioner": RecipientKind.PROFESSIONAL,
    "PractitionerRole": RecipientKind.PROFESSIONAL,
    "Organization": RecipientKind.ORGANISATION,
}
#: Nothing here is said by these: a document has no label, and its own days close nothing.
_NOT_KEPT = ("action", "securityLabel", "dataPeriod")
MOST_WORDS = 100


def read(root: Element) -> Provision:
    found = _one(root, None)
    inner = []
    for element in root.children("provision"):
        if element.children("provision"):
            raise NotKept(element.at("provision"), "too_many_levels")
        inner.append(_exception(element, found))
    whole = Provision(found.stance, found.tos, found.abouts, found.begins_at, found.ends_at, tuple(inner))
    _says_each_thing_once(whole, root.path)
    return whole


def _one(element: Element, outer: Provision | None) -> Provision:
    """An exception takes from its root what it does not say itself: recipients, subjects, period."""
    stance = _stance(element)
    begins_at, ends_at = _period(element, outer)
    tos = _recipients(element) or (outer.tos if outer else (TO_EVERYONE,))
    for name in _NOT_KEPT:
        if element.value.get(name):
            raise NotKept(element.at(name), "element_not_kept")
    _is_for_treatment(element)
    if stance is Stance.GRANT and TO_EVERYONE in tos:
        raise NotKept(element.at("actor"), "grant_to_everyone")
    if stance is Stance.GRANT and any(to.kind is RecipientKind.PROFESSION for to in tos):
        raise NotKept(element.at("actor"), "grant_to_a_profession")
    abouts = _subjects(element) or (outer.abouts if outer else (ABOUT_EVERYTHING,))
    return Provision(stance, tos, abouts, begins_at, ends_at)


def _exception(element: Element, outer: Provision) -> Provision:
    """Within its root, and narrower: then the narrower word prevails here as there (decision.md §2)."""
    found = _one(element, outer)
    if not _within(found.tos, outer.tos, TO_EVERYONE):
        raise NotKept(element.at("actor"), "not_within_its_root")
    if not _within(found.abouts, outer.abouts, ABOUT_EVERYTHING):
        raise NotKept(element.path, "not_within_its_root")
    if not _during(found, outer):
        raise NotKept(element.at("period"), "not_within_its_root")
    return found


def _during(one: Provision, outer: Provision) -> bool:
    """No begin is from now on; no end is until withdrawn."""
    begins = outer.begins_at is None or (one.begins_at is not None and one.begins_at >= outer.begins_at)
    return begins and (outer.ends_at is None or (one.ends_at is not None and one.ends_at <= outer.ends_at))


def _within(these: Sequence[To | About], those: Sequence[To | About], all_of_them: To | About) -> bool:
    return all_of_them in those or set(these) <= set(those)


def _says_each_thing_once(whole: Provision, path: str) -> None:
    words = whole.words()
    if len(words) > MOST_WORDS:
        raise NotKept(path, "too_many_words")
    if len({(word.to, word.about) for word in words}) != len(words):
        raise NotKept(f"{path}.provision" if whole.inner else path, "said_twice")


def _stance(element: Element) -> Stance:
    said = element.text("type")
    if not said:
        raise NotKept(element.at("type"), "missing")
    if said not in _STANCES:
        raise InvalidFact(element.at("type"), "unknown_code")
    return _STANCES[said]


def _period(element: Element, outer: Provision | None) -> tuple[datetime | None, datetime | None]:
    if element.child("period") is None and outer is not None:
        return outer.begins_at, outer.ends_at
    return moments.period(element, "period")


def _is_for_treatment(element: Element) -> None:
    """Preferences are about care; what else they never stop is in the policy. Emergencies are chosen by themselves."""
    for purpose in element.children("purpose"):
        if (purpose.text("system", most=500), purpose.text("code")) != (_REASONS, TREATMENT):
            raise NotKept(purpose.path, "purpose_not_kept")


def _recipients(element: Element) -> tuple[To, ...]:
    return tuple(_recipient(actor) for actor in element.children("actor"))


def _recipient(actor: Element) -> To:
    roles = [(coding.system, coding.code) for coding in actor.codings("role")]
    if (PARTICIPATION, RECIPIENT) not in roles:
        raise NotKept(actor.at("role"), "role_not_kept")
    reference = actor.child("reference")
    if reference is None:
        raise InvalidFact(actor.at("reference"), "missing")
    kind = kind_of(reference)
    if kind not in _KINDS:
        raise NotKept(reference.path, "recipient_not_kept")
    found = logical(reference)
    if found is None:
        raise NotKept(reference.path, "reference_without_identifier")
    if found.system == PROFESSION:
        return To(RecipientKind.PROFESSION, _word(Profession, found.value, reference.path), reference.path)
    return To(_KINDS[kind], found, reference.path)


def _subjects(element: Element) -> tuple[About, ...]:
    """Documents, or categories, or specialties: what lies in two of them at once cannot be said here."""
    kinds = {
        "class": tuple(_category(each) for each in element.children("class")),
        "code": tuple(_specialty(each) for each in element.children("code")),
        "data": tuple(_document(each) for each in element.children("data")),
    }
    said = [name for name, found in kinds.items() if found]
    if len(said) > 1:
        raise NotKept(element.at(said[1]), "subjects_together")
    return kinds[said[0]] if said else ()


def _document(data: Element) -> About:
    if data.text("meaning") != INSTANCE:
        raise NotKept(data.at("meaning"), "meaning_not_kept")
    reference = data.child("reference")
    if reference is None:
        raise InvalidFact(data.at("reference"), "missing")
    found, kind = logical(reference), kind_of(reference)
    if kind != "DocumentReference":
        raise NotKept(reference.path, "subject_not_kept")
    named = found or reference.text("reference", most=500).rpartition("/")[2]
    return About(SubjectKind.DOCUMENT, named, reference.path)


def _category(coding: Element) -> About:
    """Our categories only: a type of document is less than its category."""
    if coding.text("system", most=500) != terminology.CATEGORY_SYSTEM:
        raise NotKept(coding.path, "class_not_kept")
    return About(SubjectKind.CATEGORY, _word(Category, coding.text("code"), coding.path), coding.path)


def _specialty(concept: Element) -> About:
    found = [coding for coding in concept.children("coding") if coding.text("system", most=500) == SPECIALTY]
    if not found:
        raise NotKept(concept.path, "code_not_kept")
    return About(SubjectKind.SPECIALTY, _word(Specialty, found[0].text("code"), concept.path), concept.path)


def _word(words: type[Category] | type[Profession] | type[Specialty], code: str, path: str) -> str:
    if code not in set(words):
        raise NotKept(path, "unknown_word")
    return str(words(code))
