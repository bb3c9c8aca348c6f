"""A receipt on paper: one page in plain words, a code to scan, and the signed file inside the PDF."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import printing
from portal.proof import signing

_DIGITS_TOGETHER = 8


def pdf(receipt: dict[str, Any], *, at: datetime, number: str = "") -> bytes:
    """In the language of the receipt, which is the reader's when it is asked for. `number`: what it is called when it
    says no place in the ledger.
    """
    plain = receipt["plain_language"]
    number = number or str(receipt["ledger"]["revision"])
    title = _("Reçu numéro %(number)s") % {"number": number}
    words = {"title": title, **_words(receipt, plain)}
    file = {f"recu-{number}.json": signing.signed(receipt).decode()}
    return printing.pdf("receipt", words, at=at, title=title, language=plain["language"], attached=file)


def address(receipt: dict[str, Any]) -> str:
    """Where the code leads: the page that verifies, with the signed fingerprint; nothing about anyone."""
    return f"{settings.SITE_URL}{reverse('verify_receipt')}?{urlencode({'code': signing.paper_code(receipt)})}"


def code(receipt: dict[str, Any]) -> segno.QRCode:
    """Level M: a fold or a stain of 15 % is still read."""
    return segno.make_qr(address(receipt), error="m")


def _words(receipt: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    return {
        "said": plain["said"],
        "facts": plain["facts"],
        "stays_title": _("Ce que ce choix n’empêche pas"),
        "stays": plain["does_not_stop"],
        "check_title": _("Vérifier ce reçu"),
        "check": [
            _("Le fichier signé est joint à ce PDF. Envoyez le PDF ou le fichier à la page %(page)s.")
            % {"page": settings.SITE_URL + reverse("verify_receipt")},
            _(
                "Le code dit si nous avons bien émis un reçu avec cette empreinte. Le papier seul ne prouve pas son texte."
            ),
        ],
        "fingerprint_term": _("Empreinte du reçu"),
        "fingerprint": _grouped(signing.fingerprint(receipt)),
        "code": _drawn(code(receipt)),
        "code_alt": _("Code à scanner, qui mène à la page de vérification"),
        "file_about": _("Le reçu signé"),
        "foot": _("Gardez ce papier\u00a0: il dit un choix sur votre santé."),
    }


def _drawn(qr: segno.QRCode) -> str:
    out = io.BytesIO()
    qr.save(out, kind="svg", xmldecl=False, border=4, scale=4)
    return out.getvalue().decode()


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + _DIGITS_TOGETHER] for at in range(0, len(digits), _DIGITS_TOGETHER))
