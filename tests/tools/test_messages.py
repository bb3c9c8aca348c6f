import pathlib

import pytest
from babel.messages import Catalog

from tools import messages


def said(text: str, name: str) -> list[tuple[str, str | None, str | None]]:
    return [(sentence.text, sentence.plural, sentence.context) for sentence in messages.in_file(text, name)]


def test_python_calls_are_gathered_with_their_plurals_and_contexts() -> None:
    source = """
        a = _("Bonjour")
        b = ngettext("%(n)s document", "%(n)s documents", n)
        c = pgettext_lazy("mois", "mars")
        d = _("deux "
              "lignes")
    """

    assert said("if True:\n" + source, "a.py") == [
        ("Bonjour", None, None),
        ("%(n)s document", "%(n)s documents", None),
        ("mars", None, "mois"),
        ("deux lignes", None, None),
    ]


def test_every_way_to_say_something_in_a_template_is_gathered() -> None:
    source = """
      <p title="{% translate 'Titre' %}">l'été "oui"</p>
          {% translate "Mai" context "mois" %}
      {# remarque #}
      {% comment %} rien d'utile {% endcomment %}
      {% blocktranslate count n=total %}{{ n }} accès{% plural %}{{ n }} accès divers{% endblocktranslate %}
      {% include "x.html" with label=_("Étiquette") %}{{ x|default:_("Vide") }}
    """

    assert said(source, "a.html") == [
        ("Titre", None, None),
        ("Mai", None, "mois"),
        ("%(n)s accès", "%(n)s accès divers", None),
        ("Étiquette", None, None),
        ("Vide", None, None),
    ]


@pytest.mark.parametrize(
    ("english", "flags", "problem"),
    [
        (None, [], "not in the catalogue"),
        ("", [], "not translated"),
        ("Hello %(name)s", ["fuzzy"], "fuzzy"),
        ("Hello %(nom)s", [], "placeholder"),
    ],
)
def test_a_sentence_that_english_readers_would_not_get_is_reported(
    english: str | None, flags: list[str], problem: str
) -> None:
    catalog = Catalog(locale="en")
    if english is not None:
        catalog.add("Bonjour %(name)s", english, flags=flags)

    found = list(messages._problem(messages.Sentence("Bonjour %(name)s", None, None, "a.py"), catalog))

    assert len(found) == 1
    assert problem in found[0]


def test_gathering_keeps_translations_and_drops_what_is_no_longer_said(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "portal").mkdir()
    source = tmp_path / "portal" / "a.py"
    for name in ("ENGLISH", "FRENCH"):
        monkeypatch.setattr(messages, name, tmp_path / "locale" / name / "django.po")
    monkeypatch.setattr(messages.places, "ROOT", tmp_path)
    source.write_text('_("Un"); _("Deux"); ngettext("%d jour", "%d jours", 0)')
    messages.extract()
    catalog = messages._read(messages.ENGLISH)
    catalog.get("Un").string = "One"
    messages._write(catalog, messages.ENGLISH)

    source.write_text('_("Un"); _("Trois"); ngettext("%d jour", "%d jours", 0)')
    messages.extract()
    after = messages._read(messages.ENGLISH)

    assert after.get("Un").string == "One"
    assert after.get("Deux") is None
    assert after.get("Trois").string == ""
    assert messages._read(messages.FRENCH).get("%d jour").string == ("%d jour", "%d jours")
