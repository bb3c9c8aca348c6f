"""A worker killed while it makes an export: nothing half-made is given out, and the next worker makes it."""

import time
from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from consents.models import Document
from portal.exports import jobs, keeping
from portal.models import Export, ExportPiece, User
from tests.kill import servers
from tests.sharing.notices.story import Story

#: Enough to be caught in the middle.
DOCUMENTS = 4_000


@pytest.mark.slow
def test_a_worker_killed_half_way_through_an_export_leaves_it_to_the_next_one(
    story: Story, surroundings: dict[str, str]
) -> None:
    _many(story)
    account = User.objects.create_account("marie@example.test", person_id=story.marie)
    key = jobs.ask(account.pk, shape="fhir", language="fr", at=timezone.now())
    with servers.worker(surroundings) as first:
        servers.until(lambda: ExportPiece.objects.filter(export=key).exists(), "a first piece", program=first)
        first.kill()
    assert Export.objects.get().state == "running"

    with servers.worker(surroundings) as second:
        time.sleep(1.5)
        assert Export.objects.get().attempt == 1, "the lease of the dead worker still holds"
        Export.objects.update(lease_until=F("lease_until") - jobs.LEASE)
        servers.until(lambda: Export.objects.get().state == "ready", "it is made", program=second)

    made = Export.objects.get()
    assert made.attempt == 2
    assert not ExportPiece.objects.exclude(attempt=2).exists()
    content = b"".join(keeping.read(made))
    assert len(content) == made.size
    assert content.count(b'"resourceType":"DocumentReference"') == DOCUMENTS + 1, "and the story's own"


def _many(story: Story) -> None:
    before = timezone.now() - timedelta(days=1)
    Document.objects.bulk_create(
        Document(patient_id=story.marie, category="report", deposited_on=date(2026, 1, 2), deposited_at=before)
        for _ in range(DOCUMENTS)
    )
