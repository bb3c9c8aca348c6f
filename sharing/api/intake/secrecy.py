"""From a JSON body to what a professional writes down of a minor's secrecy. Shape only."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from consents.words import Identifier
from sharing.api.intake import members
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.services.intake import secrecy_words as words
from sharing.services.intake.secrecy_words import Ground, SecrecyAct

LONGEST_REASON = 2000
MOST_HOLDERS = 10


def written(body: Reader) -> words.Written:
    return words.Written(
        patient=members.patient(body),
        professional=members.professional(body),
        organisation=members.organisation(body),
        sexual_health=body.flag("sexual_health"),
    )


def keep(body: Reader) -> SecrecyAct:
    """`document`, or `since`: one of them, and one only."""
    if body.has("document") == body.has("since"):
        raise Malformed("invalid-member", body.pointer, _("« document » ou « since » : l’un des deux est attendu."))
    return words.KeepSecret(
        written=written(body),
        document=members.document(body) if body.has("document") else None,
        since=members.day(body, "since") if body.has("since") else None,
        until=members.day(body, "until") if body.has("until") else None,
        towards=_holders(body),
        accompanied=body.flag("accompanied"),
    )


def renew(body: Reader) -> SecrecyAct:
    if not body.has("maintained"):
        raise Malformed("missing-member", body.at("maintained"))
    return words.RenewSecret(written(body), members.own_id(body, "secret"), body.flag("maintained"))


def overrule(body: Reader) -> SecrecyAct:
    return words.OverruleSecret(written(body), members.own_id(body, "secret"), _reason(body))


def withhold(body: Reader) -> SecrecyAct:
    ground = members.word(body, "ground", Ground)
    if ground is None:
        raise Malformed("missing-member", body.at("ground"))
    return words.Withhold(
        written=written(body),
        ground=Ground(ground),
        reason=_reason(body),
        document=members.document(body) if body.has("document") else None,
        from_person=members.identifier(body, "from") if body.has("from") else None,
    )


def give_back(body: Reader) -> SecrecyAct:
    return words.GiveBack(written(body), members.own_id(body, "withholding"), _reason(body))


def _reason(body: Reader) -> str:
    return body.text("reason", longest=LONGEST_REASON)


def _holders(body: Reader) -> tuple[Identifier, ...]:
    """Nobody named: every holder of authority."""
    items = body.items("from") if body.has("from") else []
    if len(items) > MOST_HOLDERS or (body.has("from") and not items):
        raise Malformed("invalid-member", body.at("from"), _("Une à dix personnes sont attendues, ou aucun membre."))
    listed = Reader({str(number): item for number, item in enumerate(items)}, body.at("from"))
    return tuple(members.identifier(listed, str(number)) for number in range(len(items)))


#: The acts by name, as in `acts`.
ACTS: Mapping[str, Callable[[Reader], SecrecyAct]] = {
    "secrecy": keep,
    "secrecy/renewed": renew,
    "secrecy/overruled": overrule,
    "secrecy/withheld": withhold,
    "secrecy/restored": give_back,
}
