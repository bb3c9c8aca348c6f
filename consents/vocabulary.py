"""One word per idea: the identifiers used by the code, the API, the scenarios and the tests.

Standard library only, so that the pure decision engine may use it. Labels for people are in
``consents.labels``.
"""

from enum import StrEnum


class Stance(StrEnum):
    GRANT = "grant"
    OPPOSE = "oppose"


class RecipientKind(StrEnum):
    """To whom a sharing preference is addressed."""

    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"
    PROFESSION = "profession"
    EVERYONE = "everyone"
    PERSON = "person"


class SubjectKind(StrEnum):
    """What a sharing preference is about."""

    DOCUMENT = "document"
    CATEGORY = "category"
    SPECIALTY = "specialty"
    EVERYTHING = "everything"


class OrganisationKind(StrEnum):
    HOSPITAL = "hospital"
    CLINIC = "clinic"
    NURSING_HOME = "nursing_home"
    HOME_CARE = "home_care"
    DISABILITY_CARE = "disability_care"
    HEALTH_CENTRE = "health_centre"
    GROUP_PRACTICE = "group_practice"
    PRIVATE_PRACTICE = "private_practice"
    LABORATORY = "laboratory"
    IMAGING_CENTRE = "imaging_centre"
    PHARMACY = "pharmacy"
    TELEMEDICINE = "telemedicine"
    SAMU = "samu"
    OCCUPATIONAL_HEALTH = "occupational_health"
    SOCIAL_SERVICES = "social_services"
    HEALTH_INSURANCE_FUND = "health_insurance_fund"
    INSURER = "insurer"
    EMPLOYER = "employer"
    BANK = "bank"
    CODING_COMPANY = "coding_company"
    LAW_FIRM = "law_firm"
    AUTHORITY = "authority"
    #: Imported with a kind that nobody has mapped yet: entitles to nothing.
    UNKNOWN = "unknown"


#: Establishments whose care team shares by default (R10).
CARE_TEAM_KINDS = frozenset(
    {
        OrganisationKind.HOSPITAL,
        OrganisationKind.CLINIC,
        OrganisationKind.NURSING_HOME,
        OrganisationKind.HOME_CARE,
        OrganisationKind.DISABILITY_CARE,
        OrganisationKind.SOCIAL_SERVICES,
    }
)

#: Structures that wait for the patient's express consent (R14), unless switched to team (R11).
EXPRESS_CONSENT_KINDS = frozenset({OrganisationKind.HEALTH_CENTRE, OrganisationKind.GROUP_PRACTICE})

#: Organisations that are never answered, with the rule that says so.
NEVER_ORGANISATIONS: dict[OrganisationKind, str] = {
    OrganisationKind.INSURER: "R77",
    OrganisationKind.EMPLOYER: "R78",
    OrganisationKind.BANK: "R78",
    OrganisationKind.CODING_COMPANY: "R80",
    OrganisationKind.LAW_FIRM: "R81",
    OrganisationKind.AUTHORITY: "R83",
    OrganisationKind.HEALTH_INSURANCE_FUND: "R76",
}


class Regime(StrEnum):
    """How a health centre or group practice shares: by its kind, or switched to team (R11)."""

    DEFAULT = "default"
    TEAM = "team"


class Category(StrEnum):
    REPORT = "report"
    SUMMARY = "summary"
    IMAGING = "imaging"
    PRESCRIPTION = "prescription"
    DISPENSING = "dispensing"
    CARE_PLAN = "care_plan"
    TREATMENT_GIVEN = "treatment_given"
    CERTIFICATE = "certificate"
    REIMBURSEMENT = "reimbursement"
    PATIENT_PROVIDED = "patient_provided"
    ADMINISTRATIVE = "administrative"
    MENTAL_HEALTH = "mental_health"
    BIRTH = "birth"
    GENETICS = "genetics"
    WISHES = "wishes"
    SOCIAL = "social"
    #: Imported with a type nobody has mapped yet: entitled to nobody but its author and the patient.
    UNKNOWN = "unknown"


