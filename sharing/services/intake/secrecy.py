"""A minor's secrecy, as the professional who takes care of him writes it down (R62–R65).

A physician or a midwife, or a nurse for sexual and reproductive health, with care in force. Nobody is told; the
sender learns no more than what the one who writes may himself see.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from consents.actor import Actor
from consents.selectors import facts
from consents.selectors import secrecy as selected
from consents.selectors.secrecy import KeptCard
from consents.services import minors, physicians, secrecy
from consents.services.acts import Entered
from consents.services.episodes import Episode
from consents.words import Identifier
from sharing.services import own_view
from sharing.services.intake.faults import NotYours
from sharing.services.intake.secrecy_words import (
    RULES,
    GiveBack,
    KeepSecret,
    OverruleSecret,
    RenewSecret,
    Withhold,
    Written,
)
from sharing.services.intake.speaking import Speaker
from sharing.services.intake.words import Done

#: The patient, who writes, from where.
Present = tuple[uuid.UUID, uuid.UUID, uuid.UUID]


def keep(speaker: Speaker, act: KeepSecret, *, at: datetime) -> Done:
    patient, who, _place = here = _present(speaker, act.written, at)
    more: dict[str, Any] = {
        "towards": sorted(_holders(patient, act.towards, at)),
        "by": Actor.professional(who),
        "at": at,
        "accompanied": act.accompanied,
    }
    if act.document is not None:
        document = speaker.document(patient, act.document, "document")
        entered = minors.keep_secret(patient, document=document, **more)
    else:
        entered = minors.keep_episode_secret(patient, episode=_episode(act, here), **more)
    return _done(patient, entered)


def renew(speaker: Speaker, act: RenewSecret, *, at: datetime) -> Done:
    patient, who, _place = here = _present(speaker, act.written, at)
    _known(act.secret, here, at)
    secrecy.renew(patient, secrecy=act.secret, maintained=act.maintained, by=Actor.professional(who), at=at)
    return Done(act.secret, created=False)


def overrule(speaker: Speaker, act: OverruleSecret, *, at: datetime) -> Done:
    patient, who, _place = here = _present(speaker, act.written, at)
    _known(act.secret, here, at)
    secrecy.overrule(patient, secrecy=act.secret, reason=act.reason, by=Actor.professional(who), at=at)
    return Done(act.secret, created=False)


def withhold(speaker: Speaker, act: Withhold, *, at: datetime) -> Done:
    patient, who, _place = _present(speaker, act.written, at)
    named = _holders(patient, [act.from_person] if act.from_person else [], at)
    row = physicians.withhold(
        patient,
        rule=RULES[act.ground],
        reason=act.reason,
        by=Actor.professional(who),
        at=at,
        document=speaker.document(patient, act.document, "document") if act.document else None,
        from_person=next(iter(named), None),
    )
    return Done(row, created=True)


def give_back(speaker: Speaker, act: GiveBack, *, at: datetime) -> Done:
    patient, who, _place = _present(speaker, act.written, at)
    if not selected.is_withheld_about(patient, act.withholding):
        raise NotYours("withholding", "withholding")
    physicians.lift_withholding(act.withholding, reason=act.reason, by=Actor.professional(who), at=at)
    return Done(act.withholding, created=False)


def standing(speaker: Speaker, written: Written, *, at: datetime) -> tuple[KeptCard, ...]:
    """What the minor keeps secret and this professional may know of, to ask him again (R62, R63; law.md A10)."""
    return _visible(_present(speaker, written, at), at)


def _present(speaker: Speaker, written: Written, at: datetime) -> Present:
    patient = speaker.patient(written.patient)
    place = speaker.place(written.organisation, "organisation")
    who = speaker.acting(written.professional, place.id, "professional", at=at)
    secrecy.writing(who, patient, sexual_health=written.sexual_health, at=at)
    return patient, who, place.id


def _visible(here: Present, at: datetime) -> tuple[KeptCard, ...]:
    """Secrets about documents that he may see, about his own care, or about care in his own place."""
    patient, who, place = here
    seen = own_view.what_may_see(patient, who, at=at, organisation=place)
    mine = {str(who), str(place)}
    return tuple(
        card
        for card in selected.kept(patient, at=at)
        if card.document in seen or not mine.isdisjoint({card.professional, card.organisation})
    )


def _known(secret: uuid.UUID, here: Present, at: datetime) -> None:
    if str(secret) not in {card.id for card in _visible(here, at)}:
        raise NotYours("secret", "secret")


def _holders(patient: uuid.UUID, named: Collection[Identifier], at: datetime) -> set[uuid.UUID]:
    """Those who hold authority over this child; anyone else, known or not, is refused alike."""
    rows = facts.people({(each.system, each.value) for each in named})
    found = {row["id"] for row in rows.values()}
    holders = {uuid.UUID(each) for each in selected.parents(patient, at=at)}
    if len(rows) != len({*named}) or not found <= holders:
        raise NotYours("person", "from")
    return found


def _episode(act: KeepSecret, here: Present) -> Episode:
    assert act.since is not None
    _patient, who, place = here
    return Episode(act.since, who, place, act.until)


def _done(patient: uuid.UUID, entered: Entered) -> Done:
    return Done(selected.declared_in(patient, entered.revision), created=True)
