"""Why the FHIR door refuses, in a sentence for a developer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.management.fhir_words import because as as_import_says

_SENTENCES: dict[str, str | Promise] = {
    "not_found": _("Aucune ressource de ce registre à cette adresse."),
    "unreadable_xml": _("Ce corps n’est pas du XML FHIR lisible."),
    "unknown_parameter": _("Ce paramètre de recherche n’est pas connu ici : il n’est pas pris en compte."),
    "bad_value": _("Cette valeur n’a pas la forme attendue."),
    "bad_if_match": _('« If-Match » attend une version, par exemple W/"2".'),
    "stale_version": _("La version a changé depuis celle que nomme « If-Match »."),
    "wrong_resource_type": _("Ce type de ressource n’est pas celui de cette adresse."),
    "wrong_id": _("L’identifiant du corps et celui de l’adresse sont différents."),
    "not_supported": _("Cela n’est pas proposé ici."),
    "unknown_topic": _("Le seul sujet est celui que nomme « metadata », sans filtre."),
    "not_an_address": _("Une adresse https, sur le port 443 ou 8443 et sans mot de passe, est attendue."),
    "malformed": _("Cette valeur n’a pas la forme attendue."),
    "reserved": _("Cet en-tête est écrit par ce service."),
    "too_many": _("Il y en a trop."),
    "too_many_subscriptions": _("Ce logiciel a autant d’abonnements qu’il peut en avoir : supprimez-en un."),
}
#: What the other doors say of JSON or of POST alone, said for this one.
INSTEAD: dict[str, str | Promise] = {
    "not-acceptable": _("Les réponses sont en application/fhir+json ou en application/fhir+xml."),
    "unsupported-media-type": _("Envoyez « Content-Type: application/fhir+json » ou « application/fhir+xml »."),
    "method-not-allowed": _("« metadata » dit ce qui est possible sur chaque type."),
}


def of(because: str) -> str:
    """Our own words; else those of the import, which finish a line there and are a sentence here."""
    if because in _SENTENCES:
        return str(_SENTENCES[because])
    said = as_import_says(because)
    return f"{said[:1].upper()}{said[1:]}."
