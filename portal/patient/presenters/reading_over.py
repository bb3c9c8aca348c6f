"""What the linter needs to know of a choice, gathered from the record as it stands and from its effect."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from consents.selectors.portrait import DocumentCard, WordCard
from portal.patient.presenters import counting, linter, words
from portal.patient.presenters.considered import Considered
from portal.patient.presenters.linter import Remark, Standing
from sharing.selectors.portrait import Member


def remarks(considered: Considered) -> list[Remark]:
    said, effect = considered.said, considered.effect
    covered = _covered(considered)
    influence = effect.influence
    return linter.remarks(
        linter.Looked(
            verb=said.verb,
            today=localdate(considered.portrait.at),
            since=said.since,
            until=said.until,
            standing=_standing(considered.standing),
            changes_nothing=effect.changes_nothing,
            changes_emergencies=bool(effect.emergency.gains or effect.emergency.losses),
            one_document=bool(considered.document),
            covered=None if covered is None else len(covered),
            reached=_reached(considered),
            beyond_remit=_beyond_remit(considered, covered),
            influence=influence,
            set_aside_by=_named(considered, influence.set_aside_by if influence else ()),
            overruled_by=_named(considered, influence.overruled_by if influence else ()),
        )
    )


def _standing(word: WordCard | None) -> Standing | None:
    if word is None:
        return None
    return Standing(word.stance, localdate(word.begins_at), _last_day(word))


def _last_day(word: WordCard) -> date | None:
    return localdate(word.ends_at - timedelta(microseconds=1)) if word.ends_at else None


def _covered(considered: Considered) -> list[DocumentCard] | None:
    """The documents that the choice is about; None for everything, those to come included."""
    kind, reference = considered.about
    if kind == "everything":
        return None
    return [card for card in considered.portrait.documents if _is_about(card, kind, reference)]


def _is_about(card: DocumentCard, kind: str, reference: str) -> bool:
    return reference == {"document": card.id, "category": card.category, "specialty": card.specialty}.get(kind)


def _around(considered: Considered) -> Iterable[Member]:
    return (*considered.portrait.members, *considered.portrait.authors)


def _reached(considered: Considered) -> int:
    kind, reference = considered.to
    if kind in ("professional", "everyone"):
        return 1
    return sum(_is_addressed(member, kind, reference) for member in _around(considered))


def _is_addressed(member: Member, kind: str, reference: str) -> bool:
    if kind == "profession":
        return member.card.profession == reference
    return any(place.id == reference for place in member.card.places)


def _beyond_remit(considered: Considered, covered: list[DocumentCard] | None) -> bool:
    """For the one whom the choice names: every document it is about answers that it is not of his trade (R06)."""
    member = considered.portrait.member(considered.to[1]) if considered.to[0] == "professional" else None
    if member is None:
        return False
    if covered is None:
        return member.record.rule == "R06"
    return bool(covered) and all(member.verdicts[card.id].rule == "R06" for card in covered)


def _named(considered: Considered, keys: Iterable[str]) -> tuple[str, ...]:
    known = {word.id: word for word in considered.portrait.words}
    return tuple(_in_words(known[key], considered) for key in keys if key in known)


def _in_words(word: WordCard, considered: Considered) -> str:
    """« votre opposition à Dr X pour tout votre dossier, du 3 mars 2026 »."""
    parts = {
        "to": words.to_whom(word.to_kind, word.to, considered.names),
        "about": words.about_what(word.about_kind, word.about, considered.names),
        "day": counting.day(word.declared_at),
    }
    if word.stance == "grant":
        return _("votre autorisation à %(to)s pour %(about)s, du %(day)s") % parts
    return _("votre opposition à %(to)s pour %(about)s, du %(day)s") % parts
