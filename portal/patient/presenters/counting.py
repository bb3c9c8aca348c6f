"""Numbers as people read them: words up to twelve, and a day without its zeros."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = (
    gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre"), gettext_lazy("Cinq"), gettext_lazy("Six"),
    gettext_lazy("Sept"), gettext_lazy("Huit"), gettext_lazy("Neuf"), gettext_lazy("Dix"), gettext_lazy("Onze"),
    gettext_lazy("Douze"),
)  # fmt: skip


def in_words(number: int) -> str:
    """Two to twelve in words, at the head of a sentence; digits for any other number."""
    return str(_WORDS[number - 2]) if 2 <= number <= 12 else str(number)


def and_list(words: list[str]) -> str:
    """« A, B et C »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def said_of(who: str, what: str) -> str:
    """« Dr Aubertin : voit 3 documents »; no line begins with the colon."""
    return _("%(who)s\u00a0: %(what)s") % {"who": who, "what": what}


def day(value: date | datetime) -> str:
    """« 3 mars 2026 », in Paris; the first of a month is « 1er »."""
    return (
        date_format(_in_paris(value), "j F Y")
        if _in_paris(value).day > 1
        else date_format(_in_paris(value), _("1\\e\\r F Y"))
    )


def last_day(end: datetime) -> str:
    """The last day of a period whose end is excluded: « 31 décembre 2026 inclus »."""
    return _("%(day)s inclus") % {"day": day(end - timedelta(microseconds=1))}


def month(value: date | datetime) -> str:
    """« Mars 2026 »."""
    return _first_capital(date_format(_in_paris(value), "F Y"))


def weekday(value: date | datetime) -> str:
    """« Jeudi 12 novembre 2026 », « Vendredi 1er mai 2026 »."""
    shape = "l j F Y" if _in_paris(value).day > 1 else _("l 1\\e\\r F Y")
    return _first_capital(date_format(_in_paris(value), shape))


def hour(value: datetime) -> str:
    """« 9 h 05 », in Paris."""
    return date_format(localtime(value), _("G \\h i"))


def moment(value: datetime) -> str:
    """« 12 novembre 2026 à 9 h 05 », in Paris."""
    return _("%(day)s à %(hour)s") % {"day": day(value), "hour": hour(value)}


def _first_capital(words: str) -> str:
    """Without lowering the rest: English writes its months with a capital."""
    return words[:1].upper() + words[1:]


def _in_paris(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) else value
