"""The whole grid: people against kinds of document, or against the documents of one kind; either way round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.selectors.portrait import DocumentCard
from portal.patient.presenters import counting, documents, grid_cells, people
from portal.patient.presenters.grid_cells import Cell, Kind
from sharing.selectors.portrait import Member, Portrait

Thing = Kind | DocumentCard
Head = dict[str, object]
BY_PERSON, BY_DOCUMENT = "personne", "document"


@dataclass(frozen=True, slots=True)
class Grid:
    """Which grid is asked for: what stands at the head of its lines, and which kind is open, if any."""

    portrait: Portrait
    by: str
    opened: Kind | None

    @classmethod
    def asked(cls, portrait: Portrait, asked: Mapping[str, str]) -> "Grid":
        """A kind that the record does not hold opens nothing."""
        opened = next((kind for kind in kinds(portrait) if kind.category == asked.get("ouvrir")), None)
        return cls(portrait, BY_DOCUMENT if asked.get("par") == BY_DOCUMENT else BY_PERSON, opened)

    @property
    def things(self) -> Sequence[Thing]:
        return self.opened.documents if self.opened else kinds(self.portrait)

    @property
    def everyone(self) -> tuple[Member, ...]:
        return (*self.portrait.members, *self.portrait.authors)

    def query(self, **changed: str) -> str:
        """What leads to this grid, some of it changed; an empty word leaves it out."""
        kept = {"par": self.by, "ouvrir": self.opened.category if self.opened else "", **changed}
        return urlencode({name: value for name, value in kept.items() if value})


def kinds(portrait: Portrait) -> list[Kind]:
    """Those of which the record holds a document, by their names."""
    shelves: dict[str, list[DocumentCard]] = {}
    for document in portrait.documents:
        shelves.setdefault(document.category, []).append(document)
    found = [Kind(category, tuple(papers)) for category, papers in shelves.items()]
    return sorted(found, key=lambda kind: kind.name)


def page(grid: Grid, things: Page) -> dict[str, object]:
    """The grid whose documents or kinds are those of this page."""
    shown = list(things)
    return {
        **_words(grid),
        "empty": not (shown and grid.everyone),
        "turns": _turns(grid),
        "kinds": _kinds(grid),
        **(_by_person(grid, shown) if grid.by == BY_PERSON else _by_document(grid, shown)),
        "page": things,
        "query": f"{grid.query()}&",
        "computed": _("Réponse calculée le %(moment)s.") % {"moment": counting.moment(grid.portrait.at)},
    }


def _by_person(grid: Grid, shown: Sequence[Thing]) -> dict[str, object]:
    unfold = _("Document par document") if grid.opened else _("Sorte par sorte")
    return {
        "corner": _("Professionnel"),
        "unfold": unfold,
        "columns": [_thing(grid, each) for each in shown],
        "rows": [{"head": _person(one), "cells": [_cell(grid, one, each) for each in shown]} for one in grid.everyone],
    }


def _by_document(grid: Grid, shown: Sequence[Thing]) -> dict[str, object]:
    return {
        "corner": _("Document") if grid.opened else _("Sorte de document"),
        "unfold": _("Personne par personne"),
        "columns": [_person(one) for one in grid.everyone],
        "rows": [
            {
                "head": _thing(grid, each),
                "cells": [{**_cell(grid, one, each), "of": one.card.name} for one in grid.everyone],
            }
            for each in shown
        ],
    }


def _words(grid: Grid) -> dict[str, object]:
    """What the page is about: its title, its first sentence, the name of its table."""
    people_ = ngettext("%(n)d personne", "%(n)d personnes", len(grid.everyone)) % {"n": len(grid.everyone)}
    if grid.opened:
        name = grid.opened.name
        return {
            "title": _("%(kind)s\u00a0: qui voit quoi") % {"kind": name},
            "lede": _("Chaque document de cette sorte, pour chaque personne. Ouvrez une case pour savoir pourquoi, ou pour changer."),
            "caption": _("%(kind)s\u00a0: %(people)s et %(documents)s") % {"kind": name, "people": people_, "documents": _count(grid.opened)},
            "here": name,
            "crumb_items": [{"url": reverse("grid"), "label": _("Qui voit quoi")}],
        }  # fmt: skip
    sorts = len(grid.things)
    return {
        "title": _("Qui voit quoi, en un tableau"),
        "lede": _("Ouvrez une case pour savoir pourquoi, ou pour changer. Vous verrez l’effet avant d’enregistrer."),
        "caption": _("Qui voit quoi\u00a0: %(people)s et %(kinds)s") % {
            "people": people_,
            "kinds": ngettext("%(n)d sorte de document", "%(n)d sortes de document", sorts) % {"n": sorts},
        },
        "here": _("Qui voit quoi"),
        "crumb_items": [],
    }  # fmt: skip


def _turns(grid: Grid) -> list[dict[str, object]]:
    named = ((BY_PERSON, _("Par personne"), "users"), (BY_DOCUMENT, _("Par document"), "doc"))
    return [
        {"url": f"?{grid.query(par=by)}", "label": label, "icon_name": icon, "current": by == grid.by}
        for by, label, icon in named
    ]


def _kinds(grid: Grid) -> list[dict[str, object]]:
    """All of them together, or the documents of one."""
    every = {"url": f"?{grid.query(ouvrir='')}", "label": _("Toutes les sortes"), "current": grid.opened is None}
    return [every, *(_pill(grid, kind) for kind in kinds(grid.portrait))]


def _pill(grid: Grid, kind: Kind) -> dict[str, object]:
    return {
        "url": _opening(grid, kind),
        "label": kind.name,
        "count": len(kind.documents),
        "icon_name": documents.icon(kind.documents[0]),
        "current": grid.opened is not None and grid.opened.category == kind.category,
    }


def _opening(grid: Grid, kind: Kind) -> str:
    """Documents have long names, and are many: they stand at the head of the lines."""
    return f"?{grid.query(ouvrir=kind.category, par=BY_DOCUMENT)}"


def _count(kind: Kind) -> str:
    count = len(kind.documents)
    return ngettext("%(n)d document", "%(n)d documents", count) % {"n": count}


def _person(member: Member) -> Head:
    return {
        "person": member.card.id,
        "name": member.card.name,
        "short": member.card.short,
        "url": reverse("professional", args=[member.card.id]),
        "line": people.role(member),
        "kind": people.kind_of(member),
        "sentence": ngettext("%(seen)d document sur %(known)d", "%(seen)d documents sur %(known)d", len(member.seen))
        % {"seen": len(member.seen), "known": len(member.verdicts)},
    }


def _thing(grid: Grid, thing: Thing) -> Head:
    if isinstance(thing, Kind):
        return {
            "name": thing.name,
            "url": _opening(grid, thing),
            "line": _count(thing),
            "icon_name": documents.icon(thing.documents[0]),
        }
    return {
        "name": counting.day(thing.day),
        "url": reverse("document", args=[thing.id]),
        "line": _specialty_and_origin(thing),
        "hidden": documents.hidden_by(grid.portrait, thing),
        "sentence": f"{documents.seen_by(len(grid.portrait.viewers(thing.id)))}.",
    }


def _specialty_and_origin(document: DocumentCard) -> str:
    """What tells it from the others of its kind."""
    specialty = str(labels.SPECIALTIES[document.specialty]) if document.specialty else ""
    return ", ".join(part for part in (specialty, documents.origin(document)) if part)


def _cell(grid: Grid, member: Member, thing: Thing) -> Cell:
    if isinstance(thing, Kind):
        opens = _opening(grid, thing) if len(thing.documents) > 1 else ""
        return {**grid_cells.of_kind(member, thing), "opens": opens}
    return grid_cells.of_document(member, thing)
