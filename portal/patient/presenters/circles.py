"""Where each professional stands in the drawing of the circles: geometry only, in the units of its view box."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

CENTRE = (180.0, 203.0)
RING = 101.0
#: Most discs that one ring holds apart; more are said in a last disc, « +3 ».
MOST = 16
#: With more than six, names would run into one another: initials alone, the names being in the list beside.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Disc:
    """One professional's disc, its link to the centre, its badge, and where its words stand."""

    initials: str
    label: str
    kind: str
    x: str
    y: str
    radius: str
    text_y: str
    label_y: str
    badge_x: str
    badge_y: str
    eye: str
    link: str


def discs(people: Sequence[tuple[str, str, str]]) -> list[Disc]:
    """Each of (initials, short name, kind) on the ring, the first at the top, clockwise."""
    shown = list(people)
    if len(shown) > MOST:
        shown = [*shown[: MOST - 1], (f"+{len(shown) - MOST + 1}", "", "out")]
    radius = 25.0 if len(shown) <= 8 else 20.0 if len(shown) <= 12 else 16.0
    return [_disc(person, place, len(shown), radius) for place, person in enumerate(shown)]


def _disc(person: tuple[str, str, str], place: int, count: int, radius: float) -> Disc:
    initials, name, kind = person
    angle = 2 * math.pi * place / count - math.pi / 2
    across, down = math.cos(angle), math.sin(angle)
    x, y = CENTRE[0] + RING * across, CENTRE[1] + RING * down
    above = place == 0
    badge_x, badge_y = x + radius * 0.8, y - radius * 0.72
    return Disc(
        initials=initials,
        label=name if count <= NAMED else "",
        kind=kind,
        x=_unit(x),
        y=_unit(y),
        radius=_unit(radius),
        text_y=_unit(y + 4.8),
        label_y=_unit(y - radius - 8 if above else y + radius + 15),
        badge_x=_unit(badge_x),
        badge_y=_unit(badge_y),
        eye=f"translate({_unit(badge_x - 8)} {_unit(badge_y - 8)}) scale(.667)",
        link=_link(across, down, radius, kind),
    )


def _link(across: float, down: float, radius: float, kind: str) -> str:
    """Whole to one who sees, cut short by a bar before one who does not: said without colour too."""
    start, end = 45.0, RING - radius - 6
    if kind in ("not", "out"):
        stop = start + 7
        bar_x, bar_y = CENTRE[0] + (stop + 4) * across, CENTRE[1] + (stop + 4) * down
        bar = f"M{_unit(bar_x - 8 * down)} {_unit(bar_y + 8 * across)}L{_unit(bar_x + 8 * down)} {_unit(bar_y - 8 * across)}"
        return _line(across, down, start, stop) + bar
    return _line(across, down, start, end)


def _line(across: float, down: float, start: float, end: float) -> str:
    points = [(CENTRE[0] + length * across, CENTRE[1] + length * down) for length in (start, end)]
    (x1, y1), (x2, y2) = points
    return f"M{_unit(x1)} {_unit(y1)}L{_unit(x2)} {_unit(y2)}"


def _unit(value: float) -> str:
    """A number as SVG reads it, whatever the page's language writes for a decimal point."""
    return f"{value:.1f}"
