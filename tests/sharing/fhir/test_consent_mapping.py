"""Consent ↔ preferences: what is written is read again, and the published level of PCF each can meet."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fhir.resources.R4B.consent import Consent
from hypothesis import given
from hypothesis import strategies as some

from consents.errors import InvalidFact
from consents.vocabulary import Category, Profession, RecipientKind, Specialty, Stance, SubjectKind
from consents.words import Identifier
from sharing.fhir.consents import provisions, reading, shape, writing
from sharing.fhir.consents.values import ABOUT_EVERYTHING, TO_EVERYONE, About, NotKept, Provision, To
from sharing.fhir.reading.elements import Element
from sharing.fhir.writing.consent import Policy
from sharing.fhir.xml import from_xml, to_xml

INS = ("urn:oid:1.2.250.1.213.1.4.10", "279035121518989")
PATIENT = {"reference": "Patient/p-1", "type": "Patient", "identifier": {"system": INS[0], "value": INS[1]}}
POLICY = Policy("https://partages.example", "https://partages.example/droits/")
AT = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)

moments = some.datetimes(datetime(2026, 1, 1), datetime(2090, 1, 1), timezones=some.just(UTC))
numbers = some.text("0123456789", min_size=9, max_size=9)
professionals = numbers.map(
    lambda n: To(RecipientKind.PROFESSIONAL, Identifier("https://rpps.esante.gouv.fr", "10" + n))
)
places = numbers.map(lambda n: To(RecipientKind.ORGANISATION, Identifier("https://finess.esante.gouv.fr", n)))
professions = some.sampled_from(Profession).map(lambda word: To(RecipientKind.PROFESSION, str(word)))
named = some.one_of(professionals, places)
subjects = some.one_of(
    some.just((ABOUT_EVERYTHING,)),
    *(
        some.lists(each, min_size=1, max_size=3, unique=True).map(tuple)
        for each in (
            some.sampled_from(Category).map(lambda word: About(SubjectKind.CATEGORY, str(word))),
            some.sampled_from(Specialty).map(lambda word: About(SubjectKind.SPECIALTY, str(word))),
            some.uuids().map(lambda key: About(SubjectKind.DOCUMENT, str(key))),
            numbers.map(lambda n: About(SubjectKind.DOCUMENT, Identifier("urn:oid:1.2.3", n))),
        )
    ),
)


@some.composite
def roots(draw: Any) -> Provision:
    """Any that the engine evaluates, with exceptions that are narrower on one side at least."""
    stance = draw(some.sampled_from(Stance))
    anyone = some.one_of(named, professions) if stance is Stance.OPPOSE else named
    tos = draw(some.lists(anyone, min_size=0 if stance is Stance.OPPOSE else 1, max_size=3, unique=True))
    begins, ends = sorted(draw(some.lists(moments, min_size=2, max_size=2, unique=True)))
    period = (begins if draw(some.booleans()) else None, ends if draw(some.booleans()) else None)
    abouts = draw(subjects)
    said = Provision(stance, tuple(tos) or (TO_EVERYONE,), abouts, *period)
    inner = []
    if abouts == (ABOUT_EVERYTHING,) and draw(some.booleans()):
        narrower = draw(subjects.filter(lambda each: each != (ABOUT_EVERYTHING,)))
        exception = Stance.GRANT if stance is Stance.OPPOSE and tos and _named(tos) else Stance.OPPOSE
        inner.append(Provision(exception, said.tos, narrower, *period))
    elif said.tos == (TO_EVERYONE,):
        inner.append(Provision(Stance.GRANT, (draw(named),), abouts, *period))
    return Provision(stance, said.tos, abouts, *period, inner=tuple(inner))


def _named(tos: list[To]) -> bool:
    return all(to.kind is not RecipientKind.PROFESSION for to in tos)


@given(roots())
def test_what_is_written_is_read_again_in_json_and_in_xml(said: Provision) -> None:
    resource = writing.consent("c-1", "active", PATIENT, said, policy=POLICY, at=AT)
    Consent.model_validate(resource)
    assert from_xml(to_xml(resource)) == resource
    read = reading.read(shape.kept(resource))
    assert read.provision == said
    assert (read.patient, read.patient_named) == (Identifier(*INS), "Patient/p-1")
    assert writing.provision(read.provision) == resource["provision"]


@given(roots())
def test_each_word_is_said_once_and_a_grant_always_names_someone(said: Provision) -> None:
    words = said.words()
    assert len({(word.to, word.about) for word in words}) == len(words)
    assert all(word.stance is Stance.OPPOSE or word.to != TO_EVERYONE for word in words)


def provision(**members: Any) -> Provision:
    return provisions.read(Element.of(members, "Consent.provision"))


def test_a_period_is_days_in_paris_with_its_last_one_whole() -> None:
    said = provision(type="deny", period={"start": "2026-11-22", "end": "2027-11-21"})
    assert said.begins_at == datetime(2026, 11, 21, 23, tzinfo=UTC)
    assert said.ends_at == datetime(2027, 11, 21, 23, tzinfo=UTC)


def test_an_exception_takes_from_its_root_what_it_does_not_say() -> None:
    data = [{"meaning": "instance", "reference": {"reference": "DocumentReference/d-1"}}]
    said = provision(type="deny", period={"end": "2027-01-01"}, provision=[{"type": "deny", "data": data}])
    assert said.inner[0].tos == (TO_EVERYONE,)
    assert said.inner[0].ends_at == said.ends_at


@pytest.mark.parametrize("period", [{"end": "2027-01-02"}, {"start": "2026-01-01"}])
def test_an_exception_holds_no_longer_than_its_root(period: dict[str, str]) -> None:
    code = [{"coding": [{"system": "urn:mes-partages:specialty", "code": "cardiology"}]}]
    with pytest.raises(NotKept) as refused:
        provision(
            type="deny",
            period={"end": "2027-01-01"},
            provision=[{"type": "deny", "code": code, "period": period | {"end": "2027-01-02"}}],
        )
    assert refused.value.element == "Consent.provision.provision[0].period"


def test_a_body_as_deep_as_a_well_is_refused_before_it_is_read() -> None:
    nested: dict[str, Any] = {"type": "deny"}
    for _ in range(500):
        nested = {"type": "deny", "provision": [nested]}
    with pytest.raises(InvalidFact) as refused:
        shape.kept({"resourceType": "Consent", "provision": nested})
    assert refused.value.because == "too_deep"
