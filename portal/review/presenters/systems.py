"""Calling systems: which software may ask, how it proves who it is, what was done to its credentials."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.review.presenters import cells, words
from portal.review.presenters.cells import Cell
from sharing.scopes import Scope
from sharing.selectors.credentials import ActCard, CredentialCard

SCOPES: Mapping[str, object] = {
    Scope.DECISIONS.value: gettext_lazy("poser des questions"),
    Scope.INTAKE.value: gettext_lazy("faire connaître des soins et des documents"),
    Scope.CHANGES.value: gettext_lazy("être informé des changements"),
    Scope.FHIR.value: gettext_lazy("lire et écrire le registre FHIR"),
    Scope.EMERGENCY.value: gettext_lazy("affirmer une urgence"),
}
ACTS: Mapping[str, object] = {
    "registered": gettext_lazy("Logiciel enregistré"),
    "secret_rotated": gettext_lazy("Secret remplacé"),
    "webhook_rotated": gettext_lazy("Secret des avis remplacé"),
    "keys_changed": gettext_lazy("Clés remplacées"),
    "scopes_changed": gettext_lazy("Portes changées"),
    "revoked": gettext_lazy("Accès fermé"),
    "reopened": gettext_lazy("Accès rouvert"),
    "receiver_opened": gettext_lazy("Envoi des avis repris"),
}


def headers() -> list[str]:
    return [_("Logiciel"), _("Pour"), _("Peut"), _("Se fait reconnaître par"), _("État"), _("Dernier acte")]


def row(card: CredentialCard) -> list[Cell]:
    url = reverse("review_system", args=[card.id])
    return [
        Cell(card.name, under=(card.client_id,), url=url, about=_("ouvrir sa page")),
        Cell(", ".join(card.organisations) or "—"),
        Cell(", ".join(doors(card)) or "—"),
        Cell(proof(card)),
        Cell(state(card)),
        cells.when(card.changed_at),
    ]


def facts(card: CredentialCard, at: datetime) -> list[tuple[str, str]]:
    rows = [
        (_("Identifiant"), card.client_id),
        (_("Pour"), ", ".join(card.organisations) or "—"),
        (_("Peut"), ", ".join(doors(card)) or "—"),
        (_("Se fait reconnaître par"), proof(card)),
        (_("Adresse des avis"), card.webhook_url or _("aucune")),
        (_("Envoi des avis"), sending(card)),
        (_("Enregistré le"), words.moment(card.created_at)),
        (_("État"), state(card)),
    ]
    formers = ((_("Ancien secret"), card.former_until), (_("Ancien secret des avis"), card.former_webhook_until))
    good = [(term, _("valable jusqu’au %(moment)s") % {"moment": words.moment(until)}) for term, until in formers
            if until is not None and at < until]  # fmt: skip
    return rows + good


def doors(card: CredentialCard) -> list[str]:
    return [str(SCOPES[scope]) for scope in card.scopes if scope in SCOPES]


def proof(card: CredentialCard) -> str:
    if not card.signs:
        return _("un secret")
    return _("ses clés, publiées à %(url)s") % {"url": card.jwks_url} if card.jwks_url else _("ses clés, données ici")


def sending(card: CredentialCard) -> str:
    """Whether its receiver is written to, and whether it answers."""
    if not card.webhook_url:
        return _("aucun")
    if card.webhook_disabled_at:
        return _("arrêté depuis le %(moment)s") % {"moment": words.moment(card.webhook_disabled_at)}
    if card.webhook_failing_since:
        return _("sans réponse depuis le %(moment)s") % {"moment": words.moment(card.webhook_failing_since)}
    return _("en marche")


def state(card: CredentialCard) -> str:
    return _("ouvert") if card.is_active else _("fermé")


def act_headers() -> list[str]:
    return [_("Quand"), _("Quoi"), _("Par")]


def act_row(card: ActCard, accounts: Mapping[str, str]) -> list[Cell]:
    """`accounts`: the reviewers' addresses; whatever is none of them was done from the command line."""
    who = accounts.get(card.by.partition(":")[2], _("la ligne de commande"))
    return [cells.when(card.at), Cell(str(ACTS[card.act])), Cell(who)]
