"""The rule that decided, said to one who represents the patient; whose choice it was, and whether it is stricter (R61)."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.patient.acting import Acting
from portal.patient.presenters import counting, reasons
from sharing.selectors.portrait import Portrait, Verdict

_PERMITTED: Mapping[str, object] = {
    "R10": _("Cette personne fait partie de l’équipe de soins dans cet établissement. L’équipe partage les documents faits sur place."),
    "R12": _("C’est le médecin traitant, ou une personne reconnue comme membre de l’équipe."),
    "R14": _("Un accord a été donné à cette structure."),
    "R16": _("Un accord a été donné à cet établissement pour les documents faits ailleurs."),
    "R19": _("Une autorisation a été donnée à cette personne."),
    "R30": _("Le médecin traitant peut voir ce qui est masqué : cela a été choisi."),
    "R75": _("Une autorisation a été donnée à la médecine du travail."),
}  # fmt: skip
_DENIED: Mapping[str, object] = {
    "R04": _("Cette personne ne prend pas part aux soins."),
    "R06": _("Ce document ne relève pas de son métier, même avec un accord."),
    "R08": _("C’est un choix : la réponse est non."),
    "R14": _("Dans une maison ou un centre de santé, il faut un accord. Ne rien répondre, c’est non."),
    "R15": _("Travailler dans un établissement de soins ne suffit pas : il faut prendre part aux soins."),
    "R16": _("Ce document a été fait ailleurs. Pour le partager avec cet établissement, il faut un accord."),
    "R19": _("Cette personne exerce hors de l’équipe de soins : il faut une autorisation."),
    "R28": _("C’est un choix : ce document est masqué à tous."),
    "R75": _("La médecine du travail ne voit rien sans autorisation pour ce document."),
    "R76": _("L’assurance maladie et ses médecins ne passent jamais par ce service."),
    "R77": _("Les assureurs et leurs médecins n’ont jamais accès à un dossier."),
    "R78": _("Les employeurs et les banques n’ont jamais accès à un dossier."),
    "R80": _("Les sociétés de codage n’ont jamais accès à un dossier."),
    "R81": _("L’avocat de l’établissement n’a jamais accès à un dossier."),
}


def why(verdict: Verdict, drawn: Portrait, acting: Acting) -> str:
    """One sentence, then whose choice closes it when it is another's."""
    said = _PERMITTED.get(verdict.rule) if verdict.permit and not verdict.instead_of else None
    if not verdict.permit:
        said = _DENIED.get(verdict.rule)
    stricter = "" if verdict.permit else other_word(verdict.deciding, drawn, acting)
    return " ".join(part for part in (str(said or reasons.why(verdict)), stricter) if part)


def other_word(deciding: Iterable[str], drawn: Portrait, acting: Acting) -> str:
    """Whose word holds, when the reader's own does not say so: of two voices the stricter holds."""
    words = [word for word in drawn.words if word.id in set(deciding) and word.stance == "oppose"]
    if not words or any(acting.is_mine(word) for word in words):
        return ""
    names = sorted({acting.speaker(word.voice) for word in words} - {""})
    return gettext("Choix fait par %(who)s. Quand deux personnes décident, le choix le plus strict passe avant.") % {
        "who": counting.and_list(names)
    }


def left_out(rule: str, count: int) -> str:
    """How many documents are not seen, by the rule that closes them."""
    if rule == "R28":
        words = ngettext("%(n)d document est masqué à tous.", "%(n)d documents sont masqués à tous.", count)
    elif rule == "R08":
        words = ngettext("Un choix lui ferme %(n)d document.", "Des choix lui ferment %(n)d documents.", count)
    elif rule in reasons.WAITS_FOR_CONSENT:
        words = ngettext(
            "Pour %(n)d document, il faudrait un accord.", "Pour %(n)d documents, il faudrait un accord.", count
        )
    else:
        return reasons.left_out(rule, count)
    return words % {"n": count}
