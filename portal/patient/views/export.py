"""`/mes-donnees/exporter/`: take everything away. A worker makes the file; it opens after the password is given again."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.selectors.minors import is_minor
from portal.exports import jobs, keeping
from portal.models import Export
from portal.patient import doorway
from portal.patient.presenters import exports

_CONTENT_TYPES = {"pdf": "application/pdf", "zip": "application/zip", "fhir.json": "application/fhir+json"}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    patient, at = doorway.patient_of(request), doorway.now()
    kept = jobs.of_account(doorway.account_of(request), patient, at=at)
    minor = is_minor(patient, at=at)
    return render(request, "patient/export.html", exports.page(kept, request.GET.get("pret", ""), minor=minor))


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    shape = request.POST.get("forme", "")
    if shape not in jobs.SHAPES:
        raise BadRequest("no such shape")
    try:
        jobs.ask(doorway.account_of(request), shape=shape, language=get_language() or "fr", at=doorway.now())
    except jobs.OneAtATime:
        messages.info(request, _("Un fichier est déjà en préparation. Attendez qu’il soit prêt, ou supprimez-le."))
    except jobs.EnoughToday:
        messages.info(request, _("Vous avez déjà demandé plusieurs fichiers depuis hier. Revenez demain."))
    return redirect("export")


@require_safe
def file(request: HttpRequest, export: UUID) -> HttpResponseBase:
    """The whole record: only for the account that asked, and only soon after it proved itself again."""
    account, patient = doorway.account_of(request), doorway.patient_of(request)
    kept = jobs.fetch(export, account=account, patient=patient, at=doorway.now())
    if kept is None:
        raise Http404
    try:
        return _file(request, kept)
    except ReauthenticationRequired:
        back = f"{reverse('export')}?{urlencode({'pret': str(export)})}"
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


@require_POST
def delete(request: HttpRequest, export: UUID) -> HttpResponse:
    account, patient = doorway.account_of(request), doorway.patient_of(request)
    if not jobs.delete(export, account=account, patient=patient, at=doorway.now()):
        raise Http404
    messages.success(request, _("Le fichier est supprimé. Vos données, elles, restent dans votre dossier."))
    return redirect("export")


@reauthentication_required
def _file(request: HttpRequest, kept: Export) -> HttpResponseBase:
    ending = kept.file_name.partition(".")[2]
    answer = StreamingHttpResponse(
        keeping.read(kept), content_type=_CONTENT_TYPES.get(ending, "application/json")
    )  # fmt: skip
    answer["Content-Disposition"] = f'attachment; filename="{kept.file_name}"'
    answer["Content-Length"] = str(kept.size)
    answer["Cache-Control"] = "no-store"
    return answer
