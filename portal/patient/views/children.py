"""`/mes-enfants/`: whom do I decide for?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.patient import acting, doorway
from portal.patient.presenters import acting as put
from sharing.selectors import represented


@require_safe
def children(request: HttpRequest) -> HttpResponse:
    """Those over whom authority is held at this very moment."""
    person, at = doorway.patient_of(request), doorway.now()
    acting.refuse_minors(person, at=at)
    found = represented.children(person, at=at)
    home = {"url": reverse("rights"), "label": _("Mes droits")}
    return render(request, "patient/children.html", {"children": [put.child(one, at) for one in found], "rights": home})
