"""What each page of the console shows."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.medical import DecisionCase
from portal.review import exports
from portal.review.forms import AnswerForm, Filters
from portal.review.lists import CONFLICTS, GRANTS, MEDICAL, NOTICES, OPPOSITIONS, QUESTIONS, REPORTS, Listed
from portal.review.presenters import medical as decided
from portal.review.presenters import questions as asked
from portal.review.presenters import reports as reported
from sharing.reported import Status
from sharing.selectors.journal import LineCard
from sharing.selectors.reports import Case
from sharing.selectors.review import Figures, QuestionLine
from sharing.services.review import Found, Overview

Shown = dict[str, object]
#: The tab of calling systems, which is no list of what concerns patients.
SYSTEMS = "systems"


def home(found: Overview) -> Shown:
    parts = (
        (REPORTS, found.reports),
        (QUESTIONS, found.questions),
        (OPPOSITIONS, found.oppositions),
        (GRANTS, found.grants),
        (NOTICES, found.notices),
    )
    return {
        "tabs": tabs(None),
        "figures": _figures(found.figures, found.reports_waiting),
        "sections": [
            {**_table(listed, part), "url": reverse(listed.route), "total": part.total} for listed, part in parts
        ],
    }


def listing(listed: Listed, form: Filters, found: Found[Any], number: int, each: int) -> Shown:
    query = urlencode(form.kept())
    kept = f"{query}&" if query else ""
    return {
        **_frame(listed, form),
        **_table(listed, found),
        "count": ngettext("%(n)d ligne", "%(n)d lignes", found.total) % {"n": found.total},
        "page": Paginator(range(found.total), each).get_page(number),
        "query": kept,
        "files": [{"label": shape.upper(), "url": f"?{kept}format={shape}"} for shape in ("csv", "json")],
    }


def mistaken(listed: Listed, form: Filters) -> Shown:
    """A filter that cannot be understood: the form says which, nothing was read."""
    return {**_frame(listed, form), "rows": None, "count": _("Un filtre est à corriger.")}


def too_many(listed: Listed, form: Filters, total: int) -> Shown:
    sentence = _("Un fichier contient %(most)d lignes au plus ; celui-ci en aurait %(total)d. Resserrez les filtres.")
    return {**_frame(listed, form), "rows": None, "count": sentence % {"most": exports.MOST, "total": total}}


def question(line: QuestionLine, answers: list[LineCard]) -> Shown:
    return {
        "tabs": tabs(QUESTIONS),
        "facts": asked.facts(line),
        "headers": asked.answer_headers(),
        "rows": [asked.answer_row(card) for card in answers],
        "back": reverse(QUESTIONS.route),
    }


def medical(found: DecisionCase) -> Shown:
    return {"tabs": tabs(MEDICAL), "facts": decided.facts(found), "back": reverse(MEDICAL.route)}


def report(found: Case, answers: list[LineCard], accounts: Mapping[str, str], form: AnswerForm | None) -> Shown:
    """One case: the access, each answer and its rule, the patient's words, what was done; what can be done now."""
    line = found.line
    return {
        "tabs": tabs(REPORTS),
        "report": line.id,
        "facts": reported.facts(found),
        "asked": asked.facts(line.question),
        "headers": asked.answer_headers(),
        "rows": [asked.answer_row(card) for card in answers],
        "event_headers": reported.event_headers(),
        "events": [reported.event_row(event, accounts) for event in found.events],
        "others": reported.others_url(line.question),
        "can_take": line.status == Status.RECEIVED,
        "form": form if line.status == Status.EXAMINING else None,
        "back": reverse(REPORTS.route),
    }


def tabs(current: Listed | str | None) -> list[dict[str, object]]:
    """The console's pages, always in the same order."""
    first = {"url": reverse("review_home"), "label": _("Tableau de bord"), "current": current is None}
    lists = (REPORTS, CONFLICTS, MEDICAL, QUESTIONS, OPPOSITIONS, GRANTS, NOTICES)
    listed = ({"url": reverse(one.route), "label": one.title, "current": one is current} for one in lists)
    last = {"url": reverse("review_systems"), "label": _("Logiciels"), "current": current == SYSTEMS}
    return [first, *listed, last]


def _frame(listed: Listed, form: Filters) -> Shown:
    return {
        "tabs": tabs(listed),
        "ready": _ready(form) if listed is QUESTIONS else [],
        "title": listed.title,
        "filters": form,
        "page": None,
        "query": "",
        "files": [],
    }


def _table(listed: Listed, found: Found[Any]) -> Shown:
    return {
        "id": f"t-{listed.name}",
        "title": listed.title,
        "empty": listed.empty,
        "headers": listed.headers(),
        "rows": [listed.row(line) for line in found.lines],
    }


def _figures(counted: Figures, reports: int) -> list[tuple[str, int, str]]:
    """Each with the list it counts."""
    page = reverse(QUESTIONS.route)
    return [
        (_("demandes en 24 h"), counted.questions, page),
        (_("refus en 24 h"), counted.refusals, f"{page}?refus=on"),
        (_("tentatives interdites en 24 h"), counted.attempts, f"{page}?interdit=on"),
        (_("avis non remis"), counted.undelivered, reverse(NOTICES.route)),
        (_("signalements sans réponse"), reports, reverse(REPORTS.route)),
    ]


def _ready(form: Filters) -> list[dict[str, object]]:
    """Filters kept at hand."""
    page, kept = reverse(QUESTIONS.route), form.kept()
    choices: Iterable[tuple[str, dict[str, str]]] = (
        (_("Toutes"), {}),
        (_("Refus"), {"refus": "on"}),
        (_("Tentatives interdites"), {"interdit": "on"}),
        (_("En urgence"), {"motif": "emergency"}),
        (_("Après la mort"), {"motif": "after_death"}),
    )
    return [
        {"url": f"{page}?{urlencode(query)}" if query else page, "label": label, "current": kept == query}
        for label, query in choices
    ]