class Specialty(StrEnum):
    GENERAL_MEDICINE = "general_medicine"
    CARDIOLOGY = "cardiology"
    PSYCHIATRY = "psychiatry"
    GYNAECOLOGY = "gynaecology"
    SEXUAL_HEALTH = "sexual_health"
    ADDICTION = "addiction"
    INFECTIOUS_DISEASES = "infectious_diseases"
    ONCOLOGY = "oncology"
    HAEMATOLOGY = "haematology"
    PAEDIATRICS = "paediatrics"
    SURGERY = "surgery"
    EMERGENCY_MEDICINE = "emergency_medicine"
    OCCUPATIONAL_MEDICINE = "occupational_medicine"
    RADIOLOGY = "radiology"
    DERMATOLOGY = "dermatology"
    NEUROLOGY = "neurology"
    OTHER = "other"


class Purpose(StrEnum):
    CARE = "care"
    EMERGENCY = "emergency"
    SAMU_CALL = "samu_call"
    OCCUPATIONAL_HEALTH = "occupational_health"
    OWN_ACCESS = "own_access"
    REPRESENTATION = "representation"
    FAMILY_ACCESS = "family_access"
    SUPPORT = "support"
    MANDATE = "mandate"
    AFTER_DEATH_CAUSES = "after_death_causes"
    AFTER_DEATH_RIGHTS = "after_death_rights"
    AFTER_DEATH_MEMORY = "after_death_memory"
    ACTIVITY_ANALYSIS = "activity_analysis"


AFTER_DEATH_PURPOSES = frozenset({Purpose.AFTER_DEATH_CAUSES, Purpose.AFTER_DEATH_RIGHTS, Purpose.AFTER_DEATH_MEMORY})


class ProfessionKind(StrEnum):
    HEALTH = "health"
    NEVER = "never"
    UNDER_SUPERVISION = "under_supervision"
    TITLE = "title"
    SOCIAL = "social"
    ASSISTANT = "assistant"
    NONE = "none"


class Profession(StrEnum):
    PHYSICIAN = "physician"
    OCCUPATIONAL_PHYSICIAN = "occupational_physician"
    DIM_PHYSICIAN = "dim_physician"
    SAMU_REGULATOR = "samu_regulator"
    COORDINATING_PHYSICIAN = "coordinating_physician"
    FUND_PHYSICIAN = "fund_physician"
    INSURER_PHYSICIAN = "insurer_physician"
    DENTIST = "dentist"
    MIDWIFE = "midwife"
    PHARMACIST = "pharmacist"
    NURSE = "nurse"
    PSYCHIATRIC_NURSE = "psychiatric_nurse"
    PHYSIOTHERAPIST = "physiotherapist"
    PODIATRIST = "podiatrist"
    SPEECH_THERAPIST = "speech_therapist"
    ORTHOPTIST = "orthoptist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    DIETITIAN = "dietitian"
    PSYCHOMOTOR_THERAPIST = "psychomotor_therapist"
    RADIOGRAPHER = "radiographer"
    HEARING_AID_SPECIALIST = "hearing_aid_specialist"
    OPTICIAN = "optician"
    ORTHOTIST = "orthotist"
    LAB_TECHNICIAN = "lab_technician"
    MEDICAL_PHYSICIST = "medical_physicist"
    NURSE_ASSISTANT = "nurse_assistant"
    AMBULANCE_ATTENDANT = "ambulance_attendant"
    CHILDCARE_ASSISTANT = "childcare_assistant"
    PHARMACY_TECHNICIAN = "pharmacy_technician"
    DENTAL_ASSISTANT = "dental_assistant"
    PSYCHOLOGIST = "psychologist"
    PSYCHOTHERAPIST = "psychotherapist"
    OSTEOPATH = "osteopath"
    CHIROPRACTOR = "chiropractor"
    SOCIAL_WORKER = "social_worker"
    EDUCATOR = "educator"
    CARE_MANAGER = "care_manager"
    JUDICIAL_GUARDIAN = "judicial_guardian"
    MEDICAL_SECRETARY = "medical_secretary"
    STUDENT = "student"
    ADMINISTRATIVE = "administrative"
    LAWYER = "lawyer"
    #: Imported with a code nobody has mapped yet: entitled to nothing.
    UNKNOWN = "unknown"


