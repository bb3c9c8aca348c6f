"""References to documents that stay where they were made: never content, never a title."""

from django.db import models
from django.db.models import F, Q

from consents.models.integrity import new_id, within
from consents.models.organisations import Organisation, Professional
from consents.models.people import Person
from consents.vocabulary import Category, Specialty


class Document(models.Model):
    """What a document is, not what it says: type, author, place, dates, flags (vocabulary B).

    `deposited_on` is the day of deposit in Paris, from which an announcement waits (R31);
    `replaces` the version it corrects, whose secrets follow it (decision.md §9.2).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    source_system = models.CharField(max_length=200, blank=True)
    source_value = models.CharField(max_length=200, blank=True)
    type_system = models.CharField(max_length=200, blank=True)
    type_code = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, default=Category.UNKNOWN.value)
    specialty = models.CharField(max_length=24, blank=True)
    author = models.ForeignKey(Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    made_on = models.DateField(null=True, blank=True)
    deposited_on = models.DateField()
    deposited_at = models.DateTimeField()
    third_party = models.BooleanField(default=False)
    announcement_pending = models.BooleanField(default=False)
    announced_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        indexes = [models.Index(fields=["patient", "-deposited_on"], name="document_by_patient")]
        constraints = [
            within("category", Category, name="document_category_known_word"),
            within("specialty", ("", *Specialty), name="document_specialty_known_word"),
            models.UniqueConstraint(
                fields=["patient", "source_system", "source_value"],
                condition=~Q(source_value=""),
                name="document_source_once",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="document_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.deposited_on}"
