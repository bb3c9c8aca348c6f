"""A choice read over: each remark on its own, in words, from plain facts; it says, it never forbids."""

from dataclasses import replace
from datetime import date

import pytest

from portal.patient.presenters.linter import Kind, Looked, Standing, remarks
from sharing.services.preview import Influence

TODAY = date(2026, 11, 22)
#: An opposition that closes something, about which nothing is worth remarking.
PLAIN = Looked(
    verb="oppose",
    today=TODAY,
    since=None,
    until=None,
    standing=None,
    changes_nothing=False,
    changes_emergencies=False,
    one_document=False,
    covered=None,
    reached=1,
    beyond_remit=False,
    influence=Influence(takes_part=3, counts=3, set_aside_by=(), overruled_by=()),
    set_aside_by=(),
    overruled_by=(),
)
GRANT = replace(PLAIN, verb="grant")
WITHDRAWAL = replace(PLAIN, verb="withdraw", influence=None)


def said(looked: Looked) -> list[tuple[str, str]]:
    return [(remark.kind.value, remark.text) for remark in remarks(looked)]


def standing(stance: str = "oppose", last: date | None = None) -> Standing:
    return Standing(stance, date(2026, 3, 1), last)


def test_of_a_choice_that_does_what_it_says_nothing_is_remarked() -> None:
    assert said(PLAIN) == said(GRANT) == []


def test_the_same_word_that_stands_already_is_said_with_its_day() -> None:
    expected = "Ce choix est déjà en place depuis le 1er mars 2026. Le confirmer ne change rien."
    assert said(replace(PLAIN, standing=standing(), changes_nothing=True)) == [("in_force", expected)]


def test_the_same_word_with_other_dates_changes_them() -> None:
    expected = "Vous avez déjà fait ce choix le 1er mars 2026. Le confirmer en change les dates."
    later = replace(PLAIN, standing=standing(last=date(2027, 1, 1)))
    assert said(later) == [("end_changes", expected)]
    assert said(replace(PLAIN, standing=standing(), since=date(2026, 12, 1))) == [("end_changes", expected)]
    assert said(replace(PLAIN, standing=standing(last=date(2027, 1, 1)), until=date(2027, 1, 1)))[0][0] == "in_force"


@pytest.mark.parametrize(
    ("looked", "stance", "expected"),
    [
        (GRANT, "oppose", "Vous aviez dit non le 1er mars 2026. Cette autorisation remplace ce choix."),
        (PLAIN, "grant", "Vous aviez dit oui le 1er mars 2026. Cette opposition remplace ce choix."),
    ],
)
def test_the_contrary_word_about_the_same_is_replaced(looked: Looked, stance: str, expected: str) -> None:
    assert said(replace(looked, standing=standing(stance))) == [("replaces", expected)]


def test_a_grant_against_which_an_opposition_decides_names_it() -> None:
    named = "votre opposition à tous pour tout votre dossier, du 1er mars 2026"
    whole = replace(GRANT, overruled_by=(named,), changes_nothing=True)
    assert said(whole) == [
        (
            "contradicted",
            f"Vous avez dit le contraire : {named}. Tant que ce non tient, cette autorisation n’ouvre rien.",
        )
    ]
    assert said(replace(whole, changes_nothing=False)) == [
        ("contradicted", f"Vous avez dit le contraire pour une partie : {named}. Là, le non passe avant.")
    ]


def test_a_word_set_aside_wherever_it_takes_part_names_the_narrower_ones() -> None:
    influence = Influence(takes_part=2, counts=0, set_aside_by=("a", "b"), overruled_by=())
    shadowed = replace(PLAIN, influence=influence, set_aside_by=("votre autorisation A",), changes_nothing=True)
    assert said(shadowed) == [
        (
            "shadowed",
            "Un choix plus précis passe avant celui-ci : votre autorisation A. Celui-ci n’y change rien.",
        )
    ]
    two = replace(shadowed, set_aside_by=("A", "B"))
    assert said(two)[0][1].startswith("Des choix plus précis passent avant celui-ci : A et B.")


def test_a_word_that_counts_somewhere_is_not_said_to_be_set_aside() -> None:
    influence = Influence(takes_part=2, counts=1, set_aside_by=("a",), overruled_by=())
    assert said(replace(PLAIN, influence=influence, set_aside_by=("A",))) == []


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"covered": 0}, Kind.NO_DOCUMENT, "aucun document de ce genre"),
        ({"reached": 0}, Kind.NOBODY, "Personne n’est concerné aujourd’hui"),
        ({"beyond_remit": True}, Kind.OUT_OF_REMIT, "ne voit déjà rien de cela"),
    ],
)
def test_a_word_that_matches_nothing_says_why_and_only_that(change: dict[str, object], kind: Kind, words: str) -> None:
    influence = Influence(takes_part=0, counts=0, set_aside_by=(), overruled_by=())
    (remark,) = remarks(replace(PLAIN, influence=influence, changes_nothing=True, **change))  # type: ignore[arg-type]
    assert remark.kind is kind
    assert words in remark.text


def test_a_grant_beyond_the_trade_opens_nothing_even_so() -> None:
    (remark,) = remarks(replace(GRANT, beyond_remit=True, changes_nothing=True))
    assert "même avec votre accord" in remark.text


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 11, 22), "Ce choix s’arrête ce soir."),
        (date(2026, 11, 23), "Ce choix s’arrête demain soir."),
        (date(2026, 11, 29), "Ce choix s’arrête dans 7 jours."),
        (date(2026, 11, 30), ""),
    ],
)
def test_a_choice_that_ends_within_a_week_is_said_to_end_soon(until: date, expected: str) -> None:
    assert said(replace(PLAIN, until=until)) == ([("ends_soon", expected)] if expected else [])


def test_a_choice_without_effect_is_said_so_and_differently_when_emergencies_change() -> None:
    nothing = replace(PLAIN, changes_nothing=True)
    assert said(nothing)[0][1] == "Aujourd’hui, ce choix ne change rien. Il comptera pour les documents à venir."
    assert said(replace(nothing, one_document=True))[0][1] == "Aujourd’hui, ce choix ne change rien pour personne."
    assert "sauf en urgence" in said(replace(nothing, changes_emergencies=True))[0][1]


def test_nothing_to_withdraw_and_what_ends_by_itself_are_said() -> None:
    assert said(WITHDRAWAL)[0][0] == "nothing_to_withdraw"
    soon = replace(WITHDRAWAL, standing=standing(last=date(2026, 11, 25)))
    assert said(soon) == [("ends_by_itself", "Ce choix s’arrête de lui-même le 25 novembre 2026.")]
    assert said(replace(WITHDRAWAL, standing=standing(last=date(2027, 11, 25)))) == []
