"""An explanation in words, in the reader's language: the answer, why, and what would change it."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents import labels
from consents.vocabulary import RecipientKind, Stance, SubjectKind
from sharing.catalogue import rules
from sharing.engine.facts import Preference, Recipient, Subject
from sharing.engine.whatif import Change
from sharing.services.explanations import Explained


def lines(explained: Explained) -> Iterator[str]:
    """One fact a line; the first is the answer."""
    decision, trace = explained.decision, explained.decision.trace
    answer = _("oui") if decision.permit else _("non")
    yield _("Réponse : %(answer)s. %(sentence)s") % {"answer": answer, "sentence": sentence(decision.rule)}
    yield _("Règle %(rule)s (%(article)s), ligne %(line)s.") % {
        "rule": decision.rule,
        "article": decision.article,
        "line": trace.line,
    }
    yield _("Objet de la demande : %(purpose)s.") % {"purpose": labels.PURPOSES[explained.question.purpose]}
    yield _("Ce qui est dit au demandeur : %(code)s.") % {"code": decision.code}
    if trace.assisted:
        yield _("À la place de : %(name)s.") % {"name": explained.names.get(trace.assisted, trace.assisted)}
    if trace.basis is not None and trace.basis.basis is not None:
        yield _("Base des soins : %(basis)s.") % {"basis": labels.CARE_BASES[trace.basis.basis]}
    yield from _preferences(explained)
    yield _("Ce qui changerait la réponse : %(change)s.") % {"change": change_in_words(explained)}


def sentence(rule: str) -> str:
    """The rule's own sentence, in French or English."""
    known = rules().get(rule)
    if known is None:
        return ""
    return known.en if (get_language() or "fr").startswith("en") else known.fr


def _preferences(explained: Explained) -> Iterator[str]:
    trace = explained.decision.trace
    for key in trace.deciding:
        yield _("A compté : %(word)s.") % {"word": _word(explained, key)}
    for aside in trace.set_aside:
        yield _("Écarté par un choix plus précis : %(word)s, à cause de : %(by)s.") % {
            "word": _word(explained, aside.preference),
            "by": _word(explained, aside.by),
        }
    for key in trace.left_out:
        yield _("Laissé de côté par un réglage : %(word)s.") % {"word": _word(explained, key)}


def _word(explained: Explained, key: str) -> str:
    word: Preference | None = explained.words.get(key)
    if word is None:
        return key
    return _("%(voice)s, le %(day)s : %(stance)s, %(to)s, %(about)s") % {
        "voice": explained.names.get(word.voice, word.voice),
        "day": date_format(localtime(word.declared_at), "SHORT_DATE_FORMAT"),
        "stance": _("accord") if word.stance is Stance.GRANT else _("opposition"),
        "to": recipient(explained, word.to),
        "about": subject(explained, word.about),
    }


def recipient(explained: Explained, to: Recipient) -> str:
    if to.kind is RecipientKind.EVERYONE:
        return _("à tous")
    if to.kind is RecipientKind.PROFESSION:
        return str(labels.PROFESSIONS[to.ref])
    return explained.names.get(to.ref, to.ref)


def subject(explained: Explained, about: Subject) -> str:
    if about.kind is SubjectKind.EVERYTHING:
        return _("tout le dossier")
    if about.kind is SubjectKind.CATEGORY:
        return str(labels.CATEGORIES[about.ref])
    if about.kind is SubjectKind.SPECIALTY:
        return str(labels.SPECIALTIES[about.ref])
    return explained.names.get(about.ref, about.ref)


def change_in_words(explained: Explained) -> str:
    """The smallest declaration that turns the answer round, or that nothing the patient says would."""
    change = explained.change
    if change is None:
        return _("rien que le patient puisse dire ; la loi décide")
    return _("%(voice)s, par une déclaration : %(act)s") % {
        "voice": explained.names.get(change.voice, change.voice),
        "act": _act(explained, change),
    }


def _act(explained: Explained, change: Change) -> str:
    parts = [str(labels.DECLARATIONS.get(change.kind, change.kind))]
    if change.to is not None:
        parts.append(recipient(explained, change.to))
    if change.about is not None:
        parts.append(subject(explained, change.about))
    if change.setting is not None and change.value is not None:
        parts.append(f"{change.setting} = {change.value}")
    return ", ".join(parts)
