"""Choices for emergencies and for the treating physician of someone whom the reader represents (R25, R30, R34–R37, R61)."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.vocabulary import Choice, SettingName
from portal.patient.acting import Acting
from portal.patient.presenters import acting_buttons, acting_words, choices, counting
from sharing.selectors.settings import InEmergency, SettingCard

EMERGENCY = (
    SettingName.EMERGENCY_SAMU,
    SettingName.EMERGENCY_BREAK_GLASS,
    SettingName.EMERGENCY_HIDDEN,
    SettingName.EMERGENCY_BLOCKS_HOLD,
)
PHYSICIAN = (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, SettingName.TREATING_PHYSICIAN_INFORMED)
TITLES: Mapping[SettingName, object] = {
    SettingName.EMERGENCY_SAMU: gettext_lazy("Le médecin du SAMU, quand on appelle le 15"),
    SettingName.EMERGENCY_BREAK_GLASS: gettext_lazy("Un soignant, en danger immédiat"),
    SettingName.EMERGENCY_HIDDEN: gettext_lazy("Ce qui est masqué à tous"),
    SettingName.EMERGENCY_BLOCKS_HOLD: gettext_lazy("Les oppositions à une personne, à un lieu ou à un métier"),
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: gettext_lazy("Ce qui est masqué à tous, pour le médecin traitant"),
    SettingName.TREATING_PHYSICIAN_INFORMED: gettext_lazy("Ce que font les autres soignants"),
}
_EXPLAINED: Mapping[SettingName, object] = {
    SettingName.EMERGENCY_SAMU: gettext_lazy("Ce médecin décide de l’aide à envoyer."),
    SettingName.EMERGENCY_BREAK_GLASS: gettext_lazy("Il doit dire deux choses : la personne ne peut pas donner son avis, et sa santé est en danger tout de suite."),
    SettingName.EMERGENCY_HIDDEN: gettext_lazy("Cela porte sur un document, une sorte ou une spécialité masqués à tous."),
    SettingName.EMERGENCY_BLOCKS_HOLD: gettext_lazy("Une opposition qui nomme quelqu’un peut compter aussi en urgence, ou pas."),
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: gettext_lazy("La loi laisse ouvrir au médecin traitant ce qui est masqué aux autres."),
    SettingName.TREATING_PHYSICIAN_INFORMED: gettext_lazy("Le médecin traitant est prévenu quand un autre soignant ouvre le dossier en urgence."),
}  # fmt: skip
LABELS: Mapping[tuple[SettingName, Choice], object] = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Laisser voir en urgence"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("Garder masqué"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Les faire compter"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Ne pas les faire compter"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("Laisser voir"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy("Masquer aussi"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy("Prévenir"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("Ne plus prévenir"),
}
_CLOSING = {(SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES)}
_ICONS = {Choice.ALLOW: "eye", Choice.REFUSE: "eye-shut", Choice.YES: "check", Choice.NO: "off-duty"}


def truth(shown: InEmergency) -> str:
    """How much a stranger would be shown of what the reader himself sees, by the engine's answer."""
    if not shown.documents:
        return _("Aucun document à voir pour l’instant.")
    parts = {"regulator": _seen(shown.regulator), "someone": _seen(shown.someone)}
    return _("Aujourd’hui, le médecin du SAMU verrait %(regulator)s, un autre médecin en urgence %(someone)s.") % parts


def _seen(count: int) -> str:
    return ngettext("%(n)d document", "%(n)d documents", count) % {"n": count} if count else _("aucun document")


def rows(
    settings: Mapping[SettingName, SettingCard], names: Iterable[SettingName], acting: Acting
) -> list[dict[str, object]]:
    return [_row(settings[name], acting) for name in names]


def _row(card: SettingCard, acting: Acting) -> dict[str, object]:
    state = str(acting_words.SETTINGS[card.name, card.value])
    return {
        "id": card.name.value.replace(".", "-").replace("_", "-"),
        "title": str(TITLES[card.name]),
        "kind": "not" if _closes(card.name, card.value) else "sees",
        "state": state[:1].upper() + state[1:],
        "said": said(card, acting),
        "text": str(_EXPLAINED[card.name]),
        "buttons": acting_buttons.there(_others(card), acting),
    }


def _closes(name: SettingName, value: Choice) -> bool:
    if name is SettingName.EMERGENCY_BLOCKS_HOLD:
        return (name, value) in _CLOSING
    return value in (Choice.REFUSE, Choice.NO)


def _others(card: SettingCard) -> list[choices.Button]:
    """Towards every value that this reader has not said himself: his word stands beside the other's (R61)."""
    kept = card.own or card.value
    return [
        {
            "label": str(label),
            "href": choices.setting_url(name.value, value),
            "icon_name": _ICONS[value],
            "about": str(TITLES[name]),
        }
        for (name, value), label in LABELS.items()
        if name is card.name and value is not kept
    ]


def said(card: SettingCard, acting: Acting) -> str:
    """Who decided what holds: the reader, another voice that is stricter, or silence."""
    names = [name for name in (acting.speaker(each) for each in card.stricter) if name]
    if names and card.own is not None:
        return _(
            "Un choix est plus strict que le vôtre : %(who)s. Quand deux personnes décident, le choix le plus strict passe avant."
        ) % {"who": counting.and_list(names)}
    if names:
        return _("Choix fait par %(who)s.") % {"who": counting.and_list(names)}
    if card.own is None:
        return _("Rien n’a été dit : c’est la règle dans ce cas.")
    assert card.said_at is not None
    return _("C’est votre choix, du %(day)s.") % {"day": counting.day(card.said_at)}
