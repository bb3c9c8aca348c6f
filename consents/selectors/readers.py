"""Who reads a patient's history: the patient himself, or one who speaks for him and is shown less (R62–R67)."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """`documents` are those that this reader may himself see, by the engine's answer; `admitted`: he may read at all.

    `rule`: why, of the record as a whole. `known`: the documents of which he may know that they are there: those he
    sees, those that wait for their announcement (R31), those that he reads with a doctor (R64).
    `secret_from`, `secret_at`: whom, and the places, that care kept secret from him as a whole names (R63).
    Made by `sharing.selectors.readers`; whoever makes one by hand answers for it.
    """

    person: str
    himself: bool
    admitted: bool
    documents: frozenset[str]
    rule: str = ""
    known: frozenset[str] = frozenset()
    secret_from: frozenset[str] = frozenset()
    secret_at: frozenset[str] = frozenset()

    @classmethod
    def patient(cls, patient_id: uuid.UUID) -> "Reader":
        """The patient on his own pages: no line is left out. What a line may name is another question."""
        return cls(person=str(patient_id), himself=True, admitted=True, documents=frozenset())

    def sees_all(self, documents: "frozenset[str] | set[str]") -> bool:
        return self.himself or documents <= self.documents
