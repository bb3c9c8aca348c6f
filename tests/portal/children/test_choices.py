"""A parent chooses for a child: in a voice of his own, seen by the other holder, undone by himself alone."""

import re

from consents.models import SharingPreference
from portal.patient import acting_choices
from tests.portal.children.conftest import Family, choose, hidden_fields, look, text


def test_the_page_before_says_who_loses_what_and_keeps_nothing(family: Family) -> None:
    words = text(look(family, family.claire, "oppose", family.who("Aubertin")))

    assert "Vous opposer à Dr Camille Aubertin, pour Lina ?" in words
    assert "Une personne verra moins de documents" in words
    assert "Qui décide avec vous verra ce choix : Julien BERNARD." in words
    assert not SharingPreference.objects.exists()


def test_a_choice_is_the_parents_own_word_and_the_other_parent_reads_it(family: Family) -> None:
    done = text(choose(family, family.claire, "oppose", family.who("Belkacem")))

    assert "Opposition à Dr Younès Belkacem, pour tout le dossier de Lina." in done
    assert SharingPreference.objects.get().voice_id == family.mother
    words = text(family.julien.get(family.url("history")))
    assert "par Claire LENOIR, depuis ce site" in words
    assert "Annuler ce choix" not in words
    assert "Opposition par Claire LENOIR" in text(family.julien.get(family.url("team")))


def test_of_two_holders_the_stricter_one_holds_and_the_page_says_so(family: Family) -> None:
    choose(family, family.claire, "oppose", family.who("Lamarque"))
    words = text(look(family, family.julien, "grant", family.who("Lamarque")))
    assert "Un choix est plus strict : Claire LENOIR." in words

    choose(family, family.julien, "grant", family.who("Lamarque"))
    page = text(family.julien.get(family.url("professional", family.record.people["Lamarque"])))
    assert "Choix fait par Claire LENOIR. Quand deux personnes décident, le choix le plus strict passe avant." in page
    assert SharingPreference.objects.count() == 2


def test_a_parent_undoes_his_own_choice_and_not_the_other_parents(family: Family) -> None:
    page = choose(family, family.claire, "oppose", family.who("Belkacem"))
    address = page.request["PATH_INFO"]
    fields = hidden_fields(page.content.decode(), f'action="{family.url("undo")}"')

    assert family.julien.get(address).status_code == 404
    assert family.julien.post(family.url("undo"), fields).status_code == 404
    done = family.claire.post(family.url("undo"), fields)
    assert "Choix retiré" in text(family.claire.get(done.headers["Location"]))
    assert not SharingPreference.objects.filter(ends_at=None).exists()


def test_both_parents_may_say_the_same_and_each_takes_back_his_own(family: Family) -> None:
    choose(family, family.claire, "oppose", family.who("Belkacem"))
    page = choose(family, family.julien, "oppose", family.who("Belkacem"))
    fields = hidden_fields(page.content.decode(), f'action="{family.url("undo")}"')

    assert family.julien.post(family.url("undo"), fields).status_code == 302
    assert [word.voice_id for word in SharingPreference.objects.filter(ends_at=None)] == [family.mother]
    words = text(family.claire.get(family.url("history")))
    assert words.count("Annuler ce choix") == 1


def test_an_emergency_choice_is_undone_by_its_parent(family: Family) -> None:
    address = {"verbe": "set", "quoi": "emergency.samu", "valeur": "refuse"}
    page = family.claire.get(family.url("preview"), address)
    done = family.claire.post(family.url("declare"), hidden_fields(page.content.decode()))
    page = family.claire.get(done.headers["Location"])
    assert "le médecin du SAMU n’ouvre pas ce dossier" in text(page)
    assert "Choix fait par Claire LENOIR." in text(family.julien.get(family.url("emergency")))

    fields = hidden_fields(page.content.decode(), f'action="{family.url("undo")}"')
    family.claire.post(family.url("undo"), fields)
    assert "Le médecin du SAMU peut ouvrir ce dossier" in text(family.claire.get(family.url("emergency")))


