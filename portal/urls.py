"""Every address of the site. Who may enter which: `portal/access.py`.

French paths for people, English ones for machines.
"""

from django.urls import URLPattern, URLResolver, include, path

from portal import health, look, patterns
from portal.proof import publishing

handler500 = "portal.errors.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/mes-partages-keys.json", publishing.receipt_keys, name="receipt_keys"),
    path("langue/", look.language, name="set_language"),
    path("affichage/", look.theme, name="theme"),
    path("quitter/", look.quick_exit, name="quick_exit"),
    path("demo/", include("portal.demo.urls")),
    path("patterns/", patterns.patterns, name="patterns"),
    path("comptes/", include("allauth.urls")),
    path("controle/", include("portal.review.urls")),
    path("", include("sharing.api.urls")),
    path("", include("portal.invited.urls")),
    path("", include("portal.patient.urls")),
]
