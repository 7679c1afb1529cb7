"""The procedure as a drawing: the road from top to bottom, leaps and returns on its left, the exits on its right.

Only places are worked out here, in the units of the picture; the words are the template's. Read from the table alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import EXITS, ROAD, CaseState

WIDTH, STEP, BOX = 360, 52, 32
LEFT, BOX_WIDTH = 48, 124
BRACKET, GAP = 178, 9
PILL, PILL_WIDTH = 236, 118


@dataclass(frozen=True)
class Box:
    """A state and the place of its upper left corner."""

    state: CaseState
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Line:
    """A way between two states: its path, and the acts that take it."""

    path: str
    acts: tuple[str, ...]


@dataclass(frozen=True)
class Diagram:
    """The whole picture."""

    width: int
    height: int
    road: tuple[Box, ...]
    exits: tuple[Box, ...]
    lines: tuple[Line, ...]
    brackets: tuple[Line, ...]


def draw() -> Diagram:
    """The picture of the table as it is."""
    road = tuple(Box(state, LEFT, 8 + place * STEP, BOX_WIDTH) for place, state in enumerate(ROAD))
    exits = tuple(_exits())
    return Diagram(
        WIDTH, 8 + len(ROAD) * STEP, road, exits, tuple(_lines()), tuple(_bracket(n, e) for n, e in enumerate(exits))
    )


def _middle(state: CaseState) -> int:
    return 8 + ROAD.index(state) * STEP + BOX // 2


def _lines() -> Iterator[Line]:
    """Ways along the road: straight to the next state, curved over others or back."""
    ways: dict[tuple[CaseState, CaseState], list[str]] = {}
    for row in PROCEDURE:
        for source in row.sources & frozenset(ROAD):
            if row.target in ROAD and row.target is not None and row.act != "archive":
                ways.setdefault((source, row.target), []).append(row.act)
    ways[(CaseState.CLOSED, CaseState.ARCHIVED)] = ["archive"]
    for (source, target), acts in sorted(ways.items(), key=lambda way: (ROAD.index(way[0][0]), ROAD.index(way[0][1]))):
        start, end = _middle(source), _middle(target)
        leap = ROAD.index(target) - ROAD.index(source)
        if leap == 1:
            x = LEFT + BOX_WIDTH // 2
            yield Line(f"M{x} {start + BOX // 2}V{end - BOX // 2 - 2}", tuple(acts))
        else:
            bend, shift = LEFT - 8 - 7 * min(abs(leap), 5), 6 if leap > 0 else -6
            yield Line(f"M{LEFT} {start + shift}C{bend} {start + shift} {bend} {end - shift} {LEFT - 2} {end - shift}",
                       tuple(acts))  # fmt: skip


def _sources(state: CaseState) -> list[int]:
    """Middles of the states of the road from which an exit is taken."""
    return sorted(
        _middle(source) for row in PROCEDURE if row.target is state for source in row.sources if source in ROAD
    )


def _exits() -> Iterator[Box]:
    """The exits from top to bottom, none over another."""
    lowest = 0
    for state in sorted(EXITS, key=lambda each: sum(_sources(each)) / len(_sources(each))):
        found = _sources(state)
        y = max((found[0] + found[-1]) // 2 - BOX // 2, lowest)
        lowest = y + BOX + 10
        yield Box(state, PILL, y, PILL_WIDTH)


def _bracket(number: int, box: Box) -> Line:
    """The span of states an exit leads out of, joined to it."""
    found, x = _sources(box.state), BRACKET + GAP * number
    middle = box.y + BOX // 2
    acts = tuple(row.act for row in PROCEDURE if row.target is box.state)
    top, bottom = min(found[0], middle), max(found[-1], middle)
    ticks = "".join(f"M{LEFT + BOX_WIDTH} {y}H{x}" for y in sorted(set(found)))
    return Line(f"{ticks}M{x} {top}V{bottom}M{x} {middle}H{box.x - 2}", acts)
