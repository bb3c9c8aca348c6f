"""Line 10.1 and §5: breaking the glass (R34) and the SAMU call (R35, CSP L1111-17 I).

A purpose that passes through the same questions as care, then has its own doors.
"""

from consents.vocabulary import Choice, Obligation, Purpose, RecipientKind, SettingName, SubjectKind
from sharing.engine import settings
from sharing.engine.answer import Answer, deny, permit
from sharing.engine.case import Case
from sharing.engine.facts import Preference
from sharing.engine.item import Item
from sharing.engine.preferences import LeftOut, Weighing
from sharing.engine.rules import remit, treating_physician

_NAMED = frozenset({RecipientKind.PROFESSIONAL, RecipientKind.ORGANISATION, RecipientKind.PROFESSION})

#: The door of each purpose: the setting that refuses it, and its rule.
_DOORS = {
    Purpose.EMERGENCY: (SettingName.EMERGENCY_BREAK_GLASS, "R34"),
    Purpose.SAMU_CALL: (SettingName.EMERGENCY_SAMU, "R35"),
}


def is_stated(case: Case) -> bool:
    return case.asked_as in _DOORS


def answer(case: Case, item: Item) -> Answer:
    """Asked once care has refused (§5.1)."""
    setting, rule = _DOORS[case.asked_as]
    if settings.chosen(case.voices, setting) is Choice.REFUSE:
        return deny(rule, "5.2")
    weighing = case.weigh(item, _blocks_left_out(case))
    return (
        _still_opposed(case, weighing)
        or remit.exceeded(case, item, "5.4")
        or permit(rule, "5.5", *_obligations(case, item), weighing=weighing)
    )


def _blocks_left_out(case: Case) -> LeftOut | None:
    """The patient said that his blocks do not hold in an emergency (§5.3)."""
    counts = settings.lifting(case.voices, SettingName.EMERGENCY_BLOCKS_HOLD, Choice.NO)
    if counts is None:
        return None
    return lambda voice, word: word.to.kind in _NAMED and counts(voice, word)


def _still_opposed(case: Case, weighing: Weighing) -> Answer | None:
    """A block holds (R37); what is hidden stays hidden (R36) unless the patient allowed it."""
    remaining = weighing.oppositions()
    if any(word.to.kind in _NAMED for _, word in remaining):
        return deny("R37", "5.3", weighing=weighing)
    shown = settings.lifting(case.voices, SettingName.EMERGENCY_HIDDEN, Choice.ALLOW)
    if any(_hides(word) and not (shown and shown(voice, word)) for voice, word in remaining):
        return deny("R36", "5.3", weighing=weighing)
    return None


def _hides(word: Preference) -> bool:
    """To everyone, about a document, a category or a specialty. Everyone about everything closes
    ordinary sharing only: this door has its own choice.
    """
    return word.about.kind is not SubjectKind.EVERYTHING


def _obligations(case: Case, item: Item) -> frozenset[Obligation]:
    """The treating physician is told unless the patient opposed it, or opposes him (§9.10)."""
    always = {Obligation.RECORD, Obligation.NOTIFY_PATIENT, Obligation.REVIEW}
    if not treating_physician.is_informed(case, item):
        return frozenset(always)
    return frozenset(always | {Obligation.NOTIFY_TREATING_PHYSICIAN})
