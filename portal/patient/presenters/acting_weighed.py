"""A choice made for someone, as it is looked at before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass

from consents.selectors.portrait import Names
from consents.vocabulary import SettingName
from portal.patient.acting import Acting
from portal.patient.declarations import Declaration, Preference
from portal.patient.presenters import acting_words
from sharing.selectors.portrait import Portrait
from sharing.selectors.settings import SettingCard
from sharing.services.preview import Effect


@dataclass(frozen=True, slots=True)
class Weighed:
    """A choice as it is looked at before it is made. `settings`: each as it holds today."""

    acting: Acting
    drawn: Portrait
    names: Names
    effect: Effect
    said: Declaration
    settings: Mapping[SettingName, SettingCard]

    def about(self, said: Preference) -> str:
        return acting_words.about(*said.about, self.names.documents, self.acting)
