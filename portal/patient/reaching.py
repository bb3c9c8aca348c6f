"""`/reglages/`: how the patient is reached; the shape of what he chooses there."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.selectors import audience
from consents.selectors.minors import is_minor
from portal.notices import keeping
from portal.notices.choices import MailChoice

Shown = dict[str, object]
_CHOICES = (
    (MailChoice.FIRST.value, gettext_lazy("Pour chaque nouvelle personne qui voit mon dossier")),
    (MailChoice.EACH.value, gettext_lazy("À chaque accès : un e-mail par jour et par personne, au plus")),
    (MailChoice.EMERGENCIES.value, gettext_lazy("Pour les urgences seulement")),
    (MailChoice.DAILY.value, gettext_lazy("Une fois par jour, à 8 h, s’il y a du nouveau")),
    (MailChoice.WEEKLY.value, gettext_lazy("Une fois par semaine, le lundi à 8 h, s’il y a du nouveau")),
    (MailChoice.NONE.value, gettext_lazy("Jamais : je lis mes avis sur ce site")),
)
_NOW = {
    MailChoice.FIRST: gettext_lazy("Un e-mail part quand une nouvelle personne voit votre dossier."),
    MailChoice.EACH: gettext_lazy("Un e-mail part à chaque accès à votre dossier."),
    MailChoice.EMERGENCIES: gettext_lazy("Un e-mail part seulement après un accès en urgence."),
    MailChoice.DAILY: gettext_lazy("Un e-mail part le matin, s’il y a du nouveau."),
    MailChoice.WEEKLY: gettext_lazy("Un e-mail part le lundi matin, s’il y a du nouveau."),
    MailChoice.NONE: gettext_lazy("Aucun e-mail ne part. Vos avis sont sur ce site."),
}


class MailForm(forms.Form):
    quand = forms.ChoiceField(
        label=gettext_lazy("Quand vous écrire ?"),
        choices=_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez une des réponses."),
            "invalid_choice": gettext_lazy("Choisissez une des réponses."),
        },
    )

    def choice(self) -> MailChoice:
        return MailChoice(self.cleaned_data["quand"])


def page(account: UUID, person: UUID, *, form: MailForm | None = None, at: datetime) -> Shown:
    """Under eighteen nobody is written to: there is nothing to choose about e-mails (R63)."""
    if is_minor(person, at=at):
        return {"minor": True, "lede": _("Avant dix-huit ans, aucun e-mail ne part. Vos avis sont sur ce site.")}
    choice = _choice(account, person)
    address = EmailAddress.objects.filter(user=account, primary=True).values_list("email", "verified").first()
    verified = bool(address and address[1])
    unreachable = _("Votre adresse e-mail n’est pas vérifiée : aucun e-mail ne part.")
    return {
        "minor": False,
        "lede": _NOW[choice] if verified else unreachable,
        "email": address[0] if address else "",
        "verified": verified,
        "form": form or MailForm(initial={"quand": choice.value}),
    }


def _choice(account: UUID, person: UUID) -> MailChoice:
    kept = keeping.mail_choice(account)
    return kept or keeping.usual(kept_a_secret=person in audience.kept_a_secret([person]))
