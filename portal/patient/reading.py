"""The words that a page shows before a choice, kept with the choice as its proof (R89; GDPR 7(1)).

They come back with the form, sealed for this reader: only what this site wrote is kept. What names a document is left
out, and so is who gains or loses: that is computed again, and is no text of ours.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import get_language

from consents.actor import Shown

LONGEST = 8_000


def sealed(reader: UUID, page: Mapping[str, object]) -> str:
    """Of the title, the days, what the choice does not change."""
    unchanged = page["unchanged"]
    assert isinstance(unchanged, list)
    words = [str(each) for each in (page["title"], page["period"], *unchanged) if each]
    return _signer(reader).sign_object(
        [words, get_language() or settings.LANGUAGE_CODE, settings.RELEASE], compress=True
    )


def read(reader: UUID, seal: str) -> Shown | None:
    """None for what this site did not show to this reader: nothing is kept then, rather than another text."""
    try:
        words, language, release = _signer(reader).unsign_object(seal)
    except (BadSignature, ValueError):
        return None
    return Shown(tuple(words), language, release)


def _signer(reader: UUID) -> Signer:
    return Signer(salt=f"portal.patient.reading:{reader}")
