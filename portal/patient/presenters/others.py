"""Declarations that are no sharing preference, each said with whom and what it is about."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names
from consents.vocabulary import CareBasis, Choice, DeclarationKind, SettingName, TrustedRole
from portal.patient.presenters import counting, titles

Said = Callable[[DeclarationCard, Names], str]

_SETTINGS: Mapping[tuple[str, str], object] = {
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("un soignant peut ouvrir votre dossier si vous ne pouvez pas parler"),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("aucun soignant n’ouvre votre dossier, même si vous ne pouvez pas parler"),
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("le médecin du SAMU peut ouvrir votre dossier"),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("le médecin du SAMU n’ouvre pas votre dossier"),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("ce que vous masquez peut être vu"),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("ce que vous masquez reste masqué"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("vos oppositions à une personne ou à un lieu comptent aussi"),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("vos oppositions à une personne ou à un lieu ne comptent pas"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.YES): gettext_lazy("il peut voir ce que vous masquez"),
    (SettingName.TREATING_PHYSICIAN_SEES_HIDDEN, Choice.NO): gettext_lazy("il ne voit pas ce que vous masquez"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.YES): gettext_lazy("il sait quand d’autres soignants interviennent"),
    (SettingName.TREATING_PHYSICIAN_INFORMED, Choice.NO): gettext_lazy("il n’est pas prévenu de ce que font les autres soignants"),
}  # fmt: skip
_MOTIVES: Mapping[str, object] = {
    "after_death_causes": gettext_lazy("connaître les causes de la mort"),
    "after_death_rights": gettext_lazy("faire valoir des droits"),
    "after_death_memory": gettext_lazy("défendre votre mémoire"),
}


def declared(card: DeclarationCard, names: Names) -> str:
    """One line of the history: what was chosen, in words."""
    say = _SENTENCES.get(card.kind)
    return say(card, names) if say else str(labels.DECLARATIONS.get(card.kind, _("Un choix")))


def _trusted(card: DeclarationCard, names: Names) -> str:
    person = {"name": _people(card, names)}
    if card.object.accepts:
        return _("%(name)s a accepté d’être votre personne de confiance.") % person
    if card.object.accepted:
        return _("Personne de confiance choisie, avec son accord : %(name)s.") % person
    if card.object.role == TrustedRole.SOCIAL:
        said = _("Personne de confiance choisie pour l’aide sociale : %(name)s. Son accord restait à donner.")
        return said % person
    return _("Personne de confiance choisie : %(name)s. Son accord restait à donner.") % person


def _no_longer_trusted(card: DeclarationCard, names: Names) -> str:
    if card.object.declined:
        return _("%(name)s n’a pas accepté d’être votre personne de confiance.") % {"name": _people(card, names)}
    return _("Personne de confiance retirée : %(name)s.") % {"name": _people(card, names)}


def _to_call(card: DeclarationCard, names: Names) -> str:
    return _("Personne à prévenir : %(name)s.") % {"name": card.object.called}


def _no_longer_to_call(card: DeclarationCard, names: Names) -> str:
    return _("Personne à prévenir retirée : %(name)s.") % {"name": card.object.called}


def _emergency(card: DeclarationCard, names: Names) -> str:
    return _("En urgence : %(choices)s.") % {"choices": _settings(card)}


def _treating_physician(card: DeclarationCard, names: Names) -> str:
    return _("Votre médecin traitant : %(choices)s.") % {"choices": _settings(card)}


def _settings(card: DeclarationCard) -> str:
    """Each key given, in words; one that this page does not know is left out."""
    known = [_SETTINGS.get((name, value)) for name, value in card.object.settings]
    return _(" ; ").join(str(words) for words in known if words)


def setting(name: str, value: str) -> str:
    """« le médecin du SAMU peut ouvrir votre dossier »; empty for one that these pages do not know."""
    return str(_SETTINGS.get((name, value), ""))


def _relatives(card: DeclarationCard, names: Names) -> str:
    wish = dict(card.object.settings).get(SettingName.GRAVE_PROGNOSIS)
    if wish == Choice.OPPOSED:
        return _("En cas de maladie grave : aucun proche n’est prévenu.")
    if wish == Choice.ONLY:
        return _("En cas de maladie grave, un médecin peut prévenir %(name)s, et personne d’autre.") % {
            "name": _people(card, names)
        }
    return _("En cas de maladie grave : pas de souhait particulier, la loi décide.")


def _after_death(card: DeclarationCard, names: Names) -> str:
    about = card.object
    parts = [_("sur tout")] if about.wholly else []
    parts += [_("pour %(motive)s") % {"motive": _MOTIVES.get(each, each)} for each in about.motives]
    parts += [_("envers %(name)s") % {"name": _people(card, names)}] if about.persons else []
    parts += [_about_documents(card, names)] if about.documents else []
    return _("Après votre mort, opposition : %(parts)s.") % {"parts": _(" ; ").join(parts)}


def _not_to_know(card: DeclarationCard, names: Names) -> str:
    return _("Souhait de ne pas savoir : %(about)s.") % {"about": _about_documents(card, names)}


def _to_know_again(card: DeclarationCard, names: Names) -> str:
    return _("Souhait de ne pas savoir retiré : %(about)s.") % {"about": _about_documents(card, names)}


def _mandate(card: DeclarationCard, names: Names) -> str:
    said = _("Mandat donné à %(name)s, pour %(about)s") % {"name": _people(card, names), "about": _about(card, names)}
    until = _(", jusqu’au %(day)s") % {"day": counting.last_day(card.ends_at)} if card.ends_at else ""
    return f"{said}{until}."


def _mandate_withdrawn(card: DeclarationCard, names: Names) -> str:
    if not card.object.about[0]:
        return _("Mandat retiré : %(name)s.") % {"name": _people(card, names)}
    return _("Mandat retiré : %(name)s, pour %(about)s.") % {
        "name": _people(card, names),
        "about": _about(card, names),
    }


def _designation(card: DeclarationCard, names: Names) -> str:
    found = names.professionals.get(card.object.professional)
    named = {"name": found.name if found else _("un professionnel")}
    if card.object.basis == CareBasis.TREATING_PHYSICIAN:
        chosen, ended = _("Médecin traitant choisi : %(name)s."), _("%(name)s n’est plus votre médecin traitant.")
    else:
        chosen = _("Fait partie de votre équipe, par votre choix : %(name)s.")
        ended = _("Ne fait plus partie de votre équipe, par votre choix : %(name)s.")
    return (chosen if card.object.begins else ended) % named


def _secret(card: DeclarationCard, names: Names) -> str:
    """The document is named only where the page looked it up: never to a minor (R67)."""
    towards = _people(card, names) if card.object.persons else _("tous vos parents ou tuteurs")
    known = [names.documents[each] for each in card.object.documents if each in names.documents]
    if not known:
        return _("Un soin gardé secret envers %(name)s.") % {"name": towards}
    return _("Gardé secret envers %(name)s : %(about)s.") % {"name": towards, "about": _about_documents(card, names)}


def _no_longer_secret(card: DeclarationCard, names: Names) -> str:
    if not any(each in names.documents for each in card.object.documents):
        return _("Un soin n’est plus gardé secret.")
    return _("N’est plus gardé secret : %(about)s.") % {"about": _about_documents(card, names)}


def _through_physician(card: DeclarationCard, names: Names) -> str:
    if dict(card.object.settings).get(SettingName.THROUGH_PHYSICIAN) == Choice.YES:
        return _("Vos parents ou tuteurs ne lisent votre dossier qu’avec un médecin.")
    return _("Vos parents ou tuteurs lisent de nouveau votre dossier sans médecin.")


def _people(card: DeclarationCard, names: Names) -> str:
    return counting.and_list([names.people.get(each, _("un proche")) for each in card.object.persons])


def _about(card: DeclarationCard, names: Names) -> str:
    return titles.subject(*card.object.about, names.documents)


def _about_documents(card: DeclarationCard, names: Names) -> str:
    return counting.and_list([titles.subject("document", each, names.documents) for each in card.object.documents])


_SENTENCES: Mapping[str, Said] = {
    DeclarationKind.TRUSTED_PERSON: _trusted,
    DeclarationKind.WITHDRAW_TRUSTED_PERSON: _no_longer_trusted,
    DeclarationKind.PERSON_TO_CALL: _to_call,
    DeclarationKind.WITHDRAW_PERSON_TO_CALL: _no_longer_to_call,
    DeclarationKind.EMERGENCY: _emergency,
    DeclarationKind.TREATING_PHYSICIAN: _treating_physician,
    DeclarationKind.RELATIVES: _relatives,
    DeclarationKind.POST_MORTEM: _after_death,
    DeclarationKind.NOT_TO_KNOW: _not_to_know,
    DeclarationKind.WITHDRAW_NOT_TO_KNOW: _to_know_again,
    DeclarationKind.MANDATE: _mandate,
    DeclarationKind.WITHDRAW_MANDATE: _mandate_withdrawn,
    DeclarationKind.DESIGNATION: _designation,
    DeclarationKind.MINOR_SECRECY: _secret,
    DeclarationKind.WITHDRAW_MINOR_SECRECY: _no_longer_secret,
    DeclarationKind.THROUGH_PHYSICIAN: _through_physician,
}
