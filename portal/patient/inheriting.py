"""What the parents had chosen and that is now the patient's own, put into words."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.selectors import portrait as cards
from portal.patient.presenters import coming_of_age
from sharing.selectors import readers
from sharing.selectors.inherited import inherited

Shown = dict[str, object]


def page(patient_id: UUID, *, at: datetime) -> Shown:
    """A document that the patient may not see himself is not named (decision.md §1.8)."""
    found = inherited(patient_id, at=at)
    named = {
        kind: {word.to for word in found.words if word.to_kind == kind}
        for kind in ("professional", "organisation", "person")
    }
    about = {word.about for word in found.words if word.about_kind == "document"}
    seen = readers.reader(patient_id, patient_id, at=at).documents if about else frozenset()
    voices = {word.voice for word in found.words} | {one.voice for one in found.settings}
    names = cards.names(
        patient_id,
        professional=named["professional"],
        place=named["organisation"],
        document=about & seen,
        person=named["person"] | voices,
    )
    return {
        **coming_of_age.page(found, names),
        "crumb_items": [{"url": reverse("history"), "label": _("Historique")}],
    }
