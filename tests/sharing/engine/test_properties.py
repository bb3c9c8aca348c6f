"""What holds in every world. Each property is a sentence of the normative text, or follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consents.vocabulary import Category, Code, Profession, Purpose, Stance
from sharing.engine import lists, matrix
from sharing.engine.decide import decide, decide_each
from sharing.engine.declared import after
from sharing.engine.explain import explain
from sharing.engine.facts import Facts, PatientFacts, Period, Preference
from sharing.engine.question import Asker, AskerKind, Question
from tests.sharing.engine.worlds import PATIENT, PROFESSIONALS, Dice, told

#: One number is one world and one question; a failure names it.
seeds = given(st.integers(0, 2**32))
many = settings(max_examples=400, deadline=None)


def drawn(seed: int, asker: Asker | None = None) -> tuple[Dice, Question, Facts]:
    dice = Dice(seed)
    return dice, dice.question(asker), dice.facts()


def with_words(facts: Facts, words: tuple[Preference, ...]) -> Facts:
    assert facts.patient is not None
    return replace(facts, patient=replace(facts.patient, preferences=words))


def words_of(facts: Facts) -> tuple[Preference, ...]:
    assert facts.patient is not None
    return facts.patient.preferences


def of_one_voice(facts: Facts) -> Facts:
    """The same world where nobody else ever spoke for the patient."""
    assert facts.patient is not None
    own = tuple(word for word in words_of(facts) if word.voice == PATIENT)
    patient = replace(facts.patient, authorities=(), measures=(), preferences=own)
    return replace(facts, patient=patient)


@many
@seeds
def test_every_question_is_answered_with_a_rule_and_no_error(seed: int) -> None:
    _, question, facts = drawn(seed)
    decision = decide(question, facts)
    assert decision.trace.error is None
    assert decision.article
    assert (decision.code is Code.PERMIT) == decision.permit


@many
@seeds
def test_the_default_is_deny(seed: int) -> None:
    """Where nothing was ever said or done, only the patient, the author, the DIM and an emergency
    are let in.
    """
    _, question, facts = drawn(seed)
    assert facts.patient is not None
    silent = PatientFacts(facts.patient.id, facts.patient.born, facts.patient.died)
    decision = decide(question, replace(facts, patient=silent))
    assert not decision.permit or decision.rule in {"R02", "R29", "R79", "R34", "R35"}


@many
@seeds
def test_order_of_entry_makes_no_difference(seed: int) -> None:
    dice, question, facts = drawn(seed)
    shuffled = list(words_of(facts))
    dice.shuffle(shuffled)
    assert decide(question, with_words(facts, tuple(shuffled))) == decide(question, facts)


@many
@seeds
def test_what_is_said_twice_counts_once(seed: int) -> None:
    _, question, facts = drawn(seed)
    again = tuple(replace(word, id=f"{word.id}-again") for word in words_of(facts))
    twice = with_words(facts, words_of(facts) + again)
    assert told(decide(question, twice)) == told(decide(question, facts))


@many
@seeds
def test_a_withdrawal_restores_the_former_answer(seed: int) -> None:
    """Of a word that replaced none: what is replaced does not come back (§1.2)."""
    dice, question, facts = drawn(seed)
    facts = of_one_voice(facts)
    word = replace(dice.preference(), voice=PATIENT)
    withdrawn = replace(word, period=Period(word.period.begins, question.at))
    with_it = with_words(facts, (*words_of(facts), withdrawn))
    assert told(decide(question, with_it)) == told(decide(question, facts))


@settings(max_examples=2000, deadline=None)
@seeds
def test_a_new_opposition_never_opens_anything_to_anyone(seed: int) -> None:
    """The theorem of §2. Let an opposition O be added to what a voice has said, replacing nothing.
    If O remains, it denies. If O is set aside by a narrower word W, then whatever O would set aside
    is broader than W too ("narrower" is transitive), and W sets it aside already. Hence while O
    stands nothing turns from deny to permit, for anyone, for any purpose. What may open later is
    the end of an opposition that a new one replaces (§1.2), never the presence of the new one.
    """
    dice, question, facts = drawn(seed)
    opposition = dice.preference(Stance.OPPOSE)
    if any(_key(word) == _key(opposition) for word in words_of(facts)):
        return
    added = with_words(facts, (*words_of(facts), opposition))
    if decide(question, added).permit:
        assert decide(question, facts).permit


def _key(word: Preference) -> tuple[object, ...]:
    """What makes one word replace another; whose words they become at eighteen is one voice."""
    return word.to, word.about


@many
@seeds
def test_a_grant_never_closes_anything(seed: int) -> None:
    _, question, facts = drawn(seed)
    ungranted = tuple(word for word in words_of(facts) if word.stance is Stance.OPPOSE)
    if decide(question, with_words(facts, ungranted)).permit:
        assert decide(question, facts).permit


@many
@seeds
def test_a_grant_never_exceeds_the_matrix(seed: int) -> None:
    _, question, facts = drawn(seed, _a_professional(seed))
    decision = decide(question, facts)
    if not decision.permit or question.about is None or decision.rule in {"R29", "R79"}:
        return
    asking = PROFESSIONALS[question.asker.ref]
    acting = PROFESSIONALS[asking.assists] if asking.assists else asking
    category = facts.documents[question.about].category
    assert matrix.load("2026-11").allows(acting.profession, category)


def _a_professional(seed: int) -> Asker:
    professional = sorted(PROFESSIONALS)[seed % len(PROFESSIONALS)]
    return Asker.professional(professional)


@many
@seeds
def test_nobody_of_the_never_list_is_ever_permitted(seed: int) -> None:
    them = (Asker.professional("ivan"), Asker.professional("loic"), Asker.of_organisation("axe"))
    for asker in them:
        _, question, facts = drawn(seed, asker)
        decision = decide(question, facts)
        assert (decision.permit, decision.code) == (False, Code.NOT_PERMITTED)


@many
@seeds
def test_an_expired_narrower_preference_uncovers_the_broader(seed: int) -> None:
    """Once its period is over a word no longer takes part, nor sets anything aside."""
    dice, question, facts = drawn(seed)
    facts = of_one_voice(facts)
    expired = replace(dice.preference(), voice=PATIENT, period=Period(None, question.at))
    covered = with_words(facts, (*words_of(facts), expired))
    assert told(decide(question, covered)) == told(decide(question, facts))


@many
@seeds
def test_lists_equal_single_questions(seed: int) -> None:
    _, question, facts = drawn(seed)
    one_by_one = tuple(
        name
        for name, document in facts.documents.items()
        if document.patient == PATIENT and decide(replace(question, about=name), facts).permit
    )
    assert lists.decide_list(question, facts) == one_by_one


@many
@seeds
def test_asking_about_many_is_asking_about_each(seed: int) -> None:
    _, question, facts = drawn(seed)
    alike = {f"{name}-like": replace(document, id=f"{name}-like") for name, document in facts.documents.items()}
    facts = replace(facts, documents={**facts.documents, **alike})
    abouts = (*facts.documents, None, "nothing")
    together = decide_each(question, abouts, facts)
    for about in abouts:
        assert together[about] == decide(replace(question, about=about), facts)


@many
@seeds
def test_who_may_see_equals_single_questions(seed: int) -> None:
    dice, question, facts = drawn(seed)
    about = dice.document_name()
    askers = [dice.asker() for _ in range(4)]
    owner = facts.documents[about].patient
    seeing = lists.who_may_see(about, facts, question.at, askers)
    for asker in askers:
        purpose = lists.default_purpose(asker, owner, question.at, facts)
        alone = Question(asker, owner, about, purpose, question.at)
        assert (asker in seeing) == decide(alone, facts).permit


@many
@seeds
def test_an_answer_lasts_until_the_moment_it_says(seed: int) -> None:
    _, question, facts = drawn(seed)
    decision = decide(question, facts)
    until = decision.valid_until
    last = until - timedelta(microseconds=1) if until else question.at + timedelta(days=400)
    assert told(decide(replace(question, at=last), facts)) == told(decision)


@many
@seeds
def test_an_assistant_never_has_more_than_the_one_assisted(seed: int) -> None:
    _, question, facts = drawn(seed, Asker.professional("sec", "chu"))
    assisted = replace(question, asker=Asker.professional("martin", "chu"), purpose=Purpose.CARE)
    asked = replace(question, purpose=Purpose.CARE)
    if decide(asked, facts).permit:
        assert decide(assisted, facts).permit


@settings(max_examples=100, deadline=None)
@seeds
def test_what_would_change_an_answer_changes_it(seed: int) -> None:
    _, question, facts = drawn(seed)
    explanation = explain(question, facts)
    if explanation.change is not None:
        changed = decide(question, after(explanation.change, facts, question.at))
        assert changed.permit != explanation.decision.permit


@many
@seeds
def test_what_is_denied_about_a_document_tells_nothing_of_why(seed: int) -> None:
    _, question, facts = drawn(seed)
    decision = decide(question, facts)
    if decision.permit or question.about is None:
        return
    assert decision.code in {Code.NOT_VISIBLE, Code.NOT_PERMITTED, Code.THROUGH_PHYSICIAN}
    assert (decision.code is Code.THROUGH_PHYSICIAN) == (decision.rule == "R64")


@many
@seeds
def test_any_exception_is_a_deny(seed: int) -> None:
    dice, question, facts = drawn(seed)
    broken = dice.choice(("patient", "documents", "organisations", "professionals", "persons", "matrix"))
    decision = decide(question, replace(facts, **{broken: object()}))
    if decision.trace.error is None:
        assert told(decision) == told(decide(question, facts))
        return
    assert (decision.permit, decision.rule) == (False, "R05")
    assert decision.code in {Code.NOT_VISIBLE, Code.CONSENT_REQUIRED}


@many
@seeds
def test_nobody_is_let_in_by_a_person_asking_as_a_professional(seed: int) -> None:
    dice, _, facts = drawn(seed)
    person = Asker.person(dice.person())
    for purpose in (Purpose.CARE, Purpose.EMERGENCY, Purpose.ACTIVITY_ANALYSIS):
        question = replace(dice.question(person), purpose=purpose)
        assert question.asker.kind is AskerKind.PERSON
        assert not decide(question, facts).permit


@pytest.mark.parametrize("profession", list(Profession))
def test_no_profession_reads_an_unknown_category(profession: Profession) -> None:
    assert not matrix.load("2026-11").allows(profession, Category.UNKNOWN)
