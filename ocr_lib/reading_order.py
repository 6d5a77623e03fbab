"""In which order people read the texts of a page: columns from left to right, lines from top to bottom within each."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[int, int, int, int]
GAP_IN_LINES = 0.6
"""A column's gutter is at least this wide, in heights of a line."""
FEWEST_LINES = 4
"""A column has at least so many lines; fewer are cells of a table or a label beside its value."""


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The numbers of the boxes (x0, y0, x1, y1) in reading order."""
    return _ordered(list(range(len(boxes))), boxes)


def _ordered(numbers: list[int], boxes: Sequence[Box]) -> list[int]:
    """Columns where a gutter parts them (after the recursive XY cut; Nagy and Seth 1984), else lines."""
    parted = _best_gutter(numbers, boxes)
    if parted is None:
        return [n for line in _lines(numbers, boxes) for n in line]
    cut, columns = parted
    order: list[int] = []
    rest = [n for n in numbers if n not in columns]
    first = min(boxes[n][1] for n in columns)
    before = [n for n in rest if _middle(boxes[n]) < first]
    after = [n for n in rest if _middle(boxes[n]) >= first]
    left = [n for n in columns if boxes[n][2] <= cut]
    right = [n for n in columns if boxes[n][2] > cut]
    for part in (before, left, right, after):
        order += _ordered(part, boxes)
    return order


def _lines(numbers: list[int], boxes: Sequence[Box]) -> list[list[int]]:
    """Boxes whose heights overlap by more than half stand in one line; each line from left to right."""
    lines: list[list[int]] = []
    spans: list[tuple[float, float]] = []
    for n in sorted(numbers, key=lambda n: (boxes[n][1] + boxes[n][3], boxes[n][0])):
        top, bottom = boxes[n][1], boxes[n][3]
        for place in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            shared = min(bottom, spans[place][1]) - max(top, spans[place][0])
            if shared > 0.5 * min(bottom - top, spans[place][1] - spans[place][0]):
                lines[place].append(n)
                break
        else:
            lines.append([n])
            spans.append((top, bottom))
    return [sorted(line, key=lambda n: boxes[n][0]) for line in lines]


def _best_gutter(numbers: list[int], boxes: Sequence[Box]) -> tuple[float, set[int]] | None:
    """The white strip with the most running text beside it, and that text; None where there is none."""
    if len(numbers) < 2 * FEWEST_LINES:
        return None
    heights = sorted(boxes[n][3] - boxes[n][1] for n in numbers)
    needed = GAP_IN_LINES * heights[len(heights) // 2]
    whole = max(boxes[n][2] for n in numbers) - min(boxes[n][0] for n in numbers)
    best: tuple[float, set[int]] | None = None
    for start in sorted({boxes[n][0] for n in numbers})[1:]:
        cut = start - needed / 2
        for band in _uncut(numbers, boxes, cut - needed / 2, cut + needed / 2):
            left = [n for n in band if boxes[n][2] <= cut]
            right = [n for n in band if boxes[n][2] > cut]
            if best is not None and len(band) <= len(best[1]):
                continue
            if all(_is_running(side, boxes, whole) for side in (left, right)):
                best = cut, set(band)
    return best


def _uncut(numbers: list[int], boxes: Sequence[Box], left: float, right: float) -> list[list[int]]:
    """Runs of boxes, from top to bottom, between those that reach into the strip from left to right."""
    bands: list[list[int]] = [[]]
    for n in sorted(numbers, key=lambda n: _middle(boxes[n])):
        if boxes[n][0] < right and boxes[n][2] > left:
            bands.append([])
        else:
            bands[-1].append(n)
    return bands


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _is_running(numbers: list[int], boxes: Sequence[Box], whole: int) -> bool:
    """Lines that mostly fill their column, one below the other; the cells of a table don't."""
    if len(numbers) < FEWEST_LINES:
        return False
    left, right = min(boxes[n][0] for n in numbers), max(boxes[n][2] for n in numbers)
    full = sum(boxes[n][2] - boxes[n][0] > 0.7 * (right - left) for n in numbers)
    return full >= 0.5 * len(numbers) and right - left > 0.25 * whole
