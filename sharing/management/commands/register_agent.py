"""Registers the software of a patient or of a reviewer, and prints its credentials once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sharing.services import agents


class Command(BaseCommand):
    help = "Register the agent of an account, a patient's or a reviewer's: it may ask who may see a document."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what it is, for example « Mon application »")
        parser.add_argument("--email", required=True, help="the address of the account it speaks for")

    def handle(self, *args: Any, name: str, email: str, **options: Any) -> None:
        try:
            given = agents.register_agent(name, email=email, at=timezone.now())
        except agents.NoSuchAccount as wrong:
            raise CommandError("No active account of a patient or of a reviewer has this address.") from wrong
        self.stdout.write(f"client_id      {given.client_id}")
        self.stdout.write(f"client_secret  {given.client_secret}")
        self.stdout.write(f"scope          {given.scope}")
        self.stdout.write("Keep these now: they are not shown again.")
