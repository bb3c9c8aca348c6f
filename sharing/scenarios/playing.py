"""Declares what a story declares, through the domain services, and meets the refusals it expects."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from consents.actor import Actor
from consents.errors import InvalidFact, Refused
from consents.services import directives, minors, physicians, preferences, settings
from consents.vocabulary import Choice, Door, SettingName, SubjectKind
from consents.words import Recipient, Subject
from sharing.scenarios.results import Result
from sharing.scenarios.staging import Stage
from sharing.scenarios.story import (
    DeclarationLine,
    EndAct,
    MandateAct,
    NotToKnowAct,
    PostMortemAct,
    PreferenceAct,
    SecrecyAct,
    SettingsAct,
    TrustedPersonAct,
    WithholdAct,
)


def declare(line: DeclarationLine, stage: Stage, result: Result) -> None:
    """Plays one line; a refusal that was not expected, or did not come, is a failure."""
    where = f"line {line.line}, {line.place}"
    try:
        _play(line, stage)
    except Refused as refused:
        result.answered.add(refused.rule)
        if refused.rule != line.refused:
            expected = f"a refusal for {line.refused}" if line.refused else "to be recorded"
            result.fail(where, expected, f"refused ({refused.because.replace('_', ' ')})", refused.rule)
    except InvalidFact as invalid:
        result.fail(where, "a declaration that can be made", in_words(invalid))
    else:
        if line.refused:
            result.fail(where, f"a refusal for {line.refused}", "recorded")


def in_words(invalid: InvalidFact) -> str:
    return f"{invalid.element}: {invalid.because}".replace("_", " ")


def _play(line: DeclarationLine, stage: Stage) -> None:
    speaker = Actor.professional if isinstance(line.act, WithholdAct) else Actor.person
    by = speaker(stage.ids[line.by], door=Door.COMMAND)
    _PLAYERS[type(line.act)](stage.ids[line.patient], line.act, stage, {"by": by, "at": line.at})


Said = dict[str, Any]


def _to(to: Recipient, stage: Stage) -> Recipient:
    return replace(to, reference=str(stage.ids.get(to.reference, to.reference)))


def _about(about: Subject, stage: Stage) -> Subject:
    if about.kind is not SubjectKind.DOCUMENT:
        return about
    return replace(about, reference=str(stage.ids[about.reference]))


def _preference(patient: UUID, act: PreferenceAct, stage: Stage, said: Said) -> None:
    said = said | {"to": _to(act.to, stage), "about": _about(act.about, stage)}
    if act.verb == "withdraw":
        preferences.withdraw(patient, **said)
        return
    verb = preferences.grant if act.verb == "grant" else preferences.oppose
    verb(patient, begins_at=act.begins, ends_at=act.ends, **said)


def _trusted_person(patient: UUID, act: TrustedPersonAct, stage: Stage, said: Said) -> None:
    directives.designate_trusted_person(
        patient,
        person=stage.ids[act.person],
        accepted=act.accepted,
        authorisation=act.authorisation,
        **said,
    )


def _settings(patient: UUID, act: SettingsAct, stage: Stage, said: Said) -> None:
    first = next(iter(act.values))
    if first is SettingName.GRAVE_PROGNOSIS:
        only = [stage.ids[name] for name in act.only]
        settings.wish_for_relatives(patient, grave_prognosis=act.values[first], only=only, **said)
    elif first is SettingName.THROUGH_PHYSICIAN:
        minors.require_physician(patient, required=act.values[first] is Choice.YES, **said)
    elif first in settings.EMERGENCY:
        settings.choose_for_emergencies(patient, choices=act.values, **said)
    else:
        settings.choose_for_treating_physician(patient, choices=act.values, **said)


def _post_mortem(patient: UUID, act: PostMortemAct, stage: Stage, said: Said) -> None:
    directives.oppose_after_death(
        patient,
        everything=act.everything,
        motives=act.motives,
        persons=[stage.ids[name] for name in act.persons],
        documents=[stage.ids[name] for name in act.documents],
        **said,
    )


def _secrecy(patient: UUID, act: SecrecyAct, stage: Stage, said: Said) -> None:
    towards = [stage.ids[name] for name in act.towards]
    minors.keep_secret(patient, document=stage.ids[act.document], towards=towards, **said)


def _not_to_know(patient: UUID, act: NotToKnowAct, stage: Stage, said: Said) -> None:
    directives.wish_not_to_know(patient, document=stage.ids[act.document], **said)


def _mandate(patient: UUID, act: MandateAct, stage: Stage, said: Said) -> None:
    directives.give_mandate(
        patient,
        to=_to(act.to, stage),
        about=_about(act.about, stage),
        begins_at=act.begins,
        ends_at=act.ends,
        **said,
    )


def _withhold(patient: UUID, act: WithholdAct, stage: Stage, said: Said) -> None:
    said = said | {"rule": act.rule, "reason": act.reason, "document": stage.ids[act.document]}
    for name in act.towards or (None,):
        physicians.withhold(patient, from_person=stage.ids[name] if name else None, **said)


def _end(patient: UUID, act: EndAct, stage: Stage, said: Said) -> None:
    if act.kind == "post_mortem":
        directives.withdraw_post_mortem(patient, **said)
        return
    named = stage.ids[act.name]
    ends: dict[str, Callable[[], object]] = {
        "minor_secrecy": lambda: minors.lift_secrecy(patient, document=named, **said),
        "not_to_know": lambda: directives.withdraw_not_to_know(patient, document=named, **said),
        "mandate": lambda: directives.withdraw_mandate(patient, person=named, **said),
        "trusted_person": lambda: directives.withdraw_trusted_person(patient, person=named, **said),
    }
    ends[act.kind]()


_PLAYERS: dict[type, Callable[[UUID, Any, Stage, Said], None]] = {
    PreferenceAct: _preference,
    TrustedPersonAct: _trusted_person,
    SettingsAct: _settings,
    PostMortemAct: _post_mortem,
    SecrecyAct: _secrecy,
    NotToKnowAct: _not_to_know,
    MandateAct: _mandate,
    WithholdAct: _withhold,
    EndAct: _end,
}
