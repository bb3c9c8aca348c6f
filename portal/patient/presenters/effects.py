"""The page before a grant, an opposition or a withdrawal: what changes, what does not, what is worth knowing once."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.patient.presenters import (
    advice,
    changes,
    counting,
    documents,
    emergencies,
    people,
    reading_over,
    reasons,
    titles,
)
from portal.patient.presenters.changes import Group
from portal.patient.presenters.considered import Considered
from portal.patient.presenters.linter import Kind
from sharing.selectors.portrait import Member, Portrait, Verdict

#: Remarks after which there is nothing to confirm.
_NOTHING_TO_DO = frozenset({Kind.NOTHING_TO_WITHDRAW})


def page(considered: Considered) -> dict[str, object]:
    remarks = reading_over.remarks(considered)
    return {
        "title": title(considered),
        "quote": quote(considered),
        "period": period(considered),
        "groups": groups(considered),
        "unchanged": advice.unchanged(considered),
        "lint": [remark.text for remark in remarks],
        "to_know": advice.to_know(considered),
        "told": advice.told(considered),
        "confirm_label": confirm_label(considered),
        "has_dates": considered.verb != "withdraw",
        "can_confirm": not any(remark.kind in _NOTHING_TO_DO for remark in remarks),
    }


def title(considered: Considered) -> str:
    named = {"to": considered.to_words, "about": considered.about_words}
    if considered.to[0] == "everyone" and considered.verb != "grant":
        return _hide_title(considered)
    if considered.verb == "oppose":
        return _("Vous opposer à %(to)s ?") % named
    if considered.verb == "grant":
        return _("Autoriser %(to)s ?") % named
    if considered.standing and considered.standing.stance == "oppose":
        return _("Ne plus vous opposer à %(to)s ?") % named
    return _("Retirer votre choix sur %(to)s ?") % named


def _hide_title(considered: Considered) -> str:
    document = considered.about[0] == "document"
    if considered.verb == "oppose":
        return _("Masquer ce document à tous ?") if document else _("Masquer à tous ?")
    return _("Ne plus masquer ce document à tous ?") if document else _("Ne plus masquer à tous ?")


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


def period(considered: Considered) -> str:
    """From which day until which, when the address says so; « ce choix » counts at once otherwise."""
    since, until = considered.said.since, considered.said.until
    if since and until:
        words = _("Ce choix comptera du %(since)s au %(until)s, ces deux jours compris.")
    elif since:
        words = _("Ce choix comptera à partir du %(since)s.")
    elif until:
        words = _("Ce choix comptera jusqu’au %(until)s, ce jour compris.")
    else:
        return ""
    return words % {"since": counting.day(since) if since else "", "until": counting.day(until) if until else ""}


def groups(considered: Considered) -> list[Group]:
    """Who loses, who gains; for one document hidden from all, who keeps it; what an emergency would show."""
    since = considered.said.since
    later = since is not None and since > localdate(considered.portrait.at)
    found = changes.groups(considered, document=considered.document, later=later)
    found += _about_this_document(considered)
    emergency = emergencies.group(considered)
    return [*found, *([emergency] if emergency else [])]


def _about_this_document(considered: Considered) -> list[Group]:
    """For a document hidden from all: who may still read it, and who already could not."""
    document = considered.document
    if not document or considered.to[0] != "everyone":
        return []
    turned = {change.professional for change in (*considered.effect.losses, *considered.effect.gains)}
    others = [one for one in _everyone(considered.portrait) if one.card.id not in turned]
    keep = [one for one in others if one.verdicts[document].permit]
    never = [one.card.name for one in others if not one.verdicts[document].permit]
    return [group for group in (_kept(keep, document), _already(never)) if group]


def _kept(members: list[Member], document: str) -> Group | None:
    if not members:
        return None
    title_ = ngettext("Une personne le verra toujours", "%(n)s personnes le verront toujours", len(members))
    rows: list[dict[str, object]] = [
        {"name": one.card.name, "role": people.role(one).lower(), "was": "", "was_word": "", "now": "sees", "now_word": "",
         "text": _why_kept(one.verdicts[document])}
        for one in members
    ]  # fmt: skip
    return changes.group("garde", "eye", title_, rows)


def _why_kept(verdict: Verdict) -> str:
    """The treating physician, who sees by R12 today, will see by R30 what is hidden."""
    if verdict.as_author:
        return _("A écrit ce document : la loi lui laisse sa copie.")
    if verdict.rule in ("R14", "R16", "R19"):
        return _("Vous lui avez donné une autorisation pour ce document.")
    return reasons.why(replace(verdict, rule="R30") if verdict.rule == "R12" else verdict)


def _already(names: list[str]) -> Group | None:
    if not names:
        return None
    title_ = ngettext("Une personne ne le voit déjà pas", "%(n)s personnes ne le voient déjà pas", len(names))
    title_ = title_ % {"n": counting.in_words(len(names))} if len(names) > 1 else title_
    text = _("%(names)s. Rien ne change de ce côté.") % {"names": counting.and_list(names)}
    return {"id": "deja", "icon_name": "off-duty", "title": title_, "people": [], "text": text, "items": []}


def _everyone(portrait: Portrait) -> Iterable[Member]:
    return (*portrait.members, *portrait.authors)
