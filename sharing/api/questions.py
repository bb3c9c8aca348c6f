"""From a body in AuthZEN 1.0 shape to a question as it is named. Shape only: what it means is decided below."""

import re
import uuid
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consents import verification
from consents.errors import InvalidFact
from consents.vocabulary import Purpose
from consents.words import Identifier
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.asked import FINESS, RPPS, Asked, AskerKind, AskerNamed, Statement
from sharing.services.paging import Wanted
from sharing.services.who_may_see import About

LONGEST_SYSTEM = 120
LONGEST_VALUE = 79
#: With its system, what one column of the journal holds.
LONGEST_DOCUMENT = 179
LONGEST_REASON = 1000
LONGEST_TOKEN = 300
_RPPS = re.compile(r"8?(\d{11})", re.ASCII)
_FINESS = re.compile(r"[0-9A-Z]{9}")
_INS_REASONS = {"wrong_key": "wrong-ins-key"}


def question(body: Reader) -> Asked:
    """One evaluation; `Malformed` at the first thing that is missing or wrong. Members we do not know are ignored."""
    _read_only(body)
    context = body.object("context")
    resource = body.object("resource")
    document = _document(resource)
    return Asked(
        asker=_asker(body.object("subject")),
        patient=_patient(resource),
        document=document,
        purpose=_purpose(context),
        statement=_statement(context),
        at_least=_at_least(context),
    )


def listing(body: Reader) -> Asked:
    """What may he see (AuthZEN 1.0, Resource Search): documents of one patient; an `id` of the resource is ignored."""
    _read_only(body)
    context = body.object("context")
    resource = body.object("resource")
    _documents_only(resource)
    return Asked(
        asker=_asker(body.object("subject")),
        patient=_patient(resource),
        document=None,
        purpose=_purpose(context),
        statement=_statement(context),
        at_least=_at_least(context),
    )


def about(body: Reader) -> About:
    """Who may see this document (AuthZEN 1.0, Subject Search): an `id` of the subject is ignored."""
    _read_only(body)
    subject = body.object("subject")
    if subject.text("type") != AskerKind.PROFESSIONAL.value:
        raise Malformed("unknown-subject-type", subject.at("type"), _("Seul « professional » peut être cherché."))
    resource = body.object("resource")
    _documents_only(resource)
    document = _document(resource)
    assert document is not None
    context = body.optional("context")
    return About(_patient(resource), document, _purpose(context) if context.has("purpose") else "")


def named(body: Reader) -> tuple[Identifier, uuid.UUID | Identifier | None]:
    """The patient and the document of the resource; no document: the record as a whole."""
    _read_only(body)
    resource = body.object("resource")
    return _patient(resource), _document(resource)


def page(body: Reader) -> Wanted:
    """`page.token` and `page.limit`; an empty token is none."""
    asked = body.optional("page")
    token = asked.raw("token") if asked.has("token") else ""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise Malformed("invalid-page-token", asked.at("token"))
    return Wanted(token, asked.natural("limit") if asked.has("limit") else None)


def _read_only(body: Reader) -> None:
    if body.object("action").text("name") != "read":
        raise Malformed("unknown-action", body.at("action/name"))


def _documents_only(resource: Reader) -> None:
    if resource.text("type") != "document":
        raise Malformed("unknown-resource-type", resource.at("type"), _("Seuls des documents peuvent être cherchés."))


def _at_least(context: Reader) -> str:
    return context.text("min_token") if context.has("min_token") else ""


def _asker(subject: Reader) -> AskerNamed:
    properties = subject.optional("properties")
    kind = subject.text("type")
    if kind == AskerKind.PROFESSIONAL.value:
        place = _organisation(properties, "organisation") if properties.has("organisation") else None
        return AskerNamed(AskerKind.PROFESSIONAL, _professional(subject, properties), place)
    if kind == AskerKind.ORGANISATION.value:
        system = _system(properties) if properties.has("system") else FINESS
        return AskerNamed(AskerKind.ORGANISATION, _finess(Identifier(system, _value(subject, "id")), subject.at("id")))
    raise Malformed("unknown-subject-type", subject.at("type"))


