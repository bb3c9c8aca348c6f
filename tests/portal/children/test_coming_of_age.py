"""The morning of eighteen: the parents' words are the new adult's own, kept or withdrawn one by one (R70)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from consents.actor import Actor
from consents.models import Person, SharingPreference
from consents.services import preferences, settings
from consents.vocabulary import Choice, RecipientKind, SettingName
from consents.words import EVERYTHING, Recipient
from sharing.selectors.inherited import inherited
from tests.portal.children.conftest import Family, hidden_fields, text


@pytest.fixture
def grown(family: Family) -> Family:
    """The mother granted and opposed, the father opposed what she granted; Lina was eighteen this morning."""
    said = family.record.at - timedelta(days=2)
    keller, belkacem = (
        Recipient(RecipientKind.PROFESSIONAL, str(family.record.people[one])) for one in ("Keller", "Belkacem")
    )
    mother, father = Actor.person(family.mother), Actor.person(family.father)
    preferences.grant(family.lina, to=keller, about=EVERYTHING, by=mother, at=said)
    preferences.oppose(family.lina, to=belkacem, about=EVERYTHING, by=mother, at=said)
    preferences.oppose(family.lina, to=keller, about=EVERYTHING, by=father, at=said + timedelta(seconds=1))
    settings.choose_for_emergencies(
        family.lina, choices={SettingName.EMERGENCY_SAMU: Choice.REFUSE}, by=father, at=said
    )
    today = family.record.at.date()
    Person.objects.filter(pk=family.lina).update(born_on=date(today.year - 18, today.month, today.day))
    return family


def test_the_front_page_invites_and_each_word_is_read_over(grown: Family, site: Client) -> None:
    assert "Trois choix de vos parents sont à relire" in text(site.get("/"))
    words = text(site.get("/choix-de-mes-parents/"))

    assert "Opposition à Bruno Keller, pour tout votre dossier." in words
    assert "Opposition à Dr Younès Belkacem, pour tout votre dossier." in words
    assert "Autorisation" not in words, "of two parents the stricter alone becomes hers"
    assert "Le médecin du SAMU n’ouvre pas votre dossier." in words


def test_a_word_kept_is_her_own_and_a_word_withdrawn_is_gone(grown: Family, site: Client) -> None:
    page = site.get("/choix-de-mes-parents/").context["rows"]
    for row, button in ((page[0], 0), (page[1], 1)):
        looked = site.get(row["buttons"][button]["href"])
        site.post("/choix/confirmer/", {**hidden_fields(looked.content.decode()), "jusqu_au": ""})

    assert len(inherited(grown.lina, at=datetime.now(UTC)).words) == 0
    left = SharingPreference.objects.filter(ends_at=None, stance="oppose")
    assert [word.voice_id for word in left] == [grown.lina]
    kept = page[2]["buttons"][0]["href"]
    site.post("/choix/confirmer/", hidden_fields(site.get(kept).content.decode()))
    assert "Aucun choix de vos parents n’est à relire." in text(site.get("/choix-de-mes-parents/"))
    assert "à relire" not in text(site.get("/"))


def test_the_minute_before_it_is_still_the_parents(family: Family) -> None:
    said = datetime(2026, 1, 5, tzinfo=UTC)
    keller = Recipient(RecipientKind.PROFESSIONAL, str(family.record.people["Keller"]))
    preferences.oppose(family.lina, to=keller, about=EVERYTHING, by=Actor.person(family.mother), at=said)
    Person.objects.filter(pk=family.lina).update(born_on=date(2008, 3, 29))
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)

    assert len(inherited(family.lina, at=midnight - timedelta(minutes=1))) == 0
    assert len(inherited(family.lina, at=midnight)) == 1
    with pytest.raises(TypeError):
        inherited(family.lina)  # type: ignore[call-arg]


def test_a_minor_has_no_such_page(family: Family, site: Client) -> None:
    assert site.get("/choix-de-mes-parents/").status_code == 404
