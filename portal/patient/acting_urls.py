"""The addresses of the record of someone whom the reader represents; the same below each door."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from portal.patient.acting import Door
from portal.patient.views import acting, acting_choice, acting_proof

#: Name after the door's, address, view; `handle` is what a page calls one of the reader's own declarations.
_PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("", "", acting.home),
    ("team", "equipe/", acting.team),
    ("search", "equipe/ajouter/", acting_proof.search),
    ("professional", "equipe/<uuid:professional>/", acting.professional),
    ("documents", "documents/", acting.documents),
    ("document", "documents/<uuid:document>/", acting.document),
    ("emergency", "urgence/", acting.emergency),
    ("physician", "medecin-traitant/", acting.physician),
    ("preview", "choix/", acting_choice.preview),
    ("declare", "choix/confirmer/", acting_choice.declare),
    ("done", "choix/fait/<slug:handle>/", acting_choice.done),
    ("history", "historique/", acting.history),
    ("undo", "historique/annuler/", acting_choice.undo),
    ("receipts", "recus/", acting_proof.receipts),
    ("receipt", "recus/<slug:handle>/", acting_proof.receipt),
    ("receipt_json", "recus/<slug:handle>.json", acting_proof.receipt_json),
    ("receipt_pdf", "recus/<slug:handle>.pdf", acting_proof.receipt_pdf),
)


def below(prefix: str, door: Door) -> list[URLPattern]:
    """`below("mes-enfants/", Door.CHILD)`: the route `child`, then `child_team`…"""
    return [
        path(f"{prefix}<uuid:patient>/{address}", view, {"door": door}, name=f"{door}_{name}" if name else str(door))
        for name, address, view in _PAGES
    ]


def names(door: Door) -> tuple[str, ...]:
    return tuple(f"{door}_{name}" if name else str(door) for name, _address, _view in _PAGES)