_OTHER_KINDS: dict[ProfessionKind, tuple[Profession, ...]] = {
    ProfessionKind.NEVER: (Profession.FUND_PHYSICIAN, Profession.INSURER_PHYSICIAN),
    ProfessionKind.UNDER_SUPERVISION: (
        Profession.NURSE_ASSISTANT,
        Profession.AMBULANCE_ATTENDANT,
        Profession.CHILDCARE_ASSISTANT,
        Profession.PHARMACY_TECHNICIAN,
        Profession.DENTAL_ASSISTANT,
    ),
    ProfessionKind.TITLE: (
        Profession.PSYCHOLOGIST,
        Profession.PSYCHOTHERAPIST,
        Profession.OSTEOPATH,
        Profession.CHIROPRACTOR,
    ),
    ProfessionKind.SOCIAL: (
        Profession.SOCIAL_WORKER,
        Profession.EDUCATOR,
        Profession.CARE_MANAGER,
        Profession.JUDICIAL_GUARDIAN,
    ),
    ProfessionKind.ASSISTANT: (Profession.MEDICAL_SECRETARY, Profession.STUDENT),
    ProfessionKind.NONE: (Profession.ADMINISTRATIVE, Profession.LAWYER, Profession.UNKNOWN),
}

PROFESSION_KINDS: dict[Profession, ProfessionKind] = {
    **dict.fromkeys(Profession, ProfessionKind.HEALTH),
    **{profession: kind for kind, members in _OTHER_KINDS.items() for profession in members},
}

#: Professions that are never answered, with the rule that says so.
NEVER_PROFESSIONS: dict[Profession, str] = {
    Profession.FUND_PHYSICIAN: "R76",
    Profession.INSURER_PHYSICIAN: "R77",
    Profession.LAWYER: "R81",
}


class CareBasis(StrEnum):
    ESTABLISHMENT = "establishment"
    COORDINATED = "coordinated"
    TREATING_PHYSICIAN = "treating_physician"
    RECOGNISED = "recognised"
    SAME_CARE = "same_care"


class Code(StrEnum):
    """What the asker is told (decision.md §6)."""

    PERMIT = "permit"
    NOT_VISIBLE = "not_visible"
    CONSENT_REQUIRED = "consent_required"
    EMERGENCY_REFUSED = "emergency_refused"
    NOT_PERMITTED = "not_permitted"
    THROUGH_PHYSICIAN = "through_physician"


class Obligation(StrEnum):
    RECORD = "record"
    NOTIFY_PATIENT = "notify_patient"
    NOTIFY_TREATING_PHYSICIAN = "notify_treating_physician"
    REVIEW = "review"
    NECESSARY_ONLY = "necessary_only"
    THROUGH_PHYSICIAN = "through_physician"


class NoticeKind(StrEnum):
    PREFERENCES_CHANGED = "preferences_changed"
    ACCESS_OPENED = "access_opened"
    TRUSTED_PERSON_ASKED = "trusted_person_asked"
    EMERGENCY_ACCESS = "emergency_access"
    NEW_PROFESSIONAL = "new_professional"
    CONSENT_COLLECTED = "consent_collected"
    ANNOUNCEMENT_WAITING = "announcement_waiting"
    ANNOUNCEMENT_RELEASED = "announcement_released"
    CHANGED_BY_ANOTHER = "changed_by_another"
    REPORT_ANSWERED = "report_answered"
    HIDDEN_READ = "hidden_read"
    ACCESS = "access"
    NEWS = "news"


class SettingName(StrEnum):
    """A setting keeps one value a voice; the keys given replace (decision.md §1)."""

    EMERGENCY_BREAK_GLASS = "emergency.break_glass"
    EMERGENCY_SAMU = "emergency.samu"
    EMERGENCY_HIDDEN = "emergency.hidden"
    EMERGENCY_BLOCKS_HOLD = "emergency.blocks_hold"
    TREATING_PHYSICIAN_SEES_HIDDEN = "treating_physician.sees_hidden"
    TREATING_PHYSICIAN_INFORMED = "treating_physician.informed"
    GRAVE_PROGNOSIS = "relatives.grave_prognosis"
    THROUGH_PHYSICIAN = "through_physician"


