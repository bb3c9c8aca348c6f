"""What was chosen for someone, said to one who represents him: whose record, by whom, in words that name the person."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import CareBasis, Choice, DeclarationKind, SettingName
from portal.patient.acting import Acting
from portal.patient.presenters import counting, titles, words

#: What each value comes to, said of somebody else's record.
SETTINGS: Mapping[tuple[str, str], object] = {
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("un soignant peut ouvrir ce dossier en urgence"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("aucun soignant n’ouvre ce dossier, même en urgence"),
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("le médecin du SAMU peut ouvrir ce dossier"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("le médecin du SAMU n’ouvre pas ce dossier"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("ce qui est masqué peut être vu en urgence"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("ce qui est masqué reste masqué en urgence"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("les oppositions comptent aussi en urgence"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("les oppositions ne comptent pas en urgence"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("le médecin traitant peut voir ce qui est masqué"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy("le médecin traitant ne voit pas ce qui est masqué"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy("le médecin traitant sait quand d’autres soignants interviennent"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("le médecin traitant n’est pas prévenu de ce que font les autres soignants"),
}  # fmt: skip


def about(kind: str, reference: str, documents: Mapping[str, DocumentCard], acting: Acting) -> str:
    """« tout le dossier de Lina », « Compte rendu, du 3 mars 2026 », « la sorte « Imagerie » »."""
    if kind in ("document", "category", "specialty"):
        return titles.subject(kind, reference, documents)
    return _("tout le dossier %(of)s") % {"of": acting.of}


def declared(card: DeclarationCard, names: Names, acting: Acting) -> str:
    """One line of the history: what was chosen."""
    if card.kind == DeclarationKind.DESIGNATION:
        return _designation(card, names)
    if not card.to_kind:
        return _settings(card, names)
    parts = {
        "to": words.to_whom(card.to_kind, card.to, names),
        "about": about(card.about_kind, card.about, names.documents, acting),
    }
    if card.kind == DeclarationKind.WITHDRAW:
        return _("Choix retiré : %(to)s, pour %(about)s.") % parts
    if card.to_kind == "everyone":
        said = _("Masqué à tous : %(about)s") % parts
    elif card.kind == DeclarationKind.OPPOSE:
        said = _("Opposition à %(to)s, pour %(about)s") % parts
    else:
        said = _("Autorisation donnée à %(to)s, pour %(about)s") % parts
    until = _(", jusqu’au %(day)s") % {"day": counting.last_day(card.ends_at)} if card.ends_at else ""
    return f"{said}{until}."


def _designation(card: DeclarationCard, names: Names) -> str:
    found = names.professionals.get(card.object.professional)
    named = {"name": found.name if found else _("un professionnel")}
    if card.object.basis == CareBasis.TREATING_PHYSICIAN:
        chosen, ended = _("Médecin traitant choisi : %(name)s."), _("Médecin traitant retiré : %(name)s.")
    else:
        chosen, ended = _("Ajout à l’équipe : %(name)s."), _("Retrait de l’équipe : %(name)s.")
    return (chosen if card.object.begins else ended) % named


def _settings(card: DeclarationCard, names: Names) -> str:
    known = [SETTINGS.get((name, value)) for name, value in card.object.settings]
    told = _("\u00a0; ").join(str(each) for each in known if each)
    kind = str(labels.DECLARATIONS.get(card.kind, _("Un choix")))
    return _("%(kind)s : %(choices)s.") % {"kind": kind, "choices": told} if told else f"{kind}."


def by_whom(card: DeclarationCard, names: Names, acting: Acting) -> str:
    """« par vous, depuis ce site », « par Julien Bernard »."""
    if card.collected_by:
        who = _("déclaré par %(name)s") % {"name": card.collected_by}
    elif card.voice == str(acting.person):
        who = _("par vous")
    else:
        who = _("par %(name)s") % {"name": card.actor_name or _("une autre personne")}
    return f"{who}, {labels.DOORS.get(card.door, '')}"
