"""An answer about a past moment is the answer that was given then: what came later changes nothing."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import pytest

from consents.calendar import first_instant
from sharing.engine.facts import Document, Facts, PatientFacts, Period
from tests.sharing.reference.compare import cases, engine

PARTS = range(0, 400, 50)


def as_it_stood(facts: Facts, at: datetime) -> Facts:
    """What was known at that moment: nothing that begins later, no end that was still to come."""
    return replace(
        facts,
        patient=_patient(facts.patient, at) if facts.patient else None,
        documents={name: _document(each, at) for name, each in facts.documents.items() if each.deposited_at <= at},
        persons={name: replace(each, died=_died(each.died, at)) for name, each in facts.persons.items()},
    )


def _patient(patient: PatientFacts, at: datetime) -> PatientFacts:
    changes: dict[str, Any] = {"died": _died(patient.died, at)}
    for one in fields(patient):
        rows = getattr(patient, one.name)
        if isinstance(rows, tuple) and one.name != "survivors":
            changes[one.name] = tuple(_row(each, at) for each in rows if _period(each).has_begun(at))
    return replace(patient, **changes)


def _period(row: Any) -> Period:
    return row.held if hasattr(row, "held") else row.period


def _row(row: Any, at: datetime) -> Any:
    period = _period(row)
    if period.ends is None or period.ends <= at:
        return row
    name = "held" if hasattr(row, "held") else "period"
    return replace(row, **{name: Period(period.begins)})


def _document(document: Document, at: datetime) -> Document:
    later = document.announced_at is not None and document.announced_at > at
    return replace(document, announced_at=None) if later else document


def _died(day: Any, at: datetime) -> Any:
    return day if day is not None and first_instant(day) <= at else None


@pytest.mark.parametrize("seed", PARTS)
def test_what_came_later_never_changes_an_earlier_answer(seed: int) -> None:
    for number in range(seed, seed + 50):
        for asked, facts in cases(number):
            then = as_it_stood(facts, asked.at)
            assert engine(asked, facts) == engine(asked, then), f"seed {number}: {asked}"
