"""The record of a person whom the reader represents: whose it is, who looks and speaks, what he may know.

One machinery for a child and for a protected adult: each has its door, which says by which rules one comes in. What
is kept secret from the one who looks does not exist on any page made from here (decision.md §9.13).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consents.actor import Actor
from consents.selectors.minors import is_minor
from consents.selectors.portrait import WordCard
from consents.selectors.readers import Reader
from portal.patient import doorway
from sharing.selectors import represented
from sharing.selectors.portrait import Portrait, portrait_for
from sharing.selectors.represented import Represented


class Door(StrEnum):
    """Names the routes of its pages: `child`, `child_team`…"""

    CHILD = "child"
    WARD = "ward"


#: By which rules one comes in, of the record as a whole: to read, or to read with a doctor (R64).
RULES: Mapping[Door, frozenset[str]] = {
    Door.CHILD: frozenset({"R59", represented.THROUGH_A_DOCTOR}),
    Door.WARD: frozenset({"R72", represented.ASSISTED}),
}


@dataclass(frozen=True, slots=True)
class Acting:
    """`person` looks at the record of `patient`, and speaks for him, at `at`."""

    door: Door
    patient: UUID
    person: UUID
    at: datetime
    whom: Represented

    @property
    def by(self) -> Actor:
        return Actor.person(self.person)

    @property
    def name(self) -> str:
        """« Lina »."""
        return self.whom.person.given

    @property
    def of(self) -> str:
        """« de Lina », « d’Anne »."""
        return of(self.name)

    @property
    def decides(self) -> bool:
        """One who only assists reads what the adult lets him read, and chooses nothing (R73)."""
        return not self.whom.assists

    @property
    def reads(self) -> Reader:
        """Who reads what others did: nothing when he must go through a doctor."""
        return self.whom.reads

    @property
    def hears(self) -> Reader:
        """Who reads what was chosen: one who decides knows the choices, even when he reads with a doctor (R61, R64)."""
        return replace(self.whom.reads, admitted=True)

    @property
    def others(self) -> Mapping[str, str]:
        return self.whom.others

    def url(self, page: str = "", *named: object) -> str:
        return reverse(f"{self.door}_{page}" if page else self.door, args=[self.patient, *named])

    def portrait(self) -> Portrait:
        return portrait_for(self.patient, person=self.person, at=self.at)

    def is_mine(self, word: WordCard) -> bool:
        """A word that this voice may replace or withdraw: its own, or that of one who no longer speaks (§1.3)."""
        return word.voice == str(self.person) or word.voice not in self.others

    def mine(self, words: Sequence[WordCard]) -> tuple[WordCard, ...]:
        return tuple(word for word in words if self.is_mine(word))

    def speaker(self, voice: str) -> str:
        """The name of another voice; empty for the reader's own, and for one who no longer speaks."""
        return self.others.get(voice, "")

    def handle(self, revision: int) -> str:
        """What an address calls one of his declarations: nothing can be counted from it (decision.md §1.7)."""
        return self.sealed("declaration", revision)[:32]

    def sealed(self, kind: str, said: Any) -> str:
        """A mark that only we can make, another for each reader and each record."""
        value = f"{self.patient}:{self.person}:{said!r}"
        return salted_hmac(f"portal.patient.acting.{kind}", value, algorithm="sha256").hexdigest()


def of(name: str) -> str:
    """A name after « de »; an h is taken as mute, a y before a consonant as a vowel: d’Hélène, d’Yves, de Yanis."""
    letters = f"{name.lower()}  "
    bare = unicodedata.normalize("NFD", letters[0])[0]
    elided = bare in "aeiouhœæ" or (bare == "y" and letters[1] not in "aeiou")
    return (_("d’%(name)s") if elided else _("de %(name)s")) % {"name": name}


def enter(request: HttpRequest, door: Door, patient: UUID) -> Acting:
    """As one who decides. Raises Http404 for whoever is unknown, not his, of age, withdrawn from him: all the same page."""
    acting = look_in(request, door, patient)
    if not acting.decides:
        raise Http404
    return acting


def look_in(request: HttpRequest, door: Door, patient: UUID) -> Acting:
    """As one who may read, whether he decides or only assists (R72, R73)."""
    person, at = doorway.patient_of(request), doorway.now()
    refuse_minors(person, at=at)
    whom = represented.represented(patient, person, at=at)
    if whom is None or whom.reads.rule not in RULES[door]:
        raise Http404
    return Acting(door, patient, person, at, whom)


def refuse_minors(person: UUID, *, at: datetime) -> None:
    """A minor represents nobody, and has no such page (R67)."""
    if is_minor(person, at=at):
        raise Http404
