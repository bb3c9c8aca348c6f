"""Buttons that lead to a choice: the words on them, and the address of the page that shows its effect."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors.portrait import WordCard
from consents.vocabulary import CareBasis
from portal.patient.presenters import reasons
from sharing.selectors.portrait import Member, Verdict

Button = dict[str, object]
EVERYTHING = "everything"
EVERYONE = "everyone"


def preview_url(verb: str, *, to: str, about: str = EVERYTHING) -> str:
    return _address(verbe=verb, a=to, sur=about)


def setting_url(name: str, value: str) -> str:
    """A choice for emergencies or for the treating physician."""
    return _address(verbe="set", quoi=name, valeur=value)


def wish_url(verb: str, document: str) -> str:
    """`not_to_know` or `know`, about one document."""
    return _address(verbe=verb, sur=f"document:{document}")


def role_url(verb: str, professional: str, basis: str = CareBasis.TREATING_PHYSICIAN) -> str:
    """`designate` or `release` a treating physician, or a member of the team."""
    return _address(verbe=verb, a=f"professional:{professional}", role=basis)


def _address(**named: str) -> str:
    return f"{reverse('preview')}?{urlencode(named, safe=':')}"


def button(verb: str, label: str, *, to: str, about: str = EVERYTHING, of: str = "") -> Button:
    """`of` tells it apart from its twins, for those who hear the page."""
    icons = {"oppose": "eye-shut", "grant": "eye", "withdraw": "undo"}
    return {"label": label, "href": preview_url(verb, to=to, about=about), "icon_name": icons[verb], "about": of}


def for_member(member: Member) -> list[Button]:
    """What may be chosen about one professional and the whole record."""
    to, name = f"professional:{member.card.id}", member.card.name
    stance = standing(member.words, "professional", member.card.id, EVERYTHING, "")
    if stance == "oppose":
        return [
            button("withdraw", _("Ne plus m’opposer"), to=to, of=name),
            button("grant", _("Autoriser"), to=to, of=name),
        ]
    if stance == "grant":
        withdrawn = button("withdraw", _("Retirer mon autorisation"), to=to, of=name)
        return [withdrawn, button("oppose", _("M’opposer"), to=to, of=name)]
    buttons = [button("oppose", _("M’opposer"), to=to, of=name)]
    if any(verdict.rule in reasons.WAITS_FOR_CONSENT and not verdict.permit for verdict in member.verdicts.values()):
        buttons.insert(0, button("grant", _("Autoriser"), to=to, of=name))
    return buttons


def for_document(document: str, name: str, *, hiding: Iterable[tuple[str, str]]) -> list[Button]:
    """Hide from everyone, or withdraw each word that hides it: about it, its kind, its specialty or everything."""
    labels = {
        "document": _("Ne plus masquer"),
        "category": _("Ne plus masquer cette sorte"),
        "specialty": _("Ne plus masquer cette spécialité"),
        EVERYTHING: _("Ne plus masquer mon dossier"),
    }
    shown = [
        button("withdraw", labels[kind], to=EVERYONE, about=f"{kind}:{about}" if about else kind, of=name)
        for kind, about in dict.fromkeys(hiding)
    ]
    return shown or [button("oppose", _("Masquer à tous"), to=EVERYONE, about=f"document:{document}", of=name)]


def for_cell(member: Member, about_kind: str, about: str, verdict: Verdict | None, of: str) -> list[Button]:
    """What may be chosen about one professional and one document, or one kind of document."""
    to, on = f"professional:{member.card.id}", f"{about_kind}:{about}"
    stance = standing(member.words, "professional", member.card.id, about_kind, about)
    if stance == "oppose":
        return [button("withdraw", _("Ne plus m’opposer"), to=to, about=on, of=of)]
    if stance == "grant":
        withdrawn = button("withdraw", _("Retirer mon autorisation"), to=to, about=on, of=of)
        return [withdrawn, button("oppose", _("Masquer"), to=to, about=on, of=of)]
    if verdict is None or verdict.permit:
        return [] if verdict and verdict.as_author else [button("oppose", _("Masquer"), to=to, about=on, of=of)]
    return [button("grant", _("Autoriser"), to=to, about=on, of=of)] if can_be_opened(verdict) else []


def for_kind(member: Member, category: str, *, seen: int, closed: Verdict | None, of: str) -> list[Button]:
    """What may be chosen about one professional and one kind of document, those to come included."""
    to, on = f"professional:{member.card.id}", f"category:{category}"
    stance = standing(member.words, "professional", member.card.id, "category", category)
    if stance:
        label = _("Ne plus m’opposer") if stance == "oppose" else _("Retirer mon autorisation")
        return [button("withdraw", label, to=to, about=on, of=of)]
    buttons = [button("oppose", _("Masquer cette sorte"), to=to, about=on, of=of)] if seen else []
    if closed and can_be_opened(closed):
        buttons.append(button("grant", _("Autoriser cette sorte"), to=to, about=on, of=of))
    return buttons


def can_be_opened(verdict: Verdict) -> bool:
    """A consent would turn this refusal round: no remit, no closed account, nobody who may never read."""
    return verdict.rule in (reasons.WAITS_FOR_CONSENT | reasons.OWN_CHOICE | {"R04", "R15"})


def is_opposed(words: Iterable[WordCard], professional: str) -> bool:
    """The patient already said no to him, about everything, with no end."""
    named = (word for word in words if word.ends_at is None)
    return standing(named, "professional", professional, EVERYTHING, "") == "oppose"


def standing(words: Iterable[WordCard], to_kind: str, to: str, about_kind: str, about: str) -> str:
    """The stance of the word that stands for exactly this `to × about`; empty when there is none."""
    wanted = (to_kind, to, about_kind, about)
    found = (word for word in words if (word.to_kind, word.to, word.about_kind, word.about) == wanted)
    return next((word.stance for word in found), "")
