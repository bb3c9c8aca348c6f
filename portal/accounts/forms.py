"""The forms of the door, for whoever shares a device: a browser is asked to remember nothing of what is typed."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm
from django.forms import BaseForm

#: In the address of the sign-in page, and kept through a mistake.
SHARED = "appareil"
_SHARED_DEVICE = "partage"


class EntryForm(LoginForm):
    """`shared`: the reader said that others use this device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {**self.request.GET.dict(), **self.request.POST.dict()} if self.request else {}
        self.shared = given.get(SHARED) == _SHARED_DEVICE
        if self.shared:
            _remember_nothing(self)


class AddressForm(AddEmailForm):
    """An address is never offered to the next reader of a discreet account's device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if getattr(self.user, "discreet", False):
            _remember_nothing(self)


def _remember_nothing(form: BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
