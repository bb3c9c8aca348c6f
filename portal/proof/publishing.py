"""`/.well-known/mes-partages-keys.json`: the keys under which receipts are good, for whoever verifies."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.proof import keys
from portal.proof.canonical import canonical


@require_safe
@cache_control(public=True, max_age=3600)
def receipt_keys(request: HttpRequest) -> HttpResponse:
    return HttpResponse(canonical(keys.jwks(keys.published())), content_type="application/jwk-set+json")
