"""Words compared as people type them: without accents, capitals or typographic signs."""

import unicodedata


def folded(text: str) -> str:
    """« Médecin de l’hôpital » → « medecin de l'hopital »."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
