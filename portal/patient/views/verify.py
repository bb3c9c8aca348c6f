"""`/mes-donnees/verifier/`: is this receipt genuine? Open to anyone it is shown to."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.context import reader
from portal.patient import verifying
from sharing.api import throttle


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    if posted or "code" in request.GET:
        throttle.count_address(request, "verify", a_minute=settings.VERIFICATIONS_A_MINUTE)
    form = verifying.VerifyForm(request.POST, request.FILES) if posted else verifying.VerifyForm()
    shown: verifying.Shown = {}
    if posted and form.is_valid():
        shown = verifying.answer(form.received(), reader=_patient(request))
    elif code := request.GET.get("code"):
        shown = verifying.answer_to_code(code)
    return render(request, "patient/verify.html", {"form": form, **shown})


def _patient(request: HttpRequest) -> UUID | None:
    user = reader(request)
    return user.person_id if user else None
