"""A parent's pages about a child: who sees what, in words that name the child."""

from consents.services import intake
from portal.patient.acting import of
from tests.portal.children.conftest import Family, text
from tests.portal.conftest import read

PAGES = ("", "team", "documents", "emergency", "physician", "history", "receipts", "search")


def test_the_children_are_listed_with_their_age_and_who_else_decides(family: Family) -> None:
    page = read(family.claire, "/mes-enfants/")

    assert "Lina BERNARD" in page
    assert "16 ans" in page
    assert "Décide aussi : Julien BERNARD." in page


def test_each_page_opens_for_a_holder_and_speaks_of_the_child(family: Family) -> None:
    for site, page in [*((family.claire, page) for page in PAGES), (family.julien, "")]:
        words = text(site.get(family.url(page)))

        assert "Lina" in words, page
        for own in ("votre dossier", "vos documents", "votre équipe", "Votre médecin traitant", "vous soigne"):
            assert own not in words, page


def test_the_team_says_what_each_sees_and_offers_choices(family: Family) -> None:
    words = text(family.claire.get(family.url("team")))

    assert "Quatre personnes figurent dans l’équipe de Lina." in words
    assert "Voit les 3 documents que vous voyez." in words
    assert "M’opposer" in words


def test_one_professional_and_one_document_have_their_pages(family: Family) -> None:
    who, what = family.record.people["Belkacem"], family.record.documents["echo"]

    assert "Que voit Dr Younès Belkacem du dossier de Lina ?" in text(
        family.claire.get(family.url("professional", who))
    )
    assert "Une personne à la fois" in text(family.claire.get(family.url("document", what)))


def test_a_guardian_named_by_the_council_is_a_holder_like_a_parent(family: Family) -> None:
    intake.withdraw_authority(family.lina, holder=family.father, at=family.record.at, reference="JAF 26/0001")

    assert "Décide aussi" not in read(family.claire, "/mes-enfants/")
    assert "Vous décidez qui voit le dossier de Lina." in text(family.claire.get(family.url()))


def test_a_name_after_de_is_written_as_in_french() -> None:
    told = [of(name) for name in ("Lina", "Anne", "Émile", "Hélène", "Yves", "Yanis", "Œdipe")]

    assert told == ["de Lina", "d’Anne", "d’Émile", "d’Hélène", "d’Yves", "de Yanis", "d’Œdipe"]
