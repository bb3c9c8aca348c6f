"""What goes with a personne de confiance: one-time links, signatures; and, apart, whom to call (R43, R50)."""

from django.db import models
from django.db.models import F, Q

from consents.models.directives import Declared, TrustedPerson
from consents.models.integrity import append_only, ends_after_it_begins, new_id, only_ends_sooner, within
from consents.vocabulary import SigningManner


class TrustedInvitation(models.Model):
    """One link, handed to the one who was named. Only the SHA-256 of its 256-bit token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    designation = models.ForeignKey(TrustedPerson, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="trusted_invitation_lasts"),
        ]
        triggers = append_only("trusted_invitation")

    def __str__(self) -> str:
        return f"invitation to {self.designation_id}"


class TrustedSignature(models.Model):
    """What proves that the one who was named agreed, or did not: once for each designation (R43, R89).

    `given_name`, `family_name`: the identity that she typed, or that the paper bears. `signed_on`: the day on the
    paper. `text`: the version of what she read. `witnesses`: two names with their quality, when the patient cannot
    write (R48).
    """

    designation = models.OneToOneField(
        TrustedPerson, primary_key=True, on_delete=models.PROTECT, related_name="signature"
    )
    manner = models.CharField(max_length=9)
    accepted = models.BooleanField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    signed_on = models.DateField()
    text = models.CharField(max_length=40)
    witnesses = models.JSONField(default=list)
    ip = models.GenericIPAddressField(null=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [within("manner", SigningManner, name="trusted_signature_manner_known_word")]
        triggers = append_only("trusted_signature")

    def __str__(self) -> str:
        return f"{self.manner} {self.designation_id}"


class PersonToCall(Declared):
    """« Personne à prévenir » : is called, gets no information by that title, signs nothing (R50)."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    relation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30)

    class Meta:
        constraints = [ends_after_it_begins("person_to_call_ends_after_it_begins")]
        triggers = only_ends_sooner("person_to_call")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
