"""Who signs in to the demonstration. Their password and the reviewer's second factor are known to everyone."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
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
    """`person` or `worker` names someone of the story; neither: the reviewer."""

    email: str
    shows: object
    person: str = ""
    worker: str = ""

    @property
    def name(self) -> str:
        if self.worker:
            one = WORKERS[self.worker]
            return f"{one.title} {one.given} {one.family}"
        return f"{PEOPLE[self.person].given} {PEOPLE[self.person].family}" if self.person else "Nathalie Perrin"

    @property
    def is_reviewer(self) -> bool:
        return not self.person and not self.worker


ACCOUNTS = (
    Account("marie@demo.example", _("patiente : deux ans de choix, une équipe, une trentaine de documents"), "marie"),
    Account("robert@demo.example", _("patient : accord donné à une maison de santé, un résultat attendu"), "robert"),
    Account("thomas@demo.example", _("patient : avait tout fermé, a rouvert ; urgences"), "thomas"),
    Account("amina@demo.example", _("patiente : grossesse, génétique fermée à l’hôpital"), "amina"),
    Account("sophie@demo.example", _("patiente, et mère de deux enfants"), "sophie"),
    Account("lina@demo.example", _("seize ans : ce qu’une mineure voit de son dossier"), "lina"),
    Account("benali@demo.example", _("cardiologue : son logiciel demande pour lui, pas ce site"), worker="benali"),
    Account("controle@demo.example", _("contrôle : autorisations, oppositions, questions ; demande aussi un code")),
)
FIRST = ACCOUNTS[0]


def known() -> bool:
    """Accounts come last: with the first of them the whole story is there."""
    return User.objects.filter(email=FIRST.email).exists()


def create(cast: Cast) -> None:
    for one in ACCOUNTS:
        given, _space, family = one.name.removeprefix("Dr ").partition(" ")
        user = User.objects.create_account(
            one.email,
            PASSWORD,
            first_name=given,
            last_name=family,
            is_reviewer=one.is_reviewer,
            **_stands_for(one, cast),
        )
        EmailAddress.objects.create(user=user, email=one.email, verified=True, primary=True)
        if one.is_reviewer:
            TOTP.activate(user, TOTP_SECRET)


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
