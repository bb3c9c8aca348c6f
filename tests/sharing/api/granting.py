"""A token of a calling system to which these doors are opened."""

from allauth.idp.oidc.models import Client as OAuthClient
from django.test import Client

from sharing.services.callers import Credentials


def token_for(client: Client, credentials: Credentials, *doors: str) -> str:
    opened = OAuthClient.objects.get(pk=credentials.client_id)
    opened.set_scopes(list(doors))
    opened.set_default_scopes(list(doors))
    opened.save()
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
    }
    response = client.post("/oauth2/token", form)
    assert response.status_code == 200, response.content
    return str(response.json()["access_token"])
