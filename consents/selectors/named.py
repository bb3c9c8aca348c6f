"""How professionals and organisations are named to others' software: by their national number, else by another."""

import uuid
from collections.abc import Collection

from consents.models import Organisation, OrganisationIdentifier, Professional, ProfessionalIdentifier
from consents.verification import FINESS, RPPS
from consents.words import Identifier


def professionals(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Identifier]:
    """By RPPS, else by an identifier of another system; who has none is left out. 2 statements."""
    others = ProfessionalIdentifier.objects.filter(professional_id__in=ids).order_by("-system", "-value")
    own = Professional.objects.filter(pk__in=ids).exclude(rpps="").values_list("pk", "rpps")
    return {key: Identifier(system, value) for key, system, value in others.values_list(
        "professional_id", "system", "value")} | {key: Identifier(RPPS, rpps) for key, rpps in own}  # fmt: skip


def organisations(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Identifier]:
    """By FINESS, else by an identifier of another system; what has none is left out. 2 statements."""
    others = OrganisationIdentifier.objects.filter(organisation_id__in=ids).order_by("-system", "-value")
    own = Organisation.objects.filter(pk__in=ids).exclude(finess="").values_list("pk", "finess")
    return {key: Identifier(system, value) for key, system, value in others.values_list(
        "organisation_id", "system", "value")} | {key: Identifier(FINESS, finess) for key, finess in own}  # fmt: skip
