"""Which rule each declaration is made under, for what purpose, and what the law keeps whatever is declared."""

from collections.abc import Mapping

from consents.vocabulary import DeclarationKind, OrganisationKind, Profession, Purpose, RecipientKind, SubjectKind

_RULES: Mapping[str, str] = {
    DeclarationKind.OPPOSE: "R08",
    DeclarationKind.GRANT: "R19",
    DeclarationKind.WITHDRAW: "R08",
    DeclarationKind.TRUSTED_PERSON: "R43",
    DeclarationKind.WITHDRAW_TRUSTED_PERSON: "R43",
    DeclarationKind.PERSON_TO_CALL: "R50",
    DeclarationKind.WITHDRAW_PERSON_TO_CALL: "R50",
    DeclarationKind.EMERGENCY: "R34",
    DeclarationKind.TREATING_PHYSICIAN: "R30",
    DeclarationKind.RELATIVES: "R42",
    DeclarationKind.POST_MORTEM: "R54",
    DeclarationKind.WITHDRAW_POST_MORTEM: "R54",
    DeclarationKind.MINOR_SECRECY: "R62",
    DeclarationKind.WITHDRAW_MINOR_SECRECY: "R62",
    DeclarationKind.THROUGH_PHYSICIAN: "R64",
    DeclarationKind.NOT_TO_KNOW: "R02c",
    DeclarationKind.WITHDRAW_NOT_TO_KNOW: "R02c",
    DeclarationKind.MANDATE: "R82",
    DeclarationKind.WITHDRAW_MANDATE: "R82",
    DeclarationKind.DESIGNATION: "R12",
    DeclarationKind.HEARD: "R90",
}
_PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    DeclarationKind.TRUSTED_PERSON: (Purpose.SUPPORT,),
    DeclarationKind.WITHDRAW_TRUSTED_PERSON: (Purpose.SUPPORT,),
    DeclarationKind.PERSON_TO_CALL: (Purpose.SUPPORT,),
    DeclarationKind.WITHDRAW_PERSON_TO_CALL: (Purpose.SUPPORT,),
    DeclarationKind.EMERGENCY: (Purpose.EMERGENCY, Purpose.SAMU_CALL),
    DeclarationKind.RELATIVES: (Purpose.SUPPORT,),
    DeclarationKind.POST_MORTEM: (Purpose.AFTER_DEATH_CAUSES, Purpose.AFTER_DEATH_RIGHTS, Purpose.AFTER_DEATH_MEMORY),
    DeclarationKind.WITHDRAW_POST_MORTEM: (
        Purpose.AFTER_DEATH_CAUSES, Purpose.AFTER_DEATH_RIGHTS, Purpose.AFTER_DEATH_MEMORY,
    ),
    DeclarationKind.MINOR_SECRECY: (Purpose.REPRESENTATION,),
    DeclarationKind.WITHDRAW_MINOR_SECRECY: (Purpose.REPRESENTATION,),
    DeclarationKind.THROUGH_PHYSICIAN: (Purpose.REPRESENTATION,),
    DeclarationKind.NOT_TO_KNOW: (Purpose.OWN_ACCESS,),
    DeclarationKind.WITHDRAW_NOT_TO_KNOW: (Purpose.OWN_ACCESS,),
    DeclarationKind.MANDATE: (Purpose.MANDATE,),
    DeclarationKind.WITHDRAW_MANDATE: (Purpose.MANDATE,),
}  # fmt: skip
#: What stays open, or due, whatever is declared: the author, the hospital's analysis, legal duties, emergencies.
_OPPOSING = ("R29", "R34", "R79", "R84")
_STAYS: Mapping[str, tuple[str, ...]] = {
    DeclarationKind.OPPOSE: _OPPOSING,
    DeclarationKind.GRANT: ("R06", "R84"),
    DeclarationKind.EMERGENCY: ("R84",),
    DeclarationKind.POST_MORTEM: ("R84",),
    DeclarationKind.MINOR_SECRECY: ("R84", "R85"),
    DeclarationKind.TRUSTED_PERSON: ("R44", "R45"),
    DeclarationKind.PERSON_TO_CALL: ("R50",),
    DeclarationKind.MANDATE: ("R02a",),
}
_BY_AGREEMENT = frozenset({OrganisationKind.HEALTH_CENTRE, OrganisationKind.GROUP_PRACTICE})


def rule(kind: str, *, to_kind: str, about_kind: str, recipient: str) -> str:
    """The rule's number (law.md). `recipient`: the profession of a professional, the kind of an organisation."""
    if kind == DeclarationKind.OPPOSE and (to_kind, about_kind) == (RecipientKind.EVERYONE, SubjectKind.DOCUMENT):
        return "R28"
    if kind == DeclarationKind.GRANT and to_kind == RecipientKind.ORGANISATION:
        return "R14" if recipient in _BY_AGREEMENT else "R16"
    if kind == DeclarationKind.GRANT and to_kind == RecipientKind.PERSON:
        return "R40"
    if kind == DeclarationKind.GRANT and recipient == Profession.OCCUPATIONAL_PHYSICIAN:
        return "R75"
    return _RULES.get(kind, "R89")


def purposes(kind: str, *, to_kind: str, recipient: str) -> tuple[Purpose, ...]:
    if to_kind == RecipientKind.PERSON and kind not in _PURPOSES:
        return (Purpose.FAMILY_ACCESS,)
    if recipient == Profession.OCCUPATIONAL_PHYSICIAN:
        return (Purpose.OCCUPATIONAL_HEALTH,)
    return _PURPOSES.get(kind, (Purpose.CARE,))


def stays(kind: str) -> tuple[str, ...]:
    """The rules that hold whatever is declared, by their numbers."""
    return _STAYS.get(kind, ())


def known() -> frozenset[str]:
    return frozenset(_RULES)
