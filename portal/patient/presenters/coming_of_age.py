"""A new adult reads over what the parents had chosen: each word is now his own, to keep or to withdraw (R70)."""

from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.portrait import Names, WordCard
from portal.patient.presenters import choices, counting, others, words
from sharing.selectors.inherited import Inherited, InheritedSetting

Row = dict[str, object]


def waiting(count: int) -> list[Row]:
    """On the front page, until each is kept or withdrawn."""
    if not count:
        return []
    title = ngettext("Un choix de vos parents est à relire", "%(n)s choix de vos parents sont à relire", count)
    return [
        {
            "icon_name": "users",
            "kind": "part",
            "title": title % {"n": counting.in_words(count)} if count > 1 else title,
            "text": _("Vous avez dix-huit ans : ces choix sont maintenant les vôtres."),
            "url": reverse("inherited"),
            "action": _("Relire ces choix"),
        }
    ]


def page(found: Inherited, names: Names) -> dict[str, object]:
    settings = [_setting(one, names.people) for one in found.settings if others.setting(one.name, one.value)]
    rows = [*(_word(word, names) for word in found.words), *settings]
    return {"lede": _lede(len(rows)), "rows": rows}


def _lede(count: int) -> str:
    if not count:
        return _("Aucun choix de vos parents n’est à relire.")
    words_ = ngettext("Un choix tient encore.", "%(n)s choix tiennent encore.", count)
    first = words_ % {"n": counting.in_words(count)} if count > 1 else words_
    return " ".join([first, _("Gardez-les ou retirez-les, un par un, quand vous voulez.")])


def _word(word: WordCard, names: Names) -> Row:
    named = {
        "to": words.to_whom(word.to_kind, word.to, names),
        "about": words.about_what(word.about_kind, word.about, names),
    }
    grant = word.stance == "grant"
    said = _("Autorisation donnée à %(to)s, pour %(about)s.") if grant else _("Opposition à %(to)s, pour %(about)s.")
    if not grant and word.to_kind == "everyone":
        said = _("Masqué à tous : %(about)s.")
    to = f"{word.to_kind}:{word.to}" if word.to else word.to_kind
    about = f"{word.about_kind}:{word.about}" if word.about else word.about_kind
    keep = choices.button(word.stance, _("Garder ce choix"), to=to, about=about, of=said % named)
    return {
        "icon_name": "eye" if grant else "eye-shut",
        "kind": "sees" if grant else "not",
        "title": said % named,
        "text": _whose(word.voice, counting.day(word.declared_at), names.people),
        "buttons": [
            {**keep, "icon_name": "check", "href": f"{keep['href']}{_until(word)}"},
            choices.button("withdraw", _("Retirer ce choix"), to=to, about=about, of=said % named),
        ],
    }


def _until(word: WordCard) -> str:
    """Kept as it is: until the same day, included."""
    if word.ends_at is None:
        return ""
    return f"&jusqu_au={localdate(word.ends_at - timedelta(microseconds=1)).isoformat()}"


def _setting(one: InheritedSetting, people: Mapping[str, str]) -> Row:
    said = others.setting(one.name, one.value)
    page_ = reverse("emergency" if one.name.value.startswith("emergency") else "treating_physician")
    return {
        "icon_name": "siren" if one.name.value.startswith("emergency") else "user",
        "kind": "",
        "title": said[:1].upper() + said[1:] + ".",
        "text": _whose(one.voice, counting.day(one.said_at), people),
        "buttons": [
            {"label": _("Garder ce choix"), "href": choices.setting_url(one.name.value, one.value.value), "icon_name": "check", "about": said},
            {"label": _("Choisir autre chose"), "href": page_, "icon_name": "pen", "about": said},
        ],
    }  # fmt: skip


def _whose(voice: str, day: str, people: Mapping[str, str]) -> str:
    return _("Choix fait par %(who)s, le %(day)s.") % {"who": people.get(voice, _("un parent")), "day": day}
