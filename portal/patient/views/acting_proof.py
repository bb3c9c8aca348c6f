"""Receipts of what the reader declared for someone; and looking a professional up for him."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import acting_receipts, acting_search
from portal.patient.acquaintances import TooManySearches
from portal.patient.acting import Door, enter


@require_safe
def receipts(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    shown = acting_receipts.listing(enter(request, door, patient), request.GET.get("page", "1"))
    return render(request, "patient/acting/receipts.html", shown)


@require_safe
def receipt(request: HttpRequest, door: Door, patient: UUID, handle: str) -> HttpResponse:
    return render(request, "patient/acting/receipt.html", acting_receipts.page(enter(request, door, patient), handle))


@require_safe
def receipt_json(request: HttpRequest, door: Door, patient: UUID, handle: str) -> HttpResponse:
    content = acting_receipts.file(enter(request, door, patient), handle)
    return _attachment(content, f"recu-{handle[:8]}.json", "application/json")


@require_safe
def receipt_pdf(request: HttpRequest, door: Door, patient: UUID, handle: str) -> HttpResponse:
    content = acting_receipts.printed(enter(request, door, patient), handle)
    return _attachment(content, f"recu-{handle[:8]}.pdf", "application/pdf")


@require_safe
def search(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    """Too many searches in an hour are refused: the directory is not read from end to end."""
    acting = enter(request, door, patient)
    try:
        shown = acting_search.page(request, acting)
    except TooManySearches as refused:
        answer = render(request, "patient/too_many.html", {"minutes": refused.seconds // 60 + 1}, status=429)
        answer["Retry-After"] = str(refused.seconds)
        return answer
    return render(request, "patient/add.html", shown)


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=named)
