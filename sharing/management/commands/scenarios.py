"""`manage.py scenarios PATH…`: the law as stories, played through the real services."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharing import catalogue
from sharing.scenarios.results import Report
from sharing.scenarios.running import run


class Command(BaseCommand):
    help = "Play stories (YAML files or folders) and check what each person who asks is answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="story files or folders")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        parser.add_argument("--rule", metavar="R12", help="only stories that name this rule")
        parser.add_argument("--coverage", action="store_true", help="list the rules that no check has answered")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rule"] and options["rule"] not in catalogue.known():
            raise CommandError(f"rule {options['rule']} is not in the catalogue", returncode=2)
        report = run(map(Path, options["paths"]), rule=options["rule"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report, options["coverage"]), indent=2))
        else:
            self.print_lines(report, coverage=options["coverage"])
        if not report.succeeded:
            raise SystemExit(1)

    def print_lines(self, report: Report, *, coverage: bool) -> None:
        for failure in report.failures:
            self.stdout.write(str(failure))
        if coverage:
            for line in coverage_lines(report):
                self.stdout.write(line)
        if not report.failures and not report.passed:
            self.stdout.write("no story was played: nothing has been proven")
        self.stdout.write(report.closing_line())


def coverage_lines(report: Report) -> list[str]:
    """Rules nobody's check was answered by, those that a story is about set apart."""
    silent = [rule for rule in catalogue.rules() if rule not in report.answered]
    told = [rule for rule in silent if rule in report.reached]
    missing = [rule for rule in silent if rule not in report.reached]
    return [
        f"rules that no check has answered: {', '.join(silent) or 'none'}",
        f"  of these, stories that passed are about: {', '.join(told) or 'none'}",
        f"  of these, no story is about: {', '.join(missing) or 'none'}",
    ]


def as_json(report: Report, coverage: bool) -> dict[str, Any]:
    content: dict[str, Any] = {
        "passed": report.passed,
        "failed": len(report.failures),
        "files": [{"file": r.file, "title": r.title, "passed": r.passed} for r in report.results],
        "failures": [
            {
                "file": f.file,
                "where": f.where,
                "expected": f.expected,
                "came": f.came,
                "rule": f.rule,
            }
            for f in report.failures
        ],
    }
    if coverage:
        content["not_answered"] = [r for r in catalogue.rules() if r not in report.answered]
        content["not_reached"] = [r for r in catalogue.rules() if r not in report.reached]
    return content
