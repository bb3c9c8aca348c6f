"""A process that declares without end and says what was acknowledged: `python -m tests.kill.declaring PATIENT`."""

import sys
import time
import uuid

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from consents.actor import Actor  # noqa: E402
from consents.services import preferences  # noqa: E402
from consents.words import EVERYONE, EVERYTHING  # noqa: E402


def declare(patient: uuid.UUID) -> None:
    said = preferences.oppose(patient, to=EVERYONE, about=EVERYTHING, by=Actor.person(patient), at=timezone.now())
    print("acknowledged", said.revision, flush=True)


def main() -> None:
    patient = uuid.UUID(sys.argv[1])
    while True:
        try:
            declare(patient)
            time.sleep(0.01)
        except (DatabaseError, InterfaceError) as failed:
            print("failed", type(failed).__name__, flush=True)
            connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    main()
