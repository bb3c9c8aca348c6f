"""The page before a choice made for someone: who gains, who loses, as far as the reader may see; what does not change."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.selectors.portrait import WordCard
from portal.patient.acting import Acting
from portal.patient.declarations import Declaration, Preference, Role, Setting
from portal.patient.presenters import acting_heads, acting_people, changes, choices, counting, people, titles
from portal.patient.presenters.acting_weighed import Weighed
from portal.patient.presenters.changes import Group
from sharing.selectors.portrait import Portrait
from sharing.services.in_emergency import REGULATOR, SOMEONE
from sharing.services.preview import Change, Effect

Shown = dict[str, object]


def page(weighed: Weighed) -> Shown:
    title, quote, label = acting_heads.head(weighed)
    remarks, can_confirm = _remarks(weighed)
    return {
        "title": title,
        "quote": quote,
        "period": acting_heads.period(weighed.said),
        "groups": groups(weighed),
        "unchanged": _unchanged(weighed.said),
        "lint": remarks,
        "to_know": _to_know(weighed),
        "told": _told(weighed.said),
        "confirm_label": label,
        "has_dates": isinstance(weighed.said, Preference) and weighed.said.verb != "withdraw",
        "can_confirm": can_confirm,
    }


def groups(weighed: Weighed) -> list[Group]:
    effect = weighed.effect
    lost, gained = changes.by_person(effect.losses), changes.by_person(effect.gains)
    found = []
    if lost:
        title = ngettext(
            "Une personne verra moins de documents", "%(n)s personnes verront moins de documents", len(lost)
        )
        found.append(
            changes.group("perd", "eye-shut", title, [_row(weighed, *one, gains=False) for one in lost.items()])
        )
    if gained:
        title = ngettext(
            "Une personne verra plus de documents", "%(n)s personnes verront plus de documents", len(gained)
        )
        found.append(changes.group("gagne", "eye", title, [_row(weighed, *one, gains=True) for one in gained.items()]))
    urgent = list(_in_emergency(effect))
    if urgent:
        found.append(
            {
                "id": "urgence",
                "icon_name": "siren",
                "title": _("Ce qui serait vu en urgence"),
                "people": [],
                "text": "",
                "items": urgent,
            }
        )
    return found


def _row(weighed: Weighed, who: str, turned: list[Change], *, gains: bool) -> Shown:
    member = weighed.drawn.member(who)
    card = member.card if member else weighed.names.professionals.get(who)
    before = weighed.effect.seen.get(who, 0)
    after = before + len(turned) if gains else before - len(turned)
    kinds = _kind(before, weighed.drawn), _kind(after, weighed.drawn)
    known = {one.id: one for one in weighed.drawn.documents}
    return {
        "name": card.name if card else _("Un professionnel"),
        "role": people.trade(card).lower() if card else "",
        "text": _("Voit aujourd’hui %(before)d des documents que vous voyez, en verra %(after)d.")
        % {"before": before, "after": after},
        "which": [titles.dated(known[one.document]) for one in turned if one.document in known],
        "which_title": _("Quels documents en plus ?") if gains else _("Quels documents en moins ?"),
        "was": kinds[0],
        "was_word": people.word_of(kinds[0]) if kinds[0] != kinds[1] else "",
        "now": kinds[1] if kinds[0] != kinds[1] else "",
        "now_word": people.word_of(kinds[1]) if kinds[0] != kinds[1] else "",
    }


def _kind(seen: int, drawn: Portrait) -> str:
    return "sees" if seen >= len(drawn.documents) else "part" if seen else "not"


def _in_emergency(effect: Effect) -> Iterable[str]:
    """For whoever would come, whom nobody knows yet."""
    lost, gained = changes.by_person(effect.emergency.losses), changes.by_person(effect.emergency.gains)
    for who, name in ((REGULATOR, _("Le médecin du SAMU")), (SOMEONE, _("Un autre médecin"))):
        if who in lost:
            less = ngettext(
                "%(who)s verrait %(n)d document de moins.", "%(who)s verrait %(n)d documents de moins.", len(lost[who])
            )
            yield less % {"who": name, "n": len(lost[who])}
        if who in gained:
            more = ngettext(
                "%(who)s verrait %(n)d document de plus.", "%(who)s verrait %(n)d documents de plus.", len(gained[who])
            )
            yield more % {"who": name, "n": len(gained[who])}


def _unchanged(said: Declaration) -> list[str]:
    found = [_("Vos autres choix restent comme avant."), _("Chaque métier ne voit que ce qui relève de lui.")]
    if isinstance(said, Preference) and said.verb == "oppose":
        found += [
            _("Vous voyez toujours les mêmes documents."),
            _("Qui a écrit un document peut toujours le relire."),
            _("Une copie sur papier, ou déjà envoyée, reste là où elle est."),
        ]
    return found


def _remarks(weighed: Weighed) -> tuple[list[str], bool]:
    """What is worth saying of it, and whether there is anything to confirm."""
    said = weighed.said
    if isinstance(said, Preference):
        same = _same(weighed, said)
        if said.verb == "withdraw" and same is None:
            return [_("Vous n’avez fait aucun choix de ce genre : il n’y a rien à retirer.")], False
        if same is not None and same.stance == said.verb:
            day = {"day": counting.day(same.begins_at)}
            return [
                _("Vous avez déjà fait ce choix le %(day)s. Le confirmer en change les dates.") % day,
                *_against(weighed),
            ], True
    if isinstance(said, Setting) and weighed.settings[said.name].own is said.value:
        return [_("Ce choix est déjà en place. Le confirmer ne change rien.")], True
    against = _against(weighed)
    nothing = weighed.effect.changes_nothing and not (weighed.effect.emergency.gains or weighed.effect.emergency.losses)
    return [*against, *([_("Aujourd’hui, ce choix ne change rien à ce que chacun voit.")] if nothing else [])], True


def _same(weighed: Weighed, said: Preference) -> WordCard | None:
    stance = choices.standing(weighed.acting.mine(weighed.drawn.words), *said.to, *said.about)
    wanted = (*said.to, *said.about)
    mine = weighed.acting.mine(weighed.drawn.words)
    return next((one for one in mine if stance and (one.to_kind, one.to, one.about_kind, one.about) == wanted), None)


def _against(weighed: Weighed) -> list[str]:
    """Another voice's word that holds against it (R61): of two voices the stricter holds."""
    said, acting = weighed.said, weighed.acting
    if isinstance(said, Setting):
        card = weighed.settings[said.name]
        voices = [acting.speaker(one) for one in card.stricter] if card.value is not said.value else []
    elif isinstance(said, Preference) and weighed.effect.changes_nothing and said.verb != "oppose":
        voices = [acting.speaker(word.voice) for word in weighed.drawn.words if _opposes(word, said)]
    else:
        voices = []
    who = sorted(set(voices) - {""})
    if not who:
        return []
    return [
        _("Un choix est plus strict : %(who)s. Quand deux personnes décident, le choix le plus strict passe avant.")
        % {"who": counting.and_list(who)}
    ]


