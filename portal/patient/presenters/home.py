"""The front page: one sentence of truth, the circles, what waits, what changed."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import DocumentCard, Names
from portal.patient.presenters import choices, circles, coming_of_age, counting, documents, history, notices, people
from portal.templatetags.look import initials
from sharing.selectors.accesses import AccessCard
from sharing.selectors.portrait import Member, Portrait

#: An access that ends within so many days is said beforehand.
_SOON_DAYS = 45
_SHOWN_CHANGES = 4
#: More people than this, without a choice yet, are said together.
_EACH_BY_NAME = 2
_SEEING: Mapping[str, Callable[[int], str]] = {
    "sees": lambda n: ngettext("Une personne voit tout", "%(n)s voient tout", n),
    "part": lambda n: ngettext("Une personne voit une partie", "%(n)s voient une partie", n),
    "not": lambda n: ngettext("Une personne ne voit rien", "%(n)s ne voient rien", n),
}
_ACCESS: Mapping[str, Callable[[int], str]] = {
    "sees": lambda n: ngettext("Une personne a un accès ouvert", "%(n)s ont un accès ouvert", n),
    "not": lambda n: ngettext("Une personne a un accès fermé", "%(n)s ont un accès fermé", n),
}


def page(
    portrait: Portrait,
    declared: list[DeclarationCard],
    names: Names,
    came: list[AccessCard],
    *,
    unread: int = 0,
    inherited: int = 0,
    to_confirm: Sequence[dict[str, object]] = (),
) -> dict[str, object]:
    waiting = [*to_confirm, *notices.waiting(unread), *coming_of_age.waiting(inherited), *waits(portrait)]
    own = {card.id: card for card in portrait.documents}
    return {
        "truth": truth(portrait),
        "computed": _("Réponse calculée le %(moment)s") % {"moment": counting.moment(portrait.at)},
        "circles": {"discs": drawn(portrait), "text": in_words(portrait)},
        "documents_text": documents_text(portrait),
        "team_title": team_title(portrait),
        "groups": groups(portrait),
        "authors": authors(portrait),
        "waiting": waiting,
        "waiting_title": waiting_title(len(waiting)),
        "changes": changes(declared, names, came, own),
    }


def truth(portrait: Portrait) -> str:
    seeing = sum(bool(member.seen) for member in portrait.members)
    if not portrait.documents:
        return _("Aucun document à voir dans votre dossier pour l’instant")
    if not seeing:
        return _("Aucun professionnel de votre équipe ne voit vos documents")
    words = ngettext(
        "Un professionnel de votre équipe voit des documents",
        "%(n)s professionnels de votre équipe voient des documents",
        seeing,
    )
    return words % {"n": counting.in_words(seeing)} if seeing > 1 else words


def drawn(portrait: Portrait) -> list[circles.Disc]:
    """Those who see everything first, then part, then nothing: the picture reads round, like a clock."""
    order = {"sees": 0, "part": 1, "not": 2}
    members = sorted(portrait.members, key=lambda one: order[people.shelf(one)])
    return circles.discs([(initials(one.card.name), one.card.short, people.shelf(one)) for one in members])


def in_words(portrait: Portrait) -> str:
    """The picture, for those who hear it."""
    counts = [(group["title"], len(group["people"])) for group in groups(portrait)]  # type: ignore[arg-type]
    told = _(" ; ").join(str(title) for title, _count in counts) or _("personne")
    return _(
        "Au centre, vous. Autour de vous, votre équipe : %(team)s. En dehors, employeur, assureur et banque ne voient "
        "jamais rien ; la famille, seulement si vous le voulez. Le détail est écrit à côté du dessin."
    ) % {"team": told}


def documents_text(portrait: Portrait) -> str:
    count, arriving = len(portrait.documents), len(portrait.waiting)
    first = ngettext(
        "Vous voyez votre dossier : %(n)d document.", "Vous voyez votre dossier : %(n)d documents.", count
    ) % {"n": count}
    if not count:
        first = _("Aucun document à voir pour l’instant.")
    if not arriving:
        return first
    second = ngettext(
        "Un résultat de plus arrive : un soignant doit d’abord vous en parler.",
        "D’autres résultats arrivent : un soignant doit d’abord vous en parler.",
        arriving,
    )
    return f"{first} {second}"


def team_title(portrait: Portrait) -> str:
    count = len(portrait.members)
    if not count:
        return _("Votre équipe : personne pour l’instant")
    return ngettext("Votre équipe : %(n)d personne", "Votre équipe : %(n)d personnes", count) % {"n": count}


def groups(portrait: Portrait) -> list[dict[str, object]]:
    """Those who see everything, part, nothing; while there is no document, those to whom the record is open."""
    named = _SEEING if portrait.documents else _ACCESS
    found: list[dict[str, object]] = []
    for kind, words in named.items():
        members = [member for member in portrait.members if people.shelf(member) == kind]
        if members:
            title = words(len(members)) % {"n": counting.in_words(len(members))} if len(members) > 1 else words(1)
            found.append({"kind": kind, "title": title, "people": [_linked(member) for member in members]})
    return found


def _linked(member: Member) -> dict[str, str]:
    return {"name": member.card.name, "url": reverse("professional", args=[member.card.id])}


def authors(portrait: Portrait) -> str:
    if not portrait.authors:
        return ""
    return _("Hors de votre équipe : %(names)s.") % {
        "names": counting.and_list([one.card.name for one in portrait.authors])
    }


def waits(portrait: Portrait) -> list[dict[str, object]]:
    """A consent that somebody needs, an access about to end, a result to be announced."""
    return [*_answers_awaited(portrait), *_ends(portrait), *(arrival_row(day) for day in portrait.waiting)]


def _answers_awaited(portrait: Portrait) -> list[dict[str, object]]:
    """One row a person, or one for all of them when they are many."""
    waiting = [member for member in portrait.members if people.waits(member)]
    text = _("Sans accord de votre part, cet accès reste fermé. Vous pouvez dire oui, non, ou rien.")
    if len(waiting) > _EACH_BY_NAME:
        names = counting.and_list([member.card.name for member in waiting])
        title = _("%(n)s personnes : pas encore de choix de votre part") % {"n": counting.in_words(len(waiting))}
        return [_awaited(title, f"{names}. {text}", f"{reverse('team')}?voir=not")]
    named = _("%(name)s : pas encore de choix de votre part")
    return [
        _awaited(named % {"name": member.card.name}, text, reverse("professional", args=[member.card.id]))
        for member in waiting
    ]


def _awaited(title: str, text: str, url: str) -> dict[str, object]:
    return {
        "icon_name": "user",
        "kind": "part",
        "title": title,
        "text": text,
        "url": url,
        "action": _("Voir et choisir"),
    }


def _ends(portrait: Portrait) -> list[dict[str, object]]:
    return [
        {
            "icon_name": "clock",
            "title": _("Une autorisation finit le %(day)s") % {"day": counting.last_day(word.ends_at)},
            "text": _("%(name)s. Sans rien faire, cet accès s’arrête ce jour-là.") % {"name": member.card.name},
            "url": choices.preview_url("grant", to=f"professional:{member.card.id}", about=_about(word)),
            "action": _("Prolonger"),
        }
        for member in portrait.members
        for word in member.words
        if word.stance == "grant" and word.ends_at and (word.ends_at - portrait.at).days < _SOON_DAYS
    ]


def _about(word: object) -> str:
    kind, reference = word.about_kind, word.about  # type: ignore[attr-defined]
    return f"{kind}:{reference}" if reference else kind


def arrival_row(day: object) -> dict[str, object]:
    return {"icon_name": "clock", **documents.arrival(day)}  # type: ignore[arg-type]


def waiting_title(count: int) -> str:
    if not count:
        return _("Rien ne vous attend")
    words = ngettext("Une chose vous attend", "%(n)s choses vous attendent", count)
    return words % {"n": counting.in_words(count)} if count > 1 else words


def changes(
    declared: list[DeclarationCard], names: Names, came: list[AccessCard], own: dict[str, DocumentCard]
) -> list[dict[str, object]]:
    """The last choices and the last accesses, together, the newest first."""
    lines = [history.choice_line(card, names) for card in declared] + [history.access_line(card, own) for card in came]
    lines.sort(key=lambda line: line["moment"], reverse=True)  # type: ignore[arg-type,return-value]
    return [{**line, "id": "", "when": counting.moment(line["moment"])} for line in lines[:_SHOWN_CHANGES]]  # type: ignore[arg-type]
