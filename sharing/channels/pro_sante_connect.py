"""Pro Santé Connect, asked about one of its access tokens (RFC 7662): is it good, and whose is it?"""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

from sharing.channels import fetch

#: SubjectNameID is a national identifier: 8, then the eleven digits of an RPPS.
_RPPS = re.compile(r"8(\d{11})", re.ASCII)


class Unproven(Exception):
    """Not a token of theirs that is good now, or that of somebody without an RPPS."""


@dataclass(frozen=True, slots=True)
class Introspection:
    """Where they are asked, and who we are to them."""

    url: str
    client_id: str
    client_secret: str
    private_hosts: frozenset[str] = frozenset()


def rpps_of(token: str, *, at: Introspection) -> str:
    """The RPPS of the professional whose token it is. Raises `Unproven`; `fetch.Unread` when they do not answer."""
    pair = f"{quote(at.client_id, safe='')}:{quote(at.client_secret, safe='')}"
    form = {"token": token, "token_type_hint": "access_token"}
    asked = fetch.Question(at.url, form=form, basic=base64.b64encode(pair.encode()).decode())
    said = fetch.json_object(asked, private_hosts=at.private_hosts)
    named = said.get("SubjectNameID")
    digits = _RPPS.fullmatch(named) if isinstance(named, str) else None
    if said.get("active") is not True or digits is None:
        raise Unproven
    return digits[1]
