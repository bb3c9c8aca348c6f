"""A receiver's address is judged when it is given, and again at each delivery."""

import pytest

from consents.errors import InvalidFact
from sharing.models import CallingSystem
from sharing.services import callers, credentials
from tests.sharing.notices.story import NOW, Story


@pytest.mark.parametrize(
    "url",
    ["http://hopital.example/", "https://user:pw@hopital.example/", "https://hopital.example:22/", "ftp://x/", "x"],
)
def test_an_address_that_may_not_be_called_is_refused_when_it_is_given(story: Story, url: str) -> None:
    before = CallingSystem.objects.count()

    with pytest.raises(InvalidFact):
        callers.register_calling_system("Clinique", organisations=[story.chu], webhook_url=url, at=NOW)
    assert CallingSystem.objects.count() == before


def test_a_registered_receiver_is_given_its_secret_once_and_it_is_kept_encrypted(story: Story) -> None:
    given = callers.register_calling_system(
        "Clinique", organisations=[story.chu], webhook_url="https://hopital.example/changes", at=NOW
    )

    kept = CallingSystem.objects.get(pk=given.system)
    assert given.webhook_secret.startswith("whsec_")
    assert given.webhook_secret.encode() not in bytes(kept.webhook_secret)
    assert credentials.webhook_secrets(kept, at=NOW) == [given.webhook_secret]
