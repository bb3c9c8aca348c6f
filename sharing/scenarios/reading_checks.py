"""What a story expects: answers, lists, who may see, notices."""

from datetime import datetime

from consents.vocabulary import Code, NoticeKind, Obligation
from sharing.scenarios.reading_cast import Cast
from sharing.scenarios.reading_words import read_rule
from sharing.scenarios.story import AskCheck, Check, ListCheck, NoticesCheck, WhoSeesCheck
from sharing.scenarios.yaml_nodes import Place

_ASK = (
    "from",
    "purpose",
    "at",
    "unable_to_consent",
    "immediate_risk",
    "reason",
)


def read_checks(section: Place, cast: Cast, *, now: datetime, known_rules: frozenset[str]) -> tuple[Check, ...]:
    return tuple(_check(item, cast, now, known_rules) for item in section.items())


def _check(place: Place, cast: Cast, now: datetime, known_rules: frozenset[str]) -> Check:
    found = place.mapping(
        needed=("expect",),
        allowed=("ask", "list", "who_sees", "notices", "rule", "code", "obligations"),
    )
    kinds = [key for key in ("ask", "list", "who_sees", "notices") if key in found]
    if len(kinds) != 1:
        raise place.wrong("one of ask, list, who_sees or notices is expected in a check")
    if kinds[0] == "ask":
        return _ask(found, cast, now, known_rules)
    for key in ("rule", "code", "obligations"):
        if key in found:
            raise found[key].wrong(f"{key!r} goes with ask only")
    if kinds[0] == "list":
        return _list(found, cast, now)
    if kinds[0] == "who_sees":
        return _who_sees(found, cast, now)
    return _notices(found, cast)


def _ask(found: dict[str, Place], cast: Cast, now: datetime, known_rules: frozenset[str]) -> AskCheck:
    ask = found["ask"].mapping(needed=("who", "patient", "about"), allowed=_ASK)
    about = ask["about"].text()
    return AskCheck(
        who=cast.anyone(ask["who"]),
        patient=cast.person(ask["patient"]),
        about=about if about == "everything" else cast.document(ask["about"]),
        origin=cast.organisation(ask["from"]) if "from" in ask else None,
        purpose=ask["purpose"].text() if "purpose" in ask else None,
        at=ask["at"].moment() if "at" in ask else now,
        unable_to_consent=_said(ask, "unable_to_consent"),
        immediate_risk=_said(ask, "immediate_risk"),
        reason=ask["reason"].text() if "reason" in ask else "",
        expect=found["expect"].one_of(("permit", "deny", "error")),
        rule=read_rule(found["rule"], known_rules) if "rule" in found else None,
        code=found["code"].one_of(Code) if "code" in found else None,
        obligations=_obligations(found),
    )


def _said(ask: dict[str, Place], key: str) -> bool:
    return ask[key].yes_no() if key in ask else False


def _obligations(found: dict[str, Place]) -> frozenset[Obligation] | None:
    if "obligations" not in found:
        return None
    return frozenset(item.one_of(Obligation) for item in found["obligations"].items())


def _list(found: dict[str, Place], cast: Cast, now: datetime) -> ListCheck:
    ask = found["list"].mapping(needed=("who", "patient"), allowed=("from", "purpose", "at"))
    return ListCheck(
        who=cast.anyone(ask["who"]),
        patient=cast.person(ask["patient"]),
        origin=cast.organisation(ask["from"]) if "from" in ask else None,
        purpose=ask["purpose"].text() if "purpose" in ask else None,
        at=ask["at"].moment() if "at" in ask else now,
        expect=frozenset(cast.document(item) for item in found["expect"].items()),
    )


def _who_sees(found: dict[str, Place], cast: Cast, now: datetime) -> WhoSeesCheck:
    ask = found["who_sees"].mapping(needed=("about",), allowed=("at",))
    return WhoSeesCheck(
        about=cast.document(ask["about"]),
        at=ask["at"].moment() if "at" in ask else now,
        expect=frozenset(cast.anyone(item) for item in found["expect"].items()),
    )


def _notices(found: dict[str, Place], cast: Cast) -> NoticesCheck:
    ask = found["notices"].mapping(needed=("to",))
    return NoticesCheck(
        to=cast.anyone(ask["to"]),
        expect=frozenset(item.one_of(NoticeKind) for item in found["expect"].items()),
    )
