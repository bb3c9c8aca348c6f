"""A report in words: what surprised the patient, where it stands, what was answered."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.patient.presenters import counting
from sharing.reported import Outcome, Reason, Status
from sharing.selectors.reports import EventCard, ReportCard

REASONS: Mapping[str, object] = {
    Reason.UNKNOWN_PERSON.value: gettext_lazy("Je ne connais pas cette personne"),
    Reason.NOT_MY_CARE.value: gettext_lazy("Cette personne ne me soigne pas, ou plus"),
    Reason.I_HAD_SAID_NO.value: gettext_lazy("J’avais dit non"),
    Reason.WRONG_PURPOSE.value: gettext_lazy("La raison donnée n’est pas la vraie"),
    Reason.OTHER.value: gettext_lazy("Autre chose"),
}
_STATUSES: Mapping[str, tuple[str, object]] = {
    Status.RECEIVED.value: ("mail", gettext_lazy("Reçu")),
    Status.EXAMINING.value: ("search", gettext_lazy("En cours d’examen")),
    Status.ANSWERED.value: ("check", gettext_lazy("Réponse donnée")),
}
_OUTCOMES: Mapping[str, object] = {
    Outcome.JUSTIFIED.value: gettext_lazy("Cet accès suivait les règles."),
    Outcome.NOT_JUSTIFIED.value: gettext_lazy("Cet accès ne suivait pas les règles."),
    Outcome.UNDECIDED.value: gettext_lazy("On ne peut pas dire si cet accès suivait les règles."),
}
_LEDES: Mapping[str, object] = {
    Status.RECEIVED.value: gettext_lazy("Votre signalement est bien arrivé. Personne ne l’a encore examiné."),
    Status.EXAMINING.value: gettext_lazy("Une personne chargée de la protection des données l’examine."),
    Status.ANSWERED.value: gettext_lazy("Vous avez une réponse."),
}


def row(card: ReportCard, access: str) -> dict[str, object]:
    """One of the patient's reports in their list; `access` says what was reported."""
    icon, status = _STATUSES[card.status]
    return {
        "icon_name": icon,
        "title": access or str(REASONS[card.reason]),
        "text": _("%(status)s, le %(moment)s.") % {"status": status, "moment": counting.moment(card.events[-1].at)},
        "url": reverse("report", args=[card.id]),
    }


def page(card: ReportCard) -> dict[str, object]:
    return {
        "lede": _LEDES[card.status],
        "facts": [
            (_("Ce qui vous étonne"), REASONS[card.reason]),
            *([(_("Vos mots"), card.words)] if card.words else []),
        ],
        "events": [_event(event) for event in reversed(card.events)],
        "again": card.request if card.status == Status.ANSWERED else "",
    }


def _event(event: EventCard) -> dict[str, object]:
    """One step; an answer with what was found, and the words written to the patient."""
    icon, status = _STATUSES[event.status]
    return {
        "icon_name": icon,
        "moment": event.at,
        "when": counting.moment(event.at),
        "title": status,
        "found": _OUTCOMES.get(event.outcome, ""),
        "said": event.said,
    }
