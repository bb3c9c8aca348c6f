"""The seven lists of the console: for each, its words, its filters, where it is read, how it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.review import forms
from portal.review.exports import Value
from portal.review.presenters import conflicts, medical, notices, preferences, questions, reports
from portal.review.presenters.cells import Cell
from sharing.services import review
from sharing.services.review import Found


@dataclass(frozen=True, slots=True)
class Listed:
    """`route` names its page; `read` is the service that also writes down what was read."""

    name: str
    route: str
    title: object
    empty: object
    form: type[forms.Filters]
    read: Callable[..., Found[Any]]
    headers: Callable[[], list[str]]
    row: Callable[[Any], list[Cell]]
    fields: Mapping[str, Callable[[Any], Value]]


GRANTS = Listed(
    name="grants",
    route="review_grants",
    title=_("Accords en vigueur"),
    empty=_("Aucun accord en vigueur."),
    form=forms.Filters,
    read=review.grants,
    headers=preferences.headers,
    row=preferences.row,
    fields=preferences.FIELDS,
)
OPPOSITIONS = Listed(
    name="oppositions",
    route="review_oppositions",
    title=_("Oppositions en vigueur"),
    empty=_("Aucune opposition en vigueur."),
    form=forms.Filters,
    read=review.oppositions,
    headers=preferences.headers,
    row=preferences.row,
    fields=preferences.FIELDS,
)
QUESTIONS = Listed(
    name="questions",
    route="review_questions",
    title=_("Dernières demandes"),
    empty=_("Aucune demande."),
    form=forms.QuestionFilters,
    read=review.questions,
    headers=questions.headers,
    row=questions.row,
    fields=questions.FIELDS,
)
NOTICES = Listed(
    name="notices",
    route="review_notices",
    title=_("Avis non remis"),
    empty=_("Tous les avis sont arrivés."),
    form=forms.NoticeFilters,
    read=review.undelivered,
    headers=notices.headers,
    row=notices.row,
    fields=notices.FIELDS,
)
CONFLICTS = Listed(
    name="conflicts",
    route="review_conflicts",
    title=_("Protection : choix opposés"),
    empty=_("Aucun choix opposé."),
    form=forms.ConflictFilters,
    read=review.conflicts,
    headers=conflicts.headers,
    row=conflicts.row,
    fields=conflicts.FIELDS,
)
MEDICAL = Listed(
    name="medical",
    route="review_medical",
    title=_("Décisions de médecins"),
    empty=_("Aucune décision."),
    form=forms.DecisionFilters,
    read=review.medical,
    headers=medical.headers,
    row=medical.row,
    fields=medical.FIELDS,
)
REPORTS = Listed(
    name="reports",
    route="review_reports",
    title=_("Signalements"),
    empty=_("Aucun signalement."),
    form=forms.ReportFilters,
    read=review.reports,
    headers=reports.headers,
    row=reports.row,
    fields=reports.FIELDS,
)
