"""Walk the ledger's chains and name the first broken entry of each."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from consents.services import proof


class Command(BaseCommand):
    help = "Recompute every entry of the ledger; name the first broken entry of each patient's chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--patient", type=UUID, help="only this patient's chain")

    def handle(self, *args: object, patient: UUID | None = None, **options: object) -> None:
        faults = list(proof.faults(patient))
        for fault in faults:
            entry = f", entry {fault.entry}" if fault.entry else ""
            self.stdout.write(f"patient {fault.patient}, revision {fault.revision}{entry}: {fault.because}")
        if faults:
            raise CommandError(f"{len(faults)} broken chain(s)", returncode=1)
        self.stdout.write(f"{proof.size(patient)} entries, every chain holds")
