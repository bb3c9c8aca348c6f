"""Organisations and the professionals who ask from them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from consents.models.integrity import (
    EQUAL,
    OVERLAPS,
    ends_after_it_begins,
    new_id,
    period,
    within,
)
from consents.models.people import Person
from consents.vocabulary import OrganisationKind, Profession, Regime


class Organisation(models.Model):
    """A legal entity or one of its sites (FINESS), with the kind that sets its regime.

    `regime` is switched by an administrator for a health centre or group practice (R11).
    `grace_hours`: how long after the end of care its professionals may still read (R10), default 0.
    `minors_see_documents`: it shows minors their own documents (R67).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finess = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32)
    sector_code = models.CharField(max_length=20, blank=True)
    regime = models.CharField(max_length=8, default=Regime.DEFAULT.value)
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sites")
    grace_hours = models.PositiveIntegerField(default=0)
    minors_see_documents = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    city = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            within("kind", OrganisationKind, name="organisation_kind_known_word"),
            within("regime", Regime, name="organisation_regime_known_word"),
            models.UniqueConstraint(fields=["finess"], condition=~Q(finess=""), name="organisation_finess_once"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="organisation_not_part_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationIdentifier(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="organisation_identifier_once")]

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"


class Professional(models.Model):
    """Someone who asks in the exercise of a profession, named by RPPS.

    The pair (`profession_system`, `profession_code`) is kept as received: a code alone is
    ambiguous. `profession` is our word for it, `unknown` until mapped: entitled to nothing.
    `assists`: the professional under whose responsibility a secretary or student works (R18).
    `person`: the same human as a private person, when known (decision.md §9.6).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rpps = models.CharField(max_length=11, blank=True)
    family_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=20, blank=True)
    profession = models.CharField(max_length=40, default=Profession.UNKNOWN.value)
    profession_system = models.CharField(max_length=200, blank=True)
    profession_code = models.CharField(max_length=40, blank=True)
    specialty = models.CharField(max_length=40, blank=True)
    assists = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="assistants")
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="professional")
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            within("profession", Profession, name="professional_profession_known_word"),
            models.UniqueConstraint(fields=["rpps"], condition=~Q(rpps=""), name="professional_rpps_once"),
            models.CheckConstraint(
                condition=Q(assists__isnull=True) | ~Q(assists=F("id")),
                name="professional_assists_another",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


class ProfessionalIdentifier(models.Model):
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="professional_identifier_once")]

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"


class Practice(models.Model):
    """A professional's place of work: he asks from one of them at a time (decision.md §2)."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="practices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="practices")
    position = models.PositiveSmallIntegerField(default=0)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            ends_after_it_begins("practice_ends_after_it_begins"),
            ExclusionConstraint(
                name="practice_once_at_a_time",
                expressions=[
                    (F("professional"), EQUAL),
                    (F("organisation"), EQUAL),
                    (period(), OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional_id} @ {self.organisation_id}"
