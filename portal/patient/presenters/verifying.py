"""What the page that verifies answers, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.patient.presenters import counting
from portal.proof.checking import Verdict

Answer = dict[str, str]
_ANSWERS: Mapping[Verdict, tuple[str, object, object]] = {
    Verdict.GENUINE: (
        "done",
        gettext_lazy("Ce reçu est vrai"),
        gettext_lazy("Nous l’avons signé, et rien n’y a été changé depuis. Voici ce qu’il dit."),
    ),
    Verdict.UNKNOWN_KEY: (
        "wait",
        gettext_lazy("Nous ne reconnaissons pas cette signature"),
        gettext_lazy("Ce fichier a la forme d’un reçu. La clé qui l’a signé n’est pas une des nôtres."),
    ),
    Verdict.ALTERED: (
        "wait",
        gettext_lazy("Ce reçu n’est plus comme nous l’avons signé"),
        gettext_lazy("Quelque chose y a été changé. Demandez le fichier d’origine à la personne qui vous l’a remis."),
    ),
    Verdict.NOT_A_RECEIPT: (
        "wait",
        gettext_lazy("Ce n’est pas un de nos reçus"),
        gettext_lazy("Nous attendons le fichier .json d’un reçu, ou son PDF, tels qu’ils ont été téléchargés ici."),
    ),
}


def answer(verdict: Verdict) -> Answer:
    kind, title, text = _ANSWERS[verdict]
    return {"kind": kind, "title": str(title), "text": str(text)}


def answer_to_code(verdict: Verdict) -> Answer:
    if verdict is not Verdict.GENUINE:
        return answer(verdict) | {
            "title": _("Ce code n’est pas un des nôtres"),
            "text": _("Nous n’avons pas imprimé ce code, ou il a été mal lu. Scannez-le de nouveau."),
        }
    return {
        "kind": "done",
        "title": _("Nous avons imprimé ce code"),
        "text": _("Il vient d’un reçu qui a l’empreinte ci-dessous. Comparez-la avec celle du papier."),
    }


def issued(receipt: dict[str, Any]) -> str:
    """When it was issued; empty when it does not say so in our way."""
    try:
        moment = datetime.fromisoformat(receipt["receipt"]["issued_at"])
    except (KeyError, TypeError, ValueError):
        return ""
    return _("Reçu délivré le %(moment)s, heure de Paris.") % {"moment": counting.moment(moment)}


def ledger(same: bool | None) -> Answer | None:
    """For the patient himself: whether the ledger still holds the same entry."""
    if same is None:
        return None
    if same:
        return {"kind": "done", "title": _("Votre registre dit la même chose"), "text": ""}
    return {
        "kind": "wait",
        "title": _("Votre registre ne dit pas la même chose"),
        "text": _("Écrivez-nous\u00a0: une personne chargée de la protection des données doit regarder."),
    }
