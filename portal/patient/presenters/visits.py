"""Reviewers who read the patient's lines, and the pills over the accesses (R88)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.patient.presenters import counting
from sharing.selectors.visits import ReadCard

#: As many readings in a row as stand each on a line.
_FEW = 2
_READ: Mapping[str, object] = {
    "grants": gettext_lazy("vos autorisations"),
    "oppositions": gettext_lazy("vos oppositions"),
    "conflicts": gettext_lazy("qui choisit pour vous"),
    "notices": gettext_lazy("les avis envoyés après vos choix"),
    "reports": gettext_lazy("la liste des signalements, dont un de vous"),
    "report": gettext_lazy("un de vos signalements"),
    "who_may_see": gettext_lazy("qui peut voir un de vos documents"),
    # What a physician decided may be a danger's: these two say nothing of it to whoever looks on.
    "medical": gettext_lazy("des lignes de votre dossier"),
    "medical_case": gettext_lazy("des lignes de votre dossier"),
}


def read_line(card: ReadCard, *, minor: bool = False) -> dict[str, object]:
    """What a reviewer was shown. To a minor, not which of his parents' words (R67)."""
    what = str(_READ.get(card.page, _("l’historique de vos accès"))) if not minor else _("des lignes de votre dossier")
    text = _("La protection des données de ce service a lu : %(what)s. Aucun document ne lui est montré.")
    return {
        "id": f"c{card.id}",
        "icon_name": "seal",
        "kind": "",
        "moment": card.asked_at,
        "when": counting.hour(card.asked_at),
        "what": _("contrôle du service") if card.shape == "page" else _("contrôle du service, avec une copie"),
        "text": text % {"what": what},
        "review": True,
    }


def folded(lines: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    """A working day of the review console reads page after page: three lines in a row, or more, stand in one."""
    for is_review, run in groupby(lines, key=lambda line: bool(line.get("review"))):
        found = list(run)
        yield from [_together(found)] if is_review and len(found) > _FEW else found


def _together(found: list[dict[str, object]]) -> dict[str, object]:
    """Dated by the newest; each reading, with its time, stays one press away."""
    text = _("La protection des données de ce service a lu %(n)d fois des lignes de votre dossier.") % {"n": len(found)}
    each = [{"when": one["when"], "text": one["text"]} for one in found]
    return {**found[0], "what": _("contrôle du service"), "text": text, "each": each}


def pills(wanted: Mapping[str, str]) -> list[dict[str, object]]:
    """All accesses, or one kind; the other filters are kept."""
    named = (
        ("", _("Tous"), ""), ("vus", _("Ouverts"), "eye"), ("refus", _("Refusés"), "eye-shut"),
        ("urgences", _("Urgences"), "siren"),
    )  # fmt: skip
    others = {key: value for key, value in wanted.items() if key not in ("sorte", "voir")}
    return [
        {
            "url": f"{reverse('history')}?{urlencode({'voir': 'acces', **({'sorte': word} if word else {}), **others})}",
            "label": label,
            "icon_name": icon,
            "current": wanted.get("sorte", "") == word,
        }
        for word, label, icon in named
    ]
