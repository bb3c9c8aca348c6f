"""Who takes part in whose care, as his organisation tells it (CSP L1110-12)."""

import uuid
from datetime import datetime

from consents.calendar import after_last_instant, first_instant
from consents.errors import InvalidFact
from consents.selectors import facts, known
from consents.services import intake
from consents.services.moments import When
from consents.verification import INS_SYSTEMS
from consents.vocabulary import CareBasis
from consents.words import Identifier
from sharing.services.fhir_import.care import basis_of
from sharing.services.intake.faults import Conflict, NotYours
from sharing.services.intake.speaking import Place, Speaker
from sharing.services.intake.words import Done, EndCare, SetTeam, StartCare, Traits, TransferCare

#: What an organisation may tell; a treating physician or a member recognised is the patient's to name (R12).
_TOLD = frozenset({CareBasis.ESTABLISHMENT, CareBasis.COORDINATED, CareBasis.SAME_CARE})


def start(speaker: Speaker, act: StartCare, *, at: datetime) -> Done:
    """The basis follows from the place. A patient who is new to these organisations comes with his traits."""
    place = speaker.place(act.organisation, "organisation")
    worker = speaker.worker(act.professional, place.id, "professional", at=at)
    begins_at = begin(act.begins_at, at)
    patient, warnings = _patient(speaker, act.patient, act.traits, at)
    _number_is_of(speaker, patient, act.number, worker, place)
    kept = _record(speaker, patient, worker, place, begins_at, end(act.ends_at), act.number)
    return Done(kept.id, kept.created, warnings)


def stop(speaker: Speaker, act: EndCare, *, at: datetime) -> Done:
    """Care that has ended already is not ended later."""
    patient = speaker.patient(act.patient)
    entries = _named(speaker, patient, act)
    ends_at = end(act.ends_at) or at
    return _ended(entries, ends_at)


def transfer(speaker: Speaker, act: TransferCare, *, at: datetime) -> Done:
    """One ends where the other begins, in one act; both places are this system's."""
    patient = speaker.patient(act.patient)
    on = begin(act.on, at)
    left = EndCare(act.patient, professional=act.professional, organisation=act.organisation)
    _ended(_named(speaker, patient, left), on)
    place = speaker.place(act.to_organisation, "to/organisation")
    worker = speaker.worker(act.to_professional, place.id, "to/professional", at=at)
    _number_is_of(speaker, patient, act.number, worker, place)
    kept = _record(speaker, patient, worker, place, on, None, act.number)
    return Done(kept.id, kept.created)


def team(speaker: Speaker, act: SetTeam, *, at: datetime) -> Done:
    """Those who are missing begin, those who are not named any more end."""
    patient = speaker.patient(act.patient)
    place = speaker.place(act.organisation, "organisation")
    on = begin(act.on, at)
    members = [speaker.worker(named, place.id, f"members/{number}", at=at) for number, named in enumerate(act.members)]
    standing = [each for each in _open(speaker, patient, on) if each.organisation == place.id]
    _ended([each for each in standing if each.professional not in members], on, none_is_fine=True)
    there = {each.professional: each.id for each in standing}
    kept = [
        there.get(worker) or _record(speaker, patient, worker, place, on, None, "").id
        for worker in dict.fromkeys(members)
    ]
    told = kept or [each.id for each in standing]
    if not told:
        raise NotYours("care", "members")
    return Done(told[0], created=bool(set(kept) - set(there.values())), others=tuple(told[1:]))


def begin(when: When | None, at: datetime) -> datetime:
    """A day begins at its first instant; nothing said: now."""
    if when is None:
        return at
    return when if isinstance(when, datetime) else first_instant(when)


def end(when: When | None) -> datetime | None:
    """A day is included whole; a moment is excluded."""
    return when if when is None or isinstance(when, datetime) else after_last_instant(when)


def _record(
    speaker: Speaker,
    patient: uuid.UUID,
    worker: uuid.UUID,
    place: Place,
    begins_at: datetime,
    ends_at: datetime | None,
    number: str,
) -> intake.Recorded:
    return intake.record_care(
        patient,
        professional=worker,
        organisation=place.id,
        basis=basis_of(place.kind),
        begins_at=begins_at,
        ends_at=ends_at,
        source=_source(speaker) if number else "",
        source_value=number,
    )


