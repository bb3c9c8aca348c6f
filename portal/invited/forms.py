"""What the holder of a link types: her identity, and that she has read."""

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPT, DECLINE = "accepter", "refuser"


class AnswerForm(forms.Form):
    """To decline, nothing but the button is needed."""

    prenom = forms.CharField(
        label=_("Votre prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    nom = forms.CharField(
        label=_("Votre nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    lu = forms.BooleanField(label=_("J’ai lu ce texte. J’ai dix-huit ans ou plus, et j’accepte."))
    reponse = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (DECLINE, DECLINE)], widget=forms.HiddenInput)

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        if self.data.get("reponse") == DECLINE:
            for field in self.fields.values():
                field.required = False

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["reponse"] == ACCEPT)
