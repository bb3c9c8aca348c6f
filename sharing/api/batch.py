"""Several evaluations in one body (AuthZEN 1.0 §7): read one by one, so that a bad one sinks no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sharing.api import problems, questions
from sharing.api.kinds import Malformed
from sharing.api.reading import Reader
from sharing.asked import Asked
from sharing.services.answers import Answer
from sharing.services.decisions import Unanswered

MOST = 500
#: After which answer the series ends: none, the first deny, the first permit.
SEMANTICS: dict[str, bool | None] = {"execute_all": None, "deny_on_first_deny": False, "permit_on_first_permit": True}

Result = Answer | Malformed | Unanswered


@dataclass(frozen=True, slots=True)
class Batch:
    """`items`: each question, or what is wrong with it."""

    items: tuple[Asked | Malformed, ...]
    until: bool | None

    def asked(self) -> list[Asked]:
        """The questions to be answered; one that is malformed is a deny, and may end the series."""
        items = self.items
        if self.until is False:
            ends = (place for place, each in enumerate(items) if isinstance(each, Malformed))
            items = items[: next(ends, len(items))]
        return [each for each in items if isinstance(each, Asked)]

    def merged(self, answered: Sequence[Result]) -> list[Result]:
        """What was malformed put back in its place, up to where the series ended."""
        remaining = iter(answered)
        results: list[Result] = []
        for each in self.items:
            result = each if isinstance(each, Malformed) else next(remaining, None)
            if result is None:
                break
            results.append(result)
            if self.until is not None and self.until is (isinstance(result, Answer) and result.permit):
                break
        return results


def read(body: object) -> Batch:
    """`Malformed` when the body as a whole is."""
    top = Reader(body)
    items = top.items("evaluations")
    if len(items) > MOST:
        raise Malformed("too-many-evaluations", "/evaluations")
    assert isinstance(body, dict)
    return Batch(tuple(_item(body, each, place) for place, each in enumerate(items)), _until(top))


def _item(body: dict[str, Any], item: object, place: int) -> Asked | Malformed:
    pointer = f"/evaluations/{place}"
    try:
        if not isinstance(item, dict):
            raise Malformed("invalid-member", pointer, _("Un objet JSON est attendu."))
        return questions.question(Reader(questions.with_defaults(body, item), pointer))
    except Malformed as malformed:
        return malformed


def _until(top: Reader) -> bool | None:
    options = top.optional("options")
    if not options.has("evaluations_semantic"):
        return None
    word = options.text("evaluations_semantic")
    if word not in SEMANTICS:
        raise Malformed("invalid-member", options.at("evaluations_semantic"))
    return SEMANTICS[word]


def refuse_if_nothing_is_answered(results: Sequence[Result]) -> None:
    """A batch of which nothing could be answered is a problem: that of its first question, with all of them."""
    wrong = [each for each in results if not isinstance(each, Answer)]
    if results and len(wrong) == len(results):
        first = wrong[0]
        first.others = [  # type: ignore[union-attr]
            {"evaluation": place, **problems.describe(each).members()} for place, each in enumerate(wrong)
        ]
        raise first
