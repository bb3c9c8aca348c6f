"""What a Reference of a Consent names: always by an identifier, for no address of others is known here."""

from consents.words import Identifier
from sharing.fhir.reading import identifiers
from sharing.fhir.reading.elements import Element


def logical(reference: Element) -> Identifier | None:
    """The identifier of a Reference, an IDNPS or an IDNST being the RPPS or the FINESS that it holds."""
    pair = identifiers.logical(reference)
    return Identifier(*pair) if pair else None


def kind_of(reference: Element) -> str:
    """The type that a Reference says, else that of its address; empty when neither does."""
    said = reference.text("type").rpartition("/")[2]
    if said:
        return said
    steps = reference.text("reference", most=500).split("/")
    return steps[-2] if len(steps) > 1 else ""
