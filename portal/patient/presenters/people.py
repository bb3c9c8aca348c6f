"""Professionals in words: what each sees, why, since when, and the buttons."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.portrait import CareCard, DocumentCard, ProfessionalCard
from portal.patient.presenters import choices, counting, reasons
from portal.patient.presenters.titles import subject
from sharing.selectors.portrait import Member, Portrait, Verdict

NEVER = frozenset({"R76", "R77", "R78", "R80", "R81", "R83"})


def kind_of(member: Member) -> str:
    """Sees everything, part, nothing; `out` when it is all outside his remit."""
    seen, known = len(member.seen), len(member.verdicts)
    if known and seen == known:
        return "sees"
    if seen:
        return "part"
    rules = {verdict.rule for verdict in member.verdicts.values()} or {member.record.rule}
    if not known and member.record.permit:
        return "sees"
    return "never" if rules <= NEVER else "out" if rules == {"R06"} else "not"


def verdict_kind(verdict: Verdict) -> str:
    if verdict.permit:
        return "sees"
    return "never" if verdict.rule in NEVER else "out" if verdict.rule == "R06" else "not"


def word_of(kind: str) -> str:
    words = {
        "sees": _("Voit tout"),
        "part": _("Voit une partie"),
        "not": _("Ne voit rien"),
        "out": _("Ne voit rien"),
        "never": _("Jamais"),
    }
    return words[kind]


def card(member: Member, portrait: Portrait) -> dict[str, object]:
    """The card of one professional on the team page."""
    kind = kind_of(member)
    known = {document.id: document for document in portrait.documents}
    return {
        "id": f"p-{member.card.id}",
        "name": member.card.name,
        "url": reverse("professional", args=[member.card.id]),
        "role": role(member),
        "place": place(member),
        "kind": kind,
        "word": word_of(kind) if known else _("Accès ouvert") if kind == "sees" else _("Accès fermé"),
        "sentence": sentence(member),
        "waiting": _("Pas encore de choix de votre part") if waits(member) else "",
        "why": main_reason(member),
        "why_url": reverse("why_record", args=[member.card.id]),
        "see_as_url": reverse("see_as", args=[member.card.id]),
        "law": main_verdict(member).article,
        "facts": facts(member, known),
        "buttons": choices.for_member(member),
    }


def role(member: Member) -> str:
    return trade(member.card)


def trade(card: ProfessionalCard) -> str:
    """« Médecin, cardiologie »."""
    profession = str(labels.PROFESSIONS[card.profession])
    specialty = labels.SPECIALTIES.get(card.specialty)
    return (
        _("%(what)s, %(specialty)s") % {"what": profession, "specialty": str(specialty).lower()}
        if specialty
        else profession
    )


def place(member: Member) -> str:
    return whereabouts(member.card, member.care)


def whereabouts(card: ProfessionalCard, care: Iterable[CareCard]) -> str:
    """Where he takes part in the care; otherwise where he works."""
    cared = [entry.place.name for entry in care if entry.place]
    worked = [one.name for one in card.places]
    return counting.and_list(list(dict.fromkeys(cared or worked)))


def sentence(member: Member) -> str:
    """« Voit 12 documents sur 13. Vous en avez masqué un. »."""
    seen, known = len(member.seen), len(member.verdicts)
    if not known:
        return _("Aucun document à voir dans votre dossier pour l’instant.")
    closed = Counter(verdict.rule for verdict in member.verdicts.values() if not verdict.permit)
    told = [reasons.left_out(rule, count) for rule, count in closed.most_common(3)]
    return " ".join([_count(seen, known), *(told if seen or len(closed) > 1 else [])])


def _count(seen: int, known: int) -> str:
    if seen == 0:
        return ngettext("Ne voit pas votre document.", "Ne voit aucun de vos %(known)d documents.", known) % {
            "known": known
        }
    if seen == known:
        return ngettext("Voit votre document.", "Voit vos %(known)d documents.", known) % {"known": known}
    return ngettext("Voit %(seen)d document sur %(known)d.", "Voit %(seen)d documents sur %(known)d.", seen) % {
        "seen": seen,
        "known": known,
    }


def main_verdict(member: Member) -> Verdict:
    """The verdict that stands for the card: the record's own when it is open, or the commonest one."""
    if member.record.permit:
        return member.record
    permits = [verdict for verdict in member.verdicts.values() if verdict.permit]
    among = permits or list(member.verdicts.values()) or [member.record]
    rules = Counter(verdict.rule for verdict in among if not verdict.as_author) or Counter(one.rule for one in among)
    return next(verdict for verdict in among if verdict.rule == rules.most_common(1)[0][0])


