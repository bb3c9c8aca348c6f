"""What a role adds to a professional who is known already."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from consents.models import Professional, ProfessionalIdentifier
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.vocabulary import Profession
from consents.words import Identifier


@transaction.atomic
def complete_professional(
    professional_id: UUID,
    *,
    identifiers: Iterable[Identifier] = (),
    profession: Profession | None = None,
    profession_system: str = "",
    profession_code: str = "",
) -> Recorded:
    """Keep the numbers of his role, and the profession it states when his own is still unknown."""
    row = rows.named(Professional, professional_id, "professional")
    if row.profession == Profession.UNKNOWN.value and profession is not None and profession_code:
        word = rows.word(Profession, profession, "profession")
        rows.update(row, profession=word, profession_system=profession_system, profession_code=profession_code)
    rows.keep_identifiers(ProfessionalIdentifier, "professional", row, rows.clean(identifiers))
    return Recorded(row.pk, created=False)
