"""The head of the page before a choice made for someone: what is asked, about what, from when."""

from django.utils.translation import gettext as _

from consents.vocabulary import CareBasis
from portal.patient.declarations import Declaration, Preference, Role, Setting
from portal.patient.presenters import acting_settings, acting_words, counting, documents, people, titles, words
from portal.patient.presenters.acting_weighed import Weighed


def head(weighed: Weighed) -> tuple[str, dict[str, str], str]:
    said, name = weighed.said, weighed.acting.name
    if isinstance(said, Setting):
        state, label = acting_words.SETTINGS[said.name, said.value], str(acting_settings.LABELS[said.name, said.value])
        title = _("Choisir ceci pour %(name)s ?") % {"name": name}
        text = str(state)
        return title, {"title": str(acting_settings.TITLES[said.name]), "text": text[:1].upper() + text[1:], "icon_name": "siren" if said.for_emergencies else "user"}, label  # fmt: skip
    if isinstance(said, Role):
        return _role_head(weighed, said)
    assert isinstance(said, Preference)
    to = words.to_whom(*said.to, weighed.names)
    quote = _quote(weighed, said, to)
    if said.verb == "grant":
        return _("Autoriser %(to)s, pour %(name)s ?") % {"to": to, "name": name}, quote, _("Autoriser")
    if said.to[0] == "everyone":
        hide = said.verb == "oppose"
        title = _("Masquer à tous, pour %(name)s ?") if hide else _("Ne plus masquer à tous, pour %(name)s ?")
        return title % {"name": name}, quote, _("Masquer à tous") if hide else _("Ne plus masquer")
    if said.verb == "oppose":
        return _("Vous opposer à %(to)s, pour %(name)s ?") % {"to": to, "name": name}, quote, _("M’opposer")
    return _("Retirer votre choix sur %(to)s, pour %(name)s ?") % {"to": to, "name": name}, quote, _("Retirer ce choix")


def _role_head(weighed: Weighed, said: Role) -> tuple[str, dict[str, str], str]:
    card = weighed.names.professionals[said.professional]
    named = {"who": card.name, "of": weighed.acting.of}
    quote = {"title": card.name, "text": people.trade(card), "icon_name": "user"}
    physician = said.basis is CareBasis.TREATING_PHYSICIAN
    if said.verb == "designate":
        title = (
            _("Choisir %(who)s comme médecin traitant %(of)s ?")
            if physician
            else _("Compter %(who)s dans l’équipe %(of)s ?")
        )
        return title % named, quote, _("Choisir")
    title = (
        _("Ne plus avoir %(who)s comme médecin traitant %(of)s ?")
        if physician
        else _("Ne plus compter %(who)s dans l’équipe %(of)s ?")
    )
    return title % named, quote, _("Retirer ce rôle")


def _quote(weighed: Weighed, said: Preference, to: str) -> dict[str, str]:
    card = weighed.names.documents.get(said.about[1])
    if card is None:
        text = weighed.about(said)
        return {"title": text[:1].upper() + text[1:], "text": to, "icon_name": "case"}
    text = ", ".join(part for part in (counting.day(card.day), documents.origin(card)) if part)
    return {"title": titles.title(card), "text": text, "icon_name": documents.icon(card)}


def period(said: Declaration) -> str:
    since, until = (said.since, said.until) if isinstance(said, Preference) else (None, None)
    if since and until:
        told = _("Ce choix comptera du %(since)s au %(until)s, ces deux jours compris.")
    elif since:
        told = _("Ce choix comptera à partir du %(since)s.")
    elif until:
        told = _("Ce choix comptera jusqu’au %(until)s, ce jour compris.")
    else:
        return ""
    return told % {"since": counting.day(since) if since else "", "until": counting.day(until) if until else ""}
