"""`/urgence/`: what in an emergency? `/medecin-traitant/`: who, and what more he may."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.selectors.minors import is_minor
from portal.patient import doorway
from portal.patient.presenters import emergencies, roles
from sharing.selectors import settings
from sharing.selectors.portrait import portrait


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    return render(request, "patient/emergency.html", emergencies.page(settings.in_an_emergency(patient, at=at)))


@require_safe
def treating_physician(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    if is_minor(patient, at=at):
        raise Http404
    shown = roles.mine(portrait(patient, at=at), settings.standing(patient, at=at))
    return render(request, "patient/treating_physician.html", shown)
