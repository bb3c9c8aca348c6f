"""`manage.py verify_receipt FILE`: is a receipt genuine? With keys alone: no database, no network."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.proof import attached, checking, keys
from portal.proof.canonical import read
from portal.proof.checking import Verdict

_GENUINE, _REFUSED, _UNREADABLE = 0, 1, 2
_STATUS = {Verdict.GENUINE: _GENUINE, Verdict.NOT_A_RECEIPT: _UNREADABLE}


class Command(BaseCommand):
    help = (
        "Verify a receipt (.json, or .pdf). Exit 0: genuine; 1: altered or unknown key; 2: not a receipt, or no file."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--keys", type=Path, help="a saved /.well-known/mes-partages-keys.json; default: this site's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            known = keys.from_jwks(read(options["keys"].read_bytes())) if options["keys"] else keys.published()
        except (OSError, ValueError) as problem:
            self._end(f"unreadable: {problem}", _UNREADABLE)
        found = checking.check(attached.receipt_in(data) if attached.is_pdf(data) else data, known)
        said = found.content.get("plain_language", {}).get("said", "")
        self._end(f"{found.verdict.value}{': ' if said else ''}{said}", _STATUS.get(found.verdict, _REFUSED))

    def _end(self, text: str, status: int) -> None:
        self.stdout.write(text)
        sys.exit(status)
