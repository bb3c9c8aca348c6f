"""`/ma-confidentialite/` in words: what a minor keeps secret, what he may keep, whom he may ask (R59, R62–R69)."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.cards import Care
from consents.selectors.portrait import DocumentCard, Names
from consents.selectors.secrecy import KeptCard
from portal.patient.presenters import counting, people
from sharing.selectors.own_care import OwnCare

Row = dict[str, object]


def kept_rows(kept: tuple[KeptCard, ...], names: Names, parents: Mapping[str, str]) -> list[Row]:
    return [_kept(card, names, parents) for card in kept]


def _kept(card: KeptCard, names: Names, parents: Mapping[str, str]) -> Row:
    return {
        "icon_name": "eye-shut",
        "kind": "not",
        "title": what(card, names),
        "text": " ".join([_("Secret pour %(who)s.") % {"who": who(card, names, parents)}, *_since(card)]),
        "url": f"{reverse('privacy_lift')}?{urlencode({'secret': card.id})}",
        "action": _("Ne plus garder secret"),
    }


def what(card: KeptCard, names: Names) -> str:
    """« Soin avec Dr Nadia Ferrand, Centre de planification, depuis le 3 mars 2026 »; never what a document is."""
    if card.document:
        found = names.documents.get(card.document)
        return document(found) if found else _("Un document")
    named = [
        *([names.professionals[card.professional].name] if card.professional in names.professionals else []),
        *([names.places[card.organisation].name] if card.organisation in names.places else []),
    ]
    said = {"who": ", ".join(named), "since": counting.day(card.since) if card.since else ""}
    if card.until:
        return _("Soin avec %(who)s, du %(since)s au %(until)s") % {**said, "until": counting.day(card.until)}
    return _("Soin avec %(who)s, depuis le %(since)s") % said


def who(card: KeptCard, names: Names, parents: Mapping[str, str]) -> str:
    if not card.towards:
        return _("tous vos parents ou tuteurs")
    return counting.and_list([parents.get(each) or names.people.get(each, _("un proche")) for each in card.towards])


def _since(card: KeptCard) -> list[str]:
    """When it was said, with whom; what a professional asked again."""
    day = {"day": counting.day(card.begins_at)}
    if card.written_by:
        told = [_("Noté le %(day)s avec %(name)s.") % {**day, "name": card.written_by}]
    elif card.waits:
        told = [_("Demandé le %(day)s. C’est secret dès maintenant ; un médecin en parlera avec vous.") % day]
    else:
        told = [_("Demandé le %(day)s.") % day]
    if card.again_at is not None:
        again = {"day": counting.day(card.again_at), "name": card.again_with}
        told.append(_("Vous l’avez redit le %(day)s à %(name)s.") % again)
    return told


def care_rows(own: OwnCare, kept: tuple[KeptCard, ...]) -> list[Row]:
    """What is proposed by the law first (R69)."""
    already = {(one.professional, one.organisation) for one in kept if not one.document}
    left = [one for one in own.care if (one.professional, one.place or "") not in already]
    return [_care(one, own) for one in sorted(left, key=lambda one: not own.is_proposed(one))]


def _care(entry: Care, own: OwnCare) -> Row:
    card = own.names.professionals.get(entry.professional)
    days = {"since": counting.day(entry.begins_at)}
    when = (
        _("Du %(since)s au %(until)s.") % {**days, "until": counting.last_day(entry.ends_at)}
        if entry.ends_at
        else _("Depuis le %(since)s.") % days
    )
    proposed = [_("La loi vous permet de garder ce soin pour vous.")] if own.is_proposed(entry) else []
    return {
        "icon_name": "user",
        "title": care(entry, own.names),
        "text": " ".join([*([f"{people.trade(card)}."] if card else []), when, *proposed]),
        "url": f"{reverse('privacy_keep')}?{urlencode({'soin': entry.id})}",
        "action": _("Garder ce soin secret"),
    }


def care(entry: Care, names: Names) -> str:
    """« Dr Nadia Ferrand, Centre de planification »."""
    card, place = names.professionals.get(entry.professional), names.places.get(entry.place or "")
    return ", ".join(one.name for one in (card, place) if one)


def document_rows(own: OwnCare, shown: list[DocumentCard], kept: tuple[KeptCard, ...]) -> list[Row]:
    already = {one.document for one in kept}
    return [
        {
            "icon_name": "doc",
            "title": document(one),
            "text": _("La loi vous permet de garder ce soin pour vous.") if own.document_is_proposed(one) else "",
            "url": f"{reverse('privacy_keep')}?{urlencode({'document': one.id})}",
            "action": _("Garder secret"),
        }
        for one in shown
        if one.id not in already
    ]


def document(card: DocumentCard) -> str:
    """« Document du 3 mars 2026, Dr Nadia Ferrand »: not its kind, which a minor is not shown (R67)."""
    said = {"day": counting.day(card.day), "who": card.author_name or (card.place.name if card.place else "")}
    return _("Document du %(day)s, %(who)s") % said if said["who"] else _("Document du %(day)s") % said


def rights() -> list[dict[str, object]]:
    """Each with the law it comes from."""
    return [
        {
            "id": "parler", "icon_name": "talk", "title": _("En parler d’abord, si vous le pouvez"),
            "items": [
                _("Le soignant vous proposera d’en parler à vos parents. C’est souvent plus simple à plusieurs."),
                _("Vous avez le droit de dire non. Personne ne vous fera de reproche."),
                _("Vous avez peur de leur réaction, ou quelqu’un vous fait du mal ? Dites-le à ce soignant."),
            ],
            "law": "CSP L1111-5, L1111-5-1",
        },
        {
            "id": "droit", "icon_name": "eye-shut", "title": _("Ce que dit la loi"),
            "items": [
                _("Vous pouvez recevoir un soin nécessaire à votre santé sans que vos parents le sachent."),
                _("Pour la contraception et l’IVG, leur accord n’est pas demandé."),
                _("Un adulte de votre choix vous accompagne. Il ne voit rien de votre dossier, et son nom n’est pas noté."),
            ],
            "law": "CSP L1111-5, L2212-7, L5134-1",
        },
        {
            "id": "limites", "icon_name": "info", "title": _("Ce que ce site ne règle pas"),
            "items": [
                _("Les remboursements et les courriers passent ailleurs. Demandez au soignant comment les garder discrets."),
                _("Les soignants de votre équipe voient toujours ce document, pour bien vous soigner."),
                _("Si vous êtes en danger, un soignant doit prévenir ceux qui peuvent vous protéger."),
            ],
            "law": "CSP R1111-6 ; C. pén. 226-14",
        },
    ]  # fmt: skip


def keeping(named: str, *, episode: bool, law: bool) -> dict[str, object]:
    """Before it is kept secret. `law`: care that the law keeps from parents anyway (R69)."""
    goes = (
        _("Les personnes que vous choisissez ci-dessous ne voient plus les documents de ce soin.")
        if episode
        else _("Les personnes que vous choisissez ci-dessous ne voient plus ce document.")
    )
    changes = [
        goes,
        _("Rien ne les prévient : ni avis, ni e-mail, ni ligne, ni compte."),
        _("C’est secret dès maintenant, même après vos dix-huit ans, tant que vous ne le levez pas."),
    ]
    if episode:
        changes.insert(1, _("Ceux qui arriveront plus tard seront secrets aussi."))
    if not law:
        changes.append(_("Un médecin en parlera avec vous. Lui seul peut décider autrement, avec des raisons."))
    return {
        "title": _("Garder secret : avant de confirmer"),
        "quote": {"title": named, "icon_name": "eye-shut"},
        "changes": changes,
        "unchanged": [
            _("Les soignants de votre équipe voient toujours ce qu’ils doivent voir."),
            _("Les remboursements et les courriers ne passent pas par ce site. Parlez-en au soignant."),
            _("Un document déjà lu ou imprimé par vos parents reste connu d’eux."),
        ],
        "first": _("Pouvez-vous d’abord en parler à un parent, ou à un autre adulte ? Vous avez le droit de dire non."),
        "confirm_label": _("Garder secret"),
        "told": _("Vous pourrez lever ce secret à tout moment, ici."),
    }


def lifting(card: KeptCard, names: Names, parents: Mapping[str, str], *, minor: bool) -> dict[str, object]:
    if minor:
        opens = _("Pourra de nouveau le voir : %(who)s.") % {"who": who(card, names, parents)}
    else:
        opens = _("Ce secret s’arrête. Depuis vos dix-huit ans, vos parents ne lisent plus votre dossier.")
    return {
        "title": _("Ne plus garder secret : avant de confirmer"),
        "quote": {"title": what(card, names), "icon_name": "eye"},
        "changes": [opens],
        "unchanged": [
            _("Personne ne les prévient que c’était secret."),
            _("Ce qu’ils auront lu ne pourra plus être repris."),
        ],
        "first": "",
        "confirm_label": _("Ne plus garder secret"),
        "told": _("Vous pourrez demander de nouveau ce secret avant dix-huit ans.") if minor else "",
    }


def with_doctor(required: bool) -> dict[str, object]:
    """R64: for all other care."""
    return {
        "title": _("Avec un médecin : avant de confirmer") if required else _("Sans médecin : avant de confirmer"),
        "quote": {
            "title": _("Vos parents ou tuteurs lisent votre dossier avec un médecin")
            if required
            else _("Vos parents ou tuteurs lisent de nouveau votre dossier sans médecin"),
            "icon_name": "talk",
        },
        "changes": [
            _("Sur ce site, ils ne lisent plus vos documents."),
            _("Ils en parlent avec un médecin : ils le voient, ou il reçoit les documents."),
            _("Ils le sauront : ce site leur dira de passer par un médecin."),
        ]
        if required
        else [_("Ils lisent de nouveau vos documents sur ce site, sauf ce que vous gardez secret.")],
        "unchanged": [
            _("Ce que vous gardez secret reste secret, avec un médecin aussi."),
            _("Ils choisissent toujours quels soignants voient votre dossier."),
        ],
        "first": "",
        "confirm_label": _("Demander un médecin") if required else _("Ne plus demander de médecin"),
        "told": _("Vous pourrez changer d’avis à tout moment."),
    }
