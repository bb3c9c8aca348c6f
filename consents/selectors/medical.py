"""What physicians decided about what a patient keeps secret, and what those who speak for him do not read (R62–R71).

For reviewers alone. A line holds no reason: only one case does.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from consents.models import Restoration, SecrecyReview, Withholding
from consents.selectors.review import (
    PersonLine,
    ProfessionalLine,
    Wanted,
    people_called,
    person_line,
    professionals_called,
)
from consents.vocabulary import SecrecyOutcome

_REVIEWED, _WITHHELD = "reviewed", "withheld"
#: An outcome of `SecrecyReview`, or the rule of a `Withholding`.
KINDS = (*(each.value for each in SecrecyOutcome), "R65", "R68", "R71")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDecisions(Wanted):
    """`kind`: one of `KINDS`, or empty. `professional` decided, or gave back."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """`kind`: one of `KINDS`. `revision`: of the declaration spoken of, in the patient's own ledger.

    `document` empty: everything, for what is withheld. `towards` empty: everyone who speaks for him. `ended_at`: given
    back.
    """

    id: str
    at: datetime
    kind: str
    patient: PersonLine
    by: ProfessionalLine
    revision: int | None = None
    document: str = ""
    towards: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GivenBack:
    at: datetime
    by: ProfessionalLine
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionCase:
    line: DecisionLine
    reason: str
    given_back: GivenBack | None


def decisions(wanted: WantedDecisions) -> QuerySet[Any]:
    """The newest first. Turned into lines by `lines`."""
    reviewed = SecrecyReview.objects.filter(wanted.within("at"), **_of("outcome", wanted.kind))
    withheld = Withholding.objects.filter(wanted.within("begins_at"), **_of("rule", wanted.kind))
    if wanted.patient:
        people = people_called(wanted.patient)
        reviewed, withheld = reviewed.filter(patient__in=people), withheld.filter(patient__in=people)
    if wanted.professional:
        who = professionals_called(wanted.professional)
        back = Restoration.objects.filter(decided_by__in=who).values("withholding")
        reviewed = reviewed.filter(professional__in=who)
        withheld = withheld.filter(Q(decided_by__in=who) | Q(pk__in=back))
    together = _keys(reviewed, _REVIEWED, "at").union(_keys(withheld, _WITHHELD, "begins_at"), all=True)
    return together.order_by("-moment", "-key")


def lines(rows: Iterable[Mapping[str, Any]]) -> tuple[DecisionLine, ...]:
    """Two statements, whatever the number of rows."""
    page = list(rows)
    reviewed, withheld = ([row["key"] for row in page if row["which"] == which] for which in (_REVIEWED, _WITHHELD))
    found = {each.id: each for each in (*_reviewed(reviewed), *_withheld(withheld))}
    return tuple(found[str(row["key"])] for row in page)


def case(decision_id: uuid.UUID) -> DecisionCase | None:
    """One decision with its reason; None when there is no such one."""
    for line in _reviewed([decision_id]):
        return DecisionCase(line, SecrecyReview.objects.get(pk=decision_id).reason, None)
    for line in _withheld([decision_id]):
        return DecisionCase(line, Withholding.objects.get(pk=decision_id).reason, _given_back(decision_id))
    return None


def _of(column: str, kind: str) -> dict[str, str]:
    return {column: kind} if kind else {}


def _keys(rows: QuerySet[Any], which: str, moment: str) -> QuerySet[Any]:
    named = rows.order_by().annotate(key=F("pk"), which=Value(which, CharField()), moment=F(moment))
    return named.values("key", "which", "moment")


def _reviewed(keys: list[uuid.UUID]) -> list[DecisionLine]:
    rows = SecrecyReview.objects.filter(pk__in=[uuid.UUID(int=0), *keys]).select_related("patient", "professional")
    return [
        DecisionLine(str(row.pk), row.at, row.outcome, person_line(row.patient), _by(row.professional), row.revision)
        for row in rows
    ]


def _withheld(keys: list[uuid.UUID]) -> list[DecisionLine]:
    rows = Withholding.objects.filter(pk__in=[uuid.UUID(int=0), *keys])
    return [
        DecisionLine(
            id=str(row.pk),
            at=row.begins_at,
            kind=row.rule,
            patient=person_line(row.patient),
            by=_by(row.decided_by),
            document=str(row.document_id or ""),
            towards=str(row.from_person or ""),
            ended_at=row.ends_at,
        )
        for row in rows.select_related("patient", "decided_by", "from_person")
    ]


def _given_back(withholding: uuid.UUID) -> GivenBack | None:
    row = Restoration.objects.filter(withholding=withholding).select_related("decided_by").first()
    return GivenBack(row.at, _by(row.decided_by), row.reason) if row else None


def _by(row: Any) -> ProfessionalLine:
    return ProfessionalLine(str(row.pk), str(row), row.profession)
