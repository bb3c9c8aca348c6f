"""What a minor sends to keep care secret, to lift it, to ask for a doctor: the shape; the rest is the services' word."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.patient.forms.choices import DayField

EVERYONE = "tous"


class KeepForm(forms.Form):
    """Towards whom, since when; nothing is ticked in advance."""

    envers = forms.ChoiceField(label=_("Secret pour qui ?"), widget=forms.RadioSelect)
    depuis = DayField(
        _("À partir de quel jour ?"),
        _("Les documents faits avant ce jour restent lus par vos parents ou tuteurs."),
    )
    jusqu_au = DayField(
        _("Jusqu’à quel jour ?"), _("Ce jour est compris. Sans date, les documents à venir sont gardés secrets aussi.")
    )
    accompagne = forms.BooleanField(
        label=_("Un adulte de mon choix m’accompagne"),
        help_text=_("Nous notons « oui », rien d’autre. Son nom n’est écrit nulle part."),
        required=False,
    )
    jeton = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, given: Mapping[str, str] | None, *, parents: Mapping[str, str], episode: bool, since: date | None = None
    ) -> None:
        super().__init__(given, initial={"depuis": since})
        only = _("%(name)s seulement")
        every = [(EVERYONE, _("Tous mes parents ou tuteurs"))]
        named = [(key, only % {"name": name}) for key, name in parents.items()] if len(parents) > 1 else []
        self.fields["envers"].choices = every + named  # type: ignore[attr-defined]
        self.fields["envers"].error_messages["required"] = _("Choisissez pour qui ce soin est secret.")
        if episode:
            self.fields["depuis"].required = True
            self.fields["depuis"].error_messages["required"] = _("Écrivez un jour, par exemple 31/12/2026.")
        else:
            del self.fields["depuis"], self.fields["jusqu_au"]

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        since, until = given.get("depuis"), given.get("jusqu_au")
        if since and until and until < since:
            self.add_error("jusqu_au", _("Ce jour vient avant le premier. Choisissez un jour qui vient après."))
        return given

    @property
    def towards(self) -> list[UUID]:
        said = self.cleaned_data["envers"]
        return [] if said == EVERYONE else [UUID(said)]


class LiftForm(forms.Form):
    secret = forms.UUIDField()
    jeton = forms.CharField(max_length=40, required=False)


class DoctorForm(forms.Form):
    choix = forms.ChoiceField(choices=[("oui", "oui"), ("non", "non")])
    jeton = forms.CharField(max_length=40, required=False)
