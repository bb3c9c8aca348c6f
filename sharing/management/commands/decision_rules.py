"""`manage.py decision_rules`: writes docs/decision-rules.md, or with --check says whether it is stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharing.catalogue.page import page


class Command(BaseCommand):
    help = "Write docs/decision-rules.md from the rule catalogue and the stories."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        target, text = root / "docs" / "decision-rules.md", page(root / "tests" / "scenarios")
        if not options["check"]:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            raise CommandError(f"{target.name} is stale: make manage ARGS=decision_rules")
