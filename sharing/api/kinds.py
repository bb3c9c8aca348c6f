"""The kinds of problem that the API tells, and what each one means. `docs/api.md` lists the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """`slug` ends the type URI and never changes; `title` is the same for every occurrence."""

    slug: str
    status: int
    title: str | Promise
    detail: str | Promise


class Malformed(Exception):
    """A request that cannot be understood as a question; `pointer` (RFC 6901) shows where."""

    def __init__(
        self,
        slug: str,
        pointer: str = "",
        detail: str | Promise = "",
        *,
        others: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(f"{slug} at {pointer or '/'}")
        self.slug = slug
        self.pointer = pointer
        self.detail = detail
        self.others = others


_TABLE = (
    Problem("malformed-json", 400, _("Ce corps n’est pas du JSON valide"),
            _("Envoyez un objet JSON en UTF-8, sans membre en double.")),
    Problem("missing-member", 400, _("Il manque un membre"), _("Le membre désigné par « pointer » est obligatoire.")),
    Problem("invalid-member", 400, _("Un membre n’a pas la forme attendue"),
            _("Le membre désigné par « pointer » n’a pas le type ou la forme attendus.")),
    Problem("unknown-purpose", 400, _("Cette finalité n’existe pas"),
            _("« context.purpose » doit être une finalité du vocabulaire, par exemple « care ».")),
    Problem("unknown-action", 400, _("Cette action n’existe pas"), _("La seule action connue est « read ».")),
    Problem("unknown-subject-type", 400, _("Ce type de demandeur n’existe pas"),
            _("« subject.type » doit être « professional » ou « organisation ».")),
    Problem("unknown-resource-type", 400, _("Ce type de ressource n’existe pas"),
            _("« resource.type » doit être « document » ou « record ».")),
    Problem("wrong-ins-key", 400, _("La clé de cet INS est fausse"),
            _("Les deux derniers chiffres d’un INS se déduisent des treize premiers : vérifiez la saisie.")),
    Problem("invalid-ins", 400, _("Cet INS n’a pas la forme attendue"),
            _("Un INS compte quinze caractères : treize pour le numéro, deux pour la clé.")),
    Problem("invalid-rpps", 400, _("Ce numéro RPPS n’a pas la forme attendue"), _("Un RPPS compte onze chiffres.")),
    Problem("invalid-finess", 400, _("Ce numéro FINESS n’a pas la forme attendue"),
            _("Un FINESS compte neuf caractères.")),
    Problem("invalid-min-token", 400, _("Ce jeton de fraîcheur n’est pas de ce patient"),
            _("« context.min_token » est un jeton reçu au sujet du patient nommé, dans une réponse ou un avis.")),
    Problem("invalid-page-token", 400, _("Cette page n’existe pas, ou plus"),
            _("Un jeton de page vaut quinze minutes, pour la même question : reprenez au début, sans jeton.")),
    Problem("invalid-parameter", 400, _("Un paramètre n’a pas la forme attendue"),
            _("Voyez les paramètres de cette adresse dans /api/docs/.")),
    Problem("statement-missing", 400, _("L’urgence n’est pas motivée"),
            _("Une urgence affirme l’incapacité à consentir et le risque immédiat, avec un motif d’au moins dix"
              " caractères.")),
    Problem("question-refused", 400, _("Cette question n’en est pas une"),
            _("La question ne peut pas recevoir de réponse telle qu’elle est posée.")),
    Problem("token-missing", 401, _("Il faut un jeton d’accès"),
            _("Demandez un jeton à /oauth2/token et envoyez-le dans « Authorization: Bearer … ».")),
    Problem("token-invalid", 401, _("Ce jeton n’est pas valable, ou ne l’est plus"),
            _("Un jeton vaut cinq minutes : demandez-en un nouveau à /oauth2/token.")),
    Problem("scope-missing", 403, _("Ce jeton n’ouvre pas cette porte"),
            _("L’en-tête « WWW-Authenticate » nomme la portée qu’il faut.")),
    Problem("caller-unknown", 403, _("Ce logiciel n’est pas enregistré"),
            _("Le logiciel n’est pas, ou n’est plus, enregistré auprès de ce service.")),
    Problem("professional-not-of-caller", 403, _("Ce demandeur n’exerce pas dans vos organisations"),
            _("Un logiciel ne pose de question que pour un professionnel connu de ce service, qui exerce dans une"
              " organisation pour laquelle ce logiciel est enregistré, et depuis elle.")),
    Problem("not-his-record", 403, _("Ce dossier n’est pas celui de votre compte"),
            _("Le logiciel d’un patient ne pose de question que sur le dossier de ce patient.")),
    Problem("not-found", 404, _("Il n’y a rien à cette adresse"), _("Vérifiez l’adresse.")),
    Problem("invalid-cursor", 404, _("Ce curseur ou ce jeton n’est pas l’un des vôtres"),
            _("Reprenez au début, sans curseur, et redemandez ce que vous gardez.")),
    Problem("method-not-allowed", 405, _("Cette méthode n’est pas acceptée ici"), _("Utilisez POST.")),
    Problem("not-acceptable", 406, _("Ce format n’est pas produit ici"), _("Les réponses sont en JSON.")),
    Problem("stale-revision", 409, _("Une autre déclaration est venue entre-temps"),
            _("Relisez la situation du patient avant de déclarer.")),
    Problem("nothing-to-replay", 409, _("Il n’y a pas d’adresse où renvoyer des avis"),
            _("Ce logiciel n’a pas d’adresse des avis, ou elle a été arrêtée. GET /changes donne les mêmes changements.")),
    Problem("body-too-large", 413, _("Ce corps est trop grand"), _("Un corps compte au plus 1 Mio.")),
    Problem("too-many-evaluations", 413, _("Trop de questions à la fois"),
            _("Une requête compte au plus 500 questions : envoyez-en plusieurs.")),
    Problem("unsupported-media-type", 415, _("Ce type de contenu n’est pas accepté"),
            _("Envoyez « Content-Type: application/json ».")),
    Problem("refused", 422, _("Cette déclaration n’est pas permise"),
            _("La règle citée dans « rule » ne le permet pas.")),
    Problem("too-many-requests", 429, _("Trop de demandes"), _("Attendez le délai de « Retry-After ».")),
    Problem("internal", 500, _("Ce service a rencontré une erreur"),
            _("Aucune réponse n’a été donnée. Sans réponse, ne montrez rien.")),
    Problem("unavailable", 503, _("Ce service ne peut pas répondre"),
            _("Aucune réponse n’a été donnée. Sans réponse, ne montrez rien.")),
    Problem("not-fresh-yet", 503, _("Ce service n’est pas encore à jour"),
            _("Ce que connaît « context.min_token » n’est pas encore connu ici : aucune réponse n’est donnée."
              " Attendez le délai de « Retry-After ».")),
    Problem("journal-unavailable", 503, _("Ce service ne peut pas répondre"),
            _("La question n’a pas pu être inscrite au journal : aucune réponse n’est donnée. Sans réponse, ne"
              " montrez rien.")),
)  # fmt: skip

PROBLEMS: dict[str, Problem] = {problem.slug: problem for problem in _TABLE}
