"""What heirs would be answered, and what the patient refuses, in words (R52–R55)."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.selectors.after_death import Opposition
from consents.selectors.portrait import DocumentCard
from consents.vocabulary import Purpose
from portal.patient.forms.after_death import OppositionForm, What
from portal.patient.presenters import counting, titles
from sharing.services.after_death import SOMEONE, Prospect, Told

Shown = dict[str, object]
_ORDER = (Purpose.AFTER_DEATH_CAUSES, Purpose.AFTER_DEATH_RIGHTS, Purpose.AFTER_DEATH_MEMORY)
_TITLES: Mapping[str, object] = {
    Purpose.AFTER_DEATH_CAUSES: gettext_lazy("Connaître les causes de la mort"),
    Purpose.AFTER_DEATH_RIGHTS: gettext_lazy("Faire valoir des droits"),
    Purpose.AFTER_DEATH_MEMORY: gettext_lazy("Défendre votre mémoire"),
}
_EXPLAINED: Mapping[str, object] = {
    Purpose.AFTER_DEATH_CAUSES: gettext_lazy("Comprendre la cause de votre mort. Cela peut aussi aider vos proches à se soigner."),
    Purpose.AFTER_DEATH_RIGHTS: gettext_lazy("Par exemple un héritage, une assurance ou une faute pendant des soins."),
    Purpose.AFTER_DEATH_MEMORY: gettext_lazy("Répondre à quelqu’un qui dit du mal de vous après votre mort."),
}  # fmt: skip
_WORDS: Mapping[str, object] = {
    Purpose.AFTER_DEATH_CAUSES: gettext_lazy("pour connaître les causes de la mort"),
    Purpose.AFTER_DEATH_RIGHTS: gettext_lazy("pour faire valoir des droits"),
    Purpose.AFTER_DEATH_MEMORY: gettext_lazy("pour défendre votre mémoire"),
}


def page(prospect: Prospect, standing: Sequence[Opposition], documents: Sequence[DocumentCard]) -> Shown:
    told = _by_motive(prospect, SOMEONE)
    open_ = [motive for motive in _ORDER if not told[motive].refused]
    kept = {each for one in standing for each in one.documents}
    return {
        "lede": _lede(open_, prospect),
        "motives": [_motive(told[motive], prospect.known) for motive in _ORDER],
        "wholly": not any(one.wholly for one in standing),
        "oppositions": [_row(one, documents) for one in standing],
        "documents": [(card.id, named(card)) for card in documents if card.id not in kept],
    }


def named(card: DocumentCard) -> str:
    return titles.dated(card)


def _lede(open_: Sequence[Purpose], prospect: Prospect) -> str:
    if not open_:
        return _("Après votre mort, personne n’obtiendrait rien de votre dossier.")
    if len(open_) == len(_ORDER):
        return _("Après votre mort, vos héritiers pourraient demander des informations, pour trois raisons seulement.")
    return _("Après votre mort, vos héritiers pourraient demander des informations %(motives)s.") % {
        "motives": counting.and_list([str(_WORDS[motive]) for motive in open_])
    }


def _motive(told: Told, known: int) -> Shown:
    return {
        "id": told.motive.value,
        "title": str(_TITLES[told.motive]),
        "text": str(_EXPLAINED[told.motive]),
        "kind": "not" if told.refused else "sees",
        "state": _("Rien ne serait dit") if told.refused else _most(told.documents, known),
        "url": "" if told.refused else _url(What.MOTIVE, raison=told.motive.value),
    }


def _most(documents: int, known: int) -> str:
    if not known:
        return _("Une demande serait possible")
    counts = {"n": documents, "known": known}
    return ngettext(
        "%(n)d document au plus, sur %(known)d", "%(n)d documents au plus, sur %(known)d", documents
    ) % counts  # fmt: skip


def _row(one: Opposition, documents: Sequence[DocumentCard]) -> Shown:
    return {
        "title": said(one, documents),
        "text": _("Votre choix du %(moment)s.") % {"moment": counting.moment(one.declared_at)},
        "withdraw_url": f"{reverse('after_death_withdraw')}?revision={one.revision}",
        "receipt_url": reverse("receipt_pdf", args=[one.revision]),
    }


def said(one: Opposition, documents: Sequence[DocumentCard]) -> str:
    """« Opposition à tout »: one line for what one declaration says."""
    names = {card.id: named(card) for card in documents}
    parts = [_("à tout")] if one.wholly else []
    parts += [str(_WORDS[motive]) for motive in one.motives]
    parts += [_("envers %(name)s") % {"name": name} for name in one.persons]
    parts += [
        _("sur ce document\u00a0: %(name)s") % {"name": names.get(each, _("un document"))} for each in one.documents
    ]
    return _("Opposition %(parts)s") % {"parts": counting.and_list(parts)}


def considered(filled: OppositionForm, before: Prospect, after: Prospect, document: str) -> Shown:
    what, who = filled.what(), filled.person()
    return {
        "title": _title(filled, document),
        "changes": _changes(before, after, f"{who.given_name} {who.family_name}" if who else "") + _doubts(what),
        "unchanged": _unchanged(),
        "action": reverse("after_death_oppose"),
        "label": _("M’y opposer"),
        "correct": what is What.PERSON,
    }


def _doubts(what: What | None) -> list[str]:
    if what is not What.PERSON:
        return []
    return [_("Une personne qui porte le même nom serait refusée aussi. Dans le doute, le secret est gardé.")]


def _title(filled: OppositionForm, document: str) -> str:
    what, who = filled.what(), filled.person()
    if what is What.EVERYTHING:
        return _("Vous opposer à tout, après votre mort\u00a0?")
    if what is What.MOTIVE:
        motive = str(_WORDS[filled.cleaned_data["raison"]])
        return _("Vous opposer aux demandes %(motive)s\u00a0?") % {"motive": motive}
    if who is not None:
        return _("Refuser toute information à %(name)s\u00a0?") % {"name": f"{who.given_name} {who.family_name}"}
    return _("Garder ce document secret après votre mort\u00a0: %(name)s\u00a0?") % {"name": document}


def leaving(one: Opposition, before: Prospect, after: Prospect, documents: Sequence[DocumentCard]) -> Shown:
    return {
        "title": _("Retirer ce choix\u00a0: %(said)s\u00a0?") % {"said": said(one, documents)},
        "changes": _changes(before, after, ""),
        "unchanged": [
            _("Vos autres choix pour après votre mort restent."),
            _("Ce qui a été écrit reste dans votre historique, avec sa date."),
        ],
        "action": reverse("after_death_withdraw"),
        "label": _("Retirer ce choix"),
        "correct": False,
    }


def _changes(before: Prospect, after: Prospect, name: str) -> list[str]:
    """What an heir would be answered, before and after; for the one who is named, then for any other."""
    lines = [
        _line(name if who != SOMEONE else "", was[motive], will[motive], after.known)
        for who in after.told
        for was, will in [(_by_motive(before, who), _by_motive(after, who))]
        for motive in _ORDER
        if was[motive] != will[motive]
    ]
    return lines or [_("Rien ne change dans les réponses\u00a0: un autre de vos choix dit déjà la même chose.")]


def _line(name: str, was: Told, will: Told, known: int) -> str:
    who = name or _("un héritier")
    if will.refused:
        sentence = _("Si %(who)s fait une demande %(motive)s, rien ne lui sera dit. La réponse en donnera la raison.")
        return sentence % {"who": who, "motive": _WORDS[will.motive]}
    sentence = _("Si %(who)s fait une demande %(motive)s\u00a0: %(after)s. Avant ce choix\u00a0: %(before)s.")
    return sentence % {
        "who": who, "motive": _WORDS[will.motive], "before": _counted(was, known), "after": _counted(will, known),
    }  # fmt: skip


def _counted(told: Told, known: int) -> str:
    return _("rien") if told.refused else _most(told.documents, known).lower()


def _unchanged() -> list[str]:
    return [
        _("Tant que vous vivez, personne ne voit ce choix. Vos soins restent les mêmes."),
        _("Le médecin remplit toujours le certificat de décès, comme la loi le demande."),
        _("Les soignants gardent les documents qu’ils ont écrits."),
    ]


def _by_motive(prospect: Prospect, who: str) -> dict[Purpose, Told]:
    return {told.motive: told for told in prospect.told[who]}


def _url(what: What, **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('after_death_oppose')}?quoi={what.value}{query}"
