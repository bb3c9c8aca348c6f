"""Why, in two or three words: what stands under a verdict of the grid, whose sentence is one press away."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.patient.presenters.people import NEVER
from sharing.selectors.portrait import Verdict

_PERMITTED: Mapping[str, object] = {
    **dict.fromkeys(("R10", "R11", "R12"), _("votre équipe")),
    **dict.fromkeys(("R14", "R16", "R19", "R75"), _("votre accord")),
    "R29": _("son document"),
    "R30": _("votre réglage"),
}
_DENIED: Mapping[str, object] = {
    **dict.fromkeys(("R14", "R19", "R75"), _("sans votre accord")),
    **dict.fromkeys(NEVER, _("la loi l’interdit")),
    "R04": _("hors de vos soins"),
    "R05": _("dans le doute"),
    "R06": _("la loi en décide"),
    "R08": _("votre choix"),
    "R15": _("hors de vos soins"),
    "R16": _("fait ailleurs"),
    "R28": _("masqué à tous"),
}


def short(verdict: Verdict) -> str:
    """« votre équipe », « fait ailleurs », « pour Dr Aubertin »."""
    if verdict.permit and verdict.instead_of:
        return gettext("pour %(name)s") % {"name": verdict.instead_of}
    if verdict.permit:
        return str(_PERMITTED.get(verdict.rule, _("la loi")))
    return str(_DENIED.get(verdict.rule, _("rien ne l’ouvre")))
