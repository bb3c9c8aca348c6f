"""The rule that decided, in the patient's words."""

import pytest

from portal.patient.presenters import reasons
from sharing.engine.articles import ARTICLES
from sharing.selectors.portrait import Verdict


@pytest.mark.parametrize("rule", sorted(ARTICLES))
def test_every_rule_that_may_answer_has_a_sentence_of_its_own(rule: str) -> None:
    said = [reasons.why(Verdict(permit, rule, "")) for permit in (True, False)]

    assert set(said) != {"La loi en décide ainsi.", "Rien n’ouvre cet accès."}
