"""Words for people: what each identifier of the vocabulary is called in French.

Lazy translations, so that the reader's language decides when a page is drawn.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consents.vocabulary import (
    CareBasis,
    Category,
    DeclarationKind,
    Door,
    OrganisationKind,
    Profession,
    ProtectionMeasure,
    Purpose,
    Specialty,
    Stance,
)

CATEGORIES: Mapping[str, object] = {
    Category.REPORT: _("Compte rendu"),
    Category.SUMMARY: _("Synthèse"),
    Category.IMAGING: _("Imagerie"),
    Category.PRESCRIPTION: _("Ordonnance"),
    Category.DISPENSING: _("Médicaments délivrés"),
    Category.CARE_PLAN: _("Plan de soins"),
    Category.TREATMENT_GIVEN: _("Traitement donné"),
    Category.CERTIFICATE: _("Certificat"),
    Category.REIMBURSEMENT: _("Remboursement"),
    Category.PATIENT_PROVIDED: _("Document ajouté par vous"),
    Category.ADMINISTRATIVE: _("Document administratif"),
    Category.MENTAL_HEALTH: _("Santé mentale"),
    Category.BIRTH: _("Grossesse et naissance"),
    Category.GENETICS: _("Génétique"),
    Category.WISHES: _("Volontés"),
    Category.SOCIAL: _("Document social"),
    Category.UNKNOWN: _("Document d’un autre type"),
}

SPECIALTIES: Mapping[str, object] = {
    Specialty.GENERAL_MEDICINE: _("Médecine générale"),
    Specialty.CARDIOLOGY: _("Cardiologie"),
    Specialty.PSYCHIATRY: _("Psychiatrie"),
    Specialty.GYNAECOLOGY: _("Gynécologie"),
    Specialty.SEXUAL_HEALTH: _("Santé sexuelle"),
    Specialty.ADDICTION: _("Addictions"),
    Specialty.INFECTIOUS_DISEASES: _("Maladies infectieuses"),
    Specialty.ONCOLOGY: _("Cancérologie"),
    Specialty.HAEMATOLOGY: _("Hématologie"),
    Specialty.PAEDIATRICS: _("Pédiatrie"),
    Specialty.SURGERY: _("Chirurgie"),
    Specialty.EMERGENCY_MEDICINE: _("Urgences"),
    Specialty.OCCUPATIONAL_MEDICINE: _("Médecine du travail"),
    Specialty.RADIOLOGY: _("Radiologie"),
    Specialty.DERMATOLOGY: _("Dermatologie"),
    Specialty.NEUROLOGY: _("Neurologie"),
    Specialty.OTHER: _("Autre spécialité"),
}

PROFESSIONS: Mapping[str, object] = {
    Profession.PHYSICIAN: _("Médecin"),
    Profession.OCCUPATIONAL_PHYSICIAN: _("Médecin du travail"),
    Profession.DIM_PHYSICIAN: _("Médecin de l’information médicale"),
    Profession.SAMU_REGULATOR: _("Médecin du SAMU"),
    Profession.COORDINATING_PHYSICIAN: _("Médecin coordonnateur"),
    Profession.FUND_PHYSICIAN: _("Médecin-conseil de l’assurance maladie"),
    Profession.INSURER_PHYSICIAN: _("Médecin d’assurance"),
    Profession.DENTIST: _("Dentiste"),
    Profession.MIDWIFE: _("Sage-femme"),
    Profession.PHARMACIST: _("Pharmacien ou pharmacienne"),
    Profession.NURSE: _("Infirmier ou infirmière"),
    Profession.PSYCHIATRIC_NURSE: _("Infirmier ou infirmière en psychiatrie"),
    Profession.PHYSIOTHERAPIST: _("Kinésithérapeute"),
    Profession.PODIATRIST: _("Pédicure-podologue"),
    Profession.SPEECH_THERAPIST: _("Orthophoniste"),
    Profession.ORTHOPTIST: _("Orthoptiste"),
    Profession.OCCUPATIONAL_THERAPIST: _("Ergothérapeute"),
    Profession.DIETITIAN: _("Spécialiste de la diététique"),
    Profession.PSYCHOMOTOR_THERAPIST: _("Spécialiste de la psychomotricité"),
    Profession.RADIOGRAPHER: _("Manipulateur ou manipulatrice radio"),
    Profession.HEARING_AID_SPECIALIST: _("Audioprothésiste"),
    Profession.OPTICIAN: _("Opticien ou opticienne"),
    Profession.ORTHOTIST: _("Orthoprothésiste"),
    Profession.LAB_TECHNICIAN: _("Technicien ou technicienne de laboratoire"),
    Profession.MEDICAL_PHYSICIST: _("Spécialiste de physique médicale"),
    Profession.NURSE_ASSISTANT: _("Aide-soignant ou aide-soignante"),
    Profession.AMBULANCE_ATTENDANT: _("Ambulancier ou ambulancière"),
    Profession.CHILDCARE_ASSISTANT: _("Auxiliaire de puériculture"),
    Profession.PHARMACY_TECHNICIAN: _("Préparateur ou préparatrice en pharmacie"),
    Profession.DENTAL_ASSISTANT: _("Aide dentaire"),
    Profession.PSYCHOLOGIST: _("Psychologue"),
    Profession.PSYCHOTHERAPIST: _("Psychothérapeute"),
    Profession.OSTEOPATH: _("Ostéopathe"),
    Profession.CHIROPRACTOR: _("Spécialiste de la chiropraxie"),
    Profession.SOCIAL_WORKER: _("Travail social"),
    Profession.EDUCATOR: _("Éducation spécialisée"),
    Profession.CARE_MANAGER: _("Coordination des soins"),
    Profession.JUDICIAL_GUARDIAN: _("Protection des majeurs"),
    Profession.MEDICAL_SECRETARY: _("Secrétariat médical"),
    Profession.STUDENT: _("En formation"),
    Profession.ADMINISTRATIVE: _("Administration"),
    Profession.LAWYER: _("Avocat ou avocate"),
    Profession.UNKNOWN: _("Profession non reconnue"),
}

ORGANISATIONS: Mapping[str, object] = {
    OrganisationKind.HOSPITAL: _("Hôpital"),
    OrganisationKind.CLINIC: _("Clinique"),
    OrganisationKind.NURSING_HOME: _("EHPAD"),
    OrganisationKind.HOME_CARE: _("Soins à domicile"),
    OrganisationKind.DISABILITY_CARE: _("Établissement médico-social"),
    OrganisationKind.HEALTH_CENTRE: _("Centre de santé"),
    OrganisationKind.GROUP_PRACTICE: _("Maison de santé"),
    OrganisationKind.PRIVATE_PRACTICE: _("Cabinet"),
    OrganisationKind.LABORATORY: _("Laboratoire"),
    OrganisationKind.IMAGING_CENTRE: _("Centre d’imagerie"),
    OrganisationKind.PHARMACY: _("Pharmacie"),
    OrganisationKind.TELEMEDICINE: _("Téléconsultation"),
    OrganisationKind.SAMU: _("SAMU"),
    OrganisationKind.OCCUPATIONAL_HEALTH: _("Santé au travail"),
    OrganisationKind.SOCIAL_SERVICES: _("Service social"),
    OrganisationKind.HEALTH_INSURANCE_FUND: _("Assurance maladie"),
    OrganisationKind.INSURER: _("Assureur"),
    OrganisationKind.EMPLOYER: _("Employeur"),
    OrganisationKind.BANK: _("Banque"),
    OrganisationKind.CODING_COMPANY: _("Société de codage"),
    OrganisationKind.LAW_FIRM: _("Avocat de l’établissement"),
    OrganisationKind.AUTHORITY: _("Police ou justice"),
    OrganisationKind.UNKNOWN: _("Lieu d’un autre type"),
}

CARE_BASES: Mapping[str, object] = {
    CareBasis.ESTABLISHMENT: _("Membre de l’équipe qui vous soigne dans cet établissement"),
    CareBasis.COORDINATED: _("Membre de cette structure, où l’on vous soigne"),
    CareBasis.TREATING_PHYSICIAN: _("Votre médecin traitant, choisi par vous"),
    CareBasis.RECOGNISED: _("Membre de votre équipe, reconnu par vous"),
    CareBasis.SAME_CARE: _("Participe à vos soins, hors de l’équipe"),
}

PURPOSES: Mapping[str, object] = {
    Purpose.CARE: _("pour vous soigner"),
    Purpose.EMERGENCY: _("en urgence"),
    Purpose.SAMU_CALL: _("appel au SAMU"),
    Purpose.OCCUPATIONAL_HEALTH: _("santé au travail"),
    Purpose.OWN_ACCESS: _("accès à votre propre dossier"),
    Purpose.REPRESENTATION: _("en votre nom"),
    Purpose.FAMILY_ACCESS: _("demande d’un proche"),
    Purpose.SUPPORT: _("soutien d’un proche"),
    Purpose.MANDATE: _("avec un mandat"),
    Purpose.AFTER_DEATH_CAUSES: _("causes du décès"),
    Purpose.AFTER_DEATH_RIGHTS: _("droits des héritiers"),
    Purpose.AFTER_DEATH_MEMORY: _("mémoire du défunt"),
    Purpose.ACTIVITY_ANALYSIS: _("analyse de l’activité"),
}

DOORS: Mapping[str, object] = {
    Door.SITE: _("depuis ce site"),
    Door.API: _("par le logiciel d’un établissement"),
    Door.IMPORT: _("par un import"),
    Door.COMMAND: _("par l’administration du service"),
}

STANCES: Mapping[str, object] = {
    Stance.GRANT: pgettext_lazy("a stance", "Autorisation"),
    Stance.OPPOSE: pgettext_lazy("a stance", "Opposition"),
}

DECLARATIONS: Mapping[str, object] = {
    DeclarationKind.GRANT: _("Autorisation"),
    DeclarationKind.OPPOSE: _("Opposition"),
    DeclarationKind.WITHDRAW: _("Choix retiré"),
    DeclarationKind.TRUSTED_PERSON: _("Personne de confiance choisie"),
    DeclarationKind.WITHDRAW_TRUSTED_PERSON: _("Personne de confiance retirée"),
    DeclarationKind.PERSON_TO_CALL: _("Personne à prévenir ajoutée"),
    DeclarationKind.WITHDRAW_PERSON_TO_CALL: _("Personne à prévenir retirée"),
    DeclarationKind.EMERGENCY: _("Choix pour les urgences"),
    DeclarationKind.TREATING_PHYSICIAN: _("Choix pour le médecin traitant"),
    DeclarationKind.RELATIVES: _("Choix pour les proches"),
    DeclarationKind.POST_MORTEM: _("Choix pour après la mort"),
    DeclarationKind.WITHDRAW_POST_MORTEM: _("Choix pour après la mort retiré"),
    DeclarationKind.MINOR_SECRECY: _("Soin gardé secret"),
    DeclarationKind.WITHDRAW_MINOR_SECRECY: _("Soin qui n’est plus gardé secret"),
    DeclarationKind.THROUGH_PHYSICIAN: _("Accès des parents par un médecin"),
    DeclarationKind.NOT_TO_KNOW: _("Souhait de ne pas savoir"),
    DeclarationKind.WITHDRAW_NOT_TO_KNOW: _("Souhait de ne pas savoir retiré"),
    DeclarationKind.MANDATE: _("Mandat donné"),
    DeclarationKind.WITHDRAW_MANDATE: _("Mandat retiré"),
    DeclarationKind.DESIGNATION: _("Professionnel désigné"),
    DeclarationKind.HEARD: _("Accord noté par un soignant, à confirmer"),
}

MEASURES: Mapping[str, object] = {
    ProtectionMeasure.GUARDIANSHIP_PERSON: _("Tutelle de la personne"),
    ProtectionMeasure.FAMILY_HABILITATION_REPRESENTATION: _("Habilitation familiale, avec représentation"),
    ProtectionMeasure.FUTURE_PROTECTION_PERSON: _("Mandat de protection future, pour la personne"),
    ProtectionMeasure.CURATORSHIP: _("Curatelle"),
    ProtectionMeasure.FAMILY_HABILITATION_ASSISTANCE: _("Habilitation familiale, avec assistance"),
    ProtectionMeasure.GUARDIANSHIP_PROPERTY: _("Tutelle des biens"),
    ProtectionMeasure.SAFEGUARD: _("Sauvegarde de justice"),
}
