"""What only the patient declares: personne de confiance, wish not to know, mandates, after death.

Lists add up until withdrawn (decision.md §1): a mandate by person and `about`, a wish by document. There is
one personne de confiance at a time (R43).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consents import ledger
from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.models import Document, Mandate, NotToKnow, Person, PostMortemOpposition, TrustedPerson
from consents.services import acts, naming, recipients, survivors, turns
from consents.services.acts import Entered
from consents.services.moments import When
from consents.services.turns import Matter, Turn
from consents.vocabulary import (
    AFTER_DEATH_PURPOSES,
    ActorKind,
    DeclarationKind,
    PostMortemScope,
    Purpose,
    RecipientKind,
    SubjectKind,
    TrustedRole,
)
from consents.words import Recipient, Subject


@transaction.atomic
def designate_trusted_person(
    patient_id: UUID,
    *,
    person: UUID,
    accepted: bool,
    by: Actor,
    at: datetime,
    authorisation: str = "",
    ends_at: When | None = None,
) -> Entered:
    """Name a personne de confiance; pending until she signs too (R43). A second one replaces the first.

    `authorisation`: the reference of the judge's or family council's decision, needed under a measure with
    representation for the person (R47). A minor names nobody (R49).
    """
    authorised = bool(authorisation.strip())
    turn = turns.take(patient_id, matter=Matter.TRUSTED_PERSON, by=by, at=at, ends=ends_at, authorised=authorised)
    named = naming.known(Person, person, "unknown_recipient")
    if named.pk == turn.patient.pk:
        raise Refused("R05", "to_the_patient_himself")
    ended = acts.end(acts.standing(turn, TrustedPerson, role=TrustedRole.HEALTH.value), turn)
    content = {"person": str(named.pk), "accepted": accepted, "authorisation": authorisation.strip(), "ended": ended}
    entered = acts.enter(turn, DeclarationKind.TRUSTED_PERSON, content)
    TrustedPerson.objects.create(
        person=named,
        accepted_at=at if accepted else None,
        authorisation=authorisation.strip(),
        **acts.spoken(turn, entered),
    )
    return entered


@transaction.atomic
def accept_designation(patient_id: UUID, *, by: Actor, at: datetime) -> Entered:
    """The one who was named signs too, and the designation becomes valid (R43)."""
    ledger.hold(naming.known(Person, patient_id, "unknown_patient").pk)
    waiting = TrustedPerson.objects.filter(patient=patient_id, accepted_at=None, ends_at=None, begins_at__lte=at)
    row = waiting.filter(person=naming.identifier(by.reference, "not_the_one_named")).first()
    if row is None or by.kind is not ActorKind.PERSON:
        raise Refused("R05", "not_the_one_named")
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    content = {"person": str(row.person_id), "accepted": True, "designation": row.revision}
    entry = ledger.append(row.patient_id, kind=DeclarationKind.TRUSTED_PERSON, content=content, by=by, at=at)
    return Entered(str(row.patient_id), entry.revision, entry.pk, DeclarationKind.TRUSTED_PERSON)


@transaction.atomic
def withdraw_trusted_person(patient_id: UUID, *, person: UUID, by: Actor, at: datetime) -> Entered:
    """Revocable at any time (R43)."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    named = naming.known(Person, person, "unknown_recipient")
    ended = acts.end(acts.standing(turn, TrustedPerson, person=named), turn)
    return acts.enter(turn, DeclarationKind.WITHDRAW_TRUSTED_PERSON, {"person": str(named.pk), "ended": ended})


