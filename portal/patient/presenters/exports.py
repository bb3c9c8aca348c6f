"""The files that a patient asked for, in words: what each holds, how far it is, until when it is kept."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exports.jobs import ExportCard
from portal.patient.presenters import counting

_SHAPES: Mapping[str, tuple[object, object]] = {
    "pdf": (gettext_lazy("À lire ou à imprimer"), gettext_lazy("Un fichier PDF, en phrases simples.")),
    "json": (
        gettext_lazy("Complet, avec les preuves"),
        gettext_lazy("Un fichier JSON, pour un logiciel ou un expert."),
    ),
    "fhir": (
        gettext_lazy("Pour un autre service de santé"),
        gettext_lazy("Un fichier FHIR, la langue commune des logiciels de santé."),
    ),
}
_KILO = 1024


def page(kept: Iterable[ExportCard], back: str, *, minor: bool) -> dict[str, object]:
    """`back`: the file that its reader came back for, once he had proved who he is."""
    files = list(kept)
    return {
        "minor": minor,
        "crumb_items": [{"url": reverse("my_data"), "label": _("Mes données")}],
        "shapes": [{"value": value, "label": label, "text": text} for value, (label, text) in _SHAPES.items()],
        "files": [file(card, back) for card in files],
    }


def file(card: ExportCard, back: str) -> dict[str, object]:
    kind, icon = _signs(card)
    return {
        "id": card.id,
        "title": _SHAPES[card.shape][0],
        "asked": _("demandé le %(when)s") % {"when": counting.moment(card.asked_at)},
        "kind": kind,
        "icon_name": icon,
        "text": _state(card),
        "percent": card.percent,
        "under_way": card.under_way,
        "ready": card.ready,
        "asked_for": card.ready and str(card.id) == back,
    }


def _signs(card: ExportCard) -> tuple[str, str]:
    """Tint and icon."""
    if card.ready:
        return "sees", "check"
    return ("part", "clock") if card.under_way else ("", "doc")


def _state(card: ExportCard) -> str:
    if card.state == "asked":
        return _("Votre fichier attend son tour. Cela prend d’ordinaire moins d’une minute.")
    if card.state == "running":
        return _("Votre fichier se prépare.")
    if card.ready and card.expires_at:
        return _("Prêt : %(size)s. Il sera effacé le %(day)s.") % {
            "size": _size(card.size),
            "day": counting.day(card.expires_at),
        }
    said = {
        "expired": _("Effacé : il était gardé sept jours."),
        "deleted": _("Supprimé par vous."),
        "failed": _("Ce fichier n’a pas pu être préparé. Rien n’est perdu : demandez-le de nouveau."),
    }
    return said[card.state]


def _size(count: int) -> str:
    """In kilobytes, or megabytes from a thousand of them on."""
    kilos = max(1, round(count / _KILO))
    if kilos < 1000:
        return _("%(n)s Ko") % {"n": number_format(kilos)}
    return _("%(n)s Mo") % {"n": number_format(kilos / _KILO, 1)}
