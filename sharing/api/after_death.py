"""`POST /access/v1/after-death`: an establishment sends on what a survivor asks, and is given reasons to tell him (R52–R55)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from consents.vocabulary import AFTER_DEATH_PURPOSES
from consents.words import Identifier
from sharing.api import after_death_description, questions, words
from sharing.api.evaluation import DecisionView, client_id, context, proof, request_id
from sharing.api.intake import members
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.services import survivors
from sharing.services.survivors import Given, Transmitted

_MOTIVES = _("« context.purpose » doit être after_death_causes, after_death_rights ou after_death_memory.")


class AfterDeathView(DecisionView):
    @after_death_description.after_death
    def post(self, request: Request) -> Response:
        asked = _asked(Reader(request.data))
        given = survivors.answer(
            client_id(request), asked, proof=proof(request), at=timezone.now(), request_id=request_id(request)
        )
        return Response(_rendered(given))


def _asked(body: Reader) -> Transmitted:
    """As an evaluation, but for its subject, a person, and its purpose, one of the three motives."""
    subject = body.object("subject")
    if subject.text("type") != "person":
        raise Malformed("unknown-subject-type", subject.at("type"), _("Seul « person » peut demander ici."))
    patient, document = questions.named(body)
    return Transmitted(
        survivor=_survivor(subject),
        organisation=members.organisation(subject.object("properties")),
        patient=patient,
        document=document,
        purpose=_motive(body.object("context")),
    )


def _survivor(subject: Reader) -> Identifier:
    """Under the identifier by which he was told to `/intake/v1/survivors`."""
    named = {"system": subject.object("properties").raw("system"), "value": subject.raw("id")}
    return members.identifier(Reader({"id": named}, subject.pointer), "id")


def _motive(context: Reader) -> str:
    word = context.text("purpose")
    if word not in AFTER_DEATH_PURPOSES:
        raise Malformed("unknown-purpose", context.at("purpose"), _MOTIVES)
    return word


def _rendered(given: Given) -> dict[str, Any]:
    said = context(given.answer) | {
        "grounds": given.grounds.value,
        "reason_user": words.grounds(given.grounds.value),
    }
    return {"decision": given.answer.permit, "context": said}
