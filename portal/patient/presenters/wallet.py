"""The emergency card in words: the patient speaks, to whoever finds him."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consents.selectors.trusted import TrustedCard
from consents.selectors.wallet import CardLine
from consents.vocabulary import Choice, SettingName
from portal.patient.presenters import counting
from sharing.selectors.settings import SettingCard

Shown = dict[str, object]
_SAID: Mapping[tuple[str, str], object] = {
    (SettingName.EMERGENCY_SAMU, Choice.ALLOW): gettext_lazy("Le médecin du SAMU peut ouvrir mon dossier."),
    (SettingName.EMERGENCY_SAMU, Choice.REFUSE): gettext_lazy("Le médecin du SAMU n’ouvre pas mon dossier."),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.ALLOW): gettext_lazy("Si je ne peux pas parler, un soignant peut l’ouvrir en urgence."),
    (SettingName.EMERGENCY_BREAK_GLASS, Choice.REFUSE): gettext_lazy("Même si je ne peux pas parler, aucun autre soignant ne l’ouvre."),
    (SettingName.EMERGENCY_HIDDEN, Choice.ALLOW): gettext_lazy("Ce que j’ai masqué peut alors être vu."),
    (SettingName.EMERGENCY_HIDDEN, Choice.REFUSE): gettext_lazy("Ce que j’ai masqué reste masqué."),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.YES): gettext_lazy("Mes oppositions comptent aussi en urgence."),
    (SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO): gettext_lazy("Mes oppositions ne comptent pas en urgence."),
}  # fmt: skip
_ORDER = (
    SettingName.EMERGENCY_SAMU, SettingName.EMERGENCY_BREAK_GLASS, SettingName.EMERGENCY_HIDDEN,
    SettingName.EMERGENCY_BLOCKS_HOLD,
)  # fmt: skip
_TOGETHER = 4


def language() -> str:
    return get_language() or "fr"


def page(cards: Sequence[CardLine], settings: Mapping[SettingName, SettingCard], trusted: TrustedCard | None) -> Shown:
    standing = next((card for card in cards if card.ends_at is None), None)
    return {
        "lede": _("Vous avez une carte, créée le %(moment)s.") % {"moment": counting.moment(standing.begins_at)}
        if standing
        else _("Vous n’avez pas de carte en ce moment."),
        "has_card": standing is not None,
        "says": choices(settings),
        "trusted": trusted.name if trusted else "",
        "trusted_phone": trusted.phone if trusted else "",
    }


def choices(settings: Mapping[SettingName, SettingCard]) -> list[str]:
    """What holds, whether the patient said it or silence does."""
    return [str(_SAID[name, settings[name].value]) for name in _ORDER]


def words(
    name: str,
    born_on: date,
    settings: Mapping[SettingName, SettingCard],
    trusted: TrustedCard | None,
    reference: str,
    *,
    day: datetime,
) -> Shown:
    """Both sides of the card, and how to make it."""
    return {
        "title": _("Carte d’urgence"),
        "name": name,
        "born": _("Date de naissance\u00a0: %(day)s") % {"day": counting.day(born_on)},
        "choices_title": _("Mes choix en cas d’urgence"),
        "choices": choices(settings),
        "trusted_title": _("Ma personne de confiance") if trusted else "",
        "trusted": ", ".join(part for part in (trusted.name, trusted.phone) if part) if trusted else "",
        "to_carers_title": _("Pour les soignants"),
        "to_carers": _(
            "Ce code dit seulement de quel dossier il s’agit. Votre logiciel pose ensuite la question d’urgence,"
            " qui est motivée et notée."
        ),
        "reference": " ".join(reference[at : at + _TOGETHER] for at in range(0, len(reference), _TOGETHER)),
        "code_alt": _("Code à scanner par un logiciel de soins\u00a0: la référence de cette carte, rien d’autre"),
        "made": _("Carte créée le %(day)s") % {"day": counting.day(day)},
        "how": [
            _("Découpez sur les pointillés, puis pliez au milieu."),
            _("Une carte perdue\u00a0? Retirez-la sur le site\u00a0: son code ne mène plus nulle part."),
            _("Si vous changez un choix, imprimez une nouvelle carte. Les soignants suivent le site, pas le papier."),
        ],
        "foot": _("Cette carte ne dit rien de votre santé."),
        "page_word": _("page"),
    }
