"""`manage.py explain`, as a data-protection officer runs it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consents.selectors.readers import Reader
from sharing.selectors import accesses
from tests.sharing.hospital import BEFORE, Hospital


def _explain(chu: Hospital, **options: str) -> str:
    out = StringIO()
    patient = str(chu.ana_ins)
    call_command("explain", patient=patient, asker=chu.martin_rpps, stdout=out, **options)
    return out.getvalue()


def test_a_permit_names_its_rule_its_article_and_what_would_turn_it_round(chu: Hospital) -> None:
    said = _explain(chu, document=str(chu.seen))
    assert "Réponse : oui." in said
    assert "Règle R10 (" in said
    assert "Ce qui changerait la réponse : Aubert" in said
    assert "Opposition, Martin" in said.splitlines()[-1]


def test_an_opposition_names_the_word_that_counted_and_its_withdrawal_as_the_change(chu: Hospital) -> None:
    chu.oppose(chu.martin, chu.seen)
    said = _explain(chu, document=str(chu.seen), lang="en")
    assert "Answer: no." in said
    assert "Counted: Aubert" in said
    assert "R08" in said


def test_a_past_moment_is_explained_as_it_stood(chu: Hospital) -> None:
    chu.oppose(chu.martin, chu.seen)
    before = (BEFORE - timedelta(minutes=1)).isoformat()
    assert "R08" in _explain(chu, document=str(chu.seen))
    assert "R08" not in _explain(chu, document=str(chu.seen), at=before)


def test_an_unknown_purpose_is_no_question(chu: Hospital) -> None:
    with pytest.raises(CommandError, match="unknown_purpose"):
        _explain(chu, purpose="curiosity")


def test_explaining_leaves_no_line_in_the_journal(chu: Hospital) -> None:
    _explain(chu, document=str(chu.seen))
    assert accesses.count(chu.ana, reader=Reader.patient(chu.ana)) == 0
