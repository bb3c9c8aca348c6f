"""Every address of the site. Who may enter which: `portal/access.py`.

French paths for people, English ones for machines.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal import health, look, patterns

# In the order in which they are tried; a room appears once its `urls.py` is written.
ROOMS = [
    ("comptes/", "portal.accounts.urls"),
    ("controle/", "portal.review.urls"),
    ("", "sharing.api.urls"),
    ("", "portal.patient.urls"),
]


def _written(module: str) -> bool:
    return (settings.BASE_DIR / f"{module.replace('.', '/')}.py").exists()


handler500 = "portal.errors.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("langue/", include("django.conf.urls.i18n")),
    path("affichage/", look.theme, name="theme"),
    path("quitter/", look.quick_exit, name="quick_exit"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("comptes/", include("allauth.urls")),
    *[path(prefix, include(module)) for prefix, module in ROOMS if _written(module)],
]
