"""Who speaks for whom: parental authority, protection measures, survivors."""

from django.db import models
from django.db.models import F, Q

from consents.models.integrity import ends_after_it_begins, new_id, within
from consents.models.people import Person
from consents.vocabulary import ProtectionMeasure, SurvivorRelation


class ParentalAuthority(models.Model):
    """A holder of parental authority (a guardian of a minor likewise), until withdrawn (R59, R60).

    `withdrawn_at` with the reference of the judge's order closes at once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorities")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="children_held")
    begins_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "holder"], name="authority_once"),
            models.CheckConstraint(condition=~Q(child=F("holder")), name="authority_over_another"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} for {self.child_id}"


class Protection(models.Model):
    """A protection measure and its scope, as the judgment gives it (R72–R74)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    protected = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protections")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    measure = models.CharField(max_length=40)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            within("measure", ProtectionMeasure, name="protection_measure_known_word"),
            ends_after_it_begins("protection_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(protected=F("guardian")), name="protection_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.protected_id}"


class Survivor(models.Model):
    """An heir, spouse or partner of someone who died, with the proof seen (R52)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deceased = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="survivors")
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12)
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            within("relation", SurvivorRelation, name="survivor_relation_known_word"),
            models.UniqueConstraint(fields=["deceased", "survivor", "relation"], name="survivor_once"),
            models.CheckConstraint(condition=~Q(deceased=F("survivor")), name="survivor_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.survivor_id} of {self.deceased_id}"