class Choice(StrEnum):
    """Values of the settings."""

    ALLOW = "allow"
    REFUSE = "refuse"
    YES = "yes"
    NO = "no"
    OPPOSED = "opposed"
    ONLY = "only"
    NO_WISH = "no_wish"


class TrustedRole(StrEnum):
    """Two designations that may name the same person (R48): at the hospital (CSP L1111-6), in social care (CASF)."""

    HEALTH = "health"
    SOCIAL = "social"


class SigningManner(StrEnum):
    """How the one who was named signed (R43): by the one-time link, on paper, or on paper before two witnesses."""

    LINK = "link"
    PAPER = "paper"
    WITNESSES = "witnesses"


class ProtectionMeasure(StrEnum):
    GUARDIANSHIP_PERSON = "guardianship_person"
    FAMILY_HABILITATION_REPRESENTATION = "family_habilitation_representation"
    FUTURE_PROTECTION_PERSON = "future_protection_person"
    CURATORSHIP = "curatorship"
    FAMILY_HABILITATION_ASSISTANCE = "family_habilitation_assistance"
    GUARDIANSHIP_PROPERTY = "guardianship_property"
    SAFEGUARD = "safeguard"


#: Measures with representation for the person (R72).
REPRESENTATION_MEASURES = frozenset(
    {
        ProtectionMeasure.GUARDIANSHIP_PERSON,
        ProtectionMeasure.FAMILY_HABILITATION_REPRESENTATION,
        ProtectionMeasure.FUTURE_PROTECTION_PERSON,
    }
)
#: Measures with assistance only (R73).
ASSISTANCE_MEASURES = frozenset({ProtectionMeasure.CURATORSHIP, ProtectionMeasure.FAMILY_HABILITATION_ASSISTANCE})


class SurvivorRelation(StrEnum):
    HEIR = "heir"
    SPOUSE_HEIR = "spouse_heir"
    PARTNER = "partner"
    PACS_PARTNER = "pacs_partner"
    OTHER = "other"


class PostMortemScope(StrEnum):
    EVERYTHING = "everything"
    MOTIVE = "motive"
    PERSON = "person"
    DOCUMENT = "document"


class ActorKind(StrEnum):
    PERSON = "person"
    PROFESSIONAL = "professional"
    SYSTEM = "system"
    REVIEWER = "reviewer"


class Door(StrEnum):
    """Through which door a declaration came (R89)."""

    SITE = "site"
    API = "api"
    IMPORT = "import"
    COMMAND = "command"


class SecrecyOutcome(StrEnum):
    """What came of a secret at a contact: the minor keeps it, lifts it, or a physician decides with reasons."""

    MAINTAINED = "maintained"
    LIFTED = "lifted"
    OVERRULED = "overruled"


class DeclarationKind(StrEnum):
    """What a ledger entry records."""

    GRANT = "grant"
    OPPOSE = "oppose"
    WITHDRAW = "withdraw"
    TRUSTED_PERSON = "trusted_person"
    WITHDRAW_TRUSTED_PERSON = "withdraw_trusted_person"
    PERSON_TO_CALL = "person_to_call"
    WITHDRAW_PERSON_TO_CALL = "withdraw_person_to_call"
    EMERGENCY = "emergency"
    TREATING_PHYSICIAN = "treating_physician"
    RELATIVES = "relatives"
    POST_MORTEM = "post_mortem"
    WITHDRAW_POST_MORTEM = "withdraw_post_mortem"
    MINOR_SECRECY = "minor_secrecy"
    WITHDRAW_MINOR_SECRECY = "withdraw_minor_secrecy"
    THROUGH_PHYSICIAN = "through_physician"
    NOT_TO_KNOW = "not_to_know"
    WITHDRAW_NOT_TO_KNOW = "withdraw_not_to_know"
    MANDATE = "mandate"
    WITHDRAW_MANDATE = "withdraw_mandate"
    DESIGNATION = "designation"
    HEARD = "heard"
