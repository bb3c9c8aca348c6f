"""`/urgence/carte/`: a card to print for emergencies, and to take back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consents.selectors.minors import is_minor
from portal.patient import carrying, doorway
from portal.patient.once import once


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """One press, one card: a second press of the same page would make the paper in hand worthless."""
    patient, at = adult(request), doorway.now()
    if request.method != "POST":
        crumbs = [{"url": reverse("emergency"), "label": _("En cas d’urgence")}]
        return render(request, "patient/emergency_card.html", {**carrying.page(patient, at=at), "crumb_items": crumbs})
    made: list[bytes] = []
    once(request, request.POST.get("jeton", ""), lambda: _made(request, patient, made))
    if not made:
        messages.info(request, _("Votre carte vient d’être créée. Pour en faire une autre, appuyez de nouveau."))
        return redirect("emergency_card")
    answer = HttpResponse(made[0], content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="carte-urgence.pdf"'
    return answer


def _made(request: HttpRequest, patient: UUID, made: list[bytes]) -> int:
    """Made and set on paper, or neither."""
    with_trusted = request.POST.get("confiance") == "1"
    made.append(carrying.make(patient, with_trusted=with_trusted, at=doorway.now()))
    return len(made)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    if carrying.take_back(adult(request), at=doorway.now()):
        messages.success(request, _("Votre carte est retirée. Son code ne mène plus nulle part."))
    return redirect("emergency_card")


def adult(request: HttpRequest) -> UUID:
    """A minor's choices for emergencies are his parents' to make (R59)."""
    patient = doorway.patient_of(request)
    if is_minor(patient, at=doorway.now()):
        raise Http404
    return patient
