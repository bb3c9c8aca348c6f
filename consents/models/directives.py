"""The other things a patient declares: settings, lists that add up, a personne de confiance."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from consents.models.documents import Document
from consents.models.integrity import (
    EQUAL,
    OVERLAPS,
    ends_after_it_begins,
    new_id,
    only_ends_sooner,
    period,
    within,
)
from consents.models.organisations import Organisation, Professional
from consents.models.people import Person, TrustedContact
from consents.vocabulary import Choice, PostMortemScope, SettingName, SubjectKind, TrustedRole


class Declared(models.Model):
    """What every declared row carries; only `ends_at` ever changes, and only the services do it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    voice = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField()
    revision = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Setting(Declared):
    """One value a voice and a name: the keys given replace (R25, R30, R34–R37, R42, R64)."""

    name = models.CharField(max_length=40)
    value = models.CharField(max_length=10)
    only = models.ManyToManyField(Person, blank=True, related_name="+")

    class Meta:
        constraints = [
            within("name", SettingName, name="setting_name_known_word"),
            within("value", Choice, name="setting_value_known_word"),
            ends_after_it_begins("setting_ends_after_it_begins"),
            ExclusionConstraint(
                name="setting_one_value_at_a_time",
                expressions=[
                    (F("patient"), EQUAL),
                    (F("voice"), EQUAL),
                    (F("name"), EQUAL),
                    (period(), OVERLAPS),
                ],
            ),
        ]
        triggers = only_ends_sooner("setting")

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Secrecy(Declared):
    """Care that a minor keeps secret, towards everyone or one person (R62, R63).

    One document; or one episode: what a professional, or a place, makes from the day `since` to the day `until`,
    both in Paris and included.
    """

    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    towards = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_it_begins("secrecy_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, professional=None, organisation=None, since=None, until=None)
                | (
                    Q(document=None, since__isnull=False)
                    & (Q(professional__isnull=False) | Q(organisation__isnull=False))
                    & (Q(until__isnull=True) | Q(until__gte=F("since")))
                ),
                name="secrecy_names_a_document_or_an_episode",
            ),
        ]
        triggers = only_ends_sooner("secrecy")

    def __str__(self) -> str:
        return f"secrecy {self.document_id or self.professional_id or self.organisation_id}"


class NotToKnow(Declared):
    """The wish not to know about one document (R02, CSP R4127-35)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [ends_after_it_begins("not_to_know_ends_after_it_begins")]
        triggers = only_ends_sooner("not_to_know")

    def __str__(self) -> str:
        return f"not to know {self.document_id}"


class Mandate(Declared):
    """A dated, limited mandate to a named person, revocable by the patient alone (R82)."""

    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=10)
    about_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_word = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            within("about_kind", SubjectKind, name="mandate_about_known_word"),
            ends_after_it_begins("mandate_ends_after_it_begins"),
        ]
        triggers = only_ends_sooner("mandate")

    def __str__(self) -> str:
        return f"mandate {self.to_person_id}"


class PostMortemOpposition(Declared):
    """What nobody may be told after the patient's death (R54)."""

    scope = models.CharField(max_length=10)
    motive = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            within("scope", PostMortemScope, name="post_mortem_scope_known_word"),
            models.CheckConstraint(
                condition=Q(scope="everything", motive="", person=None, document=None)
                | (Q(scope="motive", person=None, document=None) & ~Q(motive=""))
                | Q(scope="person", motive="", person__isnull=False, document=None)
                | Q(scope="document", motive="", person=None, document__isnull=False),
                name="post_mortem_names_its_scope",
            ),
            ends_after_it_begins("post_mortem_ends_after_it_begins"),
        ]
        triggers = only_ends_sooner("post_mortem")

    def __str__(self) -> str:
        return f"post mortem {self.scope}"


class TrustedPerson(Declared):
    """The personne de confiance: one at a time in each role, valid once accepted (R43, R46–R48).

    Named as someone we know (`person`) or with the words of the patient (`contact`). `stay`: only while the patient
    stays in that establishment (consents/selectors/stays.py says until when).
    """

    role = models.CharField(max_length=6, default=TrustedRole.HEALTH.value)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(TrustedContact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    authorisation = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            within("role", TrustedRole, name="trusted_person_role_known_word"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, contact=None) | Q(person=None, contact__isnull=False),
                name="trusted_person_named_once",
            ),
            ends_after_it_begins("trusted_person_ends_after_it_begins"),
            ExclusionConstraint(
                name="trusted_person_one_at_a_time",
                expressions=[(F("patient"), EQUAL), (F("role"), EQUAL), (period(), OVERLAPS)],
            ),
        ]
        triggers = only_ends_sooner("trusted_person", also=("accepted_at",))

    def __str__(self) -> str:
        return f"trusted person {self.person_id or self.contact_id}"


class Withholding(models.Model):
    """A physician's reasoned decision to withhold from a representative (R65, R68, R71).

    `document` empty: everything. The reason is kept for the reviewer, never shown to the person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=4)
    decided_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            within("rule", ("R65", "R68", "R71"), name="withholding_rule_known"),
            ends_after_it_begins("withholding_ends_after_it_begins"),
        ]
        triggers = only_ends_sooner("withholding")

    def __str__(self) -> str:
        return f"withholding {self.rule}"
