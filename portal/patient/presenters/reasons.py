"""The rule that decided, said to the patient in one sentence; the article comes with the engine's answer."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sharing.selectors.portrait import Verdict

_PERMITTED: Mapping[str, object] = {
    "R02": _("C’est votre dossier : il vous est ouvert."),
    "R10": _("Cette personne fait partie de l’équipe qui vous soigne dans cet établissement. L’équipe partage les documents faits sur place."),
    "R11": _("Cette personne fait partie de l’équipe de cette structure. L’équipe partage les documents faits sur place."),
    "R12": _("C’est votre médecin traitant, ou une personne que vous avez reconnue comme membre de votre équipe."),
    "R14": _("Vous avez donné votre accord à cette structure, où l’on vous soigne."),
    "R16": _("Vous avez donné votre accord à cet établissement pour les documents faits ailleurs."),
    "R19": _("Vous avez donné votre autorisation."),
    "R29": _("Cette personne a écrit le document. Qui écrit un document peut toujours le relire."),
    "R30": _("Vous permettez à votre médecin traitant de voir ce que vous masquez."),
    "R34": _("En urgence, si vous ne pouvez pas parler, un soignant peut ouvrir votre dossier. Vous ne l’avez pas refusé."),
    "R35": _("Le médecin du SAMU appelé pour vous peut lire votre dossier. Vous ne l’avez pas refusé."),
    "R40": _("Vous avez ouvert cet accès à cette personne."),
    "R53": _("Après un décès, la loi laisse lire ce qui répond au motif, avec un médecin."),
    "R59": _("Cette personne a l’autorité parentale."),
    "R72": _("Cette personne vous représente, par une mesure de protection."),
    "R73": _("Cette personne vous assiste, et vous avez donné votre accord."),
    "R75": _("Vous avez donné votre autorisation à la médecine du travail."),
    "R79": _("La loi permet l’analyse de l’activité de l’établissement."),
    "R82": _("Vous avez donné un mandat à cette personne."),
}  # fmt: skip

_DENIED: Mapping[str, object] = {
    "R02a": _("Ce document vient d’un tiers, ou parle de lui."),
    "R02c": _("Vous avez demandé à ne pas savoir."),
    "R04": _("Cette personne ne prend pas part à vos soins."),
    "R05": _("Dans le doute, le secret est gardé : ce compte est fermé, ou son rôle n’est pas connu."),
    "R06": _("Ce document ne relève pas de son métier, même avec votre accord."),
    "R08": _("C’est votre choix : vous avez dit non."),
    "R14": _("Dans une maison ou un centre de santé, il faut votre accord. Ne rien répondre, c’est non."),
    "R15": _("Travailler dans un établissement qui vous soigne ne suffit pas : il faut prendre part à vos soins."),
    "R16": _("Ce document a été fait ailleurs. Pour le partager avec cet établissement, il faut votre accord."),
    "R19": _("Cette personne exerce hors de votre équipe de soins : il faut votre autorisation."),
    "R28": _("C’est votre choix : vous avez masqué ce document à tous."),
    "R31": _("Un soignant doit d’abord l’annoncer."),
    "R34": _("C’est votre choix : vous refusez que l’on ouvre votre dossier en urgence."),
    "R35": _("C’est votre choix : vous refusez que le SAMU ouvre votre dossier."),
    "R36": _("C’est votre choix : ce document est masqué à tous. Il le reste en urgence."),
    "R37": _("Vous avez dit non à cette personne, à son lieu ou à son métier. Votre choix compte aussi en urgence."),
    "R40": _("Vos proches ne voient rien sans votre accord."),
    "R42": _("Après un diagnostic grave, un médecin peut parler à vos proches. Aucun document ne leur est ouvert."),
    "R44": _("La personne de confiance vous accompagne. Elle ne lit pas votre dossier."),
    "R52": _("Le dossier d’une personne décédée suit d’autres règles."),
    "R54": _("La personne s’y était opposée de son vivant."),
    "R55": _("Ce qu’une personne mineure a gardé secret le reste."),
    "R60": _("Un juge a retiré l’autorité parentale."),
    "R63": _("Ce soin est gardé secret."),
    "R64": _("Cette lecture se fait avec un médecin."),
    "R65": _("Un médecin a des raisons de ne pas montrer ce document."),
    "R67": _("Avant dix-huit ans, ce site montre les droits et l’équipe, pas les documents."),
    "R68": _("Ce soin a été décidé sans les parents, comme la loi le permet."),
    "R70": _("À dix-huit ans, l’accès des parents prend fin."),
    "R71": _("En cas de danger, rien n’est montré à la personne mise en cause."),
    "R72": _("Aucune mesure ne permet à cette personne de vous représenter ici."),
    "R73": _("Cette personne vous assiste : il lui faut votre accord."),
    "R75": _("La médecine du travail ne voit rien sans votre autorisation pour ce document."),
    "R76": _("L’assurance maladie et ses médecins ne passent jamais par ce service."),
    "R77": _("Les assureurs et leurs médecins n’ont jamais accès à votre dossier."),
    "R78": _("Les employeurs et les banques n’ont jamais accès à votre dossier."),
    "R80": _("Les sociétés de codage n’ont jamais accès à votre dossier."),
    "R81": _("L’avocat de l’établissement n’a jamais accès à votre dossier."),
    "R82": _("Aucun mandat en cours ne couvre ce document."),
    "R83": _("La police et la justice ne passent jamais par ce service."),
}  # fmt: skip

#: Rules by which an answer would turn round if the patient gave his consent.
WAITS_FOR_CONSENT = frozenset({"R14", "R16", "R19", "R75"})
#: The patient's own words.
OWN_CHOICE = frozenset({"R08", "R28"})


def why(verdict: Verdict) -> str:
    """One sentence; a rule without a sentence is a plain refusal, never an invented reason."""
    if verdict.permit and verdict.instead_of:
        words = gettext("Cette personne assiste %(name)s : elle voit ce que %(name)s voit, jamais plus.")
        return words % {"name": verdict.instead_of}
    if verdict.permit:
        return str(_PERMITTED.get(verdict.rule, _("La loi en décide ainsi.")))
    return refusal(verdict.rule)


def refusal(rule: str) -> str:
    """Why the answer is no."""
    return str(_DENIED.get(rule, _("Rien n’ouvre cet accès.")))


def left_out(rule: str, count: int) -> str:
    """How many documents are not seen, by the rule that closes them."""
    if rule == "R28":
        words = ngettext("Vous avez masqué à tous %(n)d document.", "Vous avez masqué à tous %(n)d documents.", count)
    elif rule == "R08":
        words = ngettext("Vous avez dit non pour %(n)d document.", "Vous avez dit non pour %(n)d documents.", count)
    elif rule == "R06":
        words = ngettext(
            "%(n)d document ne relève pas de son métier.", "%(n)d documents ne relèvent pas de son métier.", count
        )
    elif rule in WAITS_FOR_CONSENT:
        words = ngettext(
            "Pour %(n)d document, il faudrait votre accord.", "Pour %(n)d documents, il faudrait votre accord.", count
        )
    else:
        words = ngettext("Rien ne lui ouvre %(n)d document.", "Rien ne lui ouvre %(n)d documents.", count)
    return words % {"n": count}
