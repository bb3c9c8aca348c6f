"""`/controle/logiciels/`: the software that may ask; its secrets replaced, its access closed or opened again."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.errors import InvalidFact
from portal.models import User
from portal.review import doorway, systems
from portal.review.forms import OverlapForm
from portal.review.systems import NewSecret
from sharing.selectors import credentials as cards
from sharing.selectors.credentials import ActCard
from sharing.services import credentials, replay
from sharing.services.credentials import UnknownSystem
from sharing.services.replay import NothingToReplay


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "review/systems.html", systems.listing(cards.credentials()))


@require_safe
def system(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _show(request, system_id)


@require_POST
def rotate_secret(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _rotate(request, system_id, "secret", credentials.rotate_secret, _("Nouveau secret du logiciel"))


@require_POST
def rotate_webhook(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _rotate(request, system_id, "avis", credentials.rotate_webhook_secret, _("Nouveau secret des avis"))


@require_POST
def revoke(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _act(request, system_id, credentials.revoke, _("Ce logiciel ne peut plus rien demander."))


@require_POST
def reopen(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _act(request, system_id, credentials.reopen, _("Ce logiciel peut de nouveau demander."))


@require_POST
def open_receiver(request: HttpRequest, system_id: UUID) -> HttpResponse:
    return _act(request, system_id, replay.open_receiver, _("Les avis repartent vers ce logiciel."))


def _act(request: HttpRequest, system_id: UUID, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(system_id, by=doorway.reviewer(request), at=doorway.now())
    except (UnknownSystem, NothingToReplay) as unknown:
        raise Http404 from unknown
    messages.success(request, said)
    return redirect("review_system", system_id)


def _rotate(request: HttpRequest, system_id: UUID, prefix: str, rotate: Callable[..., str], title: str) -> HttpResponse:
    """The answer to this very request shows the secret; no other page ever does."""
    form = OverlapForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return _show(request, system_id, status=422)
    overlap = timedelta(hours=int(form.cleaned_data["overlap"]))
    try:
        value = rotate(system_id, overlap=overlap, by=doorway.reviewer(request), at=doorway.now())
    except UnknownSystem as unknown:
        raise Http404 from unknown
    except InvalidFact:
        return _show(request, system_id, status=422)
    return _show(request, system_id, new=NewSecret(title, value))


def _show(request: HttpRequest, system_id: UUID, *, new: NewSecret | None = None, status: int = 200) -> HttpResponse:
    card = cards.credential(system_id)
    if card is None:
        raise Http404
    acts = cards.acts(system_id)
    shown = systems.system(card, acts, _accounts(acts), new=new, at=doorway.now())
    return render(request, "review/system.html", shown, status=status)


def _accounts(acts: Iterable[ActCard]) -> dict[str, str]:
    """The reviewers' own addresses: who did what is known among them."""
    named = {each.by.partition(":")[2] for each in acts if each.by.startswith("reviewer:")}
    rows = User.objects.filter(pk__in=named, is_reviewer=True)
    return {str(pk): email for pk, email in rows.values_list("pk", "email")}
