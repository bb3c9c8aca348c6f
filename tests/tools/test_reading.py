"""How hard the French is: sentences, words, syllables, and what is refused."""

import pytest

from tools import reading
from tools.messages import Sentence

LONG = "Vous pouvez demander " + "encore " * 22 + "aujourd’hui."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vous décidez. Vous changez d’avis.", ["Vous décidez.", "Vous changez d’avis."]),
        ("Qui voit\u00a0? Le Dr Aubry.", ["Qui voit\u00a0?", "Le Dr Aubry."]),
        ("Bonjour\nEntrez", ["Bonjour", "Entrez"]),
        ("<strong>%(count)s documents</strong> pour {name}.", ["x documents pour x."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, found: list[str]) -> None:
    assert [
        " ".join(one.replace("\u00a0", "~").split()).replace("~", "\u00a0") for one in reading.sentences(text)
    ] == found


@pytest.mark.parametrize(
    ("word", "count"),
    [("médecin", 3), ("professionnel", 4), ("équipe", 2), ("l’hôpital", 3), ("votre", 1), ("voir", 1), ("12", 1)],
)
def test_syllables_are_those_that_are_heard(word: str, count: int) -> None:
    assert reading.syllables(word) == count


def test_signs_alone_are_no_words() -> None:
    assert len(reading.words("« Quitter » : 24 heures – et plus\u00a0!")) == 5


def test_the_score_is_the_published_one() -> None:
    """207 − 1.015 × 10 − 73.6 × 1.5: ten words, fifteen syllables."""
    assert reading.Measured(sentences=1, words=10, syllables=15).score == pytest.approx(86.45)


def test_labels_do_not_make_a_page_look_easy() -> None:
    assert reading.measure("Oui. Non. Mes documents.") == reading.NOTHING


def test_a_sentence_of_twenty_six_words_is_refused_and_one_of_twenty_five_is_not() -> None:
    assert len(reading.words(LONG)) == 26
    shorter = LONG.replace("encore ", "", 1)
    refused = reading.too_long([Sentence(LONG, None, None, "a.html"), Sentence(shorter, None, None, "b.html")])
    assert [one.split(":")[0] for one in refused] == ["a.html"]


def test_a_sign_that_may_leave_its_word_is_refused_but_in_an_e_mail() -> None:
    kept = Sentence("Qui\u00a0? Dites\u00a0: «\u00a0non\u00a0», ou %(n)s.", None, None, "a.html")
    lost = [Sentence(text, None, None, "b.html") for text in ("Qui ?", "Dites : non", "Dites « non\u00a0»")]
    mail = Sentence("Qui ?", None, None, "c.txt")

    assert [one.split(":")[0] for one in reading.loose([kept, *lost, mail])] == ["b.html"] * 3


def test_the_plural_is_read_too() -> None:
    assert reading.too_long([Sentence("Un document.", LONG, None, "a.html")]) != []


def test_patients_pages_are_read_the_console_is_not_and_no_sentence_is_too_long() -> None:
    texts = list(reading.read_by_patients())
    files = {one.file for one in texts}
    assert {"templates/patient/home.html", "templates/404.html", "templates/account/login.html"} <= files
    assert not any("/review/" in file or "patterns" in file for file in files)
    assert reading.too_long(texts) == []