@transaction.atomic
def wish_not_to_know(patient_id: UUID, *, document: UUID, by: Actor, at: datetime) -> Entered:
    """Not to be shown one document (R02c)."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at, about=_paper(document))
    entered = acts.enter(turn, DeclarationKind.NOT_TO_KNOW, {"document": str(document)})
    NotToKnow.objects.create(document=turn.paper, **acts.spoken(turn, entered))
    return entered


@transaction.atomic
def withdraw_not_to_know(patient_id: UUID, *, document: UUID, by: Actor, at: datetime) -> Entered:
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at, about=_paper(document))
    ended = acts.end(acts.standing(turn, NotToKnow, document__in=naming.lineage(turn.paper)), turn)
    return acts.enter(turn, DeclarationKind.WITHDRAW_NOT_TO_KNOW, {"document": str(document), "ended": ended})


@transaction.atomic
def give_mandate(
    patient_id: UUID,
    *,
    to: Recipient,
    about: Subject,
    by: Actor,
    at: datetime,
    begins_at: When | None = None,
    ends_at: When | None = None,
) -> Entered:
    """A dated, limited mandate to a named person: the patient's own lawyer, for instance (R82).

    Refused with its rule for whoever may never read (§4.2); a professional of the directory is no mandatary.
    """
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at, about=about, begins=begins_at, ends=ends_at)
    named = naming.recipient(to)
    recipients.never_reads(turn, named["to_professional"], named["to_organisation"])
    if to.kind is not RecipientKind.PERSON:
        raise Refused("R05", "mandate_names_a_person")
    recipients.not_to_himself(turn, named["to_person"], None)
    recipients.never_reads(turn, getattr(named["to_person"], "professional", None), None)
    subject = naming.subject(about, turn.document)
    period = {"begins_at": ledger.written(turn.period.begins_at), "ends_at": ledger.written(turn.period.ends_at)}
    content = {"to": _said(to), "about": _said(about), **period}
    entered = acts.enter(turn, DeclarationKind.MANDATE, content)
    Mandate.objects.create(to_person=named["to_person"], **subject, **acts.spoken(turn, entered))
    return entered


@transaction.atomic
def withdraw_mandate(
    patient_id: UUID, *, person: UUID, by: Actor, at: datetime, about: Subject | None = None
) -> Entered:
    """Revocable by the patient at any time (R82): all mandates of this person, or those about one thing."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at, about=about)
    named = naming.known(Person, person, "unknown_recipient")
    which: dict[str, Any] = {"to_person": named}
    if about is not None:
        subject = naming.subject(about, turn.document)
        which |= {column: value for column, value in subject.items() if value is not None}
    ended = acts.end(acts.standing(turn, Mandate, **which), turn)
    content = {"person": str(named.pk), "about": _said(about) if about else None, "ended": ended}
    return acts.enter(turn, DeclarationKind.WITHDRAW_MANDATE, content)


@transaction.atomic
def oppose_after_death(
    patient_id: UUID,
    *,
    by: Actor,
    at: datetime,
    everything: bool = False,
    motives: Sequence[Purpose] = (),
    persons: Sequence[UUID] = (),
    documents: Sequence[UUID] = (),
) -> Entered:
    """What nobody may be told after his death: wholly, for a motive, to a person, about a document (R54)."""
    if not (everything or motives or persons or documents):
        raise InvalidFact("oppose", "empty")
    if any(motive not in AFTER_DEATH_PURPOSES for motive in motives):
        raise InvalidFact("motives", "unknown_word")
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    scopes: list[dict[str, Any]] = [{"scope": PostMortemScope.EVERYTHING.value}] if everything else []
    scopes += [{"scope": PostMortemScope.MOTIVE.value, "motive": motive.value} for motive in motives]
    scopes += [
        {"scope": PostMortemScope.PERSON.value, "person": naming.known(Person, key, "unknown_recipient")}
        for key in persons
    ]
    scopes += [{"scope": PostMortemScope.DOCUMENT.value, "document": _own_document(turn, key)} for key in documents]
    content = {
        "everything": everything,
        "motives": sorted(motive.value for motive in motives),
        "persons": acts.references(persons),
        "documents": acts.references(documents),
    }
    entered = acts.enter(turn, DeclarationKind.POST_MORTEM, content)
    for scope in scopes:
        PostMortemOpposition.objects.create(**scope, **acts.spoken(turn, entered))
    survivors.settle(turn.patient.pk)
    return entered


@transaction.atomic
def withdraw_post_mortem(patient_id: UUID, *, by: Actor, at: datetime, revision: int | None = None) -> Entered:
    """Ends every opposition for after death, or those of one declaration; what none covers, the law decides again."""
    turn = turns.take(patient_id, matter=Matter.OWN, by=by, at=at)
    which = {} if revision is None else {"revision": revision}
    ended = acts.end(acts.standing(turn, PostMortemOpposition, **which), turn)
    if revision is not None and not ended:
        raise Refused("R05", "nothing_left_to_undo")
    return acts.enter(turn, DeclarationKind.WITHDRAW_POST_MORTEM, {"ended": sorted(set(ended))})


def _own_document(turn: Turn, key: UUID) -> Document:
    document = turns.document(turn.patient, _paper(key), turn.at)
    if document is None:
        raise Refused("R05", "unknown_document")
    return document


def _paper(document: UUID) -> Subject:
    return Subject(SubjectKind.DOCUMENT, str(document))


def _said(words: Recipient | Subject) -> dict[str, str]:
    return {"kind": words.kind.value, "reference": words.reference}
