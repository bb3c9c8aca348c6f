"""What may go wrong when something is told, besides what `sharing.api.problems` knows. `docs/intake.md` lists the same."""

from typing import Any

from django.db import DataError, IntegrityError
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from consents.errors import InvalidFact, Refused, StaleRevision
from sharing.api import problems
from sharing.api.kinds import Malformed, Problem
from sharing.api.problems import Described
from sharing.management.fhir_words import because
from sharing.services.callers import NotOfCaller
from sharing.services.intake.faults import Conflict, KeyReused, NotYours

_TABLE = (
    Problem("not-of-caller", 403, _("Cela n’est pas de vos organisations"),
            _("Un logiciel ne parle que pour ses organisations : de leurs patients, de leurs professionnels, de leurs"
              " documents. Ce qui n’en est pas et ce qui n’existe pas reçoivent la même réponse.")),
    Problem("conflict", 409, _("Ce fait contredit ce qui est déjà gardé"),
            _("Le membre désigné par « pointer » ne s’accorde pas avec ce qui est gardé.")),
    Problem("invalid-fact", 422, _("Ce fait ne peut pas être gardé"),
            _("Le membre désigné par « pointer » ne peut pas être gardé.")),
    Problem("key-reused", 422, _("Cette clé a déjà servi à autre chose"),
            _("Une clé d’idempotence vaut pour un seul contenu : prenez-en une autre.")),
    Problem("invalid-key", 400, _("Cette clé d’idempotence n’a pas la forme attendue"),
            _("« Idempotency-Key » compte 1 à 255 caractères imprimables.")),
    Problem("unknown-act", 400, _("Cet acte n’existe pas"), _("« act » nomme l’un des actes du manuel.")),
    Problem("too-many-lines", 413, _("Trop d’actes à la fois"), _("Un envoi compte au plus 1 000 lignes.")),
    Problem("content-too-large", 413, _("Cet envoi est trop grand"), _("Envoyez-le en plusieurs fois.")),
    Problem("unreadable", 400, _("Cet envoi n’est pas lisible"), _("Un texte en UTF-8 est attendu.")),
)  # fmt: skip
INTAKE_PROBLEMS = {problem.slug: problem for problem in _TABLE}

#: What is told as the answer to an act; anything else is a fault of ours or of the request as a whole.
REFUSALS = (
    Malformed,
    ParseError,
    NotYours,
    Conflict,
    InvalidFact,
    NotOfCaller,
    DataError,
    IntegrityError,
    Refused,
    StaleRevision,
)

_CONFLICTS = {
    "another_birth_date": _("Une autre date de naissance est gardée pour cet identifiant."),
    "number_of_another_care": _("Ce numéro est déjà celui d’une autre prise en charge."),
    "another_kind": _("Le type d’une organisation n’est changé que par un administrateur."),
}
_WARNINGS = {
    "another_date_is_kept": _("une autre date de décès, dite avant, est gardée"),
    "traits_are_kept": _("exerce aussi ailleurs : ce qui est gardé de lui n’est pas changé"),
}
#: Where the fact stands in the body, when it has another name there.
_MEMBERS = {
    "ins": "patient/value",
    "ins_system": "patient/system",
    "birth_name": "patient/birth_name",
    "born_on": "patient/born_on",
    "sex": "patient/sex",
    "identity_status": "patient/identity_status",
    "period": "begins_at",
    "finess": "organisation",
    "rpps": "professional",
    "identifier": "",
}


def describe(error: BaseException) -> Described:
    if isinstance(error, NotYours):
        return Described(INTAKE_PROBLEMS["not-of-caller"], pointer=f"/{error.member}")
    if isinstance(error, Conflict):
        return Described(INTAKE_PROBLEMS["conflict"], _CONFLICTS[error.because], f"/{error.member}")
    if isinstance(error, InvalidFact):
        member = _MEMBERS.get(error.element, error.element)
        return Described(INTAKE_PROBLEMS["invalid-fact"], sentence(error.because), f"/{member}" if member else "")
    if isinstance(error, DataError | IntegrityError):
        return Described(INTAKE_PROBLEMS["conflict"])
    if isinstance(error, KeyReused):
        return Described(INTAKE_PROBLEMS["key-reused"])
    if isinstance(error, Malformed) and error.slug in INTAKE_PROBLEMS:
        return Described(INTAKE_PROBLEMS[error.slug], error.detail, error.pointer)
    return problems.describe(error)


def sentence(word: str) -> str:
    """What a reason means, for a developer."""
    said = str(_WARNINGS.get(word) or because(word))
    return said[:1].upper() + said[1:] + "."


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """As every door of the API, with the kinds of this one."""
    described = describe(error)
    if described.problem.slug not in INTAKE_PROBLEMS:
        return problems.handler(error, context)
    return Response(described.members(), status=described.problem.status, content_type=problems.CONTENT_TYPE)
