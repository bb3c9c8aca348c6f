"""Sharing preferences: stance × to × about × period, spoken by a voice (decision.md §1)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from consents.models.documents import Document
from consents.models.integrity import (
    EQUAL,
    OVERLAPS,
    as_text,
    ends_after_it_begins,
    new_id,
    only_ends_sooner,
    period,
    within,
)
from consents.models.organisations import Organisation, Professional
from consents.models.people import Person
from consents.vocabulary import (
    Category,
    Profession,
    RecipientKind,
    Specialty,
    Stance,
    SubjectKind,
)

_TO = {
    RecipientKind.PROFESSIONAL: "to_professional",
    RecipientKind.ORGANISATION: "to_organisation",
    RecipientKind.PERSON: "to_person",
}


def _to_names_exactly_its_kind() -> Q:
    """One recipient and no other: the columns that the kind does not use are empty."""
    condition = Q()
    for kind in RecipientKind:
        row = Q(to_kind=kind.value)
        for named, column in _TO.items():
            row &= Q(**{f"{column}__isnull": named is not kind})
        row &= (
            Q(to_profession__in=sorted(map(str, Profession)))
            if kind is RecipientKind.PROFESSION
            else Q(to_profession="")
        )
        condition |= row
    return condition


def _about_names_exactly_its_kind() -> Q:
    condition = Q()
    for kind in SubjectKind:
        row = Q(about_kind=kind.value)
        row &= Q(about_document__isnull=kind is not SubjectKind.DOCUMENT)
        if kind is SubjectKind.CATEGORY:
            row &= Q(about_word__in=sorted(map(str, Category)))
        elif kind is SubjectKind.SPECIALTY:
            row &= Q(about_word__in=sorted(map(str, Specialty)))
        else:
            row &= Q(about_word="")
        condition |= row
    return condition


class SharingPreference(models.Model):
    """One word of one voice. Nothing is edited: only its end may come nearer.

    `ends_at` is set when a later word of the same voice about the same `to × about` begins, or
    when it is withdrawn; a trigger refuses any other change, and any deletion.
    `revision` is the ledger revision that declared it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="preferences")
    voice = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=8)
    to_kind = models.CharField(max_length=14)
    to_professional = models.ForeignKey(Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_profession = models.CharField(max_length=40, blank=True)
    about_kind = models.CharField(max_length=10)
    about_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_word = models.CharField(max_length=24, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField()
    revision = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["patient", "begins_at"], name="preference_by_patient")]
        constraints = [
            within("stance", Stance, name="preference_stance_known_word"),
            models.CheckConstraint(condition=_to_names_exactly_its_kind(), name="preference_to_one_recipient"),
            models.CheckConstraint(condition=_about_names_exactly_its_kind(), name="preference_about_one_subject"),
            models.CheckConstraint(
                condition=~Q(stance="grant") | Q(to_kind__in=["professional", "organisation", "person"]),
                name="preference_grant_names_its_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(stance="oppose") | ~Q(to_kind="person"),
                name="preference_person_is_granted_only",
            ),
            ends_after_it_begins("preference_ends_after_it_begins"),
            ExclusionConstraint(
                name="preference_one_word_at_a_time",
                expressions=[
                    (F("patient"), EQUAL),
                    (F("voice"), EQUAL),
                    (
                        Coalesce(
                            as_text("to_professional"),
                            as_text("to_organisation"),
                            as_text("to_person"),
                            F("to_profession"),
                            output_field=models.TextField(),
                        ),
                        EQUAL,
                    ),
                    (F("to_kind"), EQUAL),
                    (
                        Coalesce(
                            as_text("about_document"),
                            F("about_word"),
                            output_field=models.TextField(),
                        ),
                        EQUAL,
                    ),
                    (F("about_kind"), EQUAL),
                    (period(), OVERLAPS),
                ],
            ),
        ]
        triggers = only_ends_sooner("preference")

    def __str__(self) -> str:
        return f"{self.stance} {self.to_kind} {self.about_kind}"
