"""Who is the patient's treating physician, as the record says."""

from consents.vocabulary import CareBasis
from sharing.selectors.portrait import Member, Portrait


def physicians(portrait: Portrait) -> list[Member]:
    """One at most by the patient's own choice; other software may have named another."""
    return [one for one in portrait.members if is_treating(one)]


def is_treating(member: Member) -> bool:
    return any(entry.basis == CareBasis.TREATING_PHYSICIAN for entry in member.care)