def _professional(subject: Reader, properties: Reader) -> Identifier:
    """An RPPS, bare or with the 8 that makes it a national identifier; or another system's identifier."""
    value = _value(subject, "id")
    if properties.has("system") and _system(properties) != RPPS:
        return Identifier(_system(properties), value)
    digits = _RPPS.fullmatch(value)
    if digits is None:
        raise Malformed("invalid-rpps", subject.at("id"))
    return Identifier(RPPS, digits[1])


def _organisation(properties: Reader, name: str) -> Identifier:
    """A FINESS, or an identifier of another system as `{system, value}`."""
    if isinstance(properties.raw(name), str):
        return _finess(Identifier(FINESS, _value(properties, name)), properties.at(name))
    other = properties.object(name)
    return _finess(Identifier(_system(other), _value(other, "value")), other.at("value"))


def _finess(identifier: Identifier, pointer: str) -> Identifier:
    if identifier.system == FINESS and not _FINESS.fullmatch(identifier.value):
        raise Malformed("invalid-finess", pointer)
    return identifier


def _patient(resource: Reader) -> Identifier:
    """`properties.patient` {system, value}; or the short form `properties.ins`; or, for a record, its own id."""
    properties = resource.optional("properties")
    if properties.has("patient"):
        named = properties.object("patient")
        return _checked(Identifier(_system(named), _value(named, "value")), named.at("value"))
    if properties.has("ins"):
        system = _system(properties, "ins_system") if properties.has("ins_system") else verification.INS_NIR
        return _checked(Identifier(system, _value(properties, "ins")), properties.at("ins"))
    if resource.text("type") == "record":
        return _checked(Identifier(verification.INS_NIR, _value(resource, "id")), resource.at("id"))
    raise Malformed("missing-member", properties.at("patient"))


def _checked(patient: Identifier, pointer: str) -> Identifier:
    """A national health identity has its form and its key; identifiers of other systems are taken as they are."""
    if patient.system not in verification.INS_SYSTEMS:
        return patient
    if not patient.value.isascii():
        raise Malformed("invalid-ins", pointer)
    try:
        doubts = verification.ins(patient.value, patient.system)
    except InvalidFact as invalid:
        raise Malformed(_INS_REASONS.get(invalid.because, "invalid-ins"), pointer) from None
    if doubts and settings.INS_TEST_KEYS_CHECKED:
        raise Malformed("wrong-ins-key", pointer)
    return patient


def _document(resource: Reader) -> uuid.UUID | Identifier | None:
    """Our identifier, or its source's with `properties.system`; nothing for the record as a whole."""
    kind = resource.text("type")
    named = _value(resource, "id", longest=LONGEST_DOCUMENT)
    if kind == "record":
        return None
    if kind != "document":
        raise Malformed("unknown-resource-type", resource.at("type"))
    properties = resource.optional("properties")
    if properties.has("system"):
        return Identifier(_system(properties), named)
    try:
        return uuid.UUID(named)
    except ValueError:
        return Identifier("", named)


def _purpose(context: Reader) -> str:
    word = context.text("purpose")
    if word not in set(Purpose):
        raise Malformed("unknown-purpose", context.at("purpose"))
    return word


def _statement(context: Reader) -> Statement | None:
    if not context.has("emergency"):
        return None
    stated = context.object("emergency")
    return Statement(
        unable_to_consent=stated.flag("unable_to_consent"),
        immediate_risk=stated.flag("immediate_risk"),
        reason=stated.text("reason", longest=LONGEST_REASON) if stated.has("reason") else "",
    )


def _system(reader: Reader, name: str = "system") -> str:
    """One spelling for a system: an OID is written as a URN."""
    system = verification.system(reader.text(name, longest=LONGEST_SYSTEM))
    if len(system) > LONGEST_SYSTEM:
        raise Malformed("invalid-member", reader.at(name), _("Ce texte est trop long ou illisible."))
    return system


def _value(reader: Reader, name: str, *, longest: int = LONGEST_VALUE) -> str:
    return reader.text(name, longest=longest).strip()


def with_defaults(body: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """An item of a batch: what it does not say itself is said at the top (AuthZEN 1.0 §7.1)."""
    return {
        name: item[name] if name in item else body.get(name) for name in ("subject", "action", "resource", "context")
    }
