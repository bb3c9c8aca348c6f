"""The record of someone whom the reader represents: who sees what of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.patient import acting_histories, acting_pages
from portal.patient.acting import Door, enter, look_in


@require_safe
def home(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    acting = look_in(request, door, patient)
    if not acting.decides:
        shown = acting_pages.assisted(acting, request.GET.get("page", "1"))
        return render(request, "patient/acting/assisted.html", shown)
    return render(request, "patient/acting/home.html", acting_pages.home(acting))


@require_safe
def team(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    return render(request, "patient/acting/team.html", acting_pages.team(enter(request, door, patient)))


@require_safe
def professional(request: HttpRequest, door: Door, patient: UUID, professional: UUID) -> HttpResponse:
    shown = acting_pages.professional(enter(request, door, patient), professional, request.GET.get("page", "1"))
    return render(request, "patient/acting/professional.html", shown)


@require_safe
def documents(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    shown = acting_pages.documents(enter(request, door, patient), request.GET.dict())
    return render(request, "patient/acting/documents.html", shown)


@require_safe
def document(request: HttpRequest, door: Door, patient: UUID, document: UUID) -> HttpResponse:
    acting = look_in(request, door, patient)
    if not acting.decides:
        shown = acting_pages.assisted_document(acting, document)
        return render(request, "patient/acting/assisted_document.html", shown)
    shown = acting_pages.document(acting, document)
    return render(request, "patient/acting/document.html", shown)


@require_safe
def emergency(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    return render(request, "patient/acting/emergency.html", acting_pages.emergency(enter(request, door, patient)))


@require_safe
def physician(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    return render(request, "patient/acting/physician.html", acting_pages.physician(enter(request, door, patient)))


@require_safe
def history(request: HttpRequest, door: Door, patient: UUID) -> HttpResponse:
    shown = acting_histories.page(enter(request, door, patient), request.GET.dict())
    return render(request, "patient/acting/history.html", shown)
