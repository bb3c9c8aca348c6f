"""The law in plain words: the rule catalogue by subject, and each profession's remit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from consents import labels
from consents.vocabulary import Profession
from portal.patient.presenters import counting
from portal.patient.presenters.searching import folded
from sharing.catalogue import Rule
from sharing.selectors.remits import Remit

SEES, NEVER, MINE = "voir", "jamais", "droits"
_TABS: Mapping[str, object] = {
    SEES: gettext_lazy("Qui peut voir"),
    NEVER: gettext_lazy("Qui ne peut jamais voir"),
    MINE: gettext_lazy("Mes droits"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Rules about one subject, in the order they are read. A rule stands in one section only."""

    id: str
    tab: str
    title: object
    rules: tuple[str, ...]


def _section(anchor: str, tab: str, title: object, rules: str) -> Section:
    return Section(anchor, tab, title, tuple(rules.split()))


SECTIONS = (
    _section("equipe", SEES, gettext_lazy("L’équipe qui vous soigne"), "R04 R10 R11 R12 R13 R14 R16 R17 R18 R87"),
    _section("hors-equipe", SEES, gettext_lazy("Hors de l’équipe"), "R09 R19 R20 R21 R22 R24 R26 R27 R75"),
    _section("urgence", SEES, gettext_lazy("En urgence"), "R34 R35 R36 R37 R38 R39 R23"),
    _section("proches", SEES, gettext_lazy("Vos proches et la personne de confiance"), "R40 R41 R42 R43 R44 R45 R46 R47 R48 R49 R50 R51 R82"),
    _section("mineurs", SEES, gettext_lazy("Avant dix-huit ans"), "R59 R60 R61 R62 R63 R64 R65 R66 R67 R68 R69 R70 R71"),
    _section("proteges", SEES, gettext_lazy("Les adultes sous protection"), "R72 R73 R74 R74a"),
    _section("apres", SEES, gettext_lazy("Après un décès"), "R52 R53 R54 R55 R56 R57 R58"),
    _section("hopital", SEES, gettext_lazy("À l’hôpital, hors des soins"), "R79"),
    _section("personne", NEVER, gettext_lazy("Jamais, même avec votre accord"), "R76 R77 R78 R80 R81 R83 R86"),
    _section("curieux", NEVER, gettext_lazy("Sans prendre part à vos soins"), "R15 R88 R97"),
    _section("secret", MINE, gettext_lazy("Le secret"), "R01 R05 R06 R84 R85"),
    _section("savoir", MINE, gettext_lazy("Savoir"), "R02 R02a R02c R03 R07 R25 R31 R91 R92 R93 R96"),
    _section("choisir", MINE, gettext_lazy("Choisir"), "R08 R28 R29 R30 R32 R33 R33a R99"),
    _section("prouver", MINE, gettext_lazy("Prouver"), "R89 R90 R94 R95 R98"),
)  # fmt: skip


def page(rules: Mapping[str, Rule], remits: Iterable[Remit], *, tab: str, words: str) -> dict[str, object]:
    """One tab or all of them; only what answers to the words looked for."""
    chosen = tab if tab in _TABS else ""
    wanted = folded(words).split()
    sections = [_shown(one, rules, wanted) for one in SECTIONS if not chosen or one.tab == chosen]
    found = [one for one in sections if one["rules"]]
    rows = [row for remit in remits if chosen in ("", SEES) for row in _rows(remit) if _answers(" ".join(row), wanted)]
    count = sum(len(one["rules"]) for one in found) + len(rows)  # type: ignore[misc, arg-type]
    return {
        "pills": pills(chosen, words),
        "tabs": [_tab(word, found, rows) for word in _TABS if not chosen or chosen == word],
        "count": counted(count) if wanted else "",
        "nothing": not count,
    }


def pills(chosen: str, words: str) -> list[dict[str, object]]:
    every = [("", _("Tout")), *((word, str(name)) for word, name in _TABS.items())]
    return [
        {"url": _query(word, words), "label": label, "icon_name": "", "current": word == chosen}
        for word, label in every
    ]


def counted(count: int) -> str:
    if not count:
        return _("Aucune règle ne répond à votre recherche.")
    words = ngettext("%(n)d réponse à votre recherche.", "%(n)d réponses à votre recherche.", count)
    return words % {"n": count}


def sentence(rule: Rule) -> str:
    """In the reader's language; French with the signs of our own pages."""
    if (get_language() or "fr").startswith("en"):
        return rule.en
    return rule.fr.replace("'", "’").replace(" :", "\u00a0:").replace(" ;", "\u00a0;")


def _tab(word: str, sections: Sequence[dict[str, object]], rows: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "id": word,
        "title": str(_TABS[word]),
        "sections": [one for one in sections if one["tab"] == word],
        "rows": rows if word == SEES else [],
    }


def _shown(section: Section, rules: Mapping[str, Rule], wanted: list[str]) -> dict[str, object]:
    shown = [_rule(rules[number]) for number in section.rules]
    title = str(section.title)
    kept = [one for one in shown if _answers(f"{title} {' '.join(one.values())}", wanted)]
    return {"id": section.id, "tab": section.tab, "title": title, "rules": kept}


def _rule(rule: Rule) -> dict[str, str]:
    return {"number": rule.number, "sentence": sentence(rule), "article": rule.article}


def _rows(remit: Remit) -> Iterable[tuple[str, str]]:
    """Professions that may read the same, and what; the occupational physician reads by a consent only (R75)."""
    alone = [one for one in remit.professions if one is Profession.OCCUPATIONAL_PHYSICIAN]
    others = [one for one in remit.professions if one not in alone]
    kinds = counting.and_list([str(labels.CATEGORIES[each]) for each in remit.categories]) or _("Rien")
    if others:
        yield _names(others), kinds
    if alone:
        yield _names(alone), _("Seulement ce que vous autorisez")


def _names(professions: Iterable[Profession]) -> str:
    return capfirst(", ".join(str(labels.PROFESSIONS[one]) for one in professions))


def _answers(text: str, wanted: list[str]) -> bool:
    within = folded(text)
    return all(word in within for word in wanted)


def _query(tab: str, words: str) -> str:
    kept = {name: value for name, value in (("voir", tab), ("mots", words)) if value}
    return f"?{urlencode(kept)}"
