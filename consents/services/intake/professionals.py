"""Professionals: named by RPPS, with their profession as received and as we say it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from consents import terminology, verification
from consents.errors import InvalidFact
from consents.models import Person, Professional, ProfessionalIdentifier
from consents.services.intake import rows
from consents.services.intake.rows import Recorded
from consents.vocabulary import Profession
from consents.words import Identifier


@transaction.atomic
def record_professional(
    *,
    family_name: str,
    given_name: str | None = None,
    title: str | None = None,
    rpps: str = "",
    identifiers: Iterable[Identifier] = (),
    profession: Profession | None = None,
    profession_system: str | None = None,
    profession_code: str | None = None,
    speciality_code: str = "",
    specialty: str | None = None,
    assists: UUID | None = None,
    person: UUID | None = None,
    email: str | None = None,
    is_active: bool | None = None,
) -> Recorded:
    """Keep a professional; a (system, code) that nobody has mapped is stored, and entitled to nothing.

    `assists`: under whose responsibility a secretary or student works (R18).
    """
    others = rows.clean(identifiers)
    doubts = verification.rpps(rpps) if rpps else []
    if not family_name.strip():
        raise InvalidFact("family_name", "empty")
    values: dict[str, Any] = {
        "family_name": family_name,
        "given_name": given_name,
        "title": title,
        "profession": _profession(profession, profession_system, profession_code, speciality_code),
        "profession_system": profession_system,
        "profession_code": profession_code,
        "specialty": specialty,
        "assists": rows.named(Professional, assists, "assists"),
        "person": rows.named(Person, person, "person"),
        "email": email,
        "is_active": is_active,
    }
    named = [*others, *([Identifier(verification.RPPS, rpps)] if rpps else [])]
    found = rows.by_identifiers(ProfessionalIdentifier, "professional", named)
    directory = [one.value for one in named if one.system == verification.RPPS]
    found += Professional.objects.filter(rpps__in=directory)
    row, created = rows.only_one(found, "identifier"), False
    if row is not None and rpps and row.rpps not in ("", rpps):
        raise InvalidFact("rpps", "another_professional")
    if row is None:
        given = {column: value for column, value in values.items() if value is not None}
        row, created = Professional.objects.create(rpps=rpps, **given), True
    else:
        rows.update(row, **values, rpps=rpps or None)
    rows.keep_identifiers(ProfessionalIdentifier, "professional", row, others)
    return Recorded(row.pk, created, tuple(doubts))


def _profession(word: str | None, system: str | None, code: str | None, speciality: str) -> str | None:
    if word is not None:
        return rows.word(Profession, word, "profession")
    return terminology.profession(verification.system(system), code, speciality).value if system and code else None
