"""Who was told of what, on paper."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.selectors.portrait import Names
from consents.vocabulary import NoticeKind
from portal.exports.gathering import Record
from portal.exports.sections import Section, section
from portal.patient.presenters import counting
from sharing.selectors.whole import Told, system_names

_KINDS: Mapping[str, object] = {
    NoticeKind.PREFERENCES_CHANGED: gettext_lazy("vos choix ont changé, sans dire lesquels"),
    NoticeKind.ACCESS_OPENED: gettext_lazy("un accès lui est ouvert"),
    NoticeKind.TRUSTED_PERSON_ASKED: gettext_lazy("votre choix de personne de confiance"),
    NoticeKind.EMERGENCY_ACCESS: gettext_lazy("un accès en urgence"),
    NoticeKind.NEW_PROFESSIONAL: gettext_lazy("un premier accès"),
    NoticeKind.CONSENT_COLLECTED: gettext_lazy("un choix recueilli pour vous"),
    NoticeKind.ANNOUNCEMENT_WAITING: gettext_lazy("un document attend d’être annoncé"),
    NoticeKind.ANNOUNCEMENT_RELEASED: gettext_lazy("un document est arrivé"),
    NoticeKind.CHANGED_BY_ANOTHER: gettext_lazy("un changement fait par une autre personne"),
    NoticeKind.REPORT_ANSWERED: gettext_lazy("la réponse à un signalement"),
    NoticeKind.HIDDEN_READ: gettext_lazy("un document masqué a été vu"),
    NoticeKind.ACCESS: gettext_lazy("un accès"),
    NoticeKind.NEWS: gettext_lazy("un e-mail, sans dire de quoi"),
}
_STATES: Mapping[str, object] = {
    "waiting": gettext_lazy("pas encore"),
    "delivered": gettext_lazy("oui"),
    "dead": gettext_lazy("n’a pas pu l’être"),
    "without_address": gettext_lazy("pas d’adresse connue"),
}


def told(record: Record, names: Names) -> Section:
    systems = system_names(record.named.systems)
    rows = [
        (
            counting.moment(one.created_at),
            str(_KINDS.get(one.kind, _("un avis"))),
            _whom(one, record, names, systems),
            str(_STATES.get(one.state, "")),
        )
        for one in record.told
    ]
    return section(
        _("Qui a été prévenu, et de quoi"), "table", rows, empty=_("Personne n’a été prévenu de rien."),
        headers=[_("Quand"), _("De quoi"), _("Qui"), _("Prévenu ?")], widths=[4, 4, 4, 2],
    )  # fmt: skip


def _whom(one: Told, record: Record, names: Names, systems: Mapping[str, str]) -> str:
    if one.recipient == record.patient.id:
        return _("vous")
    professional, place = names.professionals.get(one.recipient), names.places.get(one.recipient)
    found = professional.name if professional else place.name if place else names.people.get(one.recipient, "")
    return found or systems.get(one.recipient, "")
