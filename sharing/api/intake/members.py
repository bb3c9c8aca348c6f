"""Members that the acts have in common: who, where, which, when."""

import re
import uuid
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from consents import verification
from consents.errors import InvalidFact
from consents.services.moments import When
from consents.words import Identifier
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.asked import FINESS, RPPS

LONGEST_SYSTEM = 120
LONGEST_VALUE = 79
_RPPS = re.compile(r"8?(\d{11})", re.ASCII)
_FINESS = re.compile(r"[0-9A-Z]{9}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1, 9998
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def identifier(body: Reader, name: str) -> Identifier:
    """`{system, value}`; an OID is written as a URN."""
    named = body.object(name)
    return Identifier(system(named), named.text("value", longest=LONGEST_VALUE).strip())


def system(body: Reader) -> str:
    said = verification.system(body.text("system", longest=LONGEST_SYSTEM))
    if len(said) > LONGEST_SYSTEM:
        raise Malformed("invalid-member", body.at("system"), _("Ce texte est trop long ou illisible."))
    return said


def patient(body: Reader, name: str = "patient") -> Identifier:
    """A national health identity has its form, and its key when it is a real one."""
    named = identifier(body, name)
    if named.system in verification.INS_SYSTEMS:
        try:
            verification.ins(named.value, named.system)
        except InvalidFact as wrong:
            slug = "wrong-ins-key" if wrong.because == "wrong_key" else "invalid-ins"
            raise Malformed(slug, body.at(f"{name}/value")) from None
    return named


def professional(body: Reader, name: str = "professional") -> Identifier:
    """An RPPS, bare or with the 8 before it, or `{system, value}`."""
    return _professional(body.raw(name), body, name)


def professionals(body: Reader, name: str, *, most: int) -> tuple[Identifier, ...]:
    items = body.items(name)
    if len(items) > most:
        raise Malformed("invalid-member", body.at(name), _("Cette liste est trop longue."))
    listed = Reader({str(number): item for number, item in enumerate(items)}, body.at(name))
    return tuple(_professional(item, listed, str(number)) for number, item in enumerate(items))


def _professional(said: object, body: Reader, name: str) -> Identifier:
    if not isinstance(said, str):
        return identifier(body, name)
    digits = _RPPS.fullmatch(said.strip())
    if digits is None:
        raise Malformed("invalid-rpps", body.at(name))
    return Identifier(RPPS, digits[1])


def organisation(body: Reader, name: str = "organisation") -> Identifier:
    """A FINESS, or `{system, value}`."""
    said = body.raw(name)
    if not isinstance(said, str):
        return identifier(body, name)
    if not _FINESS.fullmatch(said.strip()):
        raise Malformed("invalid-finess", body.at(name))
    return Identifier(FINESS, said.strip())


def document(body: Reader, name: str = "document") -> Identifier | uuid.UUID:
    """Our identifier, or its source's as `{system, value}`."""
    return own_id(body, name) if isinstance(body.raw(name), str) else identifier(body, name)


def own_id(body: Reader, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(body.text(name))
    except ValueError:
        raise Malformed("invalid-member", body.at(name), _("Un identifiant (UUID) est attendu.")) from None


def when(body: Reader, name: str) -> When | None:
    """A day of Paris, or a moment with its offset; None when it is not there."""
    if not body.has(name):
        return None
    said = body.text(name)
    return day(body, name) if _DAY.fullmatch(said) else moment(body, name)


def day(body: Reader, name: str) -> date:
    said = body.text(name)
    try:
        if _DAY.fullmatch(said) and _can_be_kept(found := date.fromisoformat(said)):
            return found
    except ValueError:
        pass
    raise Malformed("invalid-member", body.at(name), _("Un jour AAAA-MM-JJ est attendu."))


def moment(body: Reader, name: str) -> datetime:
    """With its offset: a moment without one is nobody's."""
    try:
        said = datetime.fromisoformat(body.text(name))
        if said.tzinfo is not None and _can_be_kept(said):
            return said
    except ValueError:
        pass
    raise Malformed("invalid-member", body.at(name), _("Un moment ISO 8601 avec son décalage est attendu."))


def _can_be_kept(day: date) -> bool:
    """A calendar ends at both sides: there a day of Paris is none in UTC."""
    return _FIRST_YEAR < day.year < _LAST_YEAR


def optional(body: Reader, name: str, *, longest: int = LONGEST_VALUE) -> str:
    """A text, empty when it is not there."""
    return body.text(name, longest=longest).strip() if body.has(name) else ""


def word(body: Reader, name: str, vocabulary: type) -> str | None:
    """A word of a vocabulary; None when it is not there."""
    if not body.has(name):
        return None
    try:
        return vocabulary(body.text(name))  # type: ignore[no-any-return]
    except ValueError:
        raise Malformed("invalid-member", body.at(name), _("Ce mot n’est pas du vocabulaire.")) from None
