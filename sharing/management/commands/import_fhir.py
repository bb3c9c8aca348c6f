"""`manage.py import_fhir FILE…`: people, organisations, care and documents from other software (docs/import-fhir.md)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from sharing.management.fhir_words import because, kind_of_row
from sharing.services import fhir_import
from sharing.services.fhir_import import Remark, Report


class Command(BaseCommand):
    help = "Imports FHIR R4 files (Bundle, resource or NDJSON); a file with a fault is refused whole, and says where."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--source", default="", metavar="URI", help="whose Patient/1 it is, when no file says so")
        parser.add_argument("--dry-run", action="store_true", help="do everything, keep nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="the report as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = fhir_import.import_files(
            options["files"], at=timezone.now(), source=options["source"], dry_run=options["dry_run"]
        )
        if options["as_json"]:
            shown = [report.as_json() for report in reports]
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "files": shown}, ensure_ascii=False, indent=2))
        else:
            for report in reports:
                self._show(report, dry_run=options["dry_run"])
        if any(report.refused for report in reports):
            sys.exit(1)

    def _show(self, report: Report, *, dry_run: bool) -> None:
        self.stdout.write(f"{report.file} : {_verdict(report, dry_run)}")
        for kind in sorted({*report.created, *report.known}):
            counts = {"created": report.created[kind], "known": report.known[kind], "kind": kind_of_row(kind)}
            self.stdout.write("  " + _("%(kind)s : %(created)d en plus, %(known)d déjà là") % counts)
        self._show_not_used(report)
        self._show_remarks(_("Refusé"), report.refused)
        self._show_remarks(_("À savoir"), report.warnings)

    def _show_not_used(self, report: Report) -> None:
        for (kind, reason), count in sorted(report.not_used.items()):
            self.stdout.write(
                "  "
                + _("%(count)d %(kind)s sans usage ici") % {"count": count, "kind": kind}
                + (f" ({because(reason)})" if reason else "")
            )

    def _show_remarks(self, heading: str, remarks: list[Remark]) -> None:
        for remark in remarks:
            self.stdout.write(f"  {heading} : {remark.element} — {because(remark.because)}")


def _verdict(report: Report, dry_run: bool) -> str:
    if report.refused:
        return _("refusé, rien n’en est gardé")
    return _("lisible, rien n’est gardé (essai)") if dry_run else _("importé")
