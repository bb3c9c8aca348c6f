"""Which lines of the journal touch what is secret from the one who reads (decision.md §9.13; R62–R67).

A document that the reader may not see looks to him like one that does not exist: so do the answers about it, the
questions about it alone, and whoever came only because of it.
"""

import uuid

from django.db.models import Exists, OuterRef, Q

from consents.selectors import origins
from consents.selectors.readers import Reader
from consents.vocabulary import Purpose
from sharing.models import JournalLine

#: Asked by the patient himself, or under a mandate that he alone gives: nobody else's to know.
_HIS_ALONE = (Purpose.OWN_ACCESS.value, Purpose.MANDATE.value)


def told(patient_id: uuid.UUID, reader: Reader) -> Q:
    """The requests that this reader may know of."""
    if reader.himself:
        return Q()
    if not reader.admitted:
        return Q(pk__in=[])
    lines = JournalLine.objects.filter(told_line(reader), request=OuterRef("pk"))
    return Q(Exists(lines)) & ~Q(purpose__in=_HIS_ALONE) & ~_explained_by_secrets(patient_id, reader)


def told_line(reader: Reader) -> Q:
    """The answers that he may know of: about the record, or about a document that he may see.

    One about a document that nobody knows is left out like one about a document that is kept from him.
    """
    if reader.himself:
        return Q()
    return Q(document_named="") | Q(document__in=reader.documents)


def _explained_by_secrets(patient_id: uuid.UUID, reader: Reader) -> Q:
    """Asked by, or for, or from whom only documents that he may not see tie to this patient."""
    secret = origins.known_by_others_only(
        patient_id, seen=reader.documents, besides=(reader.secret_from, reader.secret_at)
    )
    people = Q(asker__in=secret.professionals) | Q(on_behalf_of__in=secret.professionals)
    return people | Q(organisation__in=secret.places)