def _source(speaker: Speaker) -> str:
    """A number is its own system's: no system reaches another's entries by it."""
    return f"urn:uuid:{speaker.system}"


def _patient(
    speaker: Speaker, named: Identifier, traits: Traits | None, at: datetime
) -> tuple[uuid.UUID, tuple[tuple[str, str], ...]]:
    """A patient of these organisations; else someone whose traits are told, whether or not he is known elsewhere."""
    found = speaker.patient_or_stranger(named)
    if found is not None and found[1] and traits is None:
        return found[0], ()
    return someone(speaker, named, traits, at, member="patient")


def someone(
    speaker: Speaker, named: Identifier, traits: Traits | None, at: datetime, *, member: str
) -> tuple[uuid.UUID, tuple[tuple[str, str], ...]]:
    """Whoever is told with his traits, whether or not he is known elsewhere."""
    if traits is None:
        raise NotYours("patient", member)
    found = speaker.patient_or_stranger(named)
    if found is None:
        return _new(named, traits, at)
    (row,) = facts.persons([found[0]])
    if row["born_on"] != traits.born_on:
        raise Conflict("another_birth_date", f"{member}/born_on")
    return found[0], ()


def _new(named: Identifier, traits: Traits, at: datetime) -> tuple[uuid.UUID, tuple[tuple[str, str], ...]]:
    national = named.system in INS_SYSTEMS
    kept = intake.record_person(
        at=at,
        ins=named.value if national else "",
        ins_system=named.system if national else "",
        identifiers=() if national else (named,),
        birth_name=traits.birth_name,
        born_on=traits.born_on,
        birth_given_names=traits.birth_given_names,
        used_name=traits.used_name,
        used_given_name=traits.used_given_name,
        birth_place=traits.birth_place,
        sex=traits.sex,
        identity_status=traits.identity_status,
    )
    return kept.id, tuple(("patient/value", doubt.because) for doubt in kept.doubts)


def _number_is_of(speaker: Speaker, patient: uuid.UUID, number: str, worker: uuid.UUID, place: Place) -> None:
    """The same number again is the same professional's, in the same place."""
    for each in known.care_periods(patient) if number else ():
        same = (each.professional, each.organisation) == (worker, place.id)
        if (each.source, each.source_value) == (_source(speaker), number) and not same:
            raise Conflict("number_of_another_care", "number")


def _named(speaker: Speaker, patient: uuid.UUID, act: EndCare) -> list[known.CarePeriod]:
    entries = [each for each in speaker.care(patient) if each.basis in _TOLD]
    if act.care is not None:
        entries, member = [each for each in entries if each.id == act.care], "care"
    elif act.number:
        own = (_source(speaker), act.number)
        entries, member = [each for each in entries if (each.source, each.source_value) == own], "number"
    else:
        assert act.professional is not None and act.organisation is not None  # noqa: PT018 - the door read both
        place = speaker.place(act.organisation, "organisation")
        worker = speaker.worker(act.professional, place.id, "professional", at=None)
        entries = [each for each in entries if (each.professional, each.organisation) == (worker, place.id)]
        entries, member = [each for each in entries if each.ends_at is None] or entries, "professional"
    if not entries:
        raise NotYours("care", member)
    return entries


def _open(speaker: Speaker, patient: uuid.UUID, on: datetime) -> list[known.CarePeriod]:
    entries = [each for each in speaker.care(patient) if each.basis in _TOLD and each.begins_at <= on]
    return [each for each in entries if each.ends_at is None or each.ends_at > on]


def _ended(entries: list[known.CarePeriod], ends_at: datetime, *, none_is_fine: bool = False) -> Done:
    for each in entries:
        if ends_at < each.begins_at:
            raise InvalidFact("ends_at", "before_it_begins")
        if each.ends_at is None or each.ends_at > ends_at:
            intake.end_care(each.id, at=ends_at)
    if none_is_fine and not entries:
        return Done(uuid.UUID(int=0), created=False)
    return Done(entries[0].id, created=False, others=tuple(each.id for each in entries[1:]))
