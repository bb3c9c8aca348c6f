"""`/confiance/`: the pages of the personne de confiance and of the people to call, and what they declare (R43–R50)."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from consents.actor import Actor
from consents.selectors import declarations, stays, trusted, whole
from consents.selectors import portrait as cards
from consents.selectors.readers import Reader
from consents.selectors.trusted import ToCallCard, TrustedCard
from consents.services import calling, signing, trusting
from consents.vocabulary import DeclarationKind, TrustedRole
from portal import commitment, printing
from portal.patient import quiet as recent
from portal.patient.forms.trusted import DesignationForm, PaperForm, ToCallForm
from portal.patient.once import new_token
from portal.patient.presenters import receipts, trusted_paper, words
from portal.patient.presenters import trusted as put
from sharing.services import inviting, nudge

Shown = dict[str, object]
_KINDS = frozenset({DeclarationKind.TRUSTED_PERSON, DeclarationKind.WITHDRAW_TRUSTED_PERSON})
_LISTED = 10


def page(patient_id: UUID, *, quiet: datetime | None = None, at: datetime) -> Shown:
    """`quiet`: from when on what the patient said himself is left out of the lines; who stands is told as ever."""
    shown = put.page(trusted.designated(patient_id, at=at), trusted.to_call(patient_id, at=at))
    return {**shown, "lines": _lines(patient_id, quiet), "token": new_token()}


def _lines(patient_id: UUID, quiet: datetime | None) -> list[dict[str, object]]:
    """What was said and signed of a personne de confiance, the newest first, each with its receipt."""
    said = recent.shown(declarations.declarations(patient_id, reader=Reader.patient(patient_id)), quiet)
    found = [card for card in said if card.kind in _KINDS][:_LISTED]
    names = cards.names(patient_id, **words.named_by(found))
    return [receipts.line(card, names) for card in found]


def pending(patient_id: UUID, role: str, *, at: datetime) -> TrustedCard:
    """The designation of that role that still waits for a signature; any other is not found."""
    card = standing(patient_id, role, at=at)
    if card.accepted_at is not None:
        raise Http404
    return card


def standing(patient_id: UUID, role: str, *, at: datetime) -> TrustedCard:
    found = next((card for card in trusted.designated(patient_id, at=at) if card.role == role), None)
    if found is None:
        raise Http404
    return found


def called(patient_id: UUID, which: UUID | None, *, at: datetime) -> ToCallCard | None:
    """One of the people to call; one who is none of them is not found."""
    if which is None:
        return None
    found = next((card for card in trusted.to_call(patient_id, at=at) if card.id == str(which)), None)
    if found is None:
        raise Http404
    return found


def form(patient_id: UUID, given: object, *, at: datetime, role: str = "") -> DesignationForm:
    durations = put.durations(stays.stays(patient_id, at=at))
    authorised = trusted.needs_authorisation(patient_id, at=at)
    first = {"role": role} if role in set(TrustedRole) else {}
    if len(durations) == 1:
        first["duree"] = durations[0][0]
    return DesignationForm(given, durations=durations, authorised=authorised, initial=first)


def considered(patient_id: UUID, filled: DesignationForm, *, at: datetime) -> Shown:
    """Before the last press: who, for how long, whom she replaces, what she may and may not."""
    former = [card for card in trusted.designated(patient_id, at=at) if card.role == filled.cleaned_data["role"]]
    place = next((one.name for one in stays.stays(patient_id, at=at) if one.id == filled.stay()), "")
    return {**put.considered(filled, place, former), "hidden": [*filled.kept(), ("jeton", new_token())]}


def designate(patient_id: UUID, filled: DesignationForm, *, by: Actor, at: datetime) -> int:
    role, stay = TrustedRole(filled.cleaned_data["role"]), filled.stay()
    entered = trusting.designate(
        patient_id, contact=filled.contact(), role=role, stay=UUID(stay) if stay else None,
        authorisation=filled.cleaned_data.get("autorisation", ""), by=by, at=at,
    )  # fmt: skip
    nudge.after_commit()
    return entered.revision


def revoke(patient_id: UUID, role: str, *, by: Actor, at: datetime) -> int:
    return trusting.revoke(patient_id, role=TrustedRole(role), by=by, at=at).revision


def sign(patient_id: UUID, role: str, filled: PaperForm, *, by: Actor, at: datetime) -> int:
    entered = trusting.sign_on_paper(
        patient_id, role=TrustedRole(role), signed_on=filled.cleaned_data["le"], text=commitment.VERSION,
        witnesses=filled.witnesses(), by=by, at=at,
    )  # fmt: skip
    return entered.revision


def link(patient_id: UUID, role: str, *, at: datetime) -> str:
    """The address to hand over, shown once."""
    card = pending(patient_id, role, at=at)
    return inviting.address(signing.link(patient_id, designation=UUID(card.id), at=at))


def write_to_her(patient_id: UUID, role: str, *, at: datetime) -> bool:
    """Whether an e-mail leaves now."""
    asked = inviting.by_mail(patient_id, pending(patient_id, role, at=at), at=at)
    nudge.after_commit()
    return asked


def call(patient_id: UUID, filled: ToCallForm, *, by: Actor, at: datetime) -> int:
    return calling.call(
        patient_id, who=filled.who(), instead_of=filled.cleaned_data.get("changer"), by=by, at=at
    ).revision  # fmt: skip


def call_no_longer(patient_id: UUID, which: UUID, *, by: Actor, at: datetime) -> int:
    return calling.call_no_longer(patient_id, which=which, by=by, at=at).revision


def paper(patient_id: UUID, role: str, *, witnesses: bool, at: datetime) -> bytes:
    """The form to sign, filled in (PDF)."""
    card, who = pending(patient_id, role, at=at), whole.identity(patient_id)
    if who is None:
        raise Http404
    name = cards.people([str(patient_id)])[str(patient_id)]
    said = trusted_paper.words(card, name, who.born_on, witnesses=witnesses)
    return printing.pdf("trusted_person", said, at=at, title=str(said["title"]), language=trusted_paper.language())
