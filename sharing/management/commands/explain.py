"""`manage.py explain`: why somebody may or may not see something, and what would change it."""

import uuid
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from consents.calendar import PARIS
from consents.words import Identifier
from sharing import explaining
from sharing.asked import FINESS, RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.engine.question import QuestionError
from sharing.services.explanations import explain

_TEST_INS = "urn:oid:1.2.250.1.213.1.4.10"


class Command(BaseCommand):
    help = "Explain an answer: the rule, the words that counted, what would change it. Nothing is journaled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--patient", required=True, help="SYSTEM|VALUE, or a test INS alone")
        parser.add_argument("--asker", required=True, help="an RPPS; person:SYSTEM|VALUE; organisation:FINESS")
        parser.add_argument("--from", dest="origin", help="FINESS of the organisation he asks from")
        parser.add_argument("--document", help="our identifier or SYSTEM|VALUE; left out: the record")
        parser.add_argument("--purpose", default="", help="a word of vocabulary C; left out: his own")
        parser.add_argument("--reason", default="", help="the reason of an emergency, both states then hold")
        parser.add_argument("--at", help="a past moment, such as 2026-03-01T09:00 (Paris) or with its zone")
        parser.add_argument("--lang", choices=("fr", "en"), default="fr")

    def handle(self, *args: Any, **options: Any) -> None:
        at = _moment(options["at"]) if options["at"] else timezone.now()
        with translation.override(options["lang"]):
            try:
                explained = explain(_asked(options), at=at)
            except QuestionError as error:
                raise CommandError(f"this is no question: {error.because}", returncode=2) from error
            for line in explaining.lines(explained):
                self.stdout.write(line)


def _asked(options: dict[str, Any]) -> Asked:
    reason = options["reason"]
    return Asked(
        _asker(options["asker"], options["origin"]),
        _identifier(options["patient"], _TEST_INS),
        _document(options["document"]) if options["document"] else None,
        options["purpose"],
        Statement(bool(reason), bool(reason), reason),
    )


def _asker(named: str, origin: str | None) -> AskerNamed:
    place = _identifier(origin, FINESS) if origin else None
    if named.startswith("person:"):
        return AskerNamed(AskerKind.PERSON, _identifier(named.removeprefix("person:"), _TEST_INS))
    if named.startswith("organisation:"):
        return AskerNamed(AskerKind.ORGANISATION, _identifier(named.removeprefix("organisation:"), FINESS))
    return AskerNamed(AskerKind.PROFESSIONAL, _identifier(named, RPPS), place)


def _identifier(named: str, system: str) -> Identifier:
    given, bar, value = named.rpartition("|")
    return Identifier(given, value) if bar else Identifier(system, named)


def _document(named: str) -> uuid.UUID | Identifier:
    try:
        return uuid.UUID(named)
    except ValueError:
        return _identifier(named, "")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text}: not a moment such as 2026-03-01T09:00", returncode=2) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
