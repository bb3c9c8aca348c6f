"""What is declared in a story, each line one act."""

from datetime import datetime

from consents.vocabulary import AFTER_DEATH_PURPOSES, Choice, Purpose, SettingName
from sharing.scenarios.reading_cast import Cast
from sharing.scenarios.reading_words import read_end, read_recipient, read_rule, read_subject
from sharing.scenarios.story import (
    Act,
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
from sharing.scenarios.yaml_nodes import Place

_ACTS = (
    "grant",
    "oppose",
    "withdraw",
    "trusted_person",
    "emergency",
    "treating_physician",
    "relatives",
    "post_mortem",
    "minor_secrecy",
    "through_physician",
    "not_to_know",
    "mandate",
    "withhold",
)
_OPEN = ("allow", "refuse")


def read_declarations(
    section: Place | None, cast: Cast, *, default_at: datetime, known_rules: frozenset[str]
) -> tuple[DeclarationLine, ...]:
    """The declarations in the order they are played: by moment, then by place."""
    if section is None:
        return ()
    lines = [_line(item, cast, default_at, known_rules) for item in section.items()]
    return tuple(sorted(lines, key=lambda line: line.at))


def _line(place: Place, cast: Cast, default_at: datetime, known_rules: frozenset[str]) -> DeclarationLine:
    found = place.mapping(needed=("by",), allowed=("for", "at", "refused", *_ACTS))
    acts = [key for key in found if key in _ACTS]
    if len(acts) != 1:
        raise place.wrong(f"one act a line is expected, one of: {', '.join(_ACTS)}")
    by = cast.professional(found["by"]) if acts[0] == "withhold" else cast.person(found["by"])
    if acts[0] == "withhold" and "for" not in found:
        raise place.wrong("'for' is missing: from whose record does he withhold?")
    return DeclarationLine(
        by=by,
        patient=cast.person(found["for"]) if "for" in found else by,
        act=_act(acts[0], found[acts[0]], cast),
        at=found["at"].moment() if "at" in found else default_at,
        refused=read_rule(found["refused"], known_rules) if "refused" in found else None,
        place=place.path,
        line=place.line,
    )


def _act(word: str, place: Place, cast: Cast) -> Act:
    if word in ("grant", "oppose"):
        found = place.mapping(needed=("to", "about"), allowed=("from", "until"))
        return PreferenceAct(
            word,
            read_recipient(found["to"], cast),
            read_subject(found["about"], cast),
            read_end(found, "from"),
            read_end(found, "until"),
        )
    return _READERS[word](place, cast)


def _withdraw(place: Place, cast: Cast) -> Act:
    keys = [key for key, _ in place.entries()]
    if "to" in keys or "about" in keys:
        found = place.mapping(needed=("to", "about"))
        to, about = read_recipient(found["to"], cast), read_subject(found["about"], cast)
        return PreferenceAct("withdraw", to, about)
    readers = {
        "minor_secrecy": cast.document,
        "not_to_know": cast.document,
        "mandate": cast.person,
        "trusted_person": cast.person,
        "post_mortem": _all_of_it,
    }
    found = place.mapping(allowed=tuple(readers))
    if len(found) != 1:
        raise place.wrong(f"what ends? to and about, or one of: {', '.join(readers)}")
    ((kind, named),) = found.items()
    return EndAct(kind, readers[kind](named))


def _all_of_it(place: Place) -> str:
    if not place.yes_no():
        raise place.wrong("true was expected: what was opposed for after death ends as a whole")
    return ""


def _trusted_person(place: Place, cast: Cast) -> Act:
    found = place.mapping(needed=("person",), allowed=("accepted", "authorisation"))
    return TrustedPersonAct(
        cast.person(found["person"]),
        found["accepted"].yes_no() if "accepted" in found else False,
        found["authorisation"].text() if "authorisation" in found else "",
    )


def _something(place: Place, *allowed: str) -> dict[str, Place]:
    """At least one of these keys."""
    found = place.mapping(allowed=allowed)
    if not found:
        raise place.wrong(f"nothing is chosen here; known here: {', '.join(allowed)}")
    return found


def _emergency(place: Place, cast: Cast) -> Act:
    found = _something(place, "break_glass", "samu", "hidden", "blocks_hold")
    values = {
        SettingName(f"emergency.{key}"): Choice(found[key].one_of(_OPEN))
        for key in ("break_glass", "samu", "hidden")
        if key in found
    }
    if "blocks_hold" in found:
        values[SettingName.EMERGENCY_BLOCKS_HOLD] = _yes_no(found["blocks_hold"])
    return SettingsAct(values)


def _treating_physician(place: Place, cast: Cast) -> Act:
    found = _something(place, "sees_hidden", "informed")
    return SettingsAct({SettingName(f"treating_physician.{key}"): _yes_no(item) for key, item in found.items()})


def _relatives(place: Place, cast: Cast) -> Act:
    wish = place.mapping(needed=("grave_prognosis",))["grave_prognosis"]
    if wish.is_mapping:
        persons = wish.mapping(needed=("only",))["only"].items()
        only = tuple(cast.person(item) for item in persons)
        return SettingsAct({SettingName.GRAVE_PROGNOSIS: Choice.ONLY}, only)
    return SettingsAct({SettingName.GRAVE_PROGNOSIS: Choice(wish.one_of(("opposed", "no_wish")))})


def _post_mortem(place: Place, cast: Cast) -> Act:
    what = place.mapping(needed=("oppose",))["oppose"]
    if not what.is_mapping:
        what.one_of(("everything",))
        return PostMortemAct(everything=True)
    found = what.mapping(allowed=("motives", "persons", "documents"))
    if not found:
        raise what.wrong("everything, motives, persons or documents were expected")
    motives = tuple(str(purpose) for purpose in sorted(AFTER_DEATH_PURPOSES))
    named = {key: item.items() for key, item in found.items()}
    return PostMortemAct(
        motives=tuple(Purpose(item.one_of(motives)) for item in named.get("motives", ())),
        persons=tuple(cast.person(item) for item in named.get("persons", ())),
        documents=tuple(cast.document(item) for item in named.get("documents", ())),
    )


def _minor_secrecy(place: Place, cast: Cast) -> Act:
    found = place.mapping(needed=("about", "from"))
    return SecrecyAct(cast.document(found["about"]), _towards(found["from"], cast))


def _towards(place: Place, cast: Cast) -> tuple[str, ...]:
    """Everyone (nobody in particular), or the people named."""
    if not place.is_list:
        place.one_of(("everyone",))
        return ()
    persons = tuple(cast.person(item) for item in place.items())
    if not persons:
        raise place.wrong("from whom? everyone, or a list of people")
    return persons


def _withhold(place: Place, cast: Cast) -> Act:
    found = place.mapping(needed=("rule", "about", "from", "reason"))
    return WithholdAct(
        found["rule"].one_of(("R65", "R68", "R71")),
        cast.document(found["about"]),
        _towards(found["from"], cast),
        found["reason"].text(),
    )


def _not_to_know(place: Place, cast: Cast) -> Act:
    return NotToKnowAct(cast.document(place.mapping(needed=("about",))["about"]))


def _mandate(place: Place, cast: Cast) -> Act:
    found = place.mapping(needed=("to", "about"), allowed=("from", "until"))
    return MandateAct(
        read_recipient(found["to"], cast),
        read_subject(found["about"], cast),
        read_end(found, "from"),
        read_end(found, "until"),
    )


def _through_physician(place: Place, cast: Cast) -> Act:
    return SettingsAct({SettingName.THROUGH_PHYSICIAN: _yes_no(place)})


def _yes_no(place: Place) -> Choice:
    return Choice.YES if place.yes_no() else Choice.NO


_READERS = {
    "withdraw": _withdraw,
    "trusted_person": _trusted_person,
    "emergency": _emergency,
    "treating_physician": _treating_physician,
    "relatives": _relatives,
    "post_mortem": _post_mortem,
    "minor_secrecy": _minor_secrecy,
    "through_physician": _through_physician,
    "not_to_know": _not_to_know,
    "mandate": _mandate,
    "withhold": _withhold,
}
