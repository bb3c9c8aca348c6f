"""Workers die: what one held is taken up again, what it half made is never given out, and an export is never made twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.exports import as_json, gathering, jobs, keeping, making
from portal.models import Export, ExportPiece, User
from tests.portal.conftest import Record

AT = timezone.now()


@pytest.fixture
def asked(told: Record, account: User) -> Export:
    return Export.objects.get(pk=jobs.ask(account.pk, shape="json", language="fr", at=AT))


class Killed(BaseException):
    """As a SIGKILL: nothing below catches it."""


def test_a_worker_that_dies_half_way_leaves_nothing_to_fetch_and_another_begins_again(
    asked: Export, account: User, told: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = as_json.write

    def dies(record: gathering.Record, *, site: str) -> Iterator[str]:
        for number, part in enumerate(write(record, site=site)):
            if number == 3:
                raise Killed
            yield part

    monkeypatch.setattr(keeping, "PIECE", 64)
    monkeypatch.setattr(as_json, "write", dies)
    with pytest.raises(Killed):
        making.make_waiting(clock=lambda: AT)
    assert ExportPiece.objects.filter(export=asked).exists()
    assert jobs.fetch(asked.pk, account=account.pk, patient=told.patient, at=AT) is None

    monkeypatch.setattr(as_json, "write", write)
    assert making.make_waiting(clock=lambda: AT) == 0, "the lease of the dead worker still holds"
    assert making.make_waiting(clock=lambda: AT + jobs.LEASE) == 1
    kept = Export.objects.get()
    assert (kept.state, kept.attempt) == ("ready", 2)
    assert set(ExportPiece.objects.values_list("attempt", flat=True)) == {2}
    assert b"".join(keeping.read(kept)).endswith(b"}\n")


def test_three_workers_that_died_are_enough(asked: Export) -> None:
    at = AT
    for _ in range(jobs.ATTEMPTS):
        assert jobs.take(at=at) is not None
        at += jobs.LEASE

    assert jobs.take(at=at) is None
    assert Export.objects.get().state == "failed"


def test_a_worker_thought_dead_that_comes_back_changes_nothing(asked: Export) -> None:
    slow = jobs.take(at=AT)
    assert slow is not None
    second = jobs.take(at=AT + jobs.LEASE)
    assert second is not None

    for act in (
        lambda: jobs.progress(slow, 50),
        lambda: jobs.finish(slow, file_name="x.json", pieces=0, size=0, at=AT),
    ):
        with pytest.raises(jobs.Superseded):
            act()
    jobs.give_up(slow)
    assert Export.objects.get().state == "running"
    jobs.finish(second, file_name="x.json", pieces=0, size=0, at=AT)
    assert Export.objects.get().state == "ready"


def test_deleted_while_it_is_made_it_is_never_ready(asked: Export, account: User, told: Record) -> None:
    taken = jobs.take(at=AT)
    assert taken is not None
    assert jobs.delete(asked.pk, account=account.pk, patient=told.patient, at=AT)

    with pytest.raises(jobs.Superseded):
        jobs.finish(taken, file_name="x.json", pieces=0, size=0, at=AT)
    assert Export.objects.get().state == "deleted"
    assert not ExportPiece.objects.exists()


def test_what_is_taken_is_taken_once(asked: Export) -> None:
    assert jobs.take(at=AT) is not None
    assert jobs.take(at=AT + timedelta(seconds=1)) is None


def test_the_database_itself_refuses_two_at_a_time(asked: Export, account: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(account=account, patient_id=asked.patient_id, shape="pdf", language="fr", asked_at=AT)


def test_progress_is_told_as_the_record_is_read(asked: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    progress = jobs.progress
    monkeypatch.setattr(keeping, "PIECE", 256)
    monkeypatch.setattr(jobs, "progress", lambda export, percent: (seen.append(percent), progress(export, percent)))
    making.make_waiting(clock=lambda: AT)

    assert seen == sorted(seen)
    assert seen
    assert max(seen) <= 99
    assert Export.objects.get().progress == 100


def test_a_person_who_is_no_longer_kept_fails_at_once(asked: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise gathering.Unknown

    monkeypatch.setattr(gathering, "begin", unknown)
    assert making.make_waiting(clock=lambda: AT) == 0
    assert Export.objects.get().state == "failed"
