"""`/mes-donnees/recus/`: the receipt of each choice, to read, to keep (JSON) and to print (PDF)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import doorway, quiet
from portal.patient import receipts as proof


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    proof.refuse_minors(patient, at=at)
    shown = proof.listing(patient, request.GET.get("page", "1"), quiet=quiet.since(request), at=at)
    return render(request, "patient/receipts.html", shown)


@require_safe
def receipt(request: HttpRequest, revision: int) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    proof.refuse_minors(patient, at=at)
    return render(request, "patient/receipt.html", proof.page(patient, revision, at=at))


@require_safe
def receipt_json(request: HttpRequest, revision: int) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    proof.refuse_minors(patient, at=at)
    return _attachment(proof.file(patient, revision, at=at), f"recu-{revision}.json", "application/json")


@require_safe
def receipt_pdf(request: HttpRequest, revision: int) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    proof.refuse_minors(patient, at=at)
    return _attachment(proof.printed(patient, revision, at=at), f"recu-{revision}.pdf", "application/pdf")


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=named)
