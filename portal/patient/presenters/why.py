"""An answer explained: what was decided, by which rule and which words, what it does not stop, what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import labels
from consents.selectors.portrait import DocumentCard, Names, ProfessionalCard
from consents.vocabulary import Purpose
from portal.patient.presenters import counting, documents, people, reasons, said, see_as, titles, turning
from sharing.selectors.portrait import Verdict
from sharing.services.own_explanations import OwnExplanation

_OF_DOCUMENT: Mapping[tuple[bool, str], object] = {
    (True, "now"): gettext_lazy("Pourquoi %(name)s voit ce document"),
    (False, "now"): gettext_lazy("Pourquoi %(name)s ne voit pas ce document"),
    (True, "then"): gettext_lazy("Pourquoi %(name)s voyait ce document"),
    (False, "then"): gettext_lazy("Pourquoi %(name)s ne voyait pas ce document"),
    (True, "if"): gettext_lazy("Pourquoi %(name)s verrait ce document"),
    (False, "if"): gettext_lazy("Pourquoi %(name)s ne verrait pas ce document"),
}
_OF_RECORD: Mapping[tuple[bool, str], object] = {
    (True, "now"): gettext_lazy("Pourquoi votre dossier s’ouvre à %(name)s"),
    (False, "now"): gettext_lazy("Pourquoi votre dossier ne s’ouvre pas à %(name)s"),
    (True, "then"): gettext_lazy("Pourquoi votre dossier s’ouvrait à %(name)s"),
    (False, "then"): gettext_lazy("Pourquoi votre dossier ne s’ouvrait pas à %(name)s"),
    (True, "if"): gettext_lazy("Pourquoi votre dossier s’ouvrirait à %(name)s"),
    (False, "if"): gettext_lazy("Pourquoi votre dossier ne s’ouvrirait pas à %(name)s"),
}
_SUPPOSED = frozenset({Purpose.EMERGENCY, Purpose.SAMU_CALL})


@dataclass(frozen=True, slots=True)
class Answered:
    """`document` None: the record as a whole. `moment` None: now."""

    card: ProfessionalCard
    document: DocumentCard | None
    told: OwnExplanation
    names: Names
    moment: datetime | None

    @property
    def permit(self) -> bool:
        return self.told.decision.permit

    @property
    def purpose(self) -> Purpose:
        return self.told.asking.question.purpose

    @property
    def verdict(self) -> Verdict:
        decision = self.told.decision
        assisted = self.names.professionals.get(decision.trace.assisted or "")
        return Verdict(decision.permit, decision.rule, decision.article, assisted.name if assisted else "")


def page(answered: Answered) -> dict[str, object]:
    verdict, told = answered.verdict, answered.told
    return {
        "title": title(answered),
        "kind": people.verdict_kind(verdict),
        "word": _word(answered),
        "sentence": sentence(answered),
        "rule": verdict.rule if told.deposited else "",
        "law": verdict.article,
        "quote": _quote(answered),
        "facts": facts(answered),
        "words": said.trail(told, answered.names),
        "none_said": _none_said(answered),
        "unstopped": unstopped(answered),
        "turning": turning.page(told, answered.names) if answered.moment is None else None,
        "today": _address(answered) if answered.moment else "",
        "crumb_items": _crumbs(answered),
    }


def answered(shown: Answered) -> dict[str, str]:
    """What the page answers, as its own address would say it."""
    return {"pour": str(shown.purpose), "lieu": shown.told.asking.question.asker.organisation or ""}


def title(answered: Answered) -> str:
    """The truth of the page: who, and yes or no; then, or if it were an emergency."""
    tense = "then" if answered.moment else "if" if answered.purpose in _SUPPOSED else "now"
    forms = _OF_DOCUMENT if answered.document else _OF_RECORD
    return str(forms[answered.permit, tense]) % {"name": answered.card.name}


def _word(answered: Answered) -> str:
    """Of the record as a whole one says open or closed; of another day or an emergency, in its own tense."""
    if answered.document is None:
        return _("Accès ouvert") if answered.permit else _("Accès fermé")
    if answered.moment is not None:
        return _("Voyait") if answered.permit else _("Ne voyait pas")
    if answered.purpose in _SUPPOSED:
        return _("Verrait") if answered.permit else _("Ne verrait pas")
    return ""


def sentence(answered: Answered) -> str:
    if not answered.told.deposited:
        return _("Ce document n’était pas encore dans votre dossier.")
    return reasons.why(answered.verdict)


def _quote(answered: Answered) -> dict[str, str]:
    """What was asked about."""
    card = answered.document
    if card is None:
        return {
            "title": _("Tout votre dossier"),
            "text": _("Chaque document est ensuite décidé à part."),
            "icon_name": "case",
        }
    text = ", ".join(part for part in (counting.day(card.day), documents.origin(card)) if part)
    return {"title": titles.title(card), "text": text, "icon_name": documents.icon(card)}


def facts(answered: Answered) -> list[tuple[str, str]]:
    """Who, from where, for what, when; on which basis of care."""
    basis, where = answered.told.decision.trace.basis, answered.told.asking.question.asker.organisation or ""
    rows = [
        (_("Qui"), f"{answered.card.name}, {people.trade(answered.card).lower()}"),
        (_("Depuis"), _place(answered, where)),
        (_("Raison"), see_as.purposes([answered.purpose])[answered.purpose]),
        (_("Quand"), when(answered.moment) if answered.moment else _("Aujourd’hui")),
    ]
    if basis is not None and basis.basis is not None:
        rows.append((_("Son rôle"), _role(answered, str(labels.CARE_BASES[basis.basis]), basis.organisation)))
    return [(term, value) for term, value in rows if value]


def _role(answered: Answered, role: str, organisation: str | None) -> str:
    place = _place(answered, organisation or "")
    return _("%(role)s (%(place)s)") % {"role": role, "place": place} if place else role


def _place(answered: Answered, reference: str) -> str:
    card = answered.names.places.get(reference)
    return card.name if card else ""


def when(moment: datetime) -> str:
    """A day at its end, or a moment: « 3 mars 2026, en fin de journée », « 3 mars 2026 à 9 h 05 »."""
    if localtime(moment).time() == time.max:
        return _("%(day)s, en fin de journée") % {"day": counting.day(moment)}
    return counting.moment(moment)


def _none_said(answered: Answered) -> str:
    trace = answered.told.decision.trace
    if trace.took_part or trace.left_out or not answered.told.deposited:
        return ""
    return _("Aucun de vos choix n’a compté ici : la loi décide seule.")


def unstopped(answered: Answered) -> list[str]:
    """What a no does not stop (R29, R34, R79, R84, R85); what a yes does not open. Of a past day: nothing."""
    if answered.moment is not None:
        return []
    if answered.permit:
        return [
            _("Ce oui ne vaut que pour cette personne."),
            _("Chaque document est décidé à part."),
            _("Chaque demande est notée dans votre historique."),
        ]
    if answered.verdict.rule in people.NEVER:
        return [_("Chaque demande est notée dans votre historique, et signalée.")]
    return [line for line in (_author(answered), _emergency(answered), *_law()) if line]


def _author(answered: Answered) -> str:
    card = answered.document
    if card is None:
        return _("Qui a écrit un document peut toujours le relire.")
    return _("%(name)s a écrit ce document et peut le relire.") % {"name": card.author_name} if card.author_name else ""


def _emergency(answered: Answered) -> str:
    urgent = answered.told.in_emergency
    if urgent is None or answered.purpose in _SUPPOSED:
        return ""
    if urgent.permit:
        return _("En urgence, cette personne pourrait l’ouvrir, en écrivant pourquoi. On vous le dirait.")
    return _("Même en urgence, la réponse serait non.")


def _law() -> Iterable[str]:
    return (
        _("Les déclarations que la loi impose ou permet aux soignants ont toujours lieu."),
        _("L’établissement analyse toujours son activité, sous la responsabilité d’un médecin."),
        _("Une copie sur papier, ou déjà envoyée, reste là où elle est."),
    )


def _address(answered: Answered) -> str:
    if answered.document is None:
        return reverse("why_record", args=[answered.card.id])
    return reverse("why", args=[answered.card.id, answered.document.id])


def _crumbs(answered: Answered) -> list[dict[str, str]]:
    if answered.document is None:
        return [{"url": reverse("team"), "label": _("Mon équipe")}]
    url = reverse("document", args=[answered.document.id])
    return [
        {"url": reverse("documents"), "label": _("Mes documents")},
        {"url": url, "label": titles.title(answered.document)},
    ]
