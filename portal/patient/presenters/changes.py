"""Who gains and who loses, person by person: the part that every page before a choice has in common."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.patient.presenters import counting, people, titles
from portal.patient.presenters.considered import Looked
from sharing.selectors.portrait import Member
from sharing.services.preview import Change

Group = dict[str, object]


def groups(looked: Looked, *, document: str = "", later: bool = False) -> list[Group]:
    """`document`: the one that the choice is about, not to be named again for each person. `later`: counted on the
    day on which the choice begins.
    """
    lost, gained = by_person(looked.effect.losses), by_person(looked.effect.gains)
    found = []
    if lost:
        rows = [
            _person(looked, who, changes, gains=False, document=document, later=later) for who, changes in lost.items()
        ]
        found.append(group("perd", "eye-shut", _lose(len(lost), document), rows))
    if gained:
        rows = [
            _person(looked, who, changes, gains=True, document=document, later=later) for who, changes in gained.items()
        ]
        found.append(group("gagne", "eye", _gain(len(gained), document), rows))
    return found


def group(identifier: str, icon: str, title: str, people_: list[dict[str, object]]) -> Group:
    count = len(people_)
    words = title % {"n": counting.in_words(count)} if count > 1 else title
    return {"id": identifier, "icon_name": icon, "title": words, "people": people_, "text": "", "items": []}


def by_person(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.professional, []).append(change)
    return found


def _lose(count: int, document: str) -> str:
    if document:
        return ngettext("Une personne ne le verra plus", "%(n)s personnes ne le verront plus", count)
    return ngettext("Une personne verra moins de documents", "%(n)s personnes verront moins de documents", count)


def _gain(count: int, document: str) -> str:
    if document:
        return ngettext("Une personne le verra", "%(n)s personnes le verront", count)
    return ngettext("Une personne verra plus de documents", "%(n)s personnes verront plus de documents", count)


def _person(
    looked: Looked, professional: str, changes: list[Change], *, gains: bool, document: str, later: bool
) -> dict[str, object]:
    member = looked.portrait.member(professional)
    card = member.card if member else looked.names.professionals.get(professional)
    seen = looked.effect.seen.get(professional, 0)
    after = seen + len(changes) if gains else seen - len(changes)
    words = _("Voit aujourd’hui %(before)d de vos documents, en verra %(after)d.")
    if later:
        words = _("Verrait ce jour-là %(before)d de vos documents, en verra %(after)d.")
    words = words % {"before": seen, "after": after}
    return {
        "name": card.name if card else _("Un professionnel"),
        "role": people.trade(card).lower() if card else "",
        "text": " ".join(part for part in (words, _keeps(member, changes)) if part),
        "which": [] if document else _which(looked, changes),
        "which_title": _("Quels documents en plus ?") if gains else _("Quels documents en moins ?"),
        **_shift(looked, seen, after, gains=gains, document=document),
    }


def _shift(looked: Looked, seen: int, after: int, *, gains: bool, document: str) -> dict[str, str]:
    """From one verdict to the other: about the document itself, or about the whole record."""
    if document:
        was, now = ("not", "sees") if gains else ("sees", "not")
        return {"was": was, "was_word": "", "now": now, "now_word": ""}
    was, now = _verdict(seen, looked), _verdict(after, looked)
    if was == now:
        return {"was": was, "was_word": "", "now": "", "now_word": ""}
    return {"was": was, "was_word": people.word_of(was), "now": now, "now_word": people.word_of(now)}


def _verdict(seen: int, looked: Looked) -> str:
    known = len(looked.portrait.documents)
    return "sees" if seen >= known else "part" if seen else "not"


def _keeps(member: Member | None, changes: list[Change]) -> str:
    """One who loses the rest may still read again what he wrote (R29)."""
    lost = {change.document for change in changes}
    if member is None or not lost & set(member.seen):
        return ""
    kept = [verdict for document, verdict in member.verdicts.items() if verdict.permit and document not in lost]
    return _("Pourra toujours relire ce qui est de sa main.") if kept and all(one.as_author for one in kept) else ""


def _which(looked: Looked, changes: Iterable[Change]) -> list[str]:
    """The documents by name, those that the patient may see today."""
    own = {card.id: card for card in looked.portrait.documents}
    return [titles.dated(own[change.document]) for change in changes if change.document in own]
