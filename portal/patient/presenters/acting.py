"""What frames every page about someone whom the reader represents, and the first of them."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.calendar import majority, paris_day
from portal.patient.acting import Acting, Door, of
from portal.patient.presenters import acting_documents, acting_people, choices, counting
from sharing.selectors.portrait import Member, Portrait
from sharing.selectors.represented import Represented

Shown = dict[str, object]
#: The page above all those of a door.
_ABOVE: Mapping[Door, tuple[str, object]] = {
    Door.CHILD: ("children", gettext_lazy("Mes enfants")),
    Door.WARD: ("wards", gettext_lazy("Mesures de protection")),
}


_WHILE_IT_LASTS = gettext_lazy(
    "Votre accès dure autant que la mesure. À sa fin, vos autorisations cessent et vos oppositions reviennent à la personne."
)


def frame(acting: Acting, *, below: tuple[str, str] | None = None, here: str = "") -> Shown:
    """Whose record it is, the links between its pages, where one stands, and how one reads it."""
    route, label = _ABOVE[acting.door]
    crumbs = [{"url": reverse(route), "label": str(label)}]
    if here:
        crumbs.append({"url": acting.url(), "label": acting.name})
    if below:
        crumbs.append({"url": acting.url(below[0]), "label": below[1]})
    return {
        "given": acting.name,
        "of": acting.of,
        "here": here or acting.name,
        "page_title": below[1] if below else here or str(label),
        "crumb_items": crumbs,
        "links": links(acting) if acting.decides else [],
        "through_a_doctor": acting.whom.through_a_doctor,
        "documents_url": acting.url("documents"),
        "team_url": acting.url("team"),
        "history_url": acting.url("history"),
    }


def links(acting: Acting) -> list[Shown]:
    named = (
        ("", _("Vue d’ensemble"), ""),
        ("team", _("Équipe"), "users"),
        ("documents", _("Documents"), "doc"),
        ("emergency", _("En cas d’urgence"), "siren"),
        ("physician", _("Médecin traitant"), "user"),
        ("history", _("Historique"), "history"),
        ("receipts", _("Mes reçus"), "check"),
    )
    return [{"page": page, "url": acting.url(page), "label": label, "icon_name": icon} for page, label, icon in named]


def home(acting: Acting, drawn: Portrait) -> Shown:
    return {
        "lede": acting_people.count_sentence(drawn, acting),
        "documents_text": acting_documents.count_sentence(drawn, acting),
        "age": age(acting.whom.person.born_on, acting.at),
        "deciding": protecting(acting.whom) if acting.door is Door.WARD else deciding(acting.whom),
        "until": _WHILE_IT_LASTS if acting.door is Door.WARD else until(acting.whom),
        "people": [{"name": one.card.name, "url": acting.url("professional", one.card.id)} for one in drawn.members],
    }


def age(born: object, at: datetime) -> str:
    """« 16 ans », « 7 mois »: the days are those of Paris."""
    day = paris_day(at)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))  # type: ignore[attr-defined]
    if years:
        return ngettext("%(n)d an", "%(n)d ans", years) % {"n": years}
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)  # type: ignore[attr-defined]
    return ngettext("%(n)d mois", "%(n)d mois", months) % {"n": months} if months else _("moins d’un mois")


def deciding(whom: Represented) -> str:
    """Who decides: the reader alone, or with others, each seeing the other's choices (R59, R61)."""
    if not whom.others:
        return _("Vous décidez qui voit le dossier %(of)s.") % {"of": of(whom.person.given)}
    told = {"of": of(whom.person.given), "who": counting.and_list(list(whom.others.values()))}
    return (
        _(
            "Vous décidez avec %(who)s qui voit le dossier %(of)s. Chacun voit les choix de l’autre. "
            "Quand ils diffèrent, le plus strict passe avant."
        )
        % told
    )


def protecting(whom: Represented) -> str:
    """The adult's own choices come first; of two that differ the stricter holds (R72, R74a)."""
    name = {"name": whom.person.given}
    return (
        _(
            "%(name)s choisit d’abord, et reçoit les mêmes informations que vous. Vous pouvez choisir aussi. "
            "Quand vos choix diffèrent, le plus strict passe avant."
        )
        % name
    )


def until(whom: Represented) -> str:
    return _("À dix-huit ans, le %(day)s, votre accès s’arrête et ces choix reviennent à %(name)s.") % {
        "day": counting.day(majority(whom.person.born_on)),
        "name": whom.person.given,
    }


def physician_lede(found: list[Member], acting: Acting) -> str:
    if not found:
        return _("Aucun médecin traitant n’est choisi sur ce site pour %(name)s.") % {"name": acting.name}
    return _("Le médecin traitant suit toute la santé %(of)s.") % {"of": acting.of}


def release(one: Member, acting: Acting) -> choices.Button:
    href = choices.role_url("release", one.card.id).replace(reverse("preview"), acting.url("preview"), 1)
    return {"label": _("Ne plus avoir ce médecin traitant"), "href": href, "icon_name": "undo", "about": one.card.name}


def child(whom: Represented, at: datetime) -> Shown:
    """One line of « Mes enfants »."""
    person = whom.person
    if whom.through_a_doctor:
        text = _("Vous choisissez qui voit son dossier. Vous le lisez avec un médecin.")
    else:
        text = _("Vous lisez son dossier et vous choisissez qui le voit.")
    return {
        "id": f"e-{person.id}",
        "name": person.name,
        "age": age(person.born_on, at),
        "text": text,
        "others": _("Décide aussi : %(who)s.") % {"who": counting.and_list(list(whom.others.values()))}
        if whom.others
        else "",
        "url": reverse("child", args=[person.id]),
    }
