"""The sentences of an import's report: reasons and kinds are identifiers everywhere else."""

from django.utils.translation import gettext_lazy

_KINDS = {
    "Organization": gettext_lazy("Organisations"),
    "Practitioner": gettext_lazy("Professionnels"),
    "PractitionerRole": gettext_lazy("Lieux d’exercice"),
    "Patient": gettext_lazy("Patients"),
    "care": gettext_lazy("Périodes de soins"),
    "treating_physician": gettext_lazy("Médecins traitants"),
    "DocumentReference": gettext_lazy("Documents"),
}
_REASONS = {
    "missing": gettext_lazy("cet élément manque"),
    "empty": gettext_lazy("vide"),
    "wrong_type": gettext_lazy("n’est pas du type attendu"),
    "too_long": gettext_lazy("trop long"),
    "unreadable_character": gettext_lazy("contient un caractère qui ne peut pas être gardé"),
    "not_a_date": gettext_lazy("n’est pas une date"),
    "ends_before_it_begins": gettext_lazy("se termine avant de commencer"),
    "before_it_begins": gettext_lazy("se termine avant de commencer"),
    "before_birth": gettext_lazy("précède la naissance"),
    "in_the_future": gettext_lazy("est dans l’avenir"),
    "unknown_word": gettext_lazy("mot inconnu"),
    "unknown": gettext_lazy("inconnu de ce patient"),
    "unknown_system": gettext_lazy("système d’identifiants inconnu"),
    "wrong_key": gettext_lazy("clé fausse"),
    "not_fifteen_characters": gettext_lazy("n’a pas les quinze caractères d’un matricule INS"),
    "not_eleven_digits": gettext_lazy("n’a pas les onze chiffres d’un numéro RPPS"),
    "not_nine_characters": gettext_lazy("n’a pas les neuf caractères d’un numéro FINESS"),
    "holds_letters": gettext_lazy("contient des lettres : clé non vérifiée"),
    "without_system_or_value": gettext_lazy("identifiant sans système ou sans valeur"),
    "no_identity": gettext_lazy("rien ne dit de qui ou de quoi il s’agit : ni identifiant, ni source (voir --source)"),
    "names_several": gettext_lazy("ses identifiants désignent plusieurs fiches déjà connues"),
    "another_person": gettext_lazy("cette personne est déjà connue sous un autre matricule"),
    "another_professional": gettext_lazy("ce professionnel est déjà connu sous un autre numéro RPPS"),
    "another_organisation": gettext_lazy("cette organisation est déjà connue sous un autre numéro FINESS"),
    "not_of_caller": gettext_lazy("n’est pas de vos organisations, ou n’existe pas"),
    "told_by_its_own_act": gettext_lazy("déjà connu : à dire par l’acte qui lui est propre, non gardé ici"),
    "never_seen": gettext_lazy("référence à ce qui n’a jamais été vu, ni dans ce fichier ni avant"),
    "not_of_this_kind": gettext_lazy("référence à autre chose que ce qui est attendu ici"),
    "goes_round_in_a_circle": gettext_lazy("se désigne en rond"),
    "replaces_several": gettext_lazy("remplace plusieurs documents : les secrets de l’un seraient perdus"),
    "cannot_be_kept": gettext_lazy("contredit ce qui est déjà gardé"),
    "overlaps_another_entry": gettext_lazy("recouvre en partie une période déjà gardée"),
    "kind_has_no_choice": gettext_lazy("n’a pas ce choix"),
    "not_json": gettext_lazy("n’est pas du JSON"),
    "not_utf8": gettext_lazy("n’est pas en UTF-8"),
    "cannot_be_opened": gettext_lazy("ne peut pas être ouvert"),
    "billing_number": gettext_lazy("numéro de facturation, jamais gardé comme identité"),
    "identifier_without_system": gettext_lazy("identifiant sans système, non gardé"),
    "number_of_someone_else": gettext_lazy("numéro déjà gardé pour quelqu’un d’autre, non gardé ici"),
    "ins_of_unqualified_identity": gettext_lazy("matricule INS d’une identité qui n’est pas qualifiée"),
    "birth_date_interpreted": gettext_lazy("date de naissance incomplète, interprétée"),
    "death_without_date": gettext_lazy("décès sans date : compté à partir de cet import"),
    "several_treating_physicians": gettext_lazy("plusieurs médecins traitants : aucun n’est gardé"),
    "treating_physician_not_a_physician": gettext_lazy("pas connu comme médecin : non gardé comme médecin traitant"),
    "another_treating_physician": gettext_lazy("un autre médecin traitant est déjà connu, qui n’est pas remplacé"),
    "unmapped_document_type": gettext_lazy("type inconnu : visible du patient et de l’auteur seulement"),
    "left_out_for_the_patients_choice": gettext_lazy(
        "masqué par un choix que seul le patient peut déclarer : laissé de côté"
    ),
    "patients_choice_not_imported": gettext_lazy("document déjà connu : ce choix reste à déclarer par le patient"),
    "did_not_take_place": gettext_lazy("n’a pas eu lieu"),
    "no_professional_over_a_known_period": gettext_lazy("aucun professionnel sur une période connue"),
    "entered_in_error": gettext_lazy("saisi par erreur"),
    "contained_without_identifier": gettext_lazy("contenu dans un autre, sans identifiant"),
    "without_professional": gettext_lazy("sans professionnel"),
    "no_longer_active": gettext_lazy("n’est plus en activité"),
}


def because(word: str) -> str:
    """The sentence for a reason; the word itself for one that no sentence was written for."""
    return str(_REASONS.get(word, word))


def kind_of_row(kind: str) -> str:
    return str(_KINDS.get(kind, kind))
