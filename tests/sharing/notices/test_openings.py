"""A professional is told in words only when the whole record opens to him by the patient's act (decision.md §7)."""

from datetime import timedelta

from consents.services import designations
from consents.vocabulary import CareBasis, SubjectKind
from consents.words import EVERYONE, Subject
from sharing.models import Notice
from sharing.services import delivery, planning
from tests.sharing.notices.saying import LATER, doctor, grant, himself, kinds, oppose, place, withdraw
from tests.sharing.notices.story import NOW, Story, professional


def test_a_professional_is_told_in_words_when_a_grant_that_names_her_opens_the_whole_record(story: Story) -> None:
    grant(story, doctor(story.carla))

    assert kinds("professional", story.carla) == {"access_opened"}
    notice = Notice.objects.get(professional=story.carla)
    assert (notice.channel, notice.state, notice.body) == ("email", "waiting", {})


def test_a_professional_who_had_access_already_is_told_nothing(story: Story) -> None:
    grant(story, doctor(story.martin))

    assert kinds("professional", story.martin) == set()


def test_a_professional_is_told_nothing_of_a_grant_about_less_than_everything(story: Story) -> None:
    grant(story, doctor(story.carla), Subject(SubjectKind.SPECIALTY, "cardiology"))
    grant(story, place(story.heart))

    assert kinds("professional", story.carla) == set()


def test_a_professional_is_told_nothing_when_access_closes_or_opens_again_by_the_end_of_an_opposition(
    story: Story,
) -> None:
    oppose(story, doctor(story.nora))
    withdraw(story, doctor(story.nora), at=NOW + timedelta(minutes=1))

    assert kinds("professional", story.nora) == set()


def test_a_grant_that_replaces_her_own_opposition_opens_even_at_the_same_moment(story: Story) -> None:
    oppose(story, doctor(story.nora))
    grant(story, doctor(story.nora))

    assert kinds("professional", story.nora) == {"access_opened"}


def test_a_grant_under_a_standing_opposition_to_everyone_about_everything_still_opens(story: Story) -> None:
    """Narrower than the opposition, hence stronger (decision.md §2)."""
    oppose(story, EVERYONE)
    grant(story, doctor(story.carla), at=NOW + timedelta(minutes=1))

    assert kinds("professional", story.carla) == {"access_opened"}


def test_an_administrative_employee_to_whom_a_grant_opens_nothing_is_told_nothing(story: Story) -> None:
    clerk = professional("Agent", "administrative", story.heart)
    grant(story, doctor(clerk))

    assert kinds("professional", clerk) == set()


def test_a_professional_is_told_in_words_when_she_is_designated_and_not_when_it_ends(story: Story) -> None:
    by, basis = himself(story.marie), CareBasis.TREATING_PHYSICIAN
    designations.designate(story.marie, professional=story.carla, basis=basis, by=by, at=NOW)
    assert kinds("professional", story.carla) == {"access_opened"}
    assert kinds("organisation", story.heart) == {"preferences_changed"}
    Notice.objects.all().delete()

    ended = NOW + timedelta(minutes=1)
    designations.end_designation(story.marie, professional=story.carla, basis=basis, by=by, at=ended)
    assert kinds("professional", story.carla) == set()
    assert kinds("organisation", story.heart) == {"preferences_changed"}


def test_a_grant_for_later_is_told_in_words_when_it_begins(story: Story, receiver) -> None:
    begins = NOW + timedelta(days=10)
    grant(story, doctor(story.carla), begins_at=begins)

    assert kinds("professional", story.carla) == set()
    assert kinds("organisation", story.heart) == {"preferences_changed"}
    delivery.deliver_notices(at=LATER, private_hosts=["127.0.0.1"])
    assert Notice.objects.get(professional=story.carla).state == "waiting"

    delivery.deliver_notices(at=begins + timedelta(minutes=1), private_hosts=["127.0.0.1"])
    assert Notice.objects.get(professional=story.carla).state == "delivered"
    assert kinds("professional", story.carla, begins + timedelta(minutes=1)) == {"access_opened"}


def test_a_grant_for_later_that_is_withdrawn_before_it_begins_is_never_told(story: Story) -> None:
    begins = NOW + timedelta(days=10)
    grant(story, doctor(story.carla), begins_at=begins)
    planning.plan_notices(at=LATER)
    withdraw(story, doctor(story.carla), at=NOW + timedelta(days=1))

    delivery.deliver_notices(at=begins + timedelta(minutes=1))

    assert Notice.objects.get(professional=story.carla).state == "cancelled"
    assert kinds("professional", story.carla, begins + timedelta(days=1)) == set()
