"""A drawing of a hierarchy: the broadest at the left, what is narrower in the next column, a row for each last one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

ROW: Final = 36
"""Height that a last thing takes, in units of the picture."""
_TALL, _GAP, _EDGE, _CHARACTER, _PADDING = 28, 44, 4, 7.6, 22


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing of the hierarchy, what it is called, and what is narrower."""

    key: str
    text: str
    narrower: "tuple[Branch, ...]" = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in the picture."""

    key: str
    text: str
    x: float
    y: float
    """The left upper corner."""
    width: float
    depth: int
    """How many broader things stand before it."""
    height: float = _TALL


@dataclass(frozen=True, slots=True)
class Drawing:
    """The hierarchy as boxes, and the paths of the lines that join them."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


def drawn(root: Branch) -> Drawing:
    """Return the picture of *root* and all below it."""
    columns = _columns(root)
    boxes: list[Box] = []
    lines: list[str] = []
    _place(root, 0, 0, columns, boxes, lines)
    last_x, last_width = columns[-1]
    height = 2 * _EDGE + max(box.y + box.height for box in boxes) - _EDGE
    return Drawing(last_x + last_width + _EDGE, height, tuple(boxes), tuple(lines))


def leaves(branch: Branch) -> int:
    """Return how many things below *branch*, or it alone, have nothing narrower."""
    return sum(map(leaves, branch.narrower)) or 1


def _columns(root: Branch) -> list[tuple[float, float]]:
    """Return where each column begins and how wide it is."""
    found: list[tuple[float, float]] = []
    x, level = float(_EDGE), [root]
    while level:
        width = round(max(_breadth(each.text) for each in level) + _PADDING, 1)
        found.append((x, width))
        x = round(x + width + _GAP, 1)
        level = [narrower for each in level for narrower in each.narrower]
    return found


def _place(
    branch: Branch,
    depth: int,
    row: int,
    columns: Sequence[tuple[float, float]],
    boxes: list[Box],
    lines: list[str],
) -> Box:
    """Add *branch*, whose first row is *row*, and all below it; it stands in the middle of what is narrower."""
    x, width = columns[depth]
    number = len(boxes)
    boxes.append(Box(branch.key, branch.text, x, _EDGE + row * ROW, width, depth))
    below: list[Box] = []
    for each in branch.narrower:
        below.append(_place(each, depth + 1, row, columns, boxes, lines))
        row += leaves(each)
    if below:
        boxes[number] = replace(boxes[number], y=(below[0].y + below[-1].y) / 2)
        lines += [_line(boxes[number], each) for each in below]
    return boxes[number]


def _line(box: Box, other: Box) -> str:
    """Return the path from the right edge of *box* to the left edge of *other*, by two right angles."""
    start, middle = box.x + box.width, round(other.x - _GAP / 2, 1)
    return f"M{round(start, 1)} {box.y + box.height / 2} H{middle} V{other.y + other.height / 2} H{other.x}"


def _breadth(text: str) -> float:
    """Return about how broad *text* is; a Chinese character takes the room of two others, as in its old encoding."""
    return _CHARACTER * len(text.encode("gb18030", "replace"))
