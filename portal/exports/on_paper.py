"""The sections of the copy on paper, in plain words: each a title, a few sentences, and facts, a list or a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import labels
from consents.cards import Care, Paper, Preference
from consents.selectors import portrait, whole
from consents.selectors.portrait import DocumentCard, Names
from consents.vocabulary import Stance
from portal.exports import told_on_paper
from portal.exports.gathering import Record
from portal.exports.sections import Section, section
from portal.patient.presenters import counting, titles, words
from sharing.selectors.whole import Access, Shown

T = TypeVar("T")


def beginning(record: Record) -> list[Section]:
    """What is small: who you are, who takes care of you, what you chose."""
    found = words.named_by(record.declared)
    names = portrait.names(
        UUID(record.patient.id),
        professional=record.named.professionals | found["professional"],
        place=record.named.places | found["place"],
        document=found["document"] & record.visible.keys(),
        person=record.named.people | found["person"],
    )
    return [
        _identity(record),
        _team(record, names),
        _choices(record, names),
        _others(record, names),
        _declared(record, names),
        told_on_paper.told(record, names),
        _not_kept(),
    ]


def _identity(record: Record) -> Section:
    who = record.patient
    sexes = {"female": _("féminin"), "male": _("masculin"), "unknown": _("non connu")}
    rows = [
        (_("Nom de naissance"), who.birth_name),
        (_("Prénoms de naissance"), who.birth_given_names),
        (_("Nom utilisé"), who.used_name),
        (_("Prénom utilisé"), who.used_given_name),
        (_("Date de naissance"), counting.day(who.born_on)),
        (_("Lieu de naissance (code INSEE)"), who.birth_place),
        (_("Sexe à l’état civil"), sexes[who.sex]),
        *((_("Identifiant"), f"{value} ({system})") for system, value in who.identifiers),
    ]
    return section(_("Votre identité"), "facts", [row for row in rows if row[1]], empty="")


def _team(record: Record, names: Names) -> Section:
    rows = [
        (
            _professional(entry.professional, names),
            _place(entry.place, names),
            str(labels.CARE_BASES[entry.basis]),
            _since(entry),
        )
        for entry in record.care
    ]
    return section(
        _("Qui prend ou a pris soin de vous"), "table", rows, empty=_("Personne n’est noté ici."),
        headers=[_("Nom"), _("Lieu"), _("À quel titre"), _("Période")], widths=[3, 3, 4, 3],
    )  # fmt: skip


def _since(entry: Care) -> str:
    begins = counting.day(entry.begins_at)
    if entry.ends_at is None:
        return _("depuis le %(day)s") % {"day": begins}
    return _("du %(begins)s au %(ends)s") % {"begins": begins, "ends": counting.last_day(entry.ends_at)}


def _choices(record: Record, names: Names) -> Section:
    at = record.at
    rows = [_choice(word, names) for word in record.preferences if word.ends_at is None or word.ends_at > at]
    return section(
        _("Vos choix en place"), "list", rows, empty=_("Aucun choix de partage n’est en place."),
    )  # fmt: skip


def _choice(word: Preference, names: Names) -> str:
    stance = str(labels.STANCES[Stance(word.stance)])
    said = _("%(stance)s : %(to)s, pour %(about)s, depuis le %(day)s") % {
        "stance": stance,
        "to": words.to_whom(word.to_kind, word.to, names),
        "about": words.about_what(word.about_kind, word.about, names),
        "day": counting.day(word.begins_at),
    }
    return said + (_(", jusqu’au %(day)s") % {"day": counting.last_day(word.ends_at)} if word.ends_at else "")


def _others(record: Record, names: Names) -> Section:
    standing = whole.standing_revisions(UUID(record.patient.id), at=record.at)
    kept = [card for card in record.declared if card.revision in standing and not card.to_kind]
    rows = [words.declared(card, names) for card in kept]
    return section(_("Vos autres choix en place"), "list", rows, empty=_("Aucun autre choix n’est en place."))


def _declared(record: Record, names: Names) -> Section:
    proof = {entry.id: entry.hash for entry in record.entries}
    rows = [
        (
            counting.moment(card.declared_at),
            words.declared(card, names),
            words.by_whom(card),
            _spaced(proof[card.entry]),
        )
        for card in record.declared
    ]
    return section(
        _("Tout ce que vous avez déclaré"), "table", rows,
        _("L’empreinte prouve que la ligne n’a pas changé. Le fichier JSON dit comment la vérifier."),
        empty=_("Rien n’a été déclaré."),
        headers=[_("Quand"), _("Quoi"), _("Par qui"), _("Empreinte")], widths=[4, 5, 3, 3],
    )  # fmt: skip


def _spaced(digest: str) -> str:
    """In groups of eight, so that a narrow column can hold it."""
    return " ".join(digest[first : first + 8] for first in range(0, len(digest), 8))


def _not_kept() -> Section:
    rows = [
        _("Le contenu de vos documents : il reste chez qui les a écrits."),
        _("Le titre de vos documents : seule leur sorte est connue ici."),
        _("Votre mot de passe : personne ne peut le lire."),
        _("Les pages que vous lisez sur ce site."),
    ]
    return section(_("Ce qui n’est pas gardé ici"), "list", rows, empty="")


def documents(shown: Sequence[Shown], patient: UUID) -> Section:
    """Their names are looked up for these rows only."""
    cards = portrait.document_names(patient, [one.paper.id for one in shown])
    rows = [_document(one, cards[one.paper.id]) for one in shown if one.paper.id in cards]
    return section(
        _("Vos documents"), "table", rows, empty=_("Aucun document."),
        headers=[_("Date"), _("Sorte"), _("Auteur"), _("Lieu"), _("Remarque")], widths=[3, 4, 3, 3, 2],
    )  # fmt: skip


def _document(one: Shown, card: DocumentCard) -> tuple[str, ...]:
    place = card.place.name if card.place else ""
    return (
        counting.day(card.day),
        titles.title(card),
        card.author_name,
        place,
        _remark(one.paper, masked=one.masked, replaced=one.replaced),
    )


def _remark(paper: Paper, *, masked: bool, replaced: bool) -> str:
    said = [_("masqué à tous")] if masked else []
    said += [_("remplacé par une version plus récente")] if replaced else []
    return ", ".join(said)


def accesses(came: Sequence[Access], patient: UUID) -> Section:
    names = portrait.names(
        patient,
        professional={each for one in came for each in (one.asker, one.on_behalf_of) if each},
        place={one.place for one in came if one.place},
        person={one.asker for one in came if one.asker_kind == "person" and one.asker},
    )
    rows = [_access(one, names) for one in came]
    return section(
        _("Qui a demandé à voir votre dossier"), "table", rows, empty=_("Personne n’a rien demandé."),
        headers=[_("Quand"), _("Qui"), _("Pourquoi"), _("Réponse")], widths=[4, 4, 3, 2],
    )  # fmt: skip


def _access(one: Access, names: Names) -> tuple[str, ...]:
    purpose = str(labels.PURPOSES.get(one.purpose, one.purpose))
    why = _("%(purpose)s « %(reason)s »") % {"purpose": purpose, "reason": one.stated_reason}
    return (counting.moment(one.asked_at), _who(one, names), why if one.stated_reason else purpose, _answer(one))


def _who(one: Access, names: Names) -> str:
    assisted = _professional(one.on_behalf_of, names) if one.on_behalf_of else ""
    asker = names.people.get(one.asker) or _professional(one.asker, names)
    who = _("%(name)s, pour %(assisted)s") % {"name": asker, "assisted": assisted} if assisted else asker
    return ", ".join(part for part in (who, _place(one.place, names)) if part)


def _answer(one: Access) -> str:
    opened = sum(1 for answer in one.answers if answer.permit and answer.document)
    if opened:
        return ngettext("%(n)d document ouvert", "%(n)d documents ouverts", opened) % {"n": opened}
    return _("oui") if one.permit else _("non")


def _professional(reference: str, names: Names) -> str:
    found = names.professionals.get(reference)
    return found.name if found else _("Une personne que nous ne connaissons pas")


def _place(reference: str | None, names: Names) -> str:
    found = names.places.get(reference or "")
    return found.name if found else ""


def cut(pages: Iterable[Sequence[T]], most: int) -> Iterator[list[T]]:
    """The things of these pages in lots of `most`; one empty lot when there is none."""
    lot: list[T] = []
    several = False
    for one in (each for page in pages for each in page):
        if len(lot) == most:
            yield lot
            lot, several = [], True
        lot.append(one)
    if lot or not several:
        yield lot