def _opposes(word: WordCard, said: Preference) -> bool:
    """Of another voice, about the same recipient or everyone: what the engine's answer, unchanged, comes from."""
    return word.stance == "oppose" and ((word.to_kind, word.to) == said.to or word.to_kind == "everyone")


def _to_know(weighed: Weighed) -> list[str]:
    said = weighed.said
    found = []
    if weighed.acting.others and isinstance(said, Preference | Setting | Role):
        who = counting.and_list(list(weighed.acting.others.values()))
        found.append(_("Qui décide avec vous verra ce choix : %(who)s.") % {"who": who})
    if isinstance(said, Preference) and said.verb == "oppose":
        found.append(
            _(
                "Sans ces documents, un soignant pourrait refaire un examen, ou choisir sans les connaître. Vous pouvez en parler vous-même, quand vous voulez."
            )
        )
    return found


def _told(said: Declaration) -> str:
    named = (
        isinstance(said, Preference)
        and said.verb == "grant"
        and said.about[0] == "everything"
        and said.to[0] == "professional"
    )
    if named or (isinstance(said, Role) and said.verb == "designate"):
        return _(
            "Cette personne peut être prévenue qu’un accès lui est ouvert. Rien ne lui est dit de la santé de qui que ce soit."
        )
    return _("Aucun professionnel n’est prévenu.")


def now(card_to: str, drawn: Portrait, acting: Acting) -> str:
    """What one professional sees after the choice, by the engine's answer."""
    member = drawn.member(card_to) if card_to else None
    said = acting_people.sentence(member, acting) if member else ""
    return counting.said_of(member.card.name, said[:1].lower() + said[1:]) if member and said else ""
