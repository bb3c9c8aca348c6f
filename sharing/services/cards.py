"""Whose emergency card this is: nothing more than which patient to ask about."""

from datetime import datetime

import structlog

from consents.selectors import wallet
from consents.services.wallet import hashed
from consents.words import Identifier
from sharing.services import callers

logger = structlog.get_logger("sharing.cards")


class NoSuchCard(Exception):
    """Unknown, taken back, replaced, of someone who died: the same refusal."""


def bearer(client_id: str, reference: str, *, at: datetime) -> Identifier:
    """The identity to name in the emergency question, which is stated, answered and kept in the journal as any other."""
    system = callers.caller(client_id)
    found = wallet.bearer(hashed(reference), at=at)
    logger.info("an emergency card was read", system=str(system.id), known=found is not None)
    if found is None:
        raise NoSuchCard
    return found
