"""What an answer may be told as to the person who asked: the code in plain words, and nothing more than the code."""

from collections.abc import Mapping
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consents.vocabulary import Code

_LANGUAGES = ("fr", "en")
_OF: Mapping[str, str | Promise] = {
    Code.PERMIT.value: _("Vous pouvez consulter ce qui est demandé."),
    Code.NOT_VISIBLE.value: _("Ce document n’est pas consultable, ou n’existe pas."),
    Code.CONSENT_REQUIRED.value: _("Sans accord du patient, ce dossier n’est pas consultable, s’il existe."),
    Code.EMERGENCY_REFUSED.value: _("Ce dossier n’est pas consultable en urgence."),
    Code.NOT_PERMITTED.value: _("La loi ne vous permet pas cet accès."),
    Code.THROUGH_PHYSICIAN.value: _("Ce document se consulte par l’intermédiaire d’un médecin."),
}


@cache
def reason_user(code: str) -> dict[str, str]:
    """By language. Made of the code alone, so that two answers that must look alike do."""
    said = {}
    for language in _LANGUAGES:
        with translation.override(language):
            said[language] = str(_OF[code])
    return said
