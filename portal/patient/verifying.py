"""A receipt that someone hands in, checked against the published keys; nothing of it is kept."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.patient import receipts
from portal.patient.presenters import receipts as put
from portal.patient.presenters import verifying as words
from portal.proof import attached, checking, keys
from portal.proof.canonical import MOST_BYTES
from portal.proof.checking import Checked, Verdict

Shown = dict[str, Any]
_LONGEST_CODE = 2000


class VerifyForm(forms.Form):
    """A file, or its text."""

    fichier = forms.FileField(
        label=gettext_lazy("Le reçu\u00a0: le fichier .json, ou le PDF"),
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": gettext_lazy("Ce fichier n’est pas arrivé. Envoyez-le de nouveau.")},
    )
    texte = forms.CharField(
        label=gettext_lazy("Ou collez ici le texte du fichier .json"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_fichier(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["fichier"]
        if file is not None and (file.size or 0) > _most(file):
            raise forms.ValidationError(_("Ce fichier est trop grand pour être un de nos reçus."))
        return file

    def clean_texte(self) -> str:
        text: str = self.cleaned_data["texte"]
        if len(text.encode(errors="replace")) > MOST_BYTES:
            raise forms.ValidationError(_("Ce texte est trop long pour être un de nos reçus."))
        return text

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not found.get("fichier") and not found.get("texte"):
            raise forms.ValidationError(_("Choisissez un fichier, ou collez son texte."))
        return found

    def received(self) -> bytes:
        file: UploadedFile | None = self.cleaned_data["fichier"]
        return file.read() if file is not None else self.cleaned_data["texte"].encode(errors="replace")


def answer(data: bytes, *, reader: UUID | None) -> Shown:
    """`reader`: the patient who is signed in, if any: he alone learns whether the ledger still says the same."""
    on_paper = attached.is_pdf(data)
    found = checking.check(attached.receipt_in(data) if on_paper else data, keys.published())
    if found.verdict is not Verdict.GENUINE:
        return {"answer": words.answer(found.verdict), "facts": [], "stays": []}
    sentence, facts, stays = put.shown(found.content.get("plain_language"))
    same = receipts.same_as_the_ledger(reader, found.content) if reader else None
    return {
        "answer": words.answer(found.verdict),
        "sentence": sentence,
        "issued": words.issued(found.content),
        "facts": facts,
        "stays": stays,
        "on_paper": on_paper,
        "ledger": words.ledger(same),
    }


def answer_to_code(code: str) -> Shown:
    """The code scanned on paper: whether we printed it, and the fingerprint to compare."""
    known = keys.published()
    found = checking.check_paper(code, known) if len(code) <= _LONGEST_CODE else Checked(Verdict.NOT_A_RECEIPT, {})
    digits = str(found.content.get("sha256", ""))
    return {"answer": words.answer_to_code(found.verdict), "fingerprint": put.grouped(digits)}


def _most(file: UploadedFile) -> int:
    return attached.MOST_PDF_BYTES if str(file.name).lower().endswith(".pdf") else MOST_BYTES
