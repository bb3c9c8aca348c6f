"""Who signs in to the demonstration. Their password and the reviewer's second factor are known to everyone."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from portal.demo.people import PEOPLE
from portal.demo.professionals import WORKERS
from portal.demo.record import Cast
from portal.models import User

PASSWORD = "bonjour-la-demo"  # noqa: S105 - a demonstration's, shown on its sign-in page
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - likewise
CODE_COMMAND = 'make manage ARGS="demo_code"'


@dataclass(frozen=True, slots=True)
class Account:
    """`person` or `worker` names someone of the story; neither: the reviewer. `shows` in a line, `story` on the card."""

    key: str
    shows: object
    story: object
    person: str = ""
    worker: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"

    @property
    def name(self) -> str:
        if self.worker:
            one = WORKERS[self.worker]
            return f"{one.title} {one.given} {one.family}"
        return f"{PEOPLE[self.person].given} {PEOPLE[self.person].family}" if self.person else "Nathalie Perrin"

    @property
    def is_reviewer(self) -> bool:
        return not self.person and not self.worker


def _patient(key: str, shows: object, story: object) -> Account:
    return Account(key, shows, story, person=key)


ACCOUNTS = (
    _patient(
        "marie",
        _("Deux ans de choix, une équipe, une trentaine de documents"),
        _(
            "Le cœur d’abord, puis une période difficile. Elle a masqué un document de psychiatrie. "
            "Elle a choisi qui la soigne en urgence, et demandé à ne pas connaître un résultat."
        ),
    ),
    _patient(
        "nadine",
        _("Une longue maladie : 14 professionnels, 6 lieux, plus de 60 documents"),
        _(
            "Un diabète depuis vingt ans. Elle a fait des choix de toutes sortes : un document, une spécialité, "
            "un métier, un lieu, une personne. Certains sont finis, un autre commence dans quinze jours."
        ),
    ),
    _patient(
        "sophie",
        _("Patiente, et mère de deux enfants"),
        _("Séparée de Julien. Ils décident tous les deux pour Lina et Noé. Elle n’a que deux documents à elle."),
    ),
    _patient(
        "julien",
        _("Père des deux enfants, a tout fermé pour lui"),
        _("Il s’est opposé à tout, pour tous. Seuls ceux qui ont écrit un document le voient encore."),
    ),
    _patient(
        "lina",
        _("Seize ans : ce qu’une mineure voit de son dossier"),
        _("Elle a demandé à une sage-femme de garder un soin secret. Ses parents n’en voient aucune trace."),
    ),
    _patient(
        "thomas",
        _("Avait tout fermé, a rouvert ; urgences"),
        _("Aux urgences, inconscient, un médecin a pu ouvrir son dossier. Les pages disent pourquoi."),
    ),
    _patient(
        "amina",
        _("Grossesse, génétique fermée à l’hôpital"),
        _("Elle a refusé que son dossier soit ouvert en urgence. Un médecin l’a demandé : la réponse a été non."),
    ),
    _patient(
        "robert",
        _("Accord donné à une maison de santé, un résultat attendu"),
        _("Son médecin a noté son accord, donné de vive voix. Un résultat attend d’être annoncé."),
    ),
    _patient(
        "henri",
        _("Adulte protégé : sa fille parle pour lui"),
        _("Il vit en résidence. Anne, sa fille, est sa tutrice. Elle a fait des choix en son nom."),
    ),
    _patient(
        "anne",
        _("Tutrice d’Henri, son père"),
        _("Son propre dossier est vide. Pour son père, elle a déjà demandé à lire un document."),
    ),
    _patient(
        "yvette",
        _("Aidée par Robert, qui ne décide pas pour elle"),
        _("Une mesure d’assistance : Robert l’aide, mais c’est elle qui choisit. Elle lui montre ses comptes rendus."),
    ),
    _patient(
        "paul",
        _("Mari de Marie, sa personne de confiance"),
        _("Il a accepté d’être sa personne de confiance. Cela ne lui ouvre pas le dossier de Marie."),
    ),
    _patient(
        "luc",
        _("Fils de Jeanne, qui est morte il y a trois mois"),
        _(
            "Il a demandé pourquoi sa mère est morte. Elle s’était opposée pour un document : il ne l’a pas vu. "
            "Le contrôle garde la trace de sa demande."
        ),
    ),
    Account(
        "benali",
        _("Cardiologue : son logiciel demande pour lui, pas ce site"),
        _(
            "Il n’a pas de dossier ici. C’est le logiciel de son hôpital qui pose les questions, plus bas sur cette page."
        ),
        worker="benali",
    ),
    Account(
        "controle",
        _("Contrôle : autorisations, oppositions, questions"),
        _("La personne qui vérifie que la loi est respectée. Le code qu’on lui demande ailleurs est ici déjà donné."),
    ),
)
FIRST = ACCOUNTS[0]


def known() -> bool:
    """One transaction tells the whole story: with an account, everything is there."""
    return User.objects.filter(email=FIRST.email).exists()


def named(key: str) -> Account | None:
    return next((one for one in ACCOUNTS if one.key == key), None)


def ready() -> tuple[Account, ...]:
    """Those who may sign in: a demonstration begun with an earlier version knows fewer."""
    there = set(User.objects.filter(email__in=[one.email for one in ACCOUNTS]).values_list("email", flat=True))
    return tuple(one for one in ACCOUNTS if one.email in there)


def create(cast: Cast) -> UUID:
    """Everyone's; returns the reviewer's own."""
    sealed = make_password(PASSWORD)  # once: it takes its time, as it must
    for one in ACCOUNTS:
        given, _space, family = one.name.removeprefix("Dr ").partition(" ")
        user = User.objects.create(
            email=one.email,
            password=sealed,
            first_name=given,
            last_name=family,
            is_reviewer=one.is_reviewer,
            **_stands_for(one, cast),
        )
        EmailAddress.objects.create(user=user, email=one.email, verified=True, primary=True)
        if one.is_reviewer:
            TOTP.activate(user, TOTP_SECRET)
    reviewer: UUID = User.objects.get(email=ACCOUNTS[-1].email).pk
    return reviewer


def _stands_for(one: Account, cast: Cast) -> Mapping[str, object]:
    if one.person:
        return {"person_id": cast.people[one.person]}
    return {"professional_id": cast.workers[one.worker]} if one.worker else {}


def codes() -> tuple[str, int, str]:
    """The reviewer's code at this moment, how many seconds it still holds, and the next one."""
    now = int(time.time())
    counter = now // app_settings.TOTP_PERIOD
    this, following = (format_hotp_value(hotp_value(TOTP_SECRET, each)) for each in (counter, counter + 1))
    return this, app_settings.TOTP_PERIOD - now % app_settings.TOTP_PERIOD, following