def main_reason(member: Member) -> str:
    verdict = main_verdict(member)
    return reasons.why(verdict)


def waits(member: Member) -> bool:
    """Takes part in the care, nothing is open yet, no word was said: the patient's consent would open it."""
    if not member.care or member.words or any(one.permit and not one.as_author for one in member.verdicts.values()):
        return False
    return not member.record.permit and member.record.rule in reasons.WAITS_FOR_CONSENT


def facts(member: Member, documents: Mapping[str, DocumentCard]) -> list[tuple[str, str]]:
    """Role in the care, since when, until when; then each word that names him, with what it is about."""
    found = [fact for entry in member.care for fact in care_facts(entry)]
    for word in member.words:
        end = (
            _("jusqu’au %(day)s") % {"day": counting.last_day(word.ends_at)} if word.ends_at else _("sans date de fin")
        )
        said = {
            "about": subject(word.about_kind, word.about, documents),
            "day": counting.day(word.declared_at),
            "end": end,
        }
        found.append((str(labels.STANCES[word.stance]), _("pour %(about)s, le %(day)s, %(end)s") % said))
    return found or [(_("Son rôle"), _("A écrit un document de votre dossier"))]


def care_facts(entry: CareCard) -> list[tuple[str, str]]:
    rows = [
        (_("Son rôle"), str(labels.CARE_BASES[entry.basis])),
        (_("Depuis"), _("le %(day)s") % {"day": counting.day(entry.begins_at)}),
    ]
    if entry.ends_at:
        rows.append((_("Jusqu’au"), counting.last_day(entry.ends_at)))
    return rows


def count_sentence(portrait: Portrait) -> str:
    """How many take care of the patient, and how many of them see something."""
    total = len(portrait.members)
    if not total:
        return _("Personne n’est encore inscrit dans votre équipe.")
    seeing = sum(bool(member.seen) for member in portrait.members)
    first = ngettext("Une personne figure ici.", "%(n)s personnes figurent ici.", total) % {
        "n": counting.in_words(total)
    }
    if not seeing:
        second = _("Aucune ne voit de document.")
    else:
        second = ngettext("Une voit des documents.", "%(n)s voient des documents.", seeing) % {
            "n": counting.in_words(seeing)
        }
    return " ".join([first, second, _("Vous pouvez changer cela à tout moment, sans donner de raison.")])


def pills(portrait: Portrait, chosen: str) -> list[dict[str, object]]:
    """The filters of the team page."""
    counts = Counter(shelf(member) for member in portrait.members)
    named = (
        ("", _("Tous"), "", len(portrait.members)),
        ("sees", _("Voit tout"), "eye", counts["sees"]),
        ("part", _("Voit une partie"), "eye-half", counts["part"]),
        ("not", _("Ne voit rien"), "eye-shut", counts["not"]),
    )
    return [
        {
            "url": f"?voir={word}" if word else "?",
            "label": label,
            "icon_name": icon,
            "count": count,
            "current": word == chosen,
        }
        for word, label, icon, count in named
    ]


def shelf(member: Member) -> str:
    """Sees everything, part, or nothing, whatever the reason."""
    kind = kind_of(member)
    return kind if kind in ("sees", "part") else "not"
