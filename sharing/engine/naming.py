"""Which documents the facts of a patient name one by one."""

from consents.vocabulary import SubjectKind
from sharing.engine.facts import PatientFacts


def named_documents(patient: PatientFacts | None) -> frozenset[str]:
    """The documents that a fact of the patient names."""
    if patient is None:
        return frozenset()
    abouts = [word.about for word in patient.preferences]
    abouts += [mandate.about for mandate in patient.mandates]
    named = {about.ref for about in abouts if about.kind is SubjectKind.DOCUMENT}
    named |= {secrecy.document for secrecy in patient.secrecies if secrecy.document is not None}
    named |= {wish.document for wish in patient.not_to_know}
    named |= {each.document for each in patient.withholdings if each.document is not None}
    return frozenset(named | {opposition.ref for opposition in patient.post_mortem})
