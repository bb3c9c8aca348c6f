"""The rule catalogue: each rule's sentence in French and English, and its article."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Rule:
    number: str
    fr: str
    en: str
    article: str


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its number, in order."""
    text = resources.files(__package__).joinpath("rules.yaml").read_text(encoding="utf-8")
    return {number: Rule(number, **words) for number, words in yaml.safe_load(text).items()}


def known() -> frozenset[str]:
    return frozenset(rules())
