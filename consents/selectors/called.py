"""What identifiers are called, whoever they stand for: for explanations and the console."""

import uuid
from collections.abc import Iterable, Mapping

from consents.labels import CATEGORIES
from consents.models import Document, Organisation, Person, Professional
from consents.selectors.portrait import identifiers


def called(references: Iterable[str]) -> Mapping[str, str]:
    """A name for each identifier known; four statements. A document is its kind and its day."""
    keys = identifiers(references)
    found = {str(row.pk): str(row) for model in (Person, Professional, Organisation) for row in _rows(model, keys)}
    documents = Document.objects.filter(pk__in=keys)
    return found | {str(row.pk): f"{CATEGORIES[row.category]}, {row.deposited_on:%d/%m/%Y}" for row in documents}


def _rows(
    model: type[Person] | type[Professional] | type[Organisation], keys: list[uuid.UUID]
) -> Iterable[Person | Professional | Organisation]:
    return model._default_manager.filter(pk__in=keys)
