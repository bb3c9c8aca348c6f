"""What `/ma-confidentialite/` shows and declares (R62–R69): a minor's page; an adult's while a secret of his stands.

Whoever is neither finds nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.calendar import paris_day
from consents.cards import Care
from consents.selectors import minors as asked_by
from consents.selectors import portrait as cards
from consents.selectors import secrecy
from consents.selectors.portrait import Names
from consents.selectors.secrecy import KeptCard
from consents.services import minors
from consents.services.episodes import Episode
from portal.patient.forms.privacy import KeepForm
from portal.patient.once import new_token
from portal.patient.presenters import privacy as put
from sharing.selectors.own_care import own_care

Shown = dict[str, object]
_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Named:
    """The care, or the document, that a minor wants to keep secret."""

    title: str
    law: bool
    care: Care | None = None
    document: str = ""

    @property
    def since(self) -> date | None:
        return paris_day(self.care.begins_at) if self.care else None


def page(patient_id: UUID, number: str, *, at: datetime) -> Shown:
    minor, kept = asked_by.is_minor(patient_id, at=at), secrecy.kept(patient_id, at=at)
    if not minor and not kept:
        raise Http404
    parents, names = secrecy.parents(patient_id, at=at), _names(patient_id, kept)
    shown: Shown = {"minor": minor, "kept": put.kept_rows(kept, names, parents)}
    if not minor:
        return shown
    own = own_care(patient_id, at=at)
    papers = Paginator(own.documents, _PER_PAGE).get_page(number)
    return shown | {
        "rights": put.rights(),
        "care": put.care_rows(own, kept),
        "documents": put.document_rows(own, list(papers), kept),
        "page": papers,
        "through_physician": asked_by.asked(patient_id, at=at).through_physician,
    }


def named(patient_id: UUID, asked: Mapping[str, str], *, at: datetime) -> Named:
    """A care or a document of a minor's own; anything else, and whoever is of age, finds nothing."""
    if not asked_by.is_minor(patient_id, at=at):
        raise Http404
    own = own_care(patient_id, at=at)
    care, paper = own.entry(asked.get("soin", "")), own.document(asked.get("document", ""))
    if care is not None:
        return Named(put.care(care, own.names), own.is_proposed(care), care=care)
    if paper is not None:
        return Named(put.document(paper), own.document_is_proposed(paper), document=paper.id)
    raise Http404


def form(patient_id: UUID, what: Named, given: Mapping[str, str] | None, *, at: datetime) -> KeepForm:
    return KeepForm(given, parents=secrecy.parents(patient_id, at=at), episode=what.care is not None, since=what.since)


def keeping(what: Named, asked: KeepForm) -> Shown:
    words = put.keeping(what.title, episode=what.care is not None, law=what.law)
    hidden = [("soin", what.care.id) if what.care else ("document", what.document), ("jeton", new_token())]
    return {**words, "form": asked, "hidden": hidden, "crumb_items": _crumbs()}


def keep(patient_id: UUID, what: Named, said: KeepForm, *, by: Actor, at: datetime) -> int:
    """The revision declared."""
    given, towards = said.cleaned_data, said.towards
    more = {"towards": towards, "by": by, "at": at, "accompanied": given["accompagne"]}
    if what.care is None:
        return minors.keep_secret(patient_id, document=UUID(what.document), **more).revision
    place = UUID(what.care.place) if what.care.place else None
    episode = Episode(given["depuis"], UUID(what.care.professional), place, given["jusqu_au"])
    return minors.keep_episode_secret(patient_id, episode=episode, **more).revision


def lifting(patient_id: UUID, secret: UUID, *, at: datetime) -> Shown:
    """What stands and would be lifted; a minor's or an adult's own."""
    kept = secrecy.kept(patient_id, at=at)
    card = next((one for one in kept if one.id == str(secret)), None)
    if card is None:
        raise Http404
    parents = secrecy.parents(patient_id, at=at)
    minor = asked_by.is_minor(patient_id, at=at)
    shown = put.lifting(card, _names(patient_id, kept), parents, minor=minor)
    return {**shown, "hidden": [("secret", card.id), ("jeton", new_token())], "crumb_items": _crumbs(), "form": None}


def is_over(patient_id: UUID, *, at: datetime) -> bool:
    """An adult who keeps nothing secret any more has no such page."""
    return not asked_by.is_minor(patient_id, at=at) and not secrecy.kept(patient_id, at=at)


def with_doctor(patient_id: UUID, *, required: bool, at: datetime) -> Shown:
    if not asked_by.is_minor(patient_id, at=at):
        raise Http404
    return {
        **put.with_doctor(required),
        "hidden": [("choix", "oui" if required else "non"), ("jeton", new_token())],
        "crumb_items": _crumbs(),
        "form": None,
    }


def _crumbs() -> list[Shown]:
    return [{"url": reverse("privacy"), "label": _("Ma confidentialité")}]


def _names(patient_id: UUID, kept: tuple[KeptCard, ...]) -> Names:
    return cards.names(
        patient_id,
        professional={one.professional for one in kept if one.professional},
        place={one.organisation for one in kept if one.organisation},
        document={one.document for one in kept if one.document},
        person={each for one in kept for each in one.towards},
    )
