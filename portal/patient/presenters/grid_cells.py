"""One case of the grid: somebody, and one document or one kind of document; the verdict, why, what may be chosen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.portrait import DocumentCard
from portal.patient.presenters import choices, reasons, titles
from portal.patient.presenters.grid_words import short
from portal.patient.presenters.people import NEVER, verdict_kind
from sharing.selectors.portrait import Member, Verdict

Cell = dict[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """The documents of one kind, the newest first; never empty."""

    category: str
    documents: tuple[DocumentCard, ...]

    @property
    def name(self) -> str:
        return str(labels.CATEGORIES[self.category])


def of_document(member: Member, document: DocumentCard) -> Cell:
    verdict = member.verdicts[document.id]
    name = titles.dated(document)
    about = f"{member.card.name}, {name}"
    return {
        "of": name,
        "about": about,
        "person": member.card.id,
        "kind": verdict_kind(verdict),
        "short": short(verdict),
        "reasons": [reasons.why(verdict)],
        "law": verdict.article,
        "why": document.id,
        "buttons": choices.for_cell(member, "document", document.id, verdict, about),
    }


def of_kind(member: Member, kind: Kind) -> Cell:
    """All alike: the reason they share. Mixed: how many are seen, and why the others are not."""
    verdicts = [member.verdicts[one.id] for one in kind.documents]
    seen = sum(verdict.permit for verdict in verdicts)
    alike = len({(verdict.permit, verdict.rule, verdict.instead_of) for verdict in verdicts}) == 1
    about = f"{member.card.name}, {kind.name}"
    return {
        "of": kind.name,
        "about": about,
        "person": member.card.id,
        "kind": _shared_kind(verdicts, seen),
        "short": _how_many(verdicts, seen, alike=alike),
        "reasons": [*_count(verdicts, seen), *([reasons.why(verdicts[0])] if alike else _closed(verdicts))],
        "law": verdicts[0].article if alike else "",
        "why": kind.documents[0].id if alike else "",
        "buttons": _buttons(member, kind, verdicts, about),
    }


def _shared_kind(verdicts: Sequence[Verdict], seen: int) -> str:
    """`out` and `never` only when they are so for every document."""
    if seen:
        return "sees" if seen == len(verdicts) else "part"
    rules = {verdict.rule for verdict in verdicts}
    return "never" if rules <= NEVER else "out" if rules == {"R06"} else "not"


def _how_many(verdicts: Sequence[Verdict], seen: int, *, alike: bool) -> str:
    """« 3 sur 5 », « les 5 »; a reason where a number would say nothing more."""
    known = len(verdicts)
    if 0 < seen < known:
        return _("%(seen)d sur %(known)d") % {"seen": seen, "known": known}
    if seen and known > 1:
        return _("les %(known)d") % {"known": known}
    return short(verdicts[0]) if alike else _("plusieurs raisons")


def _count(verdicts: Sequence[Verdict], seen: int) -> list[str]:
    """Nothing where there is one document: its reason says it all."""
    known = len(verdicts)
    if known == 1:
        return []
    if seen == 0:
        return [_("Ne voit aucun de ces %(known)d documents.") % {"known": known}]
    if seen == known:
        return [_("Voit ces %(known)d documents.") % {"known": known}]
    words = ngettext("Voit %(seen)d document sur %(known)d.", "Voit %(seen)d documents sur %(known)d.", seen)
    return [words % {"seen": seen, "known": known}]


def _closed(verdicts: Sequence[Verdict]) -> list[str]:
    """Why those that are not seen are not, the commonest reason first."""
    rules = Counter(verdict.rule for verdict in verdicts if not verdict.permit)
    return [reasons.left_out(rule, count) for rule, count in rules.most_common()]


def _buttons(member: Member, kind: Kind, verdicts: Sequence[Verdict], about: str) -> list[choices.Button]:
    """Authorising is offered when it would open at least one of them."""
    closed = [verdict for verdict in verdicts if not verdict.permit]
    first = next((verdict for verdict in closed if choices.can_be_opened(verdict)), None)
    seen = len(verdicts) - len(closed)
    return choices.for_kind(member, kind.category, seen=seen, closed=first or next(iter(closed), None), of=about)
