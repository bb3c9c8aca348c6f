"""A choice as it is looked at before it is made."""

from dataclasses import dataclass

from consents.selectors.portrait import Names, WordCard
from portal.patient.declarations import Preference
from portal.patient.presenters import words
from sharing.selectors.portrait import Portrait
from sharing.services.preview import Effect


@dataclass(frozen=True, slots=True)
class Looked:
    """What the page of any choice is drawn from: the record as it stands, names, what would change."""

    portrait: Portrait
    names: Names
    effect: Effect


@dataclass(frozen=True, slots=True)
class Considered(Looked):
    """A grant, an opposition or a withdrawal."""

    said: Preference

    @property
    def verb(self) -> str:
        return self.said.verb

    @property
    def to(self) -> tuple[str, str]:
        return self.said.to

    @property
    def about(self) -> tuple[str, str]:
        return self.said.about

    @property
    def document(self) -> str:
        """The one document it is about; empty when it is about more."""
        return self.about[1] if self.about[0] == "document" else ""

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
