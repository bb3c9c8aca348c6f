"""One act, one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from sharing.services.callers import NOTHING_PROVEN, Proof
from sharing.services.intake import (
    care,
    deaths,
    directory,
    documents,
    oral,
    reads,
    secrecy,
    secrecy_words,
    speaking,
    survivors,
    words,
)
from sharing.services.intake.words import Act, Done

_ACTS: Mapping[type[Act], Callable[..., Done]] = {
    words.StartCare: care.start,
    words.EndCare: care.stop,
    words.TransferCare: care.transfer,
    words.SetTeam: care.team,
    words.TellDocument: documents.tell,
    words.AnnounceDocument: documents.announce,
    words.TellDeath: deaths.tell,
    words.WithdrawDeath: deaths.withdraw,
    words.TellSurvivor: survivors.tell,
    words.TellConsent: oral.tell,
    words.TellOpening: reads.tell,
    words.TellOrganisation: directory.organisation,
    words.TellProfessional: directory.professional,
    secrecy_words.KeepSecret: secrecy.keep,
    secrecy_words.RenewSecret: secrecy.renew,
    secrecy_words.OverruleSecret: secrecy.overrule,
    secrecy_words.Withhold: secrecy.withhold,
    secrecy_words.GiveBack: secrecy.give_back,
}


def perform(client_id: str, act: Act, *, proof: Proof = NOTHING_PROVEN, at: datetime, request_id: str) -> Done:
    """What was done; `NotYours`, `Conflict`, `InvalidFact` or `Refused` when nothing was."""
    with transaction.atomic():
        return _ACTS[type(act)](speaking.speaker(client_id, request_id=request_id, proof=proof), act, at=at)