def test_a_treating_physician_is_named_by_a_parent_and_released(family: Family) -> None:
    address = {"verbe": "designate", "a": family.who("Belkacem"), "role": "treating_physician"}
    page = family.claire.get(family.url("preview"), address)
    assert "Choisir Dr Younès Belkacem comme médecin traitant de Lina ?" in text(page)
    family.claire.post(family.url("declare"), hidden_fields(page.content.decode()))

    assert "Dr Younès Belkacem" in text(family.julien.get(family.url("physician")))
    assert "Médecin traitant choisi : Dr Younès Belkacem." in text(family.julien.get(family.url("history")))


def test_a_grant_on_a_stale_page_is_shown_afresh_and_an_opposition_passes(family: Family) -> None:
    stale = hidden_fields(look(family, family.claire, "grant", family.who("Keller")).content.decode())
    closing = hidden_fields(look(family, family.claire, "oppose", family.who("Keller")).content.decode())
    choose(family, family.julien, "oppose", family.who("Belkacem"))

    answer = family.claire.post(family.url("declare"), stale)
    assert answer.headers["Location"].startswith(family.url("preview"))
    assert (
        family.claire.post(family.url("declare"), closing).headers["Location"].startswith(family.url() + "choix/fait/")
    )


def test_no_page_of_a_parent_carries_a_revision(family: Family) -> None:
    page = choose(family, family.claire, "oppose", family.who("Belkacem"))
    assert re.fullmatch(r".*/choix/fait/[0-9a-f]{32}/", page.request["PATH_INFO"])
    looked = look(family, family.claire, "grant", family.who("Keller")).content.decode()

    fields = hidden_fields(looked)
    assert "revision" not in fields
    assert len(fields["vu"]) == 64
    assert acting_choices._NEVER == -1


def test_a_wish_not_to_know_and_a_stranger_are_no_choices_here(family: Family) -> None:
    wish = {"verbe": "not_to_know", "sur": family.what("echo")}
    stranger = "professional:00000000-0000-4000-8000-000000000001"

    assert family.claire.get(family.url("preview"), wish).status_code == 404
    assert look(family, family.claire, "oppose", stranger).status_code == 404


def test_dates_are_looked_at_again_and_a_day_that_is_over_is_corrected(family: Family) -> None:
    looked = look(family, family.claire, "grant", family.who("Keller")).content.decode()
    again = family.claire.post(
        family.url("declare"), {**hidden_fields(looked), "jusqu_au": "2090-01-01", "revoir": "1"}
    )
    assert "jusqu_au=2090-01-01" in again.headers["Location"]

    late = family.claire.post(family.url("declare"), {**hidden_fields(looked), "jusqu_au": "2020-01-01"})
    assert late.status_code == 422
    assert "Ce jour est déjà passé" in late.content.decode()


def test_a_receipt_is_signed_and_says_no_place_in_the_ledger(family: Family) -> None:
    page = choose(family, family.claire, "oppose", family.who("Belkacem")).content.decode()
    address = re.search(r'href="(/mes-enfants/[^"]+/recus/[0-9a-f]{32}/)"', page)
    assert address is not None
    assert "Opposition à Dr Younès Belkacem, pour tout le dossier de Lina." in text(family.claire.get(address[1]))

    file = family.claire.get(address[1].rstrip("/") + ".json").json()
    assert "ledger" not in file["receipt"]
    assert file["receipt"]["parties"][2]["party_name"] == "Claire LENOIR"
    assert not {"revision", "previous_hash"} & set(re.findall(r'"(\w+)":', str(file).replace("'", '"')))
    assert family.julien.get(address[1]).status_code == 404
    assert len(family.claire.get(family.url("receipts")).context["lines"]) == 1


def test_the_printed_receipt_opens(family: Family) -> None:
    page = choose(family, family.claire, "oppose", family.who("Belkacem")).content.decode()
    (address,) = set(re.findall(r'href="(/mes-enfants/[^"]+/recus/[0-9a-f]{32})/"', page))
    answer = family.claire.get(f"{address}.pdf")

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_someone_found_in_the_directory_may_be_chosen(family: Family) -> None:
    words = text(family.claire.get(family.url("search"), {"nom": "keller"}))
    assert "Bruno Keller" in words
    assert (
        f"/mes-enfants/{family.lina}/equipe/{family.record.people['Keller']}/"
        in family.claire.get(family.url("search"), {"nom": "keller"}).content.decode()
    )
