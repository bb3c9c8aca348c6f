"""The one choice that would turn an answer round, as a sentence and a button; or that no choice would."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.selectors.portrait import Names
from consents.vocabulary import Choice, DeclarationKind, RecipientKind, SettingName, Stance
from portal.patient.presenters import choices, words
from sharing.engine.facts import Recipient, Subject
from sharing.engine.whatif import Change
from sharing.services.own_explanations import OwnExplanation

_VERBS: Mapping[DeclarationKind, str] = {
    DeclarationKind.GRANT: "grant",
    DeclarationKind.OPPOSE: "oppose",
    DeclarationKind.WITHDRAW: "withdraw",
}
_LABELS: Mapping[str, object] = {
    "grant": gettext_lazy("Autoriser"),
    "oppose": gettext_lazy("M’opposer"),
    "withdraw": gettext_lazy("Retirer ce choix"),
}
_SETTINGS: Mapping[tuple[SettingName, Choice], object] = {
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy(
        "La réponse serait oui si vous laissiez votre médecin traitant voir ce que vous masquez."
    ),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy(
        "La réponse serait non si votre médecin traitant ne voyait plus ce que vous masquez."
    ),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy(
        "La réponse serait oui si vous acceptiez que l’on ouvre votre dossier en urgence."
    ),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy(
        "La réponse serait non si vous refusiez que l’on ouvre votre dossier en urgence."
    ),
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy(
        "La réponse serait oui si vous acceptiez que le SAMU ouvre votre dossier."
    ),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy(
        "La réponse serait non si vous refusiez que le SAMU ouvre votre dossier."
    ),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy(
        "La réponse serait oui si vous acceptiez que l’on voie en urgence ce que vous masquez."
    ),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy(
        "La réponse serait non si vous refusiez que l’on voie en urgence ce que vous masquez."
    ),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy(
        "La réponse serait non si vos oppositions comptaient aussi en urgence."
    ),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy(
        "La réponse serait oui si vos oppositions ne comptaient plus en urgence."
    ),
}


def page(told: OwnExplanation, names: Names) -> dict[str, object]:
    """`text`, and `button` where a page of the patient's leads to that choice."""
    change = told.change
    if change is None:
        return {"text": _("Rien de ce que vous pouvez dire ne la changerait : c’est la loi."), "button": None}
    text = _text(change, told, names)
    if change.voice != told.voice:
        who = names.people.get(change.voice, _("une personne qui parle pour vous"))
        other = _("Seule une autre personne peut faire ce choix, car elle parle aussi pour vous : %(who)s.") % {
            "who": who
        }
        return {"text": f"{text} {other}", "button": None}
    return {"text": text, "button": _button(change, names)}


def _text(change: Change, told: OwnExplanation, names: Names) -> str:
    if change.setting is not None and change.value is not None:
        return str(_SETTINGS[change.setting, change.value])
    to, about = change.to or Recipient(RecipientKind.EVERYONE), change.about
    parts = {"to": _to(to, names), "about": _about(about, names)}
    if change.kind is DeclarationKind.GRANT:
        return _("La réponse serait oui avec votre autorisation : %(to)s, pour %(about)s.") % parts
    if change.kind is DeclarationKind.OPPOSE:
        return _("La réponse serait non avec votre opposition : %(to)s, pour %(about)s.") % parts
    return _withdrawn(told, to, about) % parts


def _withdrawn(told: OwnExplanation, to: Recipient, about: Subject | None) -> str:
    """Ending a word, named by what it says."""
    ended = [word.stance for word in told.words.values() if (word.to, word.about) == (to, about)]
    if told.decision.permit:
        return _("La réponse serait non sans votre autorisation : %(to)s, pour %(about)s.")
    if Stance.OPPOSE in ended:
        return _("La réponse serait oui sans votre opposition : %(to)s, pour %(about)s.")
    return _("La réponse serait oui si vous retiriez votre choix : %(to)s, pour %(about)s.")


def _button(change: Change, names: Names) -> choices.Button | None:
    """To the page that shows the effect before anything is saved."""
    verb = _VERBS.get(change.kind)
    if verb is None or change.to is None or change.about is None:
        return _settings_button(change)
    to = f"{change.to.kind}:{change.to.ref}" if change.to.ref else str(change.to.kind)
    about = f"{change.about.kind}:{change.about.ref}" if change.about.ref else str(change.about.kind)
    return choices.button(verb, str(_LABELS[verb]), to=to, about=about, of=_to(change.to, names))


def _settings_button(change: Change) -> choices.Button | None:
    """Choices that are settings have their own pages."""
    if change.kind is DeclarationKind.EMERGENCY:
        return {
            "label": _("Voir mes choix pour l’urgence"),
            "href": reverse("emergency"),
            "icon_name": "siren",
            "about": "",
        }
    if change.kind is DeclarationKind.TREATING_PHYSICIAN:
        address = reverse("treating_physician")
        return {
            "label": _("Voir mes choix pour mon médecin traitant"),
            "href": address,
            "icon_name": "user",
            "about": "",
        }
    return None


def _to(to: Recipient, names: Names) -> str:
    return words.to_whom(to.kind, to.ref, names)


def _about(about: Subject | None, names: Names) -> str:
    return words.about_what(about.kind, about.ref, names) if about else _("tout votre dossier")
