"""What the patient was told, in plain words; each line leads to what it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consents.vocabulary import NoticeKind
from portal.patient.presenters import counting
from sharing.selectors.own_notices import ToldCard

Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """`text` names `%(who)s`, with his place where there is one. `action`: the words of the link."""

    icon: str
    title: object
    text: object
    action: object = ""
    tint: str = ""


_SEE_ACCESS = gettext_lazy("Voir les accès")
_SEE_CHOICE = gettext_lazy("Voir ce choix")
_SEE_DOCUMENTS = gettext_lazy("Voir mes documents")
_SAID: Mapping[NoticeKind, Said] = {
    NoticeKind.EMERGENCY_ACCESS: Said(
        "siren",
        gettext_lazy("Accès en urgence"),
        gettext_lazy("%(who)s\u00a0: accès à votre dossier en urgence. Un contrôleur vérifie chacun de ces accès."),
        _SEE_ACCESS,
        "urgent",
    ),
    NoticeKind.NEW_PROFESSIONAL: Said(
        "user",
        gettext_lazy("Une nouvelle personne a vu votre dossier"),
        gettext_lazy("%(who)s\u00a0: premier accès à un de vos documents."),
        _SEE_ACCESS,
    ),
    NoticeKind.ACCESS: Said(
        "eye",
        gettext_lazy("Votre dossier a été vu"),
        gettext_lazy("%(who)s\u00a0: accès à un de vos documents ce jour-là."),
        _SEE_ACCESS,
    ),
    NoticeKind.HIDDEN_READ: Said(
        "eye",
        gettext_lazy("Un document que vous masquez a été vu"),
        gettext_lazy(
            "%(who)s\u00a0: accès permis par votre choix. Votre médecin traitant peut voir ce que vous masquez."
        ),
        _SEE_ACCESS,
    ),
    NoticeKind.CONSENT_COLLECTED: Said(
        "pen",
        gettext_lazy("Un accord a été noté pour vous"),
        gettext_lazy(
            "%(who)s\u00a0: accord noté en votre nom. Ce n’est pas ce que vous avez dit ? Vous pouvez revenir dessus."
        ),
        _SEE_CHOICE,
    ),
    NoticeKind.CHANGED_BY_ANOTHER: Said(
        "pen",
        gettext_lazy("Un choix a été fait pour vous"),
        gettext_lazy("%(who)s\u00a0: choix fait en votre nom, ou qui vous concerne."),
        _SEE_CHOICE,
    ),
    NoticeKind.ANNOUNCEMENT_WAITING: Said(
        "clock",
        gettext_lazy("Un résultat est arrivé"),
        gettext_lazy(
            "Un soignant doit d’abord vous en parler : vous pouvez prendre rendez-vous. "
            "Sinon, vous le verrez un mois après son arrivée."
        ),
        _SEE_DOCUMENTS,
    ),
    NoticeKind.ANNOUNCEMENT_RELEASED: Said(
        "doc",
        gettext_lazy("Un résultat est à lire"),
        gettext_lazy("Le résultat que l’on devait vous annoncer est maintenant dans vos documents."),
        _SEE_DOCUMENTS,
    ),
    NoticeKind.REPORT_ANSWERED: Said(
        "flag",
        gettext_lazy("Votre signalement a une réponse"),
        gettext_lazy("Un contrôleur a examiné l’accès que vous avez signalé."),
        gettext_lazy("Lire la réponse"),
    ),
    NoticeKind.TRUSTED_PERSON_ASKED: Said(
        "users",
        gettext_lazy("On vous choisit comme personne de confiance"),
        gettext_lazy("%(who)s vous demande d’accompagner ses soins et de dire ses souhaits. Parlez-en ensemble."),
    ),
}
#: It opens nothing until the patient says so too (R90).
_WAITS = Said(
    "pen",
    gettext_lazy("Un accord attend votre réponse"),
    gettext_lazy("%(who)s\u00a0: accord noté en votre nom. Rien ne s’ouvre tant que vous ne confirmez pas."),
    gettext_lazy("Voir et répondre"),
)
_ABOUT_AN_ACCESS = frozenset(
    {NoticeKind.EMERGENCY_ACCESS, NoticeKind.NEW_PROFESSIONAL, NoticeKind.ACCESS, NoticeKind.HIDDEN_READ}
)
_OTHERS_WORDS = frozenset({NoticeKind.CONSENT_COLLECTED, NoticeKind.CHANGED_BY_ANOTHER})


def line(card: ToldCard, *, minor: bool) -> Line:
    """A minor is told that somebody spoke for him, neither who nor what: parents' words are not shown (R59, R67)."""
    said = _WAITS if _waits(card) else _SAID[card.kind]
    theirs = minor and card.kind in _OTHERS_WORDS
    url = "" if theirs else _link(card)
    who = _("Une autre personne") if theirs else _who(card)
    return {
        "id": str(card.id),
        "moment": card.happened_at,
        "when": counting.hour(card.happened_at),
        "icon_name": said.icon,
        "kind": said.tint,
        "title": said.title,
        "text": str(said.text) % {"who": who},
        "url": url,
        "action": said.action if url else "",
        "report_url": "" if minor else _report(card),
        "read": card.read,
    }


def _waits(card: ToldCard) -> bool:
    """Heard, and not declared yet."""
    return card.kind is NoticeKind.CONSENT_COLLECTED and not card.revision


def _who(card: ToldCard) -> str:
    name = card.who or _("Une personne que nous ne connaissons pas")
    return _("%(name)s (%(place)s)") % {"name": name, "place": card.place} if card.place else name


def _link(card: ToldCard) -> str:
    if card.kind in _ABOUT_AN_ACCESS:
        return f"{reverse('history')}?voir=acces#a{card.access}"
    return _ELSEWHERE[card.kind](card)


_ELSEWHERE: Mapping[NoticeKind, Callable[[ToldCard], str]] = {
    NoticeKind.CONSENT_COLLECTED: lambda card: (
        reverse("waiting") if _waits(card) else reverse("done", args=[card.revision])
    ),
    NoticeKind.CHANGED_BY_ANOTHER: lambda card: reverse("done", args=[card.revision]),
    NoticeKind.ANNOUNCEMENT_WAITING: lambda _card: reverse("documents"),
    NoticeKind.ANNOUNCEMENT_RELEASED: lambda _card: reverse("documents"),
    NoticeKind.REPORT_ANSWERED: lambda card: _address("report", card.about),
    NoticeKind.TRUSTED_PERSON_ASKED: lambda _card: "",
}


def _report(card: ToldCard) -> str:
    """Where this access may be reported."""
    return _address("report_access", card.access) if card.kind in _ABOUT_AN_ACCESS else ""


def _address(name: str, reference: object) -> str:
    try:
        return reverse(name, args=[reference])
    except NoReverseMatch:
        return ""


def lede(unread: int) -> str:
    if not unread:
        return _("Vous avez tout lu.")
    words = ngettext("Un avis est nouveau.", "%(n)s avis sont nouveaux.", unread)
    return words % {"n": counting.in_words(unread)} if unread > 1 else words


def waiting(unread: int) -> list[Line]:
    """On the front page, among what waits; nothing when everything is read."""
    if not unread:
        return []
    words = ngettext("Un avis à lire", "%(n)s avis à lire", unread)
    return [
        {
            "icon_name": "bell",
            "title": words % {"n": counting.in_words(unread)} if unread > 1 else words,
            "text": _("Ce que nous avons à vous dire sur votre dossier."),
            "url": reverse("notices"),
            "action": _("Lire"),
        }
    ]
