"""`python -m bench.grid`: what the grid page costs the server, in process, for fourteen professionals and sixty documents.

Milliseconds here are of a noisy machine; the ratios to the other pages of the same record, in the same run, are what
counts. The goal is below 300 ms for the whole grid.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from typing import Any

from bench import world
from bench.evaluations import counted, median

ROUNDS = 15
PLACES = ("HOSPITAL", "CLINIC", "PRIVATE_PRACTICE", "GROUP_PRACTICE", "PHARMACY", "IMAGING_CENTRE")
BASES = ("ESTABLISHMENT", "ESTABLISHMENT", "SAME_CARE", "COORDINATED", "SAME_CARE", "SAME_CARE")
TRADES = ("PHYSICIAN", "NURSE", "PHYSICIAN", "PHYSIOTHERAPIST", "PHARMACIST", "RADIOGRAPHER")
KINDS = ("REPORT", "IMAGING", "PRESCRIPTION", "SUMMARY", "DISPENSING", "CERTIFICATE", "MENTAL_HEALTH", "REPORT")


def main() -> None:
    logging.disable()
    with world.database():
        from django.utils import timezone

        for people, documents in ((2, 5), (14, 60)):
            at = timezone.now()
            print(f"{people} professionals × {documents} documents")
            measure(build(people, documents, at=at), at)


def measure(patient: uuid.UUID, at: datetime) -> None:
    """Each page of this patient, against a bare view and against the engine's answers alone."""
    from django.db import connection
    from django.test import Client

    from portal.models import User
    from sharing.selectors.portrait import portrait

    site = Client()
    site.force_login(User.objects.create_account(f"{patient}@exemple.test", person_id=patient))
    bare = median(lambda: site.get("/livez"))
    drawn = median(lambda: portrait(patient, at=at), rounds=ROUNDS)
    print(f"  {'bare view':34}{bare * 1000:8.2f} ms")
    print(f"  {'the answers alone':34}{drawn * 1000:8.1f} ms   {drawn / bare:6.1f} × bare")
    for name, path in ADDRESSES.items():
        call = opener(site, path)
        statements = counted(connection, call)
        spent = median(call, rounds=ROUNDS)
        print(
            f"  {name:34}{spent * 1000:8.1f} ms   {spent / bare:6.1f} × bare   {spent / drawn:5.2f} × the answers"
            f"   {statements} statements   {len(call().content) // 1024} KiB"
        )


ADDRESSES = {
    "team": "/equipe/",
    "documents": "/documents/",
    "grid, by person": "/qui-voit-quoi/",
    "grid, by document": "/qui-voit-quoi/?par=document",
    "grid, one kind open": "/qui-voit-quoi/?par=document&ouvrir=report",
    "grid, one kind open, by person": "/qui-voit-quoi/?par=personne&ouvrir=report",
}


def opener(site: Any, path: str) -> Callable[[], Any]:
    return lambda: site.get(path)


def build(people: int, documents: int, *, at: datetime) -> uuid.UUID:
    """So many professionals in six places, so many documents of seven kinds, and words of every shape."""
    from consents.services import intake
    from consents.vocabulary import OrganisationKind

    patient = intake.record_person(
        at=at, birth_name="Vasseur", birth_given_names="Colette", born_on=date(1957, 4, 9)
    ).id
    places = [
        intake.record_organisation(name=f"Lieu {kind}", kind=getattr(OrganisationKind, kind)).id for kind in PLACES
    ]
    team = list(_team(intake, patient, places, people, at))
    papers = list(_papers(intake, patient, team, places, documents, at))
    _words(patient, team, papers, at)
    return patient


def _team(intake: Any, patient: uuid.UUID, places: list[uuid.UUID], count: int, at: datetime) -> Iterator[uuid.UUID]:
    from consents.vocabulary import CareBasis, Profession

    rows = zip(range(count), cycle(places), cycle(BASES), cycle(TRADES), strict=False)
    for number, place, basis, trade in rows:
        who = intake.record_professional(
            family_name=f"Marchand{number}", given_name="Louise", title="Dr", profession=getattr(Profession, trade)
        ).id
        intake.record_practice(professional=who, organisation=place)
        since = at - timedelta(days=90)
        intake.record_care(
            patient, professional=who, basis=getattr(CareBasis, basis), begins_at=since, organisation=place
        )
        yield who


def _papers(
    intake: Any, patient: uuid.UUID, team: list[uuid.UUID], places: list[uuid.UUID], count: int, at: datetime
) -> Iterator[uuid.UUID]:
    from consents.vocabulary import Category

    rows = islice(zip(cycle(KINDS), cycle(team), cycle(places), strict=False), count)
    for number, (kind, author, place) in enumerate(rows):
        yield intake.record_document(
            patient, deposited=(at - timedelta(days=number + 1)).date(), category=getattr(Category, kind),
            author=author, organisation=place,
        ).id  # fmt: skip


def _words(patient: uuid.UUID, team: list[uuid.UUID], papers: list[uuid.UUID], at: datetime) -> None:
    """Authorised, opposed; on everything, a kind, one document; to one, and to everyone."""
    from consents.actor import Actor
    from consents.services import preferences
    from consents.vocabulary import Category, RecipientKind, SubjectKind
    from consents.words import EVERYONE, EVERYTHING, Recipient, Subject

    by = Actor.person(patient)
    reports = Subject(SubjectKind.CATEGORY, Category.REPORT.value)
    for number, one in enumerate(team):
        to = Recipient(RecipientKind.PROFESSIONAL, str(one))
        if number % 3 == 0:
            preferences.grant(patient, to=to, about=EVERYTHING, by=by, at=at)
        if number % 4 == 1:
            preferences.oppose(patient, to=to, about=reports, by=by, at=at)
    for paper in papers[:6:2]:
        preferences.oppose(patient, to=EVERYONE, about=Subject(SubjectKind.DOCUMENT, str(paper)), by=by, at=at)


if __name__ == "__main__":
    main()
