"""What silence means for each setting (decision.md §1): standard library only, for the engine and the services."""

from collections.abc import Mapping

from consents.vocabulary import Choice, SettingName

SILENCE: Mapping[SettingName, Choice] = {
    SettingName.EMERGENCY_BREAK_GLASS: Choice.ALLOW,
    SettingName.EMERGENCY_SAMU: Choice.ALLOW,
    SettingName.EMERGENCY_HIDDEN: Choice.REFUSE,
    SettingName.EMERGENCY_BLOCKS_HOLD: Choice.YES,
    SettingName.TREATING_PHYSICIAN_SEES_HIDDEN: Choice.NO,
    SettingName.TREATING_PHYSICIAN_INFORMED: Choice.YES,
    SettingName.GRAVE_PROGNOSIS: Choice.NO_WISH,
    SettingName.THROUGH_PHYSICIAN: Choice.NO,
}
