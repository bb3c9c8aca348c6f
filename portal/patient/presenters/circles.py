"""Where each professional stands in the drawing of the circles: geometry only, in the units of its view box."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

CENTRE = (180.0, 203.0)
#: Most discs that one ring holds apart; more are said in a last disc, « +3 ».
MOST = 16
#: With more than six, names would run into one another: initials alone, the names being in the list beside.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Room:
    """How far from the centre discs stand, how big each is, and its badge: wider and smaller as they are more."""

    ring: float
    radius: float
    badge: float


#: By the most discs that it is for. Badges leave initials, neighbours and the edge of the circle clear.
ROOMS = {NAMED: Room(101, 25, 11.5), 8: Room(116, 25, 11.5), 12: Room(122, 22, 10), MOST: Room(125, 20, 9.5)}


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
    badge: str
    badge_x: str
    badge_y: str
    eye: str
    link: str


def discs(people: Sequence[tuple[str, str, str]]) -> list[Disc]:
    """Each of (initials, short name, kind) on the ring, the first at the top, clockwise."""
    shown = list(people)
    if len(shown) > MOST:
        shown = [*shown[: MOST - 1], (f"+{len(shown) - MOST + 1}", "", "out")]
    room = next(each for most, each in ROOMS.items() if len(shown) <= most)
    return [_disc(person, 2 * math.pi * place / len(shown), room) for place, person in enumerate(shown)]


def _disc(person: tuple[str, str, str], turn: float, room: Room) -> Disc:
    """`turn`: from the top, clockwise, in radians."""
    initials, name, kind = person
    across, down = math.sin(turn), -math.cos(turn)
    x, y = CENTRE[0] + room.ring * across, CENTRE[1] + room.ring * down
    badge_x, badge_y = x + room.radius * 0.8, y - room.radius * 0.76
    half = room.badge * 0.7
    return Disc(
        initials=initials,
        label=name if room is ROOMS[NAMED] else "",
        kind=kind,
        x=_unit(x),
        y=_unit(y),
        radius=_unit(room.radius),
        text_y=_unit(y + 5.6),
        label_y=_unit(y - room.radius - 8 if turn == 0 else y + room.radius + 15),
        badge=_unit(room.badge),
        badge_x=_unit(badge_x),
        badge_y=_unit(badge_y),
        eye=f"translate({_unit(badge_x - half)} {_unit(badge_y - half)}) scale({half / 12:.3f})",
        link=_link(across, down, room, kind),
    )


def _link(across: float, down: float, room: Room, kind: str) -> str:
    """Whole to one who sees, cut short by a bar before one who does not: said without colour too."""
    start, end = 45.0, room.ring - room.radius - 6
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
