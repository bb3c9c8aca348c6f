"""The page before a choice: what it would change, what it would not, what is worth knowing once."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.vocabulary import CareBasis
from portal.patient.presenters import choices, counting, documents, people, reasons, titles
from portal.patient.presenters.considered import Considered
from sharing.selectors.portrait import Member, Portrait, Verdict
from sharing.services.preview import Change

_DOCUMENTS_NAMED = 6


def page(considered: Considered) -> dict[str, object]:
    return {
        "title": title(considered),
        "quote": quote(considered),
        "groups": [group for group in groups(considered) if group],
        "unchanged": unchanged(considered),
        "lint": lint(considered),
        "to_know": to_know(considered),
        "told": told(considered),
        "confirm_label": confirm_label(considered),
        "can_end": considered.verb != "withdraw",
        "can_confirm": considered.verb != "withdraw" or considered.standing is not None,
    }


def title(considered: Considered) -> str:
    named = {"to": considered.to_words, "about": considered.about_words}
    if considered.to[0] == "everyone" and considered.verb != "grant":
        return _hide_title(considered)
    if considered.verb == "oppose":
        return _("Vous opposer à %(to)s ?") % named
    if considered.verb == "grant":
        return _("Autoriser %(to)s ?") % named
    if considered.standing and considered.standing.stance == "oppose":
        return _("Ne plus vous opposer à %(to)s ?") % named
    return _("Retirer votre choix sur %(to)s ?") % named


def _hide_title(considered: Considered) -> str:
    document = considered.about[0] == "document"
    if considered.verb == "oppose":
        return _("Masquer ce document à tous ?") if document else _("Masquer à tous ?")
    return _("Ne plus masquer ce document à tous ?") if document else _("Ne plus masquer à tous ?")


def confirm_label(considered: Considered) -> str:
    everyone = considered.to[0] == "everyone"
    if considered.verb == "oppose":
        return _("Masquer à tous") if everyone else _("M’opposer")
    if considered.verb == "grant":
        return _("Autoriser")
    return _("Ne plus masquer") if everyone else _("Retirer ce choix")


def quote(considered: Considered) -> dict[str, str]:
    """What the choice is about, named at the head of the page."""
    card = considered.names.documents.get(considered.about[1])
    if card is None:
        text = considered.about_words
        return {"title": text[:1].upper() + text[1:], "text": considered.to_words, "icon_name": "case"}
    text = ", ".join(part for part in (counting.day(card.day), documents.origin(card)) if part)
    return {"title": titles.title(card), "text": text, "icon_name": documents.icon(card)}


def groups(considered: Considered) -> list[dict[str, object]]:
    """Who loses, who gains, who keeps, for whom nothing changes."""
    lost, gained = _by_person(considered.effect.losses), _by_person(considered.effect.gains)
    found = []
    if lost:
        found.append(_group("perd", "eye-shut", _lose(considered, len(lost)), lost, considered, gains=False))
    if gained:
        found.append(_group("gagne", "eye", _gain(considered, len(gained)), gained, considered, gains=True))
    return [*found, *_about_this_document(considered, lost, gained)]


def _lose(considered: Considered, count: int) -> str:
    if considered.about[0] == "document":
        return ngettext("Une personne ne le verra plus", "%(n)s personnes ne le verront plus", count)
    return ngettext("Une personne verra moins de documents", "%(n)s personnes verront moins de documents", count)


def _gain(considered: Considered, count: int) -> str:
    if considered.about[0] == "document":
        return ngettext("Une personne le verra", "%(n)s personnes le verront", count)
    return ngettext("Une personne verra plus de documents", "%(n)s personnes verront plus de documents", count)


def _group(
    identifier: str, icon: str, title_: str, changed: dict[str, list[Change]], considered: Considered, *, gains: bool
) -> dict[str, object]:
    count = len(changed)
    rows = [_person(considered, professional, changes, gains=gains) for professional, changes in changed.items()]
    return {
        "id": identifier,
        "icon_name": icon,
        "title": title_ % {"n": counting.in_words(count)} if count > 1 else title_,
        "people": rows,
        "text": "",
    }


def _person(considered: Considered, professional: str, changes: list[Change], *, gains: bool) -> dict[str, object]:
    member = considered.portrait.member(professional)
    card = member.card if member else considered.names.professionals.get(professional)
    seen = len(member.seen) if member else 0
    after = seen + len(changes) if gains else seen - len(changes)
    words_ = _("Voit aujourd’hui %(before)d de vos documents, en verra %(after)d.") % {"before": seen, "after": after}
    return {
        "name": card.name if card else _("Un professionnel"),
        "role": people.role(member).lower() if member else "",
        "text": " ".join(
            part for part in (words_, _which(considered, changes, gains=gains), _keeps(member, changes)) if part
        ),
        **_shift(considered, seen, after, gains=gains),
    }


def _shift(considered: Considered, seen: int, after: int, *, gains: bool) -> dict[str, str]:
    """From one verdict to the other: about the document itself, or about the whole record."""
    if considered.about[0] == "document":
        was, now = ("not", "sees") if gains else ("sees", "not")
        return {"was": was, "was_word": "", "now": now, "now_word": ""}
    was, now = _verdict(seen, considered), _verdict(after, considered)
    if was == now:
        return {"was": was, "was_word": "", "now": "", "now_word": ""}
    return {"was": was, "was_word": people.word_of(was), "now": now, "now_word": people.word_of(now)}


def _verdict(seen: int, considered: Considered) -> str:
    known = len(considered.portrait.documents)
    return "sees" if seen >= known else "part" if seen else "not"


def _keeps(member: Member | None, changes: list[Change]) -> str:
    """One who loses the rest may still read again what he wrote (R29)."""
    lost = {change.document for change in changes}
    if member is None or not lost & set(member.seen):
        return ""
    kept = [verdict for document, verdict in member.verdicts.items() if verdict.permit and document not in lost]
    return _("Pourra toujours relire ce qui est de sa main.") if kept and all(one.as_author for one in kept) else ""


def _which(considered: Considered, changes: list[Change], *, gains: bool) -> str:
    """The documents by name, when they are few and not the one at the head of the page."""
    own = {card.id: card for card in considered.portrait.documents}
    named = [titles.dated(own[change.document]) for change in changes if change.document in own]
    if considered.about[0] == "document" or not named:
        return ""
    which = " ; ".join(named[:_DOCUMENTS_NAMED])
    if len(named) > _DOCUMENTS_NAMED:
        which = f"{which} {_('et %(n)d autres') % {'n': len(named) - _DOCUMENTS_NAMED}}"
    return (_("Verra : %(which)s.") if gains else _("Ne verra plus : %(which)s.")) % {"which": which}


def _about_this_document(considered: Considered, lost: object, gained: object) -> list[dict[str, object]]:
    """For a document hidden from all: who may still read it, and who already could not."""
    if considered.about[0] != "document" or considered.to[0] != "everyone":
        return []
    document = considered.about[1]
    others = [one for one in _everyone(considered.portrait) if one.card.id not in lost and one.card.id not in gained]  # type: ignore[operator]
    keep = [one for one in others if one.verdicts[document].permit]
    never = [one.card.name for one in others if not one.verdicts[document].permit]
    return [group for group in (_kept(keep, document), _already(never)) if group]


def _kept(members: list[Member], document: str) -> dict[str, object] | None:
    if not members:
        return None
    title_ = ngettext("Une personne le verra toujours", "%(n)s personnes le verront toujours", len(members))
    rows = [
        {"name": one.card.name, "role": people.role(one).lower(), "was": "", "was_word": "", "now": "sees", "now_word": "",
         "text": _why_kept(one.verdicts[document])}
        for one in members
    ]  # fmt: skip
    title_ = title_ % {"n": counting.in_words(len(members))} if len(members) > 1 else title_
    return {"id": "garde", "icon_name": "eye", "title": title_, "people": rows, "text": ""}


def _why_kept(verdict: Verdict) -> str:
    """The treating physician, who sees by R12 today, will see by R30 what is hidden."""
    if verdict.as_author:
        return _("A écrit ce document : la loi lui laisse sa copie.")
    if verdict.rule in ("R14", "R16", "R19"):
        return _("Vous lui avez donné une autorisation pour ce document.")
    return reasons.why(replace(verdict, rule="R30") if verdict.rule == "R12" else verdict)


def _already(names: list[str]) -> dict[str, object] | None:
    if not names:
        return None
    title_ = ngettext("Une personne ne le voit déjà pas", "%(n)s personnes ne le voient déjà pas", len(names))
    title_ = title_ % {"n": counting.in_words(len(names))} if len(names) > 1 else title_
    text = _("%(names)s. Rien ne change de ce côté.") % {"names": counting.and_list(names)}
    return {"id": "deja", "icon_name": "off-duty", "title": title_, "people": [], "text": text}


def _everyone(portrait: Portrait) -> Iterable[Member]:
    return (*portrait.members, *portrait.authors)


def _by_person(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.professional, []).append(change)
    return found


def unchanged(considered: Considered) -> list[str]:
    """What a choice never changes (R29, R84, R85, R79, R06), for the choice at hand."""
    if considered.verb == "grant":
        return [
            _("Chaque métier ne voit que ce qui relève de lui, même avec votre accord."),
            _("Assureur, employeur et banque ne voient jamais rien."),
            _("Vos autres choix restent comme avant."),
        ]
    if considered.verb == "withdraw":
        return [
            _("Vos autres choix restent comme avant."),
            _("Ce que vous aviez choisi reste écrit dans votre historique."),
        ]
    return [
        _("Vous voyez toujours tous vos documents."),
        _("Qui a écrit un document peut toujours le relire."),
        _("Une copie sur papier, ou déjà envoyée, reste là où elle est."),
        _("Les déclarations que la loi impose ou permet aux soignants ont toujours lieu."),
        _("L’établissement analyse toujours son activité, sous la responsabilité d’un médecin."),
    ]


def lint(considered: Considered) -> str:
    """Already in force, nothing to withdraw, or no effect today: said before saving."""
    standing = considered.standing
    if considered.verb == "withdraw" and standing is None:
        return _("Vous n’avez fait aucun choix de ce genre : il n’y a rien à retirer.")
    if standing and standing.stance == considered.verb and standing.ends_at is None:
        return _("Ce choix est déjà en place depuis le %(day)s. Le confirmer ne change rien.") % {
            "day": counting.day(standing.begins_at)
        }
    if considered.effect.changes_nothing and considered.about[0] == "document":
        return _("Aujourd’hui, ce choix ne change rien pour personne.")
    if considered.effect.changes_nothing:
        return _("Aujourd’hui, ce choix ne change rien. Il comptera pour les documents à venir.")
    return ""


def to_know(considered: Considered) -> list[str]:
    """Told once, calmly, when something is hidden (R32); and when the treating physician is among those who lose."""
    if considered.verb != "oppose":
        return []
    told_ = [
        _(
            "Sans ce document, un soignant pourrait refaire un examen, ou choisir sans le savoir. "
            "On ne pourra pas le lui reprocher. Vous pouvez en parler vous-même, quand vous voulez."
        )
    ]
    losers = {change.professional for change in considered.effect.losses}
    for member in considered.portrait.members:
        if member.card.id in losers and any(one.basis == CareBasis.TREATING_PHYSICIAN for one in member.care):
            told_.insert(
                0, _("%(name)s, votre médecin traitant, verra moins de documents.") % {"name": member.card.name}
            )
    return told_


def told(considered: Considered) -> str:
    """Whether anybody is told (decision.md §7): in words, only someone to whom the record opens."""
    opens = (
        considered.verb == "grant" and considered.about[0] == choices.EVERYTHING and considered.to[0] == "professional"
    )
    if opens:
        return _("Cette personne peut être prévenue qu’un accès lui est ouvert. Rien ne lui est dit de votre santé.")
    return _("Aucun professionnel n’est prévenu.")
