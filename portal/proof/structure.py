"""A receipt's structure: the sections of ISO/IEC TS 27560:2023 (record, processing, parties, events), then ours.

Ours say where the declaration stands in the ledger, and say all of it again in plain words, in the reader's
language. Times carry their zone (Europe/Paris). What is not known is null, never guessed.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from consents.selectors.receipts import LedgerCard
from consents.vocabulary import DeclarationKind
from portal.proof import regimes
from sharing import catalogue

VERSION = "mes-partages-receipt/1.0"
STANDARD = "ISO/IEC TS 27560:2023"
_STATES = {DeclarationKind.GRANT: "given", DeclarationKind.OPPOSE: "refused", DeclarationKind.WITHDRAW: "withdrawn"}
Section = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Someone or something a declaration names; `name` is empty for what this reader may not be told."""

    kind: str
    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One declaration, as its reader may know it.

    `recipient`: the profession of the professional, or the kind of the place, that `to` names. `begins_at`, `ends_at`:
    the period declared, its end excluded. `sentence`, `facts`, `stays`: the same in plain words.
    """

    to: Named | None
    about: Named
    named: tuple[Named, ...]
    recipient: str
    begins_at: datetime
    ends_at: datetime | None
    settings: tuple[tuple[str, str], ...]
    actor_name: str
    collected_by_name: str
    sentence: str
    facts: Sequence[tuple[str, str]]
    stays: Sequence[str]


def receipt(card: LedgerCard, said: Said, *, at: datetime, language: str) -> Section:
    """What is signed. `at`: the moment it is issued."""
    return {
        "schema_version": VERSION,
        "receipt": {
            "receipt_id": identifier(card),
            "issued_at": written(at),
            "issuer": settings.SITE_URL,
            "language": language,
            "standard": STANDARD,
        },
        "record": {
            "record_id": f"{identifier(card)}#record",
            "schema_version": VERSION,
            "pii_principal_id": f"urn:uuid:{card.patient}",
        },
        "processing": _processing(card, said),
        "parties": _parties(card, said),
        "events": _events(card, said),
        "ledger": {
            "revision": card.revision,
            "hash": card.hash,
            "previous_hash": card.previous_hash,
            "algorithm": "SHA-256",
            "recorded_at": written(card.recorded_at),
        },
        "plain_language": {
            "language": language,
            "said": said.sentence,
            "facts": [[term, value] for term, value in said.facts],
            "does_not_stop": list(said.stays),
        },
    }


def regime(card: LedgerCard, said: Said) -> str:
    """The number of the rule under which it was declared."""
    to_kind = said.to.kind if said.to else ""
    return regimes.rule(card.kind, to_kind=to_kind, about_kind=said.about.kind, recipient=said.recipient)


def purposes(card: LedgerCard, said: Said) -> list[str]:
    to_kind = said.to.kind if said.to else ""
    return [str(each) for each in regimes.purposes(card.kind, to_kind=to_kind, recipient=said.recipient)]


def identifier(card: LedgerCard) -> str:
    """The same for the same declaration, whenever its receipt is asked for."""
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(card.patient), f'receipt {card.revision}')}"


def written(moment: datetime | None) -> str | None:
    """ISO 8601 with the zone of Paris at that moment."""
    return localtime(moment).isoformat(timespec="microseconds") if moment else None


def _processing(card: LedgerCard, said: Said) -> Section:
    number = regime(card, said)
    return {
        # Where nothing was kept with the entry, none is named rather than today's.
        "privacy_notice": card.shown.content if card.shown else None,
        "jurisdiction": "FR",
        "purposes": purposes(card, said),
        "lawful_basis": {"rule": number, "article": _article(number)},
        "pii_controllers": [settings.SITE_NAME],
        "recipient": _named(said.to),
        "pii_information": _named(said.about),
        "named": [_named(each) for each in said.named],
        "settings": [[name, value] for name, value in said.settings],
        "collection_method": card.door,
        "withdrawal_method": settings.SITE_URL + reverse("history"),
        "privacy_rights": ["GDPR 7(3)", "GDPR 15", "GDPR 20"],
        "does_not_stop": [{"rule": each, "article": _article(each)} for each in regimes.stays(card.kind)],
    }


def _parties(card: LedgerCard, said: Said) -> list[Section]:
    parties = [
        _party("pii_principal", card.patient, card.patient_name),
        _party("pii_controller", settings.SITE_URL, settings.SITE_NAME),
        _party("declarant", card.actor, said.actor_name) | {"kind": card.actor_kind, "title": card.title or None},
    ]
    if card.collected_by:
        parties.append(_party("collected_by", card.collected_by, said.collected_by_name))
    return parties


def _party(role: str, reference: str, name: str) -> Section:
    return {"party_role": role, "party_id": reference, "party_name": name or None}


def _events(card: LedgerCard, said: Said) -> list[Section]:
    declared = {
        "event_time": written(card.declared_at),
        "event_type": card.kind,
        "event_state": _STATES.get(DeclarationKind(card.kind), "declared"),
        "entity_id": card.voice or card.actor,
        "channel": card.door,
        "validity": {"from": written(said.begins_at), "until": written(said.ends_at)},
    }
    if card.ended_by is None:
        return [declared]
    ended = {"event_time": written(card.ended_at), "event_type": "ended", "event_state": "withdrawn"}
    return [declared, ended | {"ledger_revision": card.ended_by}]


def _named(one: Named | None) -> Section | None:
    return {"kind": one.kind, "reference": one.reference or None, "name": one.name or None} if one else None


def _article(number: str) -> str:
    found = catalogue.rules().get(number)
    return found.article if found else ""


def sentences(numbers: Iterable[str], language: str) -> list[str]:
    """The rules' own sentences in that language, each with its article."""
    rules = [catalogue.rules()[number] for number in numbers]
    return [f"{rule.en if language == 'en' else rule.fr} ({rule.article})" for rule in rules]
