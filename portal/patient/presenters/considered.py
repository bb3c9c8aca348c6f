"""A choice as it is looked at before it is made."""

from dataclasses import dataclass

from consents.selectors.portrait import Names, WordCard
from portal.patient.presenters import words
from sharing.selectors.portrait import Portrait
from sharing.services.preview import Effect


@dataclass(frozen=True, slots=True)
class Considered:
    """A choice as it is looked at before it is made."""

    verb: str
    to: tuple[str, str]
    about: tuple[str, str]
    portrait: Portrait
    names: Names
    effect: Effect

    @property
    def to_words(self) -> str:
        return words.to_whom(*self.to, self.names)

    @property
    def about_words(self) -> str:
        return words.about_what(*self.about, self.names)

    @property
    def standing(self) -> WordCard | None:
        """The word that stands for exactly this `to × about`, if any."""
        wanted = (*self.to, *self.about)
        found = (one for one in self.portrait.words if (one.to_kind, one.to, one.about_kind, one.about) == wanted)
        return next(found, None)
