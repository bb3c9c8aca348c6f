"""Refusals into pages: one table at the site's door, nothing searched in a sentence.

A refusal says the rule, its article and why, in plain French; nothing was written. What names something
that is not this patient's is not found, like what does not exist.
"""

import sys
from collections.abc import Callable, Mapping

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.defaults import page_not_found, server_error
from redis.exceptions import RedisError

from consents.errors import Refused
from portal.access import ROUTES, Entry
from portal.printing import TooLong
from sharing import catalogue
from sharing.api import problems
from sharing.api.throttle import TooMany

Answer = Callable[[HttpRequest], HttpResponse]

#: Reasons that say no more than « there is no such thing ».
_ABSENT = frozenset(
    {
        "unknown_patient",
        "unknown_document",
        "unknown_recipient",
        "unknown_subject",
        "unknown_declaration",
        "not_a_voice_of_this_patient",
    }
)

_BY_REASON: Mapping[str, object] = {
    "nothing_left_to_undo": _("Vous avez fait un autre choix depuis : celui-ci ne peut plus être annulé."),
    "no_moment_left": _("La date que vous avez choisie est déjà passée."),
    "minor_speaks_through_his_parents": _(
        "Avant dix-huit ans, ce sont vos parents qui font ce choix. "
        "Un soin que vous voulez garder secret se demande au soignant."
    ),
    "patient_has_died": _("Le dossier d’une personne décédée ne change plus."),
}

_BY_RULE: Mapping[str, object] = {
    "R05": _("Ce choix n’est pas possible ici. Dans le doute, le secret est gardé."),
    "R19": _(
        "Une autorisation nomme une personne ou un lieu. On ne peut pas autoriser tout le monde, ni toute une profession."
    ),
    "R29": _(
        "Cette personne a écrit ce document. Elle peut toujours le relire : "
        "votre opposition n’y changerait rien."
    ),
    "R47": _("Pour ce choix, il faut l’autorisation du juge ou du conseil de famille."),
    "R49": _("Avant dix-huit ans, on ne choisit pas de personne de confiance : ce rôle revient aux parents."),
    "R59": _("Avant dix-huit ans, ce sont vos parents qui font ce choix."),
    "R60": _("Un juge a retiré l’autorité parentale. Ce choix ne peut plus être fait."),
    "R70": _("Cette personne est majeure : elle seule fait ce choix."),
    "R72": _("Cette mesure ne porte pas sur la personne : elle ne permet pas ce choix."),
    "R73": _("Une mesure d’assistance ne permet pas de faire ce choix à la place de la personne."),
    "R76": _("L’assurance maladie et ses médecins ne voient jamais votre dossier par ce service, même avec votre accord."),
    "R77": _("La loi interdit aux assureurs et à leurs médecins de voir votre dossier, même avec votre accord."),
    "R78": _("La loi interdit aux employeurs et aux banques de voir votre dossier, même avec votre accord."),
    "R80": _("Une société de codage ne peut pas voir votre dossier, même avec votre accord."),
    "R81": _("L’avocat de l’établissement ne peut pas voir votre dossier, même avec votre accord."),
    "R83": _("La police et la justice ne passent pas par ce service, même avec votre accord."),
}  # fmt: skip


#: Servers that we lean on and that do not answer, a printer too busy: the same request may do in a moment.
_AWAY = (OperationalError, InterfaceError, RedisError, TooLong)


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a fault, or for software a problem: 503 when what failed is a server we lean on, 500 otherwise."""
    fault = sys.exc_info()[1] or Exception()
    status = 503 if isinstance(fault, _AWAY) else 500
    match = request.resolver_match
    if match is not None and ROUTES.get(match.view_name) is Entry.TOKEN:
        members = problems.describe(fault if status == 500 else OperationalError()).members()
        return JsonResponse(members, status=status, content_type=problems.CONTENT_TYPE)
    page = server_error(request)
    page.status_code = status
    return page


class RefusalMiddleware:
    """Turns the refusals of the rooms below into pages, whatever the view."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TooMany):
            page = render(request, "429.html", status=429)
            page["Retry-After"] = str(exception.seconds)
            return page
        if not isinstance(exception, Refused):
            return None
        if exception.because in _ABSENT:
            return page_not_found(request, Http404())
        return render(request, "patient/refused.html", words(exception), status=422)


def words(refused: Refused) -> dict[str, str]:
    """The rule's number, its sentence in the reader's language, its article, and why it holds here."""
    rule = catalogue.rules().get(refused.rule)
    sentence = (rule.en if get_language() == "en" else rule.fr) if rule else ""
    why = _BY_REASON.get(refused.because) or _BY_RULE.get(refused.rule) or sentence
    return {
        "why": str(why),
        "number": refused.rule,
        "sentence": sentence,
        "article": rule.article if rule else "",
    }
