"""Sets a story's stage through the intake services, as a hospital's software would feed it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from consents.calendar import first_instant
from consents.services import intake
from consents.vocabulary import Regime
from consents.words import Identifier
from sharing.asked import AskerNamed
from sharing.scenarios.reading_cast import LONG_AGO
from sharing.scenarios.story import (
    AuthorityLine,
    DocumentLine,
    OrganisationLine,
    ProfessionalLine,
    ProtectionLine,
    Story,
)

#: Names of a story are identifiers of a system of their own.
NAMES = "urn:mes-partages:story"


@dataclass
class Stage:
    """What each name of the story has become."""

    story: Story
    ids: dict[str, UUID] = field(default_factory=dict)
    purposes: dict[tuple[AskerNamed, Identifier, datetime], str] = field(default_factory=dict)

    def name_of(self, identifier: str) -> str:
        return next((name for name, key in self.ids.items() if str(key) == identifier), identifier)


def identifier(name: str) -> Identifier:
    return Identifier(NAMES, name)


def stage(story: Story) -> Stage:
    """Everyone and everything the story names, recorded; nothing declared yet."""
    built = Stage(story)
    for record in (_people, _organisations, _professionals, _documents, _care, _family):
        record(built)
    return built


def _people(built: Stage) -> None:
    for name, line in built.story.people.items():
        recorded = intake.record_person(
            at=built.story.now,
            birth_name=name.capitalize(),
            born_on=line.born,
            identifiers=[identifier(name)],
            died_at=first_instant(line.died) if line.died else None,
        )
        built.ids[name] = recorded.id


def _organisations(built: Stage) -> None:
    """Twice, so that a site may stand before its legal entity in the file."""
    for name, line in (*built.story.organisations.items(), *_sites(built)):
        recorded = intake.record_organisation(
            name=name,
            kind=line.kind,
            identifiers=[identifier(name)],
            part_of=built.ids.get(line.part_of or ""),
            is_active=line.active,
        )
        built.ids[name] = recorded.id
        if line.team:
            intake.switch_regime(recorded.id, regime=Regime.TEAM)


def _sites(built: Stage) -> list[tuple[str, OrganisationLine]]:
    return [(name, line) for name, line in built.story.organisations.items() if line.part_of]


def _professionals(built: Stage) -> None:
    for name, line in (*built.story.professionals.items(), *_assistants(built)):
        recorded = intake.record_professional(
            family_name=name.capitalize(),
            identifiers=[identifier(name)],
            profession=line.profession,
            specialty=line.specialty,
            assists=built.ids.get(line.assists or ""),
            person=built.ids[line.person] if line.person else None,
            is_active=line.active,
        )
        built.ids[name] = recorded.id
        for position, place in enumerate(line.at):
            intake.record_practice(professional=recorded.id, organisation=built.ids[place], position=position)


def _assistants(built: Stage) -> list[tuple[str, ProfessionalLine]]:
    return [(name, line) for name, line in built.story.professionals.items() if line.assists]


def _documents(built: Stage) -> None:
    """Each after the one it replaces; a document that replaces itself in a ring is refused by intake."""
    waiting = dict(built.story.documents)
    while waiting:
        ready = [name for name, line in waiting.items() if line.replaces not in waiting]
        for name in ready or list(waiting):
            _document(built, name, waiting.pop(name))


def _document(built: Stage, name: str, line: DocumentLine) -> None:
    recorded = intake.record_document(
        built.ids[line.patient],
        deposited=line.day,
        category=line.category,
        specialty=line.specialty,
        author=built.ids[line.author] if line.author else None,
        organisation=built.ids[line.at] if line.at else None,
        third_party=line.third_party,
        announcement_pending=line.announcement_pending,
        source_system=NAMES,
        source_value=name,
        replaces=built.ids[line.replaces] if line.replaces else None,
    )
    built.ids[name] = recorded.id


def _care(built: Stage) -> None:
    for line in built.story.care:
        intake.record_care(
            built.ids[line.patient],
            professional=built.ids[line.professional],
            basis=line.basis,
            begins_at=line.begins,
            ends_at=line.ends,
            organisation=built.ids[line.at] if line.at else None,
        )


def _family(built: Stage) -> None:
    for line in built.story.family:
        if isinstance(line, AuthorityLine):
            child, holder = built.ids[line.child], built.ids[line.holder]
            intake.record_authority(child, holder=holder)
            if line.withdrawn:
                intake.withdraw_authority(child, holder=holder, at=LONG_AGO)
        elif isinstance(line, ProtectionLine):
            intake.record_protection(built.ids[line.protected], guardian=built.ids[line.guardian], measure=line.measure)
        else:
            intake.record_survivor(
                built.ids[line.deceased],
                survivor=built.ids[line.survivor],
                relation=line.relation,
            )
