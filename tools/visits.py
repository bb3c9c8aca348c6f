"""Which pages `make screens` opens: every route of the table in portal/access.py, found by following links from those
that name no object; and some pages in more than one state.
"""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

_OPPOSE, _WITHDRAW = 'a[href*="verbe=oppose"]', 'a[href*="verbe=withdraw"]'
#: Who looks for every page of which kinds of route (portal.access.Entry).
EVERYTHING = {"": ("public",), "nadine": ("patient", "signed_in"), "lina": ("patient",), "controle": ("reviewer",)}
#: States worth a picture of their own: a page's name, its address, then the links to follow from there.
STATES: dict[str, list[tuple[str, ...]]] = {
    "": [("not-found", "/nulle-part/")],
    "nadine": [
        ("team-not", "/equipe/?voir=not"),
        ("documents-hidden", "/documents/?masques=1"),
        ("preview-oppose-document", "/documents/", ".doc h3 a", _OPPOSE),
        ("preview-oppose-person", "/equipe/", _OPPOSE),
        ("preview-hide-kind", "/equipe/", "article .person__act a:last-child", 'a[href*="sur=category"]'),
        ("history-accesses", "/historique/?voir=acces"),
    ],
    "marie": [("marie-home", "/"), ("marie-history", "/historique/"), ("preview-withdraw", "/equipe/", _WITHDRAW)],
    "robert": [("robert-home", "/"), ("robert-team", "/equipe/"), ("robert-documents", "/documents/")],
    "thomas": [("thomas-home", "/"), ("thomas-history", "/historique/?voir=acces")],
    "amina": [("amina-home", "/")],
    "julien": [("julien-home", "/"), ("julien-team", "/equipe/")],
    "sophie": [("sophie-home", "/")],
    "henri": [("henri-home", "/"), ("henri-history", "/historique/")],
    "paul": [("paul-home", "/"), ("paul-team", "/equipe/"), ("paul-documents", "/documents/")],
    "benali": [("not-a-patient", "/")],
}
README = [("home", "marie", "/"), ("preview", "marie", "/documents/", ".doc h3 a", _OPPOSE)]
#: Nobody's page, or another site's.
_LEFT_OUT = {"quick_exit", "set_language", "theme", "account_logout", "api_docs", "schema"}


class Rounds:
    """The routes that someone may enter, each opened once: those without an object, then those that a page links to."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        _set_up()
        from portal.access import ROUTES

        self.wanted = {name for name, entry in ROUTES.items() if str(entry) in kinds} - _LEFT_OUT
        self.waiting = dict(_without_an_object(self.wanted))
        self.done: set[str] = set()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Name and address; what is linked meanwhile comes too."""
        while self.waiting:
            name = min(self.waiting)
            self.done.add(name)
            yield name, self.waiting.pop(name)

    def meet(self, hrefs: list[str]) -> None:
        """The links of a page that was opened."""
        for href in hrefs:
            name = _route(href)
            if name in self.wanted - self.done:
                self.waiting.setdefault(name, href)


def _set_up() -> None:
    """Only the list of routes is read here: no database is asked."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("PORTAL_MODE", "demo")
    django.setup()


def _without_an_object(names: set[str]) -> Iterator[tuple[str, str]]:
    from django.urls import NoReverseMatch, reverse

    for name in names:
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue


def _route(href: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(href).path).view_name
    except Resolver404:
        return ""
