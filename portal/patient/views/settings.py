"""`/parametres/`: how do you reach me?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.selectors.minors import is_minor
from portal.notices import keeping
from portal.patient import doorway, reaching
from portal.patient.reaching import MailForm


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """When e-mails leave; a minor has no such choice."""
    if is_minor(doorway.patient_of(request), at=doorway.now()):
        raise Http404
    form = MailForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    keeping.choose_mail(doorway.account_of(request), form.choice())
    messages.success(request, _("C’est enregistré."))
    return redirect("settings")


def _show(request: HttpRequest, form: MailForm | None = None, status: int = 200) -> HttpResponse:
    account, patient = doorway.account_of(request), doorway.patient_of(request)
    shown = reaching.page(account, patient, form=form, at=doorway.now())
    return render(request, "patient/settings.html", shown, status=status)
