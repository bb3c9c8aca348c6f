"""Whom a grant or a mandate may never reach (decision.md §1.1, §4.2, §9.1)."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from consents.errors import Refused
from consents.models import Organisation, Person, Practice, Professional
from consents.services.turns import Turn
from consents.vocabulary import NEVER_ORGANISATIONS, NEVER_PROFESSIONS, OrganisationKind, Profession, RecipientKind


def may_be_granted(turn: Turn, named: dict[str, Any]) -> None:
    """Refuses a grant that names nobody (R19), one who may never read, or one who grants to himself (R05)."""
    if named["to_kind"] in (RecipientKind.EVERYONE, RecipientKind.PROFESSION):
        raise Refused("R19", "grant_names_its_recipient")
    never_reads(turn, named["to_professional"], named["to_organisation"])
    not_to_himself(turn, named["to_person"], named["to_professional"])


def never_reads(turn: Turn, professional: Professional | None, organisation: Organisation | None) -> None:
    """The insurer, the employer, the fund, the police and their kind, with the rule of each (§4.2)."""
    rule = None
    if organisation is not None:
        rule = _rule_of_organisation(organisation)
    elif professional is not None:
        rule = NEVER_PROFESSIONS.get(Profession(professional.profession)) or _rule_of_places(turn, professional)
    if rule is not None:
        raise Refused(rule, "recipient_never_reads")


def _rule_of_organisation(organisation: Organisation) -> str | None:
    """A site is what its legal entity is, when that may never read (decision.md §9.11)."""
    own = NEVER_ORGANISATIONS.get(OrganisationKind(organisation.kind))
    parent = organisation.part_of
    return own or (NEVER_ORGANISATIONS.get(OrganisationKind(parent.kind)) if parent else None)


def _rule_of_places(turn: Turn, professional: Professional) -> str | None:
    """The rule of someone who asks only from places that may never read."""
    standing = (Q(begins_at=None) | Q(begins_at__lte=turn.at)) & (Q(ends_at=None) | Q(ends_at__gt=turn.at))
    places = Practice.objects.filter(standing, professional=professional).select_related("organisation__part_of")
    rules = [_rule_of_organisation(place.organisation) for place in places]
    return rules[0] if rules and all(rules) else None


def not_to_himself(turn: Turn, person: Person | None, professional: Professional | None) -> None:
    """Nobody opens the record to himself: no word for the one who speaks or for who stands beside him (§9.1)."""
    human = person.pk if person is not None else _human(professional)
    if human is None:
        return
    if human == turn.patient.pk:
        raise Refused("R05", "to_the_patient_himself")
    if not turn.is_the_patients_own and human in {turn.voice} | turn.family.legal(turn.at):
        raise Refused("R05", "nobody_opens_the_record_to_himself")


def _human(professional: Professional | None) -> UUID | None:
    return professional.person_id if professional is not None else None
