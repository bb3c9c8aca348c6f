"""From a JSON body to an act. Shape only: whether it may be told is decided below."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consents.vocabulary import (
    Category,
    OrganisationKind,
    Profession,
    RecipientKind,
    Specialty,
    SubjectKind,
    SurvivorRelation,
)
from consents.words import Identifier
from sharing.api.intake import members, secrecy
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.services.intake import oral, words
from sharing.services.intake.words import Act

LARGEST_TEAM = 500
LONGEST_NAME = 120
LONGEST_NUMBER = 100
_SEXES = ("female", "male", "unknown")
_STATUSES = ("PROV", "VALI", "RECUP", "QUAL")


def start_care(body: Reader) -> Act:
    return words.StartCare(
        patient=members.patient(body),
        traits=_traits(body.object("patient")),
        professional=members.professional(body),
        organisation=members.organisation(body),
        begins_at=members.when(body, "begins_at"),
        ends_at=members.when(body, "ends_at"),
        number=members.optional(body, "number", longest=LONGEST_NUMBER),
    )


def end_care(body: Reader) -> Act:
    """Named by `care`, else by `number`, else by `professional` and `organisation`."""
    care = members.own_id(body, "care") if body.has("care") else None
    number = members.optional(body, "number", longest=LONGEST_NUMBER)
    by_who = care is None and not number
    professional = members.professional(body) if by_who or body.has("professional") else None
    organisation = members.organisation(body) if by_who or body.has("organisation") else None
    return words.EndCare(
        patient=members.patient(body),
        care=care,
        number=number,
        professional=professional if by_who else None,
        organisation=organisation if by_who else None,
        ends_at=members.when(body, "ends_at"),
    )


def transfer_care(body: Reader) -> Act:
    to = body.object("to")
    return words.TransferCare(
        patient=members.patient(body),
        organisation=members.organisation(body),
        professional=members.professional(body),
        to_organisation=members.organisation(to if to.has("organisation") else body),
        to_professional=members.professional(to),
        on=members.when(body, "at"),
        number=members.optional(body, "number", longest=LONGEST_NUMBER),
    )


def set_team(body: Reader) -> Act:
    return words.SetTeam(
        patient=members.patient(body),
        organisation=members.organisation(body),
        members=members.professionals(body, "members", most=LARGEST_TEAM),
        on=members.when(body, "at"),
    )


def tell_document(body: Reader) -> Act:
    kind = body.optional("type")
    category = members.word(body, "category", Category)
    if category is None:
        kind = body.object("type")
    elif kind.has("code"):
        raise Malformed("invalid-member", body.at("category"), _("La catégorie suit du type."))
    specialty = members.word(body, "specialty", Specialty)
    return words.TellDocument(
        patient=members.patient(body),
        organisation=members.organisation(body),
        source=members.identifier(body, "source"),
        type_system="" if category else members.system(kind),
        type_code="" if category else kind.text("code", longest=40).strip(),
        category=Category(category) if category else None,
        specialty=Specialty(specialty) if specialty else None,
        author=members.professional(body, "author") if body.has("author") else None,
        made_on=members.day(body, "made_on") if body.has("made_on") else None,
        deposited=members.when(body, "deposited"),
        third_party=body.flag("third_party"),
        announcement_pending=body.flag("announcement_pending"),
        replaces=members.document(body, "replaces") if body.has("replaces") else None,
    )


def announce_document(body: Reader) -> Act:
    return words.AnnounceDocument(members.patient(body), members.document(body))


def tell_death(body: Reader) -> Act:
    died_at = members.when(body, "died_at")
    if died_at is None:
        raise Malformed("missing-member", body.at("died_at"))
    return words.TellDeath(members.patient(body), died_at)


def withdraw_death(body: Reader) -> Act:
    return words.WithdrawDeath(members.patient(body))


def tell_survivor(body: Reader) -> Act:
    relation = members.word(body, "relation", SurvivorRelation)
    if relation is None:
        raise Malformed("missing-member", body.at("relation"))
    return words.TellSurvivor(
        patient=members.patient(body),
        survivor=members.patient(body, "survivor"),
        traits=_traits(body.object("survivor")),
        relation=SurvivorRelation(relation),
        proof=body.text("proof", longest=LONGEST_NAME).strip(),
    )


def tell_consent(body: Reader) -> Act:
    verb = body.text("verb")
    if verb not in oral.VERBS:
        raise Malformed("invalid-member", body.at("verb"), _("Un verbe parmi grant, oppose, withdraw est attendu."))
    to_kind, to = _recipient(body.object("to"))
    about_kind, about = _subject(body.object("about"))
    return words.TellConsent(
        patient=members.patient(body),
        verb=verb,
        collected_by=members.professional(body, "collected_by"),
        organisation=members.organisation(body),
        to_kind=to_kind,
        to=to,
        about_kind=about_kind,
        about=about,
        begins_at=members.when(body, "begins_at"),
        ends_at=members.when(body, "ends_at"),
    )


def tell_opening(body: Reader) -> Act:
    return words.TellOpening(
        patient=members.patient(body),
        professional=members.professional(body),
        organisation=members.organisation(body),
        document=members.document(body),
        opened_at=members.moment(body, "opened_at"),
        decision_id=members.own_id(body, "decision_id") if body.has("decision_id") else None,
    )


def tell_organisation(body: Reader) -> Act:
    kind = members.word(body, "kind", OrganisationKind)
    return words.TellOrganisation(
        organisation=members.organisation(body),
        name=body.text("name", longest=200).strip(),
        part_of=members.organisation(body, "part_of") if body.has("part_of") else None,
        kind=OrganisationKind(kind) if kind else None,
        city=members.optional(body, "city", longest=LONGEST_NAME),
    )


def tell_professional(body: Reader) -> Act:
    """The profession as a code of its system, or in our word."""
    coded = body.optional("profession_code")
    word = members.word(body, "profession", Profession)
    return words.TellProfessional(
        professional=members.professional(body),
        family_name=body.text("family_name", longest=LONGEST_NAME).strip(),
        organisation=members.organisation(body),
        given_name=members.optional(body, "given_name", longest=LONGEST_NAME),
        title=members.optional(body, "title", longest=20),
        profession=Profession(word) if word else None,
        profession_system=members.system(coded) if body.has("profession_code") else "",
        profession_code=coded.text("code", longest=40).strip() if body.has("profession_code") else "",
        assists=members.professional(body, "assists") if body.has("assists") else None,
        begins_at=members.moment(body, "begins_at") if body.has("begins_at") else None,
        ends_at=members.moment(body, "ends_at") if body.has("ends_at") else None,
    )


def _traits(patient: Reader) -> words.Traits | None:
    """All or none: the name at birth and the day of birth are what proves that the identifier is his."""
    none = not patient.has("birth_name") and not patient.has("born_on")
    traits = words.Traits(
        birth_name="" if none else patient.text("birth_name", longest=LONGEST_NAME),
        born_on=date.min if none else members.day(patient, "born_on"),
        birth_given_names=members.optional(patient, "birth_given_names", longest=200) or None,
        used_name=members.optional(patient, "used_name", longest=LONGEST_NAME) or None,
        used_given_name=members.optional(patient, "used_given_name", longest=LONGEST_NAME) or None,
        birth_place=members.optional(patient, "birth_place", longest=5) or None,
        sex=_one_of(patient, "sex", _SEXES),
        identity_status=_one_of(patient, "identity_status", _STATUSES),
    )
    return None if none else traits


def _one_of(body: Reader, name: str, known: tuple[str, ...]) -> str | None:
    said = members.optional(body, name)
    if said and said not in known:
        raise Malformed("invalid-member", body.at(name), _("Ce mot n’est pas du vocabulaire."))
    return said or None


def _recipient(to: Reader) -> tuple[RecipientKind, Identifier | str]:
    """Exactly one of `professional`, `organisation`, `profession`, `everyone`."""
    kind = _only(to, ("professional", "organisation", "profession", "everyone"))
    if kind == "professional":
        return RecipientKind.PROFESSIONAL, members.professional(to)
    if kind == "organisation":
        return RecipientKind.ORGANISATION, members.organisation(to)
    if kind == "profession":
        return RecipientKind.PROFESSION, str(members.word(to, kind, Profession))
    return RecipientKind.EVERYONE, _true(to, kind)


def _subject(about: Reader) -> tuple[SubjectKind, Identifier | uuid.UUID | str]:
    """Exactly one of `document`, `category`, `specialty`, `everything`."""
    kind = _only(about, ("document", "category", "specialty", "everything"))
    if kind == "document":
        return SubjectKind.DOCUMENT, members.document(about)
    if kind == "category":
        return SubjectKind.CATEGORY, str(members.word(about, kind, Category))
    if kind == "specialty":
        return SubjectKind.SPECIALTY, str(members.word(about, kind, Specialty))
    return SubjectKind.EVERYTHING, _true(about, kind)


def _only(body: Reader, names: tuple[str, ...]) -> str:
    said = [name for name in names if body.has(name)]
    if len(said) != 1:
        raise Malformed("invalid-member", body.pointer, _("Un membre, et un seul, est attendu ici."))
    return said[0]


def _true(body: Reader, name: str) -> str:
    """`true`, which says nothing more."""
    if not body.flag(name):
        raise Malformed("invalid-member", body.at(name))
    return ""


#: The acts by name: the path of each, and what a line of NDJSON says in `act`. `description` has an entry for each.
ACTS: Mapping[str, Callable[[Reader], Act]] = {
    "care/start": start_care,
    "care/end": end_care,
    "care/transfer": transfer_care,
    "care/team": set_team,
    "documents": tell_document,
    "documents/announced": announce_document,
    "deaths": tell_death,
    "deaths/withdrawn": withdraw_death,
    "survivors": tell_survivor,
    "consents": tell_consent,
    "openings": tell_opening,
    "organisations": tell_organisation,
    "professionals": tell_professional,
    **secrecy.ACTS,
}


def act(name: str, body: Any, pointer: str = "") -> Act:
    return ACTS[name](Reader(body, pointer))
