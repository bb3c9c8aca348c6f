"""A receipt in plain words: what was declared, and the facts that prove it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from consents import labels
from consents.selectors.declarations import DeclarationCard
from consents.selectors.portrait import Names, PlaceCard
from consents.selectors.receipts import LedgerCard
from consents.vocabulary import DeclarationKind
from portal.patient.presenters import counting, titles, trusted, words
from portal.proof import regimes, structure
from portal.proof.structure import Named, Said
from sharing import catalogue

_LETTERS_TOGETHER = 8
_READ_NOTHING = frozenset(
    {
        DeclarationKind.TRUSTED_PERSON,
        DeclarationKind.WITHDRAW_TRUSTED_PERSON,
        DeclarationKind.PERSON_TO_CALL,
        DeclarationKind.WITHDRAW_PERSON_TO_CALL,
    }
)


def said(card: DeclarationCard, entry: LedgerCard, names: Names) -> Said:
    """`names` holds only what the reader may be told; the rest keeps its reference and no name."""
    draft = Said(
        to=_to(card, names),
        about=_about(card, names),
        named=tuple(_others(card, names)),
        recipient=_recipient(card, names),
        begins_at=card.begins_at or card.declared_at,
        ends_at=card.ends_at,
        settings=card.object.settings,
        actor_name=card.actor_name,
        collected_by_name=card.collected_by,
        sentence=words.declared(card, names),
        facts=(),
        stays=structure.sentences(regimes.stays(card.kind), get_language() or "fr"),
    )
    return replace(draft, facts=facts(draft, card, entry, stay=names.places.get(card.object.stay)))


def facts(
    draft: Said, card: DeclarationCard, entry: LedgerCard, *, stay: PlaceCard | None = None
) -> list[tuple[str, str]]:
    """What proves it, in the order in which a reader asks (R89). `stay`: where the stay is with which it ends (R46)."""
    number = structure.regime(entry, draft)
    rows = [
        (_("Pour"), _("%(name)s («\u00a0vous\u00a0», dans ce reçu)") % {"name": entry.patient_name}),
        (_("Fait"), words.by_whom(card)),
        (_("Le"), _moment(entry.declared_at)),
        (_("Compte depuis"), _moment(draft.begins_at) if draft.begins_at > entry.declared_at else ""),
        (_("Fin prévue"), trusted.duration(stay.name) if stay else _planned_end(entry, draft)),
        (_("Ne compte plus depuis"), _ended(entry)),
        (pgettext("a receipt's fact", "Pour quoi"), _purposes(entry, draft)),
        (_("Règle"), f"{number}, {catalogue.rules()[number].article}"),
        (_("Signature"), trusted.signature(card)),
        (_("Texte lu avant de choisir"), _text(card, entry)),
        (_("Numéro au registre"), str(entry.revision)),
        (_("Inscrit au registre"), _moment(entry.recorded_at)),
        (_("Empreinte au registre"), grouped(entry.hash)),
    ]
    return [(term, value) for term, value in rows if value]


def _text(card: DeclarationCard, entry: LedgerCard) -> str:
    """What he, or the one who signed, had before his eyes."""
    signed = dict(card.object.signature).get("text", "")
    return signed or (" ".join(entry.shown.words) if entry.shown else _("Non conservé avec le choix"))


def grouped(digits: str) -> str:
    """« 3fa94c10 77b2… »: sixty-four digits that an eye can compare."""
    return " ".join(digits[at : at + _LETTERS_TOGETHER] for at in range(0, len(digits), _LETTERS_TOGETHER))


def line(card: DeclarationCard, names: Names) -> dict[str, object]:
    return {"revision": card.revision, "when": counting.moment(card.declared_at), "text": words.declared(card, names)}


def _moment(value: datetime) -> str:
    return _("%(moment)s, heure de Paris") % {"moment": counting.moment(value)}


def _planned_end(entry: LedgerCard, draft: Said) -> str:
    """Nothing for a withdrawal: it is done at once."""
    if draft.ends_at:
        return counting.last_day(draft.ends_at)
    return "" if entry.kind.startswith("withdraw") else _("Sans date de fin")


def _ended(entry: LedgerCard) -> str:
    if entry.ended_at is None or entry.ended_by is None:
        return ""
    told = {"moment": _moment(entry.ended_at), "number": entry.ended_by}
    return _("%(moment)s (choix numéro %(number)d)") % told


def _purposes(entry: LedgerCard, draft: Said) -> str:
    """Nothing for those who speak for the patient or are called: they read nothing by that title (R44, R50)."""
    if entry.kind in _READ_NOTHING:
        return ""
    return _(" ; ").join(str(labels.PURPOSES[each]) for each in structure.purposes(entry, draft))


def _to(card: DeclarationCard, names: Names) -> Named | None:
    if card.to_kind:
        return Named(card.to_kind, card.to, words.to_whom(card.to_kind, card.to, names))
    if card.object.professional:
        return Named("professional", card.object.professional, _professional(card.object.professional, names))
    return None


def _professional(reference: str, names: Names) -> str:
    found = names.professionals.get(reference)
    return found.name if found else ""


def _recipient(card: DeclarationCard, names: Names) -> str:
    if card.to_kind == "professional" and card.to in names.professionals:
        return names.professionals[card.to].profession
    return names.places[card.to].kind if card.to_kind == "organisation" and card.to in names.places else ""


def _about(card: DeclarationCard, names: Names) -> Named:
    kind, reference = (card.about_kind, card.about) if card.about_kind else card.object.about
    if not kind and len(card.object.documents) == 1:
        kind, reference = "document", card.object.documents[0]
    known = kind != "document" or reference in names.documents
    return Named(kind or "everything", reference, titles.subject(kind, reference, names.documents) if known else "")


def _others(card: DeclarationCard, names: Names) -> Iterable[Named]:
    """Whom and what a declaration that is no sharing preference names besides."""
    yield from (Named("person", each, names.people.get(each, "")) for each in card.object.persons)
    if len(card.object.documents) > 1:
        for each in card.object.documents:
            named = titles.subject("document", each, names.documents) if each in names.documents else ""
            yield Named("document", each, named)


def shown(plain: object) -> tuple[str, Sequence[tuple[str, str]], Sequence[str]]:
    """The plain words of a receipt that was just proven ours: sentence, facts, what it does not stop."""
    if not isinstance(plain, dict):
        return "", (), ()
    pairs = [(str(term), str(value)) for term, value in plain.get("facts", ())]
    return str(plain.get("said", "")), pairs, [str(each) for each in plain.get("does_not_stop", ())]
