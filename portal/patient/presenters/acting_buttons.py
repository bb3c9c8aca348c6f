"""Buttons that lead to a choice made for someone: the patient's own buttons, at that person's address."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors.portrait import DocumentCard
from portal.patient.acting import Acting
from portal.patient.presenters import choices, documents, roles, titles
from portal.patient.presenters.choices import Button
from sharing.selectors.portrait import Member, Portrait, Verdict


def for_member(member: Member, acting: Acting) -> list[Button]:
    return there(choices.for_member(member), acting)


def for_cell(member: Member, document: str, verdict: Verdict, of: str, acting: Acting) -> list[Button]:
    return there(choices.for_cell(member, "document", document, verdict, of), acting)


def of_document(drawn: Portrait, card: DocumentCard, acting: Acting) -> list[Button]:
    """Hide from everyone, or withdraw each of the reader's own words that hides it."""
    hiding = [(word.about_kind, word.about) for word in acting.mine(documents.hiding(drawn, card))]
    return there(choices.for_document(card.id, titles.dated(card), hiding=hiding), acting)


def roles_of(member: Member, acting: Acting) -> list[Button]:
    return there(roles.offered(member), acting)


def there(buttons: Iterable[Button], acting: Acting) -> list[Button]:
    """The same buttons, leading to the page of this person; those whose words say « mon » say « ce » and « son »."""
    mine, theirs, words = reverse("preview"), acting.url("preview"), _his()
    return [
        {**one, "href": str(one["href"]).replace(mine, theirs, 1), "label": words.get(str(one["label"]), one["label"])}
        for one in buttons
    ]


def _his() -> dict[str, str]:
    return {
        _("Ne plus masquer mon dossier"): _("Ne plus masquer ce dossier"),
        _("Ne plus compter dans mon équipe"): _("Ne plus compter dans son équipe"),
        _("Compter dans mon équipe"): _("Compter dans son équipe"),
    }
