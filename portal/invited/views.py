"""`/reponse/…/`: the one who was named reads who asks and what she commits to, then accepts or declines (R43).

GET changes nothing: mail filters and previews open links. An unknown, an expired and a used link are one page.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from consents.errors import Refused
from consents.selectors import invitations
from consents.selectors.invitations import InvitationCard
from consents.services import signing
from consents.services.signing import Typed
from portal import commitment
from portal.invited.forms import AnswerForm
from sharing.api import throttle
from sharing.services import nudge


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    throttle.count_address(request, "link", a_minute=settings.LINKS_A_MINUTE)
    at = timezone.now()
    card = invitations.behind(token, at=at)
    if card is None:
        return _alone(render(request, "invited/gone.html", status=404))
    posted = request.method == "POST"
    form = AnswerForm(request.POST) if posted else AnswerForm()
    if not posted or not form.is_valid():
        return _alone(render(request, "invited/answer.html", _shown(card, form), status=422 if form.errors else 200))
    typed = _typed(request, form, card)
    try:
        signing.answer(token, accepts=form.accepts, typed=typed, text=commitment.VERSION, at=at)
    except Refused:
        return _alone(render(request, "invited/gone.html", status=404))
    nudge.after_commit()
    return _alone(render(request, "invited/thanks.html", {"accepted": form.accepts, "who": card.patient_name}))


def _typed(request: HttpRequest, form: AnswerForm, card: InvitationCard) -> Typed:
    """Who declines need not say her name again."""
    said = form.cleaned_data
    given, family = said.get("prenom") or card.given_name, said.get("nom") or card.family_name
    address = throttle.address(request)
    return Typed(given, family, None if address == "unknown" else address)


def _shown(card: InvitationCard, form: AnswerForm) -> dict[str, object]:
    return {
        "who": card.patient_name,
        "you": f"{card.given_name} {card.family_name}",
        "what": commitment.role_said(card.role),
        "passing": card.passing,
        "article": commitment.ARTICLES[card.role],
        "promises": commitment.promises(card.role, card.patient_name),
        "expires_at": card.expires_at,
        "form": form,
    }


def _alone(page: HttpResponse) -> HttpResponse:
    """The address is a key: nobody is told of it, no other site, no search engine, not even our own next page.

    `no-referrer` would do as well, but browsers then hide where a form comes from, and it would be refused (CSRF).
    """
    page["Referrer-Policy"] = "strict-origin"
    page["X-Robots-Tag"] = "noindex, nofollow"
    return page
