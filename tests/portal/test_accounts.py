from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

FORM = {
    "email": "inconnue@partages.example",
    "password1": "une phrase assez longue",
    "password2": "une phrase assez longue",
}


@pytest.mark.django_db
def test_nobody_opens_an_account_by_himself(client: Client) -> None:
    client.post("/comptes/signup/", FORM)

    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_an_operator_may_open_sign_up(client: Client, settings: Any) -> None:
    settings.SIGNUP_OPEN = True

    client.post("/comptes/signup/", FORM)

    assert get_user_model().objects.get().email == FORM["email"]
