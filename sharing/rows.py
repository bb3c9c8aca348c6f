"""Rows of consents as facts of the engine: a plain translation, row by row. No rule stands here."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consents.calendar import paris_day
from consents.selectors.facts import Declared, Row
from consents.vocabulary import (
    CareBasis,
    Category,
    Choice,
    OrganisationKind,
    PostMortemScope,
    Profession,
    ProtectionMeasure,
    Purpose,
    RecipientKind,
    Regime,
    SettingName,
    Specialty,
    Stance,
    SubjectKind,
    SurvivorRelation,
)
from sharing.engine import facts


def patient(row: Row, declared: Declared) -> facts.PatientFacts:
    """One patient with everything declared by or about him; the rows of others are left out."""

    def his(rows: Iterable[Row]) -> Iterable[Row]:
        return (each for each in rows if each["patient_id"] == row["id"])

    return facts.PatientFacts(
        id=str(row["id"]),
        born=row["born_on"],
        died=paris_day(row["died_at"]) if row["died_at"] else None,
        care=tuple(_care(each) for each in his(declared.care)),
        preferences=tuple(_preference(each) for each in his(declared.preferences)),
        settings=tuple(_setting(each) for each in his(declared.settings)),
        secrecies=tuple(_secrecy(each) for each in his(declared.secrecies)),
        not_to_know=tuple(
            facts.NotToKnow(str(each["document_id"]), _period(each)) for each in his(declared.not_to_know)
        ),
        mandates=tuple(_mandate(each) for each in his(declared.mandates)),
        post_mortem=tuple(_post_mortem(each) for each in his(declared.post_mortem)),
        trusted_persons=tuple(
            _trusted(each) for each in his(declared.trusted_persons) if each["accepted_at"] and each["person_id"]
        ),
        withholdings=tuple(
            withheld for each in his(declared.withholdings) for withheld in _withholdings(each, declared)
        ),
        authorities=tuple(
            facts.Authority(str(each["holder_id"]), facts.Period(each["begins_at"], each["withdrawn_at"]))
            for each in his(declared.authorities)
        ),
        measures=tuple(
            facts.Measure(str(each["guardian_id"]), ProtectionMeasure(each["measure"]), _period(each))
            for each in his(declared.measures)
        ),
        survivors=tuple(
            facts.Survivor(str(each["survivor_id"]), SurvivorRelation(each["relation"]))
            for each in his(declared.survivors)
        ),
    )


def person(row: Row) -> facts.Person:
    return facts.Person(str(row["id"]), row["born_on"], paris_day(row["died_at"]) if row["died_at"] else None)


def professional(row: Row, practices: Iterable[Row], at: datetime) -> facts.Professional:
    """With the places where he works at that moment, in their order."""
    return facts.Professional(
        id=str(row["id"]),
        profession=Profession(row["profession"]),
        organisations=tuple(
            str(each["organisation_id"])
            for each in practices
            if each["professional_id"] == row["id"] and _period(each).covers(at)
        ),
        active=row["is_active"],
        assists=_ref(row["assists_id"]),
        person=_ref(row["person_id"]),
    )


def organisation(row: Row) -> facts.Organisation:
    return facts.Organisation(
        id=str(row["id"]),
        kind=OrganisationKind(row["kind"]),
        team_regime=row["regime"] == Regime.TEAM,
        active=row["is_active"],
        part_of=_ref(row["part_of_id"]),
        grace=timedelta(hours=row["grace_hours"]),
        minors_see_documents=row["minors_see_documents"],
    )


def document(row: Row) -> facts.Document:
    return facts.Document(
        id=str(row["id"]),
        patient=str(row["patient_id"]),
        category=Category(row["category"]),
        deposited_at=row["deposited_at"],
        deposited_on=row["deposited_on"],
        specialty=Specialty(row["specialty"]) if row["specialty"] else None,
        author=_ref(row["author_id"]),
        organisation=_ref(row["organisation_id"]),
        third_party=row["third_party"],
        announcement_pending=row["announcement_pending"],
        announced_at=row["announced_at"],
        replaces=tuple(str(each) for each in row["replaced"]),
        made_on=row["made_on"],
    )


def _care(row: Row) -> facts.CareEntry:
    return facts.CareEntry(
        str(row["professional_id"]), CareBasis(row["basis"]), _ref(row["organisation_id"]), _period(row)
    )


def _preference(row: Row) -> facts.Preference:
    to = row["to_professional_id"] or row["to_organisation_id"] or row["to_person_id"] or row["to_profession"]
    return facts.Preference(
        id=str(row["id"]),
        voice=str(row["voice_id"]),
        stance=Stance(row["stance"]),
        to=facts.Recipient(RecipientKind(row["to_kind"]), str(to)),
        about=_about(row),
        declared_at=row["declared_at"],
        period=_period(row),
    )


def _setting(row: Row) -> facts.Setting:
    return facts.Setting(
        voice=str(row["voice_id"]),
        name=SettingName(row["name"]),
        value=Choice(row["value"]),
        declared_at=row["declared_at"],
        period=_period(row),
        persons=tuple(str(each) for each in row["only"]),
    )


def _secrecy(row: Row) -> facts.Secrecy:
    return facts.Secrecy(_ref(row["document_id"]), _ref(row["towards_id"]), _period(row), _episode(row))


def _episode(row: Row) -> facts.Episode | None:
    if row["since"] is None:
        return None
    return facts.Episode(_ref(row["professional_id"]), _ref(row["organisation_id"]), row["since"], row["until"])


def _mandate(row: Row) -> facts.Mandate:
    return facts.Mandate(str(row["to_person_id"]), _about(row), str(row["voice_id"]), _period(row))


def _post_mortem(row: Row) -> facts.PostMortem:
    scope = PostMortemScope(row["scope"])
    ref: str | Purpose = str(row["person_id"] or row["document_id"] or "")
    return facts.PostMortem(scope, Purpose(row["motive"]) if row["motive"] else ref, _period(row))


def _trusted(row: Row) -> facts.TrustedPerson:
    """From the acceptance on (R43). One known by the patient's words alone asks nothing here, and is left out."""
    begins = max(row["begins_at"], row["accepted_at"])
    return facts.TrustedPerson(str(row["person_id"]), facts.Period(begins, row["ends_at"]))


def _withholdings(row: Row, declared: Declared) -> list[facts.Withholding]:
    """One for each representative; a decision that names nobody is towards all of them (decision.md §9.3)."""
    named = {row["from_person_id"]} - {None} or _representatives(row["patient_id"], declared)
    return [facts.Withholding(str(each), row["rule"], _ref(row["document_id"]), _period(row)) for each in named]


def _representatives(patient_id: UUID, declared: Declared) -> set[UUID]:
    holders = {each["holder_id"] for each in declared.authorities if each["patient_id"] == patient_id}
    return holders | {each["guardian_id"] for each in declared.measures if each["patient_id"] == patient_id}


def _about(row: Mapping[str, Any]) -> facts.Subject:
    return facts.Subject(SubjectKind(row["about_kind"]), str(row["about_document_id"] or row["about_word"]))


def _period(row: Mapping[str, Any]) -> facts.Period:
    return facts.Period(row["begins_at"], row["ends_at"])


def _ref(value: UUID | None) -> str | None:
    return str(value) if value else None
