"""The team around someone whom the reader represents: what each sees, why, and the buttons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents import labels
from consents.selectors.portrait import CareCard, WordCard
from consents.vocabulary import CareBasis
from portal.patient.acting import Acting
from portal.patient.presenters import acting_buttons, acting_reasons, acting_words, counting, people
from sharing.selectors.portrait import Member, Portrait

Shown = dict[str, object]
_ROLES: Mapping[str, object] = {
    CareBasis.ESTABLISHMENT: gettext_lazy("Membre de l’équipe de soins de cet établissement"),
    CareBasis.COORDINATED: gettext_lazy("Membre de cette structure de soins"),
    CareBasis.TREATING_PHYSICIAN: gettext_lazy("Médecin traitant"),
    CareBasis.RECOGNISED: gettext_lazy("Membre de l’équipe, par un choix fait ici"),
    CareBasis.SAME_CARE: gettext_lazy("Participe aux soins, hors de l’équipe"),
}


def card(member: Member, drawn: Portrait, acting: Acting) -> Shown:
    """The card of one professional; buttons are for the reader's own voice."""
    kind = people.kind_of(member)
    return {
        "id": f"p-{member.card.id}",
        "name": member.card.name,
        "url": acting.url("professional", member.card.id),
        "role": people.role(member),
        "place": people.place(member),
        "kind": kind,
        "word": people.word_of(kind) if drawn.documents else _("Accès ouvert") if kind == "sees" else _("Accès fermé"),
        "sentence": sentence(member, acting),
        "waiting": _("Pas encore de choix") if people.waits(member) else "",
        "why": acting_reasons.why(people.main_verdict(member), drawn, acting),
        "law": people.main_verdict(member).article,
        "facts": facts(member, drawn, acting),
        "buttons": acting_buttons.for_member(own(member, acting), acting),
    }


def own(member: Member, acting: Acting) -> Member:
    """With the words that this reader may take back, and no others: each voice has its own."""
    return replace(member, words=acting.mine(member.words))


def sentence(member: Member, acting: Acting) -> str:
    """« Voit 3 des 5 documents de Lina. »."""
    seen, known = len(member.seen), len(member.verdicts)
    if not known:
        return ""
    closed = Counter(verdict.rule for verdict in member.verdicts.values() if not verdict.permit)
    told = [acting_reasons.left_out(rule, count) for rule, count in closed.most_common(3)]
    return " ".join([_count(seen, known), *(told if seen or len(closed) > 1 else [])])


def _count(seen: int, known: int) -> str:
    if not seen:
        return _("Ne voit aucun document.")
    if seen == known:
        return ngettext("Voit le document que vous voyez.", "Voit les %(n)d documents que vous voyez.", seen) % {
            "n": seen
        }
    words = ngettext(
        "Voit %(seen)d document sur les %(known)d que vous voyez.",
        "Voit %(seen)d documents sur les %(known)d que vous voyez.",
        seen,
    )
    return words % {"seen": seen, "known": known}


def facts(member: Member, drawn: Portrait, acting: Acting) -> list[tuple[str, str]]:
    """His role in the care; then each word that names him, and whose it is."""
    found = [fact for entry in member.care for fact in _role(entry)]
    found += [(str(labels.STANCES[word.stance]), _said(word, drawn, acting)) for word in member.words]
    return found or [(_("Son rôle"), _("A écrit un document"))]


def _role(entry: CareCard) -> list[tuple[str, str]]:
    """As people.care_facts, in words that are not the patient's."""
    return [(_("Son rôle"), str(_ROLES[entry.basis])), *people.care_facts(entry)[1:]]


def _said(word: WordCard, drawn: Portrait, acting: Acting) -> str:
    documents = {one.id: one for one in drawn.documents}
    end = _("jusqu’au %(day)s") % {"day": counting.last_day(word.ends_at)} if word.ends_at else _("sans date de fin")
    told = {
        "about": acting_words.about(word.about_kind, word.about, documents, acting),
        "day": counting.day(word.declared_at),
        "end": end,
        "who": whose(word, acting),
    }
    return _("%(who)s, pour %(about)s, le %(day)s, %(end)s") % told


def whose(word: WordCard, acting: Acting) -> str:
    """« par vous », « par Julien Bernard », « par une personne qui ne décide plus »."""
    if word.voice == str(acting.person):
        return _("par vous")
    name = acting.speaker(word.voice)
    return _("par %(name)s") % {"name": name} if name else _("par une personne qui ne décide plus")


def count_sentence(drawn: Portrait, acting: Acting) -> str:
    """How many take part, and how many of them see something."""
    total = len(drawn.members)
    if not total:
        return _("Personne n’est encore inscrit dans l’équipe %(of)s.") % {"of": acting.of}
    first = ngettext(
        "Une personne figure dans l’équipe %(of)s.", "%(n)s personnes figurent dans l’équipe %(of)s.", total
    )
    first = first % {"n": counting.in_words(total), "of": acting.of}
    seeing = sum(bool(member.seen) for member in drawn.members)
    if not drawn.documents:
        return first
    if not seeing:
        return " ".join([first, _("Aucune ne voit de document.")])
    second = ngettext("Une voit des documents.", "%(n)s voient des documents.", seeing) % {
        "n": counting.in_words(seeing)
    }
    return f"{first} {second}"
