"""The patient's words behind an answer: which decided, which were set aside and by what, which a setting left out."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from consents.selectors.portrait import Names
from consents.vocabulary import Stance
from portal.patient.presenters import counting, words
from sharing.engine.facts import Preference
from sharing.services.own_explanations import OwnExplanation

Line = dict[str, str]


def trail(told: OwnExplanation, names: Names) -> list[Line]:
    """Those that decided first; each word once."""
    trace = told.decision.trace
    by = {aside.preference: aside.by for aside in trace.set_aside}
    order = [*trace.deciding, *trace.took_part, *trace.left_out]
    known = [told.words[each] for each in dict.fromkeys(order) if each in told.words]
    return sorted((_line(word, told, names, by) for word in known), key=lambda line: line["icon_name"] != "check")


def _line(word: Preference, told: OwnExplanation, names: Names, by: Mapping[str, str]) -> Line:
    text = phrase(word, told.voice, names)
    stance = Stance.GRANT if told.decision.permit else Stance.OPPOSE
    if word.id in told.decision.trace.left_out:
        return {"icon_name": "undo", "title": _("Laissé de côté par un de vos réglages"), "text": text}
    if word.id in told.decision.trace.deciding and word.stance is stance:
        return {"icon_name": "check", "title": _("Ce choix a décidé"), "text": text}
    narrower = told.words.get(by.get(word.id, ""))
    if narrower is None:
        return {"icon_name": "info", "title": _("Ce choix a été lu, sans décider"), "text": text}
    aside = _("Un choix plus précis l’emporte : « %(by)s »") % {"by": phrase(narrower, told.voice, names)}
    return {"icon_name": "undo", "title": _("Ce choix a été écarté"), "text": f"{text} {aside}"}


def phrase(word: Preference, patient: str, names: Names) -> str:
    """« Votre opposition du 3 mars 2026 : Dr Aubertin, pour tout votre dossier. »."""
    return "".join(_phrase(word, patient, names))


def _phrase(word: Preference, patient: str, names: Names) -> Iterator[str]:
    parts = {
        "day": counting.day(word.declared_at),
        "to": words.to_whom(word.to.kind, word.to.ref, names),
        "about": words.about_what(word.about.kind, word.about.ref, names),
        "who": names.people.get(word.voice, _("une personne qui parle pour vous")),
    }
    own, grant = word.voice == patient, word.stance is Stance.GRANT
    if own:
        said = _("Votre autorisation du %(day)s : %(to)s, pour %(about)s") if grant else _("Votre opposition du %(day)s : %(to)s, pour %(about)s")  # fmt: skip
    else:
        said = _("Autorisation de %(who)s, du %(day)s : %(to)s, pour %(about)s") if grant else _("Opposition de %(who)s, du %(day)s : %(to)s, pour %(about)s")  # fmt: skip
    yield said % parts
    if word.period.ends is not None:
        yield _(", jusqu’au %(day)s") % {"day": counting.last_day(word.period.ends)}
    yield "."
