"""A Consent's words are heard as oral consents are: one professional, one place, one patient (R90)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from consents.errors import Refused
from consents.selectors import named
from consents.vocabulary import Stance, SubjectKind
from consents.words import Identifier
from sharing.asked import RPPS
from sharing.fhir.consents.values import ConsentRead, NotKept, Word
from sharing.services.consents.declared import Spoken
from sharing.services.intake import oral
from sharing.services.intake.faults import NotYours
from sharing.services.intake.oral import Said
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import TellConsent

#: Where in the Consent stands what intake names otherwise; the rest is the word's own place.
_ELEMENTS = {
    "patient": "Consent.patient",
    "organisation": "Consent.organization",
    "collected_by": "Consent.performer",
}
_VERBS = {Stance.GRANT: oral.GRANT, Stance.OPPOSE: oral.OPPOSE}


@dataclass(frozen=True, slots=True)
class Understood:
    """Each word with where it was read, once everyone it names is found."""

    patient: uuid.UUID
    heard_by: uuid.UUID
    spoken: tuple[tuple[Spoken, str], ...]


def understood(speaker: Speaker, read: ConsentRead, *, otherwise: uuid.UUID | None = None, at: datetime) -> Understood:
    """`otherwise`: who collected it when nobody says. Raises `NotKept` at what is unknown or not this system's."""
    collector, place = _collector(speaker, read, otherwise), _place(speaker, read)
    found = [(_resolved(speaker, read, word, collector, place, at), word) for word in read.provision.words()]
    first, _ = found[0]
    spoken = tuple(
        (Spoken(word.stance, said.to, said.about, word.begins_at, word.ends_at), word.about.path or word.to.path)
        for said, word in found
    )
    return Understood(first.patient, first.heard_by, spoken)


def declare(speaker: Speaker, whole: Understood, words: Iterable[tuple[Spoken, str]], *, at: datetime) -> list[Spoken]:
    """Grants first: what this Consent itself closes is not what the patient had closed before."""
    ordered = sorted(words, key=lambda each: each[0].stance is Stance.OPPOSE)
    return [_declared(speaker, whole, spoken, path, at) for spoken, path in ordered]


def withdraw(speaker: Speaker, patient: uuid.UUID, heard_by: uuid.UUID, words: Iterable[Spoken], at: datetime) -> None:
    """Lifting an opposition waits for the patient, as when it is told of by itself; ending a grant does not."""
    for word in words:
        said = Said(patient, oral.WITHDRAW, word.to, word.about, heard_by)
        try:
            oral.hear(speaker, said, at=at)
        except Refused as refused:
            raise NotKept("Consent.status", refused.because, refused.rule) from refused


def _declared(speaker: Speaker, whole: Understood, word: Spoken, path: str, at: datetime) -> Spoken:
    said = Said(whole.patient, _VERBS[word.stance], word.to, word.about, whole.heard_by, word.begins_at, word.ends_at)
    try:
        heard = oral.hear(speaker, said, at=at)
    except Refused as refused:
        raise NotKept(path or "Consent.provision", refused.because, refused.rule) from refused
    return replace(word, revision=heard.declared.revision if heard.declared else None)


def _collector(speaker: Speaker, read: ConsentRead, otherwise: uuid.UUID | None) -> Identifier:
    """The professional whom the token proves, else the one whom the Consent names."""
    if read.heard_by is not None:
        return read.heard_by
    if speaker.proven:
        return Identifier(RPPS, speaker.proven)
    known = named.professionals([otherwise]).get(otherwise) if otherwise else None
    if known is None:
        raise NotKept("Consent.performer", "collector_missing")
    return known


def _place(speaker: Speaker, read: ConsentRead) -> Identifier:
    """The one said; the system's own when it has only one."""
    if read.place is not None:
        return read.place
    own = [uuid.UUID(each) for each in speaker.organisations]
    known = named.organisations(own[:1]).get(own[0]) if len(own) == 1 else None
    if known is None:
        raise NotKept("Consent.organization", "reference_without_identifier")
    return known


def _resolved(
    speaker: Speaker, read: ConsentRead, word: Word, collector: Identifier, place: Identifier, at: datetime
) -> Said:
    try:
        return oral.understood(speaker, _act(read, word, collector, place), at=at)
    except NotYours as unknown:
        own = {"to": word.to.path, "about/document": word.about.path}
        element = _ELEMENTS.get(unknown.member) or own.get(unknown.member, "Consent.provision")
        raise NotKept(element, "not_known_here") from unknown


def _act(read: ConsentRead, word: Word, collector: Identifier, place: Identifier) -> TellConsent:
    return TellConsent(
        patient=read.patient,
        verb=_VERBS[word.stance],
        collected_by=collector,
        organisation=place,
        to_kind=word.to.kind,
        to=word.to.named,
        about_kind=word.about.kind,
        about=_document(word) if word.about.kind is SubjectKind.DOCUMENT else word.about.named,
        begins_at=word.begins_at,
        ends_at=word.ends_at,
    )


def _document(word: Word) -> Identifier | uuid.UUID:
    """Its source's number, or our identifier; another form names nothing."""
    if isinstance(word.about.named, Identifier):
        return word.about.named
    try:
        return uuid.UUID(word.about.named)
    except ValueError:
        return uuid.UUID(int=0)
