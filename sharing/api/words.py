"""What an answer may be told as to the person who asked: the code in plain words, and nothing more than the code."""

from collections.abc import Mapping
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consents.vocabulary import Code
from sharing.services.survivors import Grounds

_LANGUAGES = ("fr", "en")
_OF: Mapping[str, str | Promise] = {
    Code.PERMIT.value: _("Vous pouvez consulter ce qui est demandé."),
    Code.NOT_VISIBLE.value: _("Ce document n’est pas consultable, ou n’existe pas."),
    Code.CONSENT_REQUIRED.value: _("Sans accord du patient, ce dossier n’est pas consultable, s’il existe."),
    Code.EMERGENCY_REFUSED.value: _("Ce dossier n’est pas consultable en urgence."),
    Code.NOT_PERMITTED.value: _("La loi ne vous permet pas cet accès."),
    Code.THROUGH_PHYSICIAN.value: _("Ce document se consulte par l’intermédiaire d’un médecin."),
}


#: After a death: why, as R.1111-7 wants it told; one sentence for all that must not be told apart.
_GROUNDS: Mapping[str, str | Promise] = {
    Grounds.GIVEN.value: _(
        "Ce qui répond à votre raison peut vous être communiqué par un médecin, et rien de plus (CSP R.1111-7)."
    ),
    Grounds.NOT_ENTITLED.value: _(
        "Seuls les héritiers, le conjoint, le concubin ou le partenaire de Pacs d’une personne décédée peuvent demander,"
        " pour l’une des trois raisons de la loi (CSP L.1110-4 V)."
    ),
    Grounds.OPPOSED_IN_LIFE.value: _(
        "De son vivant, la personne s’est opposée à cette communication (CSP L.1110-4 V)."
    ),
    Grounds.NOT_FOR_THIS.value: _(
        "Ce document ne peut pas vous être communiqué pour cette raison, ou n’existe pas (CSP L.1110-4 V)."
    ),
}


@cache
def reason_user(code: str) -> dict[str, str]:
    """By language. Made of the code alone, so that two answers that must look alike do."""
    return _in_each_language(_OF[code])


@cache
def grounds(word: str) -> dict[str, str]:
    """The same, of an answer after a death."""
    return _in_each_language(_GROUNDS[word])


def _in_each_language(sentence: str | Promise) -> dict[str, str]:
    said = {}
    for language in _LANGUAGES:
        with translation.override(language):
            said[language] = str(sentence)
    return said
