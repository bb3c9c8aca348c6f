"""The console's words: neutral where the patient's pages say « vous »."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consents import labels
from consents.vocabulary import NoticeKind, Purpose, SecrecyOutcome, SurvivorRelation
from sharing import catalogue
from sharing.reported import Outcome, Reason, Status

PURPOSES: Mapping[str, object] = {
    Purpose.CARE.value: gettext_lazy("Soins"),
    Purpose.EMERGENCY.value: gettext_lazy("Urgence"),
    Purpose.SAMU_CALL.value: gettext_lazy("Appel au SAMU"),
    Purpose.OCCUPATIONAL_HEALTH.value: gettext_lazy("Santé au travail"),
    Purpose.OWN_ACCESS.value: gettext_lazy("Accès du patient à son dossier"),
    Purpose.REPRESENTATION.value: gettext_lazy("Au nom du patient"),
    Purpose.FAMILY_ACCESS.value: gettext_lazy("Demande d’un proche"),
    Purpose.SUPPORT.value: gettext_lazy("Soutien d’un proche"),
    Purpose.MANDATE.value: gettext_lazy("Mandat"),
    Purpose.AFTER_DEATH_CAUSES.value: gettext_lazy("Après la mort : causes"),
    Purpose.AFTER_DEATH_RIGHTS.value: gettext_lazy("Après la mort : droits"),
    Purpose.AFTER_DEATH_MEMORY.value: gettext_lazy("Après la mort : mémoire"),
    Purpose.ACTIVITY_ANALYSIS.value: gettext_lazy("Analyse de l’activité"),
}

#: Of those who survive a patient (R52).
RELATIONS: Mapping[str, object] = {
    SurvivorRelation.HEIR.value: gettext_lazy("Héritier ou héritière"),
    SurvivorRelation.SPOUSE_HEIR.value: gettext_lazy("Conjoint qui hérite"),
    SurvivorRelation.PARTNER.value: gettext_lazy("Concubin ou concubine"),
    SurvivorRelation.PACS_PARTNER.value: gettext_lazy("Partenaire de Pacs"),
}

NOTICES: Mapping[str, object] = {
    NoticeKind.PREFERENCES_CHANGED.value: gettext_lazy("Des choix ont changé"),
    NoticeKind.ACCESS_OPENED.value: gettext_lazy("Un accès est ouvert"),
    NoticeKind.TRUSTED_PERSON_ASKED.value: gettext_lazy("Personne de confiance demandée"),
    NoticeKind.EMERGENCY_ACCESS.value: gettext_lazy("Accès en urgence"),
    NoticeKind.NEW_PROFESSIONAL.value: gettext_lazy("Nouveau professionnel"),
    NoticeKind.CONSENT_COLLECTED.value: gettext_lazy("Accord recueilli par un autre"),
    NoticeKind.ANNOUNCEMENT_WAITING.value: gettext_lazy("Annonce en attente"),
    NoticeKind.ANNOUNCEMENT_RELEASED.value: gettext_lazy("Annonce faite"),
    NoticeKind.CHANGED_BY_ANOTHER.value: gettext_lazy("Changement fait par un autre"),
    NoticeKind.REPORT_ANSWERED.value: gettext_lazy("Réponse à un signalement"),
    NoticeKind.HIDDEN_READ.value: gettext_lazy("Lecture d’un document masqué"),
    NoticeKind.ACCESS.value: gettext_lazy("Un accès de plus"),
    NoticeKind.NEWS.value: gettext_lazy("E-mail à la personne"),
}

#: The two states of a notice that has not arrived.
UNDELIVERED: Mapping[str, object] = {
    "waiting": gettext_lazy("Nouvel essai prévu"),
    "dead": gettext_lazy("Abandonné"),
}

RECIPIENTS: Mapping[str, object] = {
    "system": gettext_lazy("logiciel"),
    "organisation": gettext_lazy("lieu"),
    "professional": gettext_lazy("professionnel"),
    "person": gettext_lazy("particulier"),
    "profession": gettext_lazy("profession"),
}

REASONS: Mapping[str, object] = {
    Reason.UNKNOWN_PERSON.value: gettext_lazy("Personne inconnue du patient"),
    Reason.NOT_MY_CARE.value: gettext_lazy("Ne participe pas aux soins"),
    Reason.I_HAD_SAID_NO.value: gettext_lazy("Le patient avait dit non"),
    Reason.WRONG_PURPOSE.value: gettext_lazy("Motif inexact"),
    Reason.OTHER.value: gettext_lazy("Autre raison"),
}

STATUSES: Mapping[str, object] = {
    Status.RECEIVED.value: gettext_lazy("Reçu"),
    Status.EXAMINING.value: gettext_lazy("En cours d’examen"),
    Status.ANSWERED.value: gettext_lazy("Répondu"),
}

OUTCOMES: Mapping[str, object] = {
    Outcome.JUSTIFIED.value: gettext_lazy("Accès justifié"),
    Outcome.NOT_JUSTIFIED.value: gettext_lazy("Accès injustifié"),
    Outcome.UNDECIDED.value: gettext_lazy("On ne peut pas conclure"),
}

#: What a physician decided of a secret, or withheld, by the outcome or the rule.
DECIDED: Mapping[str, object] = {
    SecrecyOutcome.MAINTAINED.value: gettext_lazy("Secret gardé après un échange"),
    SecrecyOutcome.LIFTED.value: gettext_lazy("Secret levé après un échange"),
    SecrecyOutcome.OVERRULED.value: gettext_lazy("Secret levé par décision médicale"),
    "R65": gettext_lazy("Retenu : intérêt de la personne mineure"),
    "R68": gettext_lazy("Retenu : soin accepté sans les parents"),
    "R71": gettext_lazy("Retenu : danger"),
}

#: What a word is about, and no more: which sort or specialty it is would tell of the patient's health (R88).
SUBJECTS: Mapping[str, object] = {
    "document": gettext_lazy("un document"),
    "category": gettext_lazy("une sorte de documents"),
    "specialty": gettext_lazy("une spécialité"),
    "everything": gettext_lazy("tout le dossier"),
}


def rule_lines(number: str) -> tuple[str, ...]:
    """The article, and the catalogue's sentence: it speaks to the patient, who reads the same one."""
    rule = catalogue.rules().get(number)
    if rule is None:
        return ()
    sentence = rule.en if get_language() == "en" else rule.fr
    return rule.article, _("Dit au patient : « %(sentence)s »") % {"sentence": sentence}


def moment(value: datetime | None) -> str:
    """« 22/11/2026 18:10 », in Paris."""
    return date_format(localtime(value), _("d/m/Y H:i")) if value else ""


def last_day(end: datetime | None) -> str:
    """The last day of a period whose end is excluded; empty when it has none."""
    return date_format(localtime(end - timedelta(microseconds=1)), _("d/m/Y")) if end else ""


def recipient(kind: str, name: str) -> str:
    """Whom a word addresses."""
    if kind == "everyone":
        return _("tous")
    return str(labels.PROFESSIONS.get(name, name)) if kind == "profession" else name


def profession(word: str) -> str:
    return str(labels.PROFESSIONS.get(word, word))
