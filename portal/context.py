"""What every page knows: theme, languages, demonstration or not, the links this reader may follow."""

import functools
from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from consents.selectors.minors import is_minor
from portal import discretion
from portal.models import User

THEME_COOKIE = "theme"
THEMES = ("light", "dark")

PATIENT_LINKS = (
    ("home", _("Accueil")),
    ("team", _("Mon équipe")),
    ("documents", _("Mes documents")),
    ("grid", _("Qui voit quoi")),
    ("history", _("Historique")),
)
#: What the menu adds to them, by what it is for.
MENU_LINKS = (
    (_("Choisir"), (
        ("add_professional", _("Chercher un professionnel")),
        ("treating_physician", _("Mon médecin traitant")),
        ("emergency", _("En cas d’urgence")),
        ("trusted", _("Ma personne de confiance")),
        ("relatives", _("Mes proches")),
        ("after_death_choices", _("Après moi")),
        ("children", _("Mes enfants")),
        ("wards", _("Mesures de protection")),
        ("privacy", _("Ma confidentialité")),
    )),
    (_("Vérifier"), (
        ("notices", _("Mes avis")),
        ("waiting", _("À confirmer")),
        ("who_knows", _("Qui est au courant")),
        ("reports", _("Mes signalements")),
        ("my_data", _("Mes reçus et mes données")),
        ("rights", _("Mes droits")),
    )),
)  # fmt: skip
#: A minor's own pages (R67): the others are not found for him.
MINOR_PAGES = frozenset({"home", "privacy", "team", "documents", "history", "notices", "settings", "rights"})
#: And those that are a minor's alone (R62–R69).
_MINORS_ALONE = frozenset({"privacy"})
REVIEW_LINKS = (("review_home", _("Contrôle")),)
#: Only a patient is written to, and chooses when.
PATIENT_ACCOUNT_LINKS = (("settings", _("Mes réglages")),)
ACCOUNT_LINKS = (
    ("account_email", _("Mon adresse e-mail")),
    ("account_change_password", _("Mon mot de passe")),
    ("mfa_index", _("Double sécurité")),
    ("usersessions_list", _("Mes appareils connectés")),
)
FOOT_LINKS = (
    ("rights", _("Vos droits")),
    ("accessibility", _("Accessibilité")),
    ("legal", _("Mentions légales")),
    ("contact", _("Aide et contact")),
)

Link = dict[str, object]


def look(request: HttpRequest) -> Mapping[str, object]:
    """Context processor of every page. Links are worked out only where a template asks for them."""
    minor = functools.cache(lambda: reads_as_minor(request))
    return {
        "theme": chosen_theme(request),
        "demo_mode": settings.DEMO_MODE,
        "discreet": SimpleLazyObject(lambda: discretion.is_discreet(request)),
        "exit_url": discretion.neutral_exit(),
        "languages": settings.LANGUAGES,
        "nav_links": SimpleLazyObject(lambda: main_links(request, minor)),
        "menu_links": SimpleLazyObject(lambda: menu_links(request, minor)),
        "account_links": SimpleLazyObject(lambda: account_links(request)),
        "foot_links": SimpleLazyObject(lambda: links(request, FOOT_LINKS)),
    }


def chosen_theme(request: HttpRequest) -> str:
    """`light` or `dark` when the reader chose, empty to follow the system."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else ""


def main_links(request: HttpRequest, minor: Callable[[], bool]) -> list[Link]:
    """The pages of this reader: a patient's own pages, a reviewer's console, none before sign-in."""
    user = reader(request)
    if user is None:
        return []
    if user.is_reviewer:
        return links(request, REVIEW_LINKS)
    return links(request, own(PATIENT_LINKS, minor)) if user.person_id else []


def menu_links(request: HttpRequest, minor: Callable[[], bool]) -> list[dict[str, object]]:
    """A patient's other pages, each group with its title; a group none of whose pages exists is left out."""
    user = reader(request)
    if user is None or not is_patient(user):
        return []
    groups = ((title, links(request, own(named, minor))) for title, named in MENU_LINKS)
    return [{"title": title, "links": found} for title, found in groups if found]


def own(named: Iterable[tuple[str, object]], minor: Callable[[], bool]) -> list[tuple[str, object]]:
    """Those of these pages that are for this reader."""
    return [(name, label) for name, label in named if (name in MINOR_PAGES if minor() else name not in _MINORS_ALONE)]


def reads_as_minor(request: HttpRequest) -> bool:
    """Whether a minor reads his own pages (R67); asked once a page."""
    user = reader(request)
    return bool(user and user.person_id and is_minor(user.person_id, at=timezone.now()))


def account_links(request: HttpRequest) -> list[Link]:
    user = reader(request)
    if user is None:
        return []
    return links(request, (*PATIENT_ACCOUNT_LINKS, *ACCOUNT_LINKS) if is_patient(user) else ACCOUNT_LINKS)


def is_patient(user: User) -> bool:
    return bool(user.person_id) and not user.is_reviewer


def reader(request: HttpRequest) -> User | None:
    """Who reads; nobody before sign-in, nor where an error was answered before the session was read."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def links(request: HttpRequest, named: Iterable[tuple[str, object]]) -> list[Link]:
    """Name and address of each page that exists: a page not built yet is not linked."""
    found = ((address(name), label) for name, label in named)
    return [{"url": url, "label": label, "current": standing(request, url)} for url, label in found if url]


def address(name: str) -> str:
    """Path of a named route, empty when there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def standing(request: HttpRequest, url: str) -> str:
    """`page` on the page itself, `true` on a page below it: the value of aria-current."""
    if request.path == url:
        return "page"
    return "true" if url != "/" and request.path.startswith(url) else ""
