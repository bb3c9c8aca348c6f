"""`POST /access/v1/contacts`: whom the care team may turn to about this patient (R43–R50)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from consents.calendar import paris_day
from consents.selectors.trusted import ToCallCard, TrustedCard
from sharing.api import contacts_description, questions
from sharing.api.evaluation import DecisionView, client_id, proof, request_id
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.services import contacts

ARTICLES = {"health": "CSP L1111-6", "social": "CASF L311-5-1"}


class ContactsView(DecisionView):
    @contacts_description.contacts
    def post(self, request: Request) -> Response:
        """The shape of an evaluation about the record as a whole; the same two lists, empty, for every deny."""
        body = Reader(request.data)
        asked = questions.question(body)
        if asked.document is not None:
            where = body.object("resource").at("type")
            raise Malformed("unknown-resource-type", where, _("Seul « record » peut être demandé ici."))
        found = contacts.contacts(
            client_id(request), asked, proof=proof(request), at=timezone.now(), request_id=request_id(request)
        )
        return Response(
            {
                "trusted_persons": [_trusted(card) for card in found.trusted],
                "persons_to_call": [_to_call(card) for card in found.to_call],
            }
        )


def _trusted(card: TrustedCard) -> dict[str, Any]:
    """Where he stays is not said: `until` is `stay` or `revoked`."""
    assert card.accepted_at is not None
    return {
        "role": card.role,
        "article": ARTICLES[card.role],
        "given_name": card.given_name,
        "family_name": card.family_name,
        "address": card.address,
        "phone": card.phone,
        "email": card.email,
        "until": "stay" if card.stay else "revoked",
        "proof": {
            "manner": card.manner,
            "designated_at": card.declared_at.isoformat(),
            "accepted_at": card.accepted_at.isoformat(),
            "signed_on": (card.signed_on or paris_day(card.accepted_at)).isoformat(),
        },
    }


def _to_call(card: ToCallCard) -> dict[str, str]:
    return {
        "given_name": card.given_name,
        "family_name": card.family_name,
        "relation": card.relation,
        "phone": card.phone,
    }
