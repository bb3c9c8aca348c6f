"""Patients, relatives, representatives: anyone who is not asked for as a professional."""

from django.db import models
from django.db.models import Q

from consents.models.integrity import append_only, new_id, within


class Person(models.Model):
    """A natural person with the traits of the national identity (CSP R1111-8-1 and following).

    `ins` with `ins_system` is the national health identity; foreign identifiers are kept apart
    under their own system. No health content is kept anywhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ins = models.CharField(max_length=15, blank=True)
    ins_system = models.CharField(max_length=64, blank=True)
    identity_status = models.CharField(max_length=5, default="PROV")
    birth_name = models.CharField(max_length=120)
    birth_given_names = models.CharField(max_length=200, blank=True)
    used_name = models.CharField(max_length=120, blank=True)
    used_given_name = models.CharField(max_length=120, blank=True)
    born_on = models.DateField()
    birth_place = models.CharField(max_length=5, blank=True)
    sex = models.CharField(max_length=7, default="unknown")
    died_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            within("sex", ("female", "male", "unknown"), name="person_sex_known_word"),
            within("identity_status", ("PROV", "VALI", "RECUP", "QUAL"), name="person_status_known_word"),
            models.CheckConstraint(
                condition=Q(ins="", ins_system="") | (~Q(ins="") & ~Q(ins_system="")),
                name="person_ins_with_its_system",
            ),
            models.UniqueConstraint(fields=["ins_system", "ins"], condition=~Q(ins=""), name="person_ins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.name}".strip()

    @property
    def name(self) -> str:
        return self.used_name or self.birth_name

    @property
    def given_name(self) -> str:
        names = self.birth_given_names.split()
        return self.used_given_name or (names[0] if names else "")


class PersonIdentifier(models.Model):
    """An identifier of another system (hospital number, foreign number), kept under that system."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="person_identifier_once")]

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"


class TrustedContact(models.Model):
    """A person as the patient named her, known to us by these words alone (R43); never matched with anybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=30)
    email = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        triggers = append_only("trusted_contact")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
