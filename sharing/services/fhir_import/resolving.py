"""From the name that a reference gives to the row it means: in the file first, then among what is kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from consents.errors import InvalidFact
from consents.selectors import facts, known
from sharing.fhir.reading.values import (
    CareRead,
    DocumentRead,
    NotUsed,
    OrganisationRead,
    PersonRead,
    PracticeRead,
    ProfessionalRead,
    Read,
    Reference,
)
from sharing.services.fhir_import.report import NEVER_SEEN

KINDS: dict[type[Read], str] = {
    PersonRead: "Patient",
    OrganisationRead: "Organization",
    ProfessionalRead: "Practitioner",
    PracticeRead: "PractitionerRole",
    DocumentRead: "DocumentReference",
    CareRead: "Encounter",
    NotUsed: "",
}
PATIENT = frozenset({"Patient"})
ORGANISATION = frozenset({"Organization"})
PROFESSIONAL = frozenset({"Practitioner", "PractitionerRole"})
_NAMED = {
    "Patient": facts.people,
    "Organization": facts.organisations_named,
    "Practitioner": facts.professionals_named,
    "PractitionerRole": facts.professionals_named,
}


class LeansOnRefused(Exception):
    """What this entry refers to was refused in the same file: it follows, without a remark of its own."""


class LeftOut(Exception):
    """This document, or the one that it corrects, is left out for a choice that only the patient may declare."""


@dataclass(frozen=True, slots=True)
class Target:
    """`organisation` is the place of a PractitionerRole."""

    id: UUID
    organisation: UUID | None = None


@dataclass(slots=True)
class Resolver:
    by_name: dict[str, Read] = field(default_factory=dict)
    #: by path of what was written; None: understood, and says nothing that is kept
    targets: dict[str, Target | None] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    _kept: dict[tuple[str, tuple[str, str]], Target | None] = field(default_factory=dict)

    def learn(self, read: Read) -> None:
        for name in read.origin.names:
            self.by_name.setdefault(name, read)

    def find(self, reference: Reference | None, kinds: Collection[str]) -> Target | None:
        """The row; None when the reference is empty or means something that is not kept here."""
        if reference is None or (reference.kind and reference.kind not in kinds):
            return None
        here = self._in_file(reference, kinds)
        if here is not None:
            return self._written(here) if KINDS[type(here)] in kinds else None
        target = next((found for kind in sorted(kinds) if (found := self._among_kept(reference, kind))), None)
        if target is None:
            raise InvalidFact(reference.path, NEVER_SEEN)
        return target

    def need(self, reference: Reference, kinds: Collection[str]) -> Target:
        target = self.find(reference, kinds)
        if target is None:
            raise InvalidFact(reference.path, "not_of_this_kind")
        return target

    def _in_file(self, reference: Reference, kinds: Iterable[str]) -> Read | None:
        names = [reference.name]
        if reference.identifier:
            names += [f"{kind}?identifier={'|'.join(reference.identifier)}" for kind in sorted(kinds)]
        found = next((self.by_name[name] for name in names if name in self.by_name), None)
        if found is None and not self.refused.isdisjoint(names):
            raise LeansOnRefused
        return found

    def _written(self, read: Read) -> Target | None:
        if read.origin.path in self.left_out:
            raise LeftOut
        if read.origin.path not in self.targets:
            raise LeansOnRefused
        return self.targets[read.origin.path]

    def _among_kept(self, reference: Reference, kind: str) -> Target | None:
        if reference.identifier is None or kind not in _NAMED:
            return None
        key = (kind, reference.identifier)
        if key not in self._kept:
            row = _NAMED[kind]({reference.identifier}).get(reference.identifier)
            self._kept[key] = Target(row["id"]) if row else None
        return self._kept[key]

    def document(self, reference: Reference | None, patient: UUID) -> Target | None:
        """A document is looked for among its patient's own."""
        if reference is None:
            return None
        here = self._in_file(reference, ("DocumentReference",))
        if here is not None:
            return self._written(here)
        pair = reference.identifier
        found = known.documents(patient, {pair}).get(pair) if pair else None
        if found is None:
            raise InvalidFact(reference.path, NEVER_SEEN)
        return Target(found.id)
