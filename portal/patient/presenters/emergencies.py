"""What a choice changes in an emergency, and what the patient chose for emergencies, in words (R34–R37)."""

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.selectors.portrait import ProfessionalCard
from consents.vocabulary import Choice, SettingName
from portal.patient.presenters import changes, choices, counting
from portal.patient.presenters.changes import Group
from portal.patient.presenters.considered import Looked
from sharing.selectors.settings import InEmergency, SettingCard
from sharing.services.in_emergency import REGULATOR, SOMEONE

_QUESTIONS: Mapping[SettingName, object] = {
    SettingName.EMERGENCY_SAMU: gettext_lazy("Le médecin du SAMU appelé pour vous"),
    SettingName.EMERGENCY_BREAK_GLASS: gettext_lazy("Un soignant, quand vous ne pouvez pas parler"),
    SettingName.EMERGENCY_HIDDEN: gettext_lazy("Ce que vous masquez à tous"),
    SettingName.EMERGENCY_BLOCKS_HOLD: gettext_lazy("Vos oppositions à une personne, à un lieu ou à un métier"),
}
_EXPLAINED: Mapping[SettingName, object] = {
    SettingName.EMERGENCY_SAMU: gettext_lazy(
        "Vous appelez le 15, ou quelqu’un l’appelle pour vous. Ce médecin décide alors de l’aide à envoyer."
    ),
    SettingName.EMERGENCY_BREAK_GLASS: gettext_lazy(
        "Il doit dire deux choses : vous ne pouvez pas donner votre avis, et votre santé est en danger tout de suite. Il écrit aussi sa raison."
    ),
    SettingName.EMERGENCY_HIDDEN: gettext_lazy(
        "Ce choix porte sur ce que vous masquez à tous : un document, une sorte ou une spécialité."
    ),
    SettingName.EMERGENCY_BLOCKS_HOLD: gettext_lazy(
        "Si vous vous opposez à une personne, cela compte aussi en urgence. Vous pouvez en décider autrement."
    ),
}
_STATES: Mapping[tuple[str, str], object] = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Peut ouvrir votre dossier"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("N’ouvre pas votre dossier"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("Peut ouvrir votre dossier"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("N’ouvre pas votre dossier"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Peut être vu en urgence"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("Reste masqué en urgence"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Comptent aussi en urgence"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Ne comptent pas en urgence"),
}
_BUTTONS: Mapping[tuple[str, str], object] = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("Permettre"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("Refuser"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Laisser voir en urgence"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("Garder masqué"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Les faire compter"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Ne pas les faire compter"),
}  # fmt: skip


def page(shown: InEmergency) -> dict[str, object]:
    return {
        "lede": truth(shown),
        "settings": [card(shown.settings[name]) for name in _QUESTIONS],
        "blocked": [{"name": one.name, "url": reverse("professional", args=[one.id])} for one in shown.blocked],
    }


def truth(shown: InEmergency) -> str:
    """How much a stranger would be shown, by the engine's answer for this record."""
    if not shown.documents:
        return _("Aucun document à voir dans votre dossier pour l’instant.")
    return f"{_regulator(shown.regulator, shown.documents)} {_someone(shown.someone, shown.documents)}"


def _regulator(count: int, known: int) -> str:
    if not count:
        return _("Aujourd’hui, le médecin du SAMU ne verrait aucun document.")
    return _("Aujourd’hui, le médecin du SAMU verrait %(seen)s.") % {"seen": _seen(count, known)}


def _someone(count: int, known: int) -> str:
    if not count:
        return _("En urgence, un autre médecin ne verrait aucun document.")
    return _("En urgence, un autre médecin verrait %(seen)s.") % {"seen": _seen(count, known)}


def _seen(count: int, known: int) -> str:
    if count == known:
        return ngettext("votre document", "vos %(n)d documents", known) % {"n": known}
    return _("%(n)d de vos %(known)d documents") % {"n": count, "known": known}


def card(setting: SettingCard) -> dict[str, object]:
    """One choice: what holds today, who said so, and the button to the other value."""
    name, kind = setting.name, "not" if is_closed(setting) else "sees"
    return {
        "id": name.value.replace(".", "-"),
        "title": str(_QUESTIONS[name]),
        "kind": kind,
        "state": str(_STATES[name, setting.value]),
        "said": said(setting),
        "text": str(_EXPLAINED[name]),
        "buttons": [button(name, value, str(label)) for (each, value), label in _BUTTONS.items() if each == name and value != setting.value],
    }  # fmt: skip


def is_closed(setting: SettingCard) -> bool:
    """Shown by icon and word: what holds keeps the record closed."""
    closing = Choice.YES if setting.name is SettingName.EMERGENCY_BLOCKS_HOLD else Choice.REFUSE
    return setting.value is closing


def button(name: SettingName, value: str, label: str) -> choices.Button:
    icons = {Choice.ALLOW: "eye", Choice.REFUSE: "eye-shut", Choice.YES: "check", Choice.NO: "off-duty"}
    return {
        "label": label,
        "href": choices.setting_url(name.value, value),
        "icon_name": icons[Choice(value)],
        "about": str(_QUESTIONS.get(name, "")),
    }


def said(setting: SettingCard) -> str:
    """Who decided what holds: the patient and when, silence, or a stricter voice than his."""
    if setting.own is None:
        return _("Vous n’avez rien dit : c’est la règle dans ce cas.")
    if setting.own is not setting.value:
        return _("Une personne qui vous représente a choisi plus strict. Son choix passe avant le vôtre.")
    assert setting.said_at is not None
    return _("C’est votre choix, du %(day)s.") % {"day": counting.day(setting.said_at)}


def group(looked: Looked) -> Group | None:
    """What changes in an emergency, for whoever comes and for those who are known; None when nothing does."""
    items = list(_items(looked))
    if not items:
        return None
    return {
        "id": "urgence",
        "icon_name": "siren",
        "title": _("Ce qui serait vu en urgence"),
        "people": [],
        "text": "",
        "items": items,
    }


def _items(looked: Looked) -> Iterator[str]:
    emergency = looked.effect.emergency
    lost, gained = changes.by_person(emergency.losses), changes.by_person(emergency.gains)
    strangers = {REGULATOR: _("Le médecin du SAMU"), SOMEONE: _("Un médecin qui ne vous connaît pas encore")}
    for who, name in strangers.items():
        if who in lost or who in gained:
            yield _counted(name, emergency.seen[who], len(gained.get(who, ())) - len(lost.get(who, ())))
    if not strangers.keys() & (lost.keys() | gained.keys()):
        for who in dict.fromkeys((*lost, *gained)):
            name = _name(looked, who)
            yield _counted(name, emergency.seen[who], len(gained.get(who, ())) - len(lost.get(who, ())))


def _counted(name: str, before: int, turn: int) -> str:
    counts = {"before": _some(before), "after": _some(before + turn)}
    return counting.said_of(name, _("%(before)s avant ce choix, %(after)s après.") % counts)


def _some(count: int) -> str:
    return ngettext("%(n)d document", "%(n)d documents", count) % {"n": count} if count else _("aucun document")


def _name(looked: Looked, professional: str) -> str:
    member = looked.portrait.member(professional)
    found: ProfessionalCard | None = member.card if member else looked.names.professionals.get(professional)
    return found.name if found else _("Un professionnel")
