"""Parts of a page whose texts may be tables without rules around their cells: lines with gaps, above each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ocr_lib.tables.flat_texts import FlatText, line_extent, text_lines
from ocr_lib.tables.grid import Segment

WORD_GAP = 0.6
"""Line heights between the words of one phrase, at most."""
ROW_GAP, RULED_ROW_GAP = 1.6, 4.0
"""Line heights between the rows of a table, at most; the second where a rule is between them."""
UNUSUAL_GAP = 2.2
"""A gap is the end of a table if it is larger than its usual gap by this factor."""
PARAGRAPH = 6.0
"""Line heights that a text alone on its line is long if it is a paragraph's, at least."""


@dataclass
class Block:
    """Consecutive lines, and the level rules among them."""

    lines: list[list[FlatText]] = field(default_factory=list)
    rules: list[Segment] = field(default_factory=list)

    @property
    def texts(self) -> list[FlatText]:
        return [text for line in self.lines for text in line]

    @property
    def left(self) -> float:
        return min(text.left for text in self.texts)

    @property
    def right(self) -> float:
        return max(text.right for text in self.texts)


def find_blocks(texts: Sequence[FlatText], rules: Sequence[Segment], line_height: float) -> list[Block]:
    """Blocks of at least two lines, at least one of which has a gap."""
    blocks: list[Block] = []
    current = Block()
    for line in text_lines(texts):
        if current.lines and not _continues(current, line, rules, line_height):
            blocks.append(current)
            current = Block()
        if not _is_paragraph(current, line, line_height):
            current.lines.append(line)
    blocks.append(current)
    parts = [part for block in blocks for part in _split_at_gaps(block, rules, line_height)]
    trimmed = [_with_rules(_trimmed(part, line_height), rules, line_height) for part in parts]
    return [block for block in trimmed if len(block.lines) > 1]


def phrases(line: Sequence[FlatText], line_height: float) -> list[tuple[float, float]]:
    """Left and right of the texts of a line, those of one phrase together."""
    found: list[tuple[float, float]] = []
    for text in line:
        if found and text.left - found[-1][1] < WORD_GAP * line_height:
            found[-1] = found[-1][0], max(found[-1][1], text.right)
        else:
            found.append((text.left, text.right))
    return found


def _continues(block: Block, line: Sequence[FlatText], rules: Sequence[Segment], line_height: float) -> bool:
    """Whether a line is close enough below a block, and no paragraph's."""
    top = min(text.top for text in line)
    bottom = max(text.bottom for text in block.lines[-1])
    most = RULED_ROW_GAP if _has_rule(rules, block, bottom, top, line_height) else ROW_GAP
    return top - bottom <= most * line_height and not _is_paragraph(block, line, line_height)


def _is_paragraph(block: Block, line: Sequence[FlatText], line_height: float) -> bool:
    """Whether a line is one long phrase, across what are columns in the line with gaps before it."""
    found = phrases(line, line_height)
    if len(found) > 1 or found[0][1] - found[0][0] < PARAGRAPH * line_height:
        return False
    parted = [p for p in (phrases(other, line_height) for other in block.lines) if len(p) > 1]
    return not parted or _is_over_several(found[0], parted[-1], line_height)


def _is_over_several(
    phrase: tuple[float, float], others: Sequence[tuple[float, float]], line_height: float
) -> bool:
    shared = [min(phrase[1], right) - max(phrase[0], left) for left, right in others]
    return sum(length > 0.5 * line_height for length in shared) > 1


def _has_rule(rules: Sequence[Segment], block: Block, top: float, bottom: float, line_height: float) -> bool:
    slack = 0.3 * line_height
    return any(
        top - slack < rule.at < bottom + slack and _is_across(rule, block.left, block.right) for rule in rules
    )


def _is_across(rule: Segment, left: float, right: float) -> bool:
    """Whether a rule runs over most of a block's width, and not far beyond."""
    shared = min(rule.end, right) - max(rule.start, left)
    return shared > 0.8 * (right - left)


def _split_at_gaps(block: Block, rules: Sequence[Segment], line_height: float) -> list[Block]:
    """The block parted where the white between its lines is unusually high and without a rule."""
    if len(block.lines) < 3:
        return [block]
    gaps: list[tuple[float, float]] = []
    reached = max(text.bottom for text in block.lines[0])
    for line in block.lines[1:]:
        gaps.append((reached, min(text.top for text in line)))
        reached = max(reached, *(text.bottom for text in line))
    # Lines of a cell beside the middle of its row overlap, and say nothing of the distance of rows.
    heights = [max(0.0, end - start) for start, end in gaps if end - start > -0.2 * line_height]
    usual = median(heights) if heights else 0.0
    parts = [Block([block.lines[0]])]
    for (start, end), line in zip(gaps, block.lines[1:], strict=True):
        is_wide = end - start > max(0.9 * line_height, UNUSUAL_GAP * usual + 0.3 * line_height)
        if is_wide and not _has_rule(rules, block, start, end, line_height):
            parts.append(Block())
        parts[-1].lines.append(line)
    return parts


def _trimmed(block: Block, line_height: float) -> Block:
    """Without lines of one phrase at the start and the end that are not beside the lines next to them."""
    lines = list(block.lines)
    while len(lines) > 1 and _is_loose(lines[0], lines[1], line_height):
        lines.pop(0)
    while len(lines) > 1 and _is_loose(lines[-1], lines[-2], line_height):
        lines.pop()
    if not any(len(phrases(line, line_height)) > 1 for line in lines):
        lines = []
    return Block(lines)


def _is_loose(line: Sequence[FlatText], neighbour: Sequence[FlatText], line_height: float) -> bool:
    if len(phrases(line, line_height)) > 1:
        return False
    (top, bottom), (other_top, other_bottom) = line_extent(line), line_extent(neighbour)
    return max(top, other_top) - min(bottom, other_bottom) > 0.25 * line_height


def _with_rules(block: Block, rules: Sequence[Segment], line_height: float) -> Block:
    """The block with the level rules among and next to its lines."""
    if not block.lines:
        return block
    top = min(text.top for text in block.texts) - 1.2 * line_height
    bottom = max(text.bottom for text in block.texts) + 1.2 * line_height
    left, right = block.left - line_height, block.right + line_height
    block.rules = [
        rule
        for rule in rules
        if top < rule.at < bottom and min(rule.end, right) - max(rule.start, left) > 0.5 * rule.length
    ]
    return block


def rules_across(block: Block, line_height: float) -> list[Segment]:
    """The rules of a block that run over most of its width, from top to bottom, one of each position."""
    found: list[Segment] = []
    for rule in sorted(block.rules, key=lambda r: r.at):
        if not _is_across(rule, block.left, block.right):
            continue
        if found and rule.at - found[-1].at < 0.4 * line_height:
            continue
        found.append(rule)
    return found
