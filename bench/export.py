"""`python -m bench.export`: time and memory of a copy of everything, for a small record and a very large one.

Each in a process of its own, so that its highest memory is its own; the base is what the process holds before.
"""

import logging
import multiprocessing
import resource
import subprocess
import sys
import time

from bench import world

SIZES = (60, 20_000)
SHAPES = ("json", "fhir", "pdf")


def main() -> None:
    """Without an argument, each size in a database of its own."""
    if len(sys.argv) < 2:
        for size in SIZES:
            subprocess.run([sys.executable, "-m", "bench.export", str(size)], check=True)  # noqa: S603
        return
    logging.disable()
    with world.database():
        account = _account(int(sys.argv[1]))
        for shape in SHAPES:
            _in_its_own_process(int(sys.argv[1]), shape, account)


def _account(size: int) -> str:
    from portal.models import User

    return str(User.objects.create_account("bench@example.test", person_id=world.build(size).patient).pk)


def _in_its_own_process(size: int, shape: str, account: str) -> None:
    from django.db import connections

    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_make, args=(size, shape, account))
    process.start()
    process.join()


def _make(size: int, shape: str, account: str) -> None:
    from uuid import UUID

    from django.utils import timezone

    from portal.exports import jobs, making
    from portal.models import Export

    base = _memory()
    key = jobs.ask(UUID(account), shape=shape, language="fr", at=timezone.now())
    began = time.perf_counter()
    making.make_waiting(clock=timezone.now)
    spent = time.perf_counter() - began
    made = Export.objects.get(pk=key)
    print(
        f"{size:6} documents   {shape:4}   {spent:6.2f} s   {made.size / 1024:9.0f} KiB in {made.pieces:3} pieces   "
        f"memory {base:4.0f} -> {_memory():4.0f} MiB   {made.state} {made.file_name}"
    )


def _memory() -> float:
    """The highest so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
