"""What a personne de confiance commits herself to: read before she signs, on the site and on paper alike (R43–R45).

`VERSION` changes with the words: it is kept with each signature (R89).
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.vocabulary import TrustedRole

VERSION = "confiance-2026-11"
ARTICLES: Mapping[str, object] = {
    TrustedRole.HEALTH: gettext_lazy("code de la santé publique, article L.1111-6"),
    TrustedRole.SOCIAL: gettext_lazy("code de l’action sociale et des familles, article L.311-5-1"),
}
ROLES: Mapping[str, object] = {
    TrustedRole.HEALTH: gettext_lazy("Pour vos soins"),
    TrustedRole.SOCIAL: gettext_lazy("Pour l’aide sociale ou médico-sociale"),
}


def role_said(role: str) -> str:
    """« pour ses soins », as someone else than the patient reads it."""
    return _("pour ses soins") if role == TrustedRole.HEALTH else _("pour l’aide sociale ou médico-sociale")


def promises(role: str, patient: str) -> list[str]:
    """In the first person, as she signs it: what she does, what she never does."""
    named = {"name": patient}
    return [
        _("Si %(name)s le souhaite, j’aide dans ses démarches et je viens à ses rendez-vous.") % named,
        _when_needed(role) % named,
        _("Je dis ses souhaits, pas les miens. Je ne décide pas à sa place."),
        _("Je garde le secret sur tout ce que j’apprends."),
        _("Je n’ai pas accès à son dossier."),
        _("Je peux changer d’avis. Il me suffit de le lui dire."),
    ]


def _when_needed(role: str) -> str:
    if role == TrustedRole.SOCIAL:
        return _("Si %(name)s a du mal à comprendre ses droits, l’équipe me demande mon aide.")
    return _(
        "Si %(name)s ne peut plus s’exprimer, les soignants me consultent. Ma parole compte plus que celle des autres proches."
    )
