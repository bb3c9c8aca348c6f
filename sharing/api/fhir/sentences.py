"""Why the FHIR door refuses, in a sentence for a developer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.api.kinds import PROBLEMS
from sharing.management.fhir_words import because as as_import_says

_SENTENCES: dict[str, str | Promise] = {
    "not_found": _("Aucune ressource de ce registre à cette adresse."),
    "unreadable_xml": _("Ce corps n’est pas du XML FHIR lisible."),
    "unknown_parameter": _("Ce paramètre de recherche n’est pas connu ici : il n’est pas pris en compte."),
    "bad_value": _("Cette valeur n’a pas la forme attendue."),
    "bad_if_match": _('« If-Match » attend une version, par exemple W/"2".'),
    "stale_version": _("La version a changé depuis celle que nomme « If-Match »."),
    "wrong_resource_type": _("Ce type de ressource n’est pas celui de cette adresse."),
    "no_conditional_create": _("La création conditionnelle n’est pas proposée : cherchez d’abord par « identifier »."),
    "too_deep": _("Ces éléments sont imbriqués trop profondément."),
    "unknown_element": _("R4 ne connaît pas cet élément ici."),
    "unknown_code": _("Ce code n’est pas de la liste que R4 impose."),
    "missing": _("Cet élément est obligatoire."),
    "wrong_type": _("Cet élément n’a pas le type attendu."),
    "filed": _("Consentement enregistré :"),
    "revoked": _("Consentement retiré :"),
    "element_not_kept": _("Cet élément changerait le sens du consentement, et ce service ne peut pas l’évaluer."),
    "status_not_kept": _("Seul un consentement « active » se dépose ; « inactive » ou « entered-in-error » le retire."),
    "nothing_to_end": _("Un consentement se dépose « active » : il n’y a encore rien à retirer."),
    "has_ended": _("Un consentement retiré ne peut pas redevenir actif : déposez-en un autre."),
    "scope_not_kept": _("Ce registre ne garde que les consentements de portée « patient-privacy »."),
    "patient_without_identifier": _("Nommez le patient par un identifiant, son INS par exemple."),
    "another_patient": _("Le patient d’un consentement ne change pas."),
    "reference_without_identifier": _("Nommez-le par un identifiant : ce registre ne connaît pas vos adresses."),
    "performer_not_kept": _("Seul le patient consent ici, avec le professionnel qui l’a recueilli à côté de lui."),
    "patient_did_not_perform": _("« performer » nomme le patient, qui consent."),
    "collector_missing": _("Nommez le professionnel qui a recueilli ce consentement : « performer », ou le jeton."),
    "not_verified": _("Un consentement que le patient n’a pas confirmé n’est pas gardé."),
    "not_known_here": _("Inconnu ici, ou hors de vos organisations."),
    "too_many_levels": _("Un seul niveau de dispositions peut suivre la première."),
    "too_many_words": _("Un consentement compte au plus cent choix."),
    "said_twice": _("Deux dispositions disent la même chose, ou son contraire, au même destinataire."),
    "not_within_its_root": _("Une exception doit être plus étroite que la disposition qui la contient."),
    "grant_to_everyone": _("Un accord nomme son destinataire : il n’est jamais donné à tous (R19)."),
    "grant_to_a_profession": _(
        "Un accord nomme une personne ou un lieu : il n’est jamais donné à une profession (R19)."
    ),
    "purpose_not_kept": _("Un choix de partage porte sur les soins (TREAT) : les autres finalités ont leurs règles."),
    "role_not_kept": _("Le seul rôle évalué est le destinataire (IRCP)."),
    "recipient_not_kept": _("Un destinataire est un professionnel, une organisation ou une profession."),
    "meaning_not_kept": _("Un choix nomme le document lui-même (« instance »)."),
    "subject_not_kept": _("Un choix porte sur un document (DocumentReference)."),
    "class_not_kept": _("Cette classe n’est pas une catégorie de ce service."),
    "code_not_kept": _("Ce code n’est pas une spécialité de ce service."),
    "subjects_together": _("Document, catégorie et spécialité ne se croisent pas dans une même disposition."),
    "content_not_kept": _("Aucun contenu de document n’est gardé ici : envoyez la référence de la preuve."),
    "no_moment_left": _("Cette période est déjà finie."),
    "author_keeps_what_he_wrote": _("L’auteur d’un document le voit toujours."),
    "patient_has_died": _("Le patient est décédé."),
    "minor_speaks_through_his_parents": _("Un mineur déclare par ses parents : ils le font sur le site."),
    "wrong_id": _("L’identifiant du corps et celui de l’adresse sont différents."),
    "not_supported": _("Cela n’est pas proposé ici."),
    "unknown_topic": _("Le seul sujet est celui que nomme « metadata », sans filtre."),
    "not_an_address": _("Une adresse https, sur le port 443 ou 8443 et sans mot de passe, est attendue."),
    "malformed": _("Cette valeur n’a pas la forme attendue."),
    "reserved": _("Cet en-tête est écrit par ce service."),
    "too_many": _("Il y en a trop."),
    "too_many_subscriptions": _("Ce logiciel a autant d’abonnements qu’il peut en avoir : supprimez-en un."),
    "not_a_disclosure": _("Seule une divulgation (BALP PrivacyDisclosure) se déclare ici."),
    "nothing_was_opened": _("Seul ce qui a été ouvert se déclare ici : « outcome » vaut 0."),
    "one_document": _("Un document, et un seul, est attendu."),
    "one_patient": _("Un patient, et un seul, est attendu."),
    "one_recipient": _("La personne qui a ouvert le document, et elle seule, est attendue."),
    "one_organisation": _("L’organisation d’où le document a été ouvert, et elle seule, est attendue."),
    "named_by_identifier": _("Cet élément se nomme par « identifier » : aucune adresse d’ailleurs n’est connue ici."),
    "not_an_identifier": _("Après « urn:uuid: », un identifiant de ce service est attendu."),
}
#: What the other doors say of JSON or of POST alone, said for this one.
INSTEAD: dict[str, str | Promise] = {
    "not-acceptable": _("Les réponses sont en application/fhir+json ou en application/fhir+xml."),
    "unsupported-media-type": _("Envoyez « Content-Type: application/fhir+json » ou « application/fhir+xml »."),
    "method-not-allowed": _("« metadata » dit ce qui est possible sur chaque type."),
}


def of(because: str) -> str:
    """Our own words; else those of the import, which finish a line there and are a sentence here.

    What neither knows is a refusal of the law, told by its rule.
    """
    if because in _SENTENCES:
        return str(_SENTENCES[because])
    said = as_import_says(because)
    if said == because:
        return f"{PROBLEMS['refused'].title}."
    return f"{said[:1].upper()}{said[1:]}."
